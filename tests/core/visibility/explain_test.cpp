#include "visibility/cases.hpp"

using namespace cuelight::visibility;
using cuelight::json::value;

namespace {

value ask(std::string_view subject_changes) {
  value a = parse_document(R"({
    "subject": {"kind": "artist", "id": "art_1", "level": "private_listing", "consent": false, "verified": true,
                "artistWorkspace": "ws_artist", "agencyWorkspace": "ws_agency"},
    "candidates": [
      {"id": "agency", "kind": "agency", "workspace": "ws_agency", "verified": true},
      {"id": "house", "name": "Konzerthaus Lindenau", "kind": "presenter", "workspace": "ws_house", "verified": true},
      {"id": "festival", "kind": "presenter", "workspace": "ws_festival", "verified": false},
      {"id": "rival", "kind": "agency", "workspace": "ws_rival", "verified": true},
      {"id": "colleague", "kind": "artist", "artist": "art_2", "workspace": "ws_2", "verified": true},
      {"id": "office", "kind": "administrator", "workspace": "ws_platform", "verified": true}],
    "now": "2026-11-22T08:00:00Z"})");
  a["subject"] = overlaid(a["subject"], parse_document(subject_changes));
  return a;
}

const value& entry(const value& explanation, std::string_view id) {
  for (const value& e : explanation["audience"]) {
    if (text_of(e, "id") == id) return e;
  }
  FAIL("no entry " << id);
  return explanation;
}

const value& step(const value& explanation, std::string_view name) {
  for (const value& s : explanation["levels"]) {
    if (text_of(s, "level") == name) return s;
  }
  FAIL("no level " << name);
  return explanation;
}

std::string written(const value& v) {
  return cuelight::json::write(v);
}

}  // namespace

TEST_CASE("an explanation tells who sees an artist and what the others need") {
  const auto e = explain(ask("{}"));
  REQUIRE(e.has_value());
  CHECK(text_of(*e, "effective") == "private_listing");
  CHECK((*e)["held"].is_null());
  CHECK((*e)["audience"].size() == 7);
  CHECK(entry(*e, "agency")["visible"] == value(true));
  CHECK(entry(*e, "house")["visible"] == value(true));
  CHECK(text_of(entry(*e, "house"), "name") == "Konzerthaus Lindenau");
  CHECK(written(entry(*e, "house")["needs"]) == "[]");
  CHECK(written(entry(*e, "anyone")["needs"]) == R"([["level:public"]])");
  CHECK(written(entry(*e, "festival")["needs"]) == R"([["verification"],["engagement"],["level:public"]])");
  CHECK(written(entry(*e, "rival")["needs"]) == R"([["partnership"],["level:public"]])");
  CHECK(written(entry(*e, "colleague")["needs"]) == "[]");
  CHECK(written(entry(*e, "office")["needs"]) == R"([["level:public"]])");
}

TEST_CASE("each level names who gains and who loses sight") {
  const auto e = explain(ask("{}"));
  REQUIRE(e.has_value());
  CHECK(step(*e, "private_listing")["current"] == value(true));
  CHECK(written(step(*e, "private_listing")["gains"]) == "[]");
  CHECK(written(step(*e, "private_listing")["loses"]) == "[]");
  CHECK(written(step(*e, "public")["requires"]) == R"(["consent"])");
  CHECK(written(step(*e, "public")["gains"]) == R"(["anyone","festival","rival","office"])");
  CHECK(written(step(*e, "public")["loses"]) == "[]");
  CHECK(written(step(*e, "stealth_roster")["loses"]) == R"(["house"])");
  CHECK(step(*e, "workspace_private")["sees"].size() == 1);
}

TEST_CASE("a level that is not in effect says what holds it") {
  const auto no_consent = explain(ask(R"({"level": "public"})"));
  REQUIRE(no_consent.has_value());
  CHECK(text_of(*no_consent, "effective") == "private_listing");
  CHECK(text_of(*no_consent, "held") == "visibility.consent_missing");
  const auto unverified = explain(ask(R"({"level": "stealth_roster", "verified": false})"));
  REQUIRE(unverified.has_value());
  CHECK(text_of(*unverified, "effective") == "workspace_private");
  CHECK(text_of(*unverified, "held") == "visibility.unverified_subject");
  CHECK(written(step(*unverified, "stealth_roster")["requires"]) == R"(["verification"])");
}

TEST_CASE("an explanation refuses what it can't explain") {
  value a = ask("{}");
  a["now"] = "soon";
  CHECK(explain(a).error().code == "visibility.malformed_now");
  CHECK(explain(ask(R"({"kind": "engagement"})")).error().code == "visibility.malformed_subject");
  CHECK(explain(ask(R"({"level": "secret"})")).error().code == "visibility.malformed_subject");
  a = ask("{}");
  a["candidates"].push_back("ws_house");
  CHECK(explain(a).error().code == "visibility.malformed_candidate");
  CHECK(explain(value()).error().code == "visibility.malformed_now");
}
