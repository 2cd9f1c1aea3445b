#include "visibility/cases.hpp"

using namespace cuelight::visibility;
using cuelight::json::value;

namespace {

struct question {
  artist subject;
  std::vector<candidate> candidates;
  std::optional<cuelight::instant_ms> now;
  [[nodiscard]] auto explained() const { return explain(subject, candidates, now); }
};

question ask(std::string_view subject_changes) {
  const value document = parse_document(R"({
    "subject": {"kind": "artist", "id": "art_1", "level": "private_listing", "consent": false, "verified": true,
                "artistWorkspace": "ws_artist", "agencyWorkspace": "ws_agency"},
    "candidates": [
      {"id": "agency", "kind": "agency", "workspace": "ws_agency", "verified": true},
      {"id": "house", "name": "Konzerthaus Lindenau", "kind": "presenter", "workspace": "ws_house", "verified": true},
      {"id": "festival", "kind": "presenter", "workspace": "ws_festival", "verified": false},
      {"id": "rival", "kind": "agency", "workspace": "ws_rival", "verified": true},
      {"id": "colleague", "kind": "artist", "artist": "art_2", "workspace": "ws_2", "verified": true},
      {"id": "office", "kind": "administrator", "workspace": "ws_platform", "verified": true}]})");
  question q{.subject = artist_of(overlaid(document["subject"], parse_document(subject_changes))),
             .candidates = {},
             .now = cuelight::parse_instant("2026-11-22T08:00:00Z")};
  for (const value& c : document["candidates"]) {
    candidate one{.id = text_of(c, "id"), .name = {}, .who = viewer_of(c, "")};
    if (c.contains("name")) one.name = text_of(c, "name");
    q.candidates.push_back(one);
  }
  return q;
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
  const auto e = ask("{}").explained();
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
  const auto e = ask("{}").explained();
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
  const auto no_consent = ask(R"({"level": "public"})").explained();
  REQUIRE(no_consent.has_value());
  CHECK(text_of(*no_consent, "effective") == "private_listing");
  CHECK(text_of(*no_consent, "held") == "visibility.consent_missing");
  const auto unverified = ask(R"({"level": "stealth_roster", "verified": false})").explained();
  REQUIRE(unverified.has_value());
  CHECK(text_of(*unverified, "effective") == "workspace_private");
  CHECK(text_of(*unverified, "held") == "visibility.unverified_subject");
  CHECK(written(step(*unverified, "stealth_roster")["requires"]) == R"(["verification"])");
}

TEST_CASE("an explanation refuses what it can't explain") {
  question q = ask("{}");
  q.now = {};
  CHECK(q.explained().error().code == "visibility.malformed_now");
  CHECK(ask(R"({"id": ""})").explained().error().code == "visibility.malformed_subject");
  CHECK(ask(R"({"level": "secret"})").explained().error().code == "visibility.malformed_subject");
  q = ask("{}");
  q.candidates.push_back({});
  CHECK(q.explained().error().code == "visibility.malformed_candidate");
}
