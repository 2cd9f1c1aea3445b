// What must hold for every state, event and side.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/engagement.hpp"

using cuelight::json::text_member;
using cuelight::json::value;

namespace {

const char* states[] = {"new",       "requested", "held",      "quoted",   "accepted", "contracting",
                        "executed",  "performed", "cancelled", "settling", "disputed", "declined",
                        "withdrawn", "released",  "expired",   "void",     "settled",  "closed"};

value engagement(const char* state) {
  value e = value::object();
  e["id"] = "eng_1";
  e["state"] = state;
  e["version"] = 1;
  e["artist"] = "art_1";
  e["agency"] = "ws_agency";
  e["presenter"] = "ws_house";
  e["start"] = "2026-12-31T19:30:00Z";
  e["end"] = "2026-12-31T22:00:00Z";
  return e;
}

value actor(const char* kind, const char* workspace) {
  value a = value::object();
  a["id"] = "somebody";
  a["kind"] = kind;
  a["workspace"] = workspace;
  return a;
}

value ask(const value& e, const value& who, std::string_view event) {
  value a = value::object();
  a["engagement"] = e;
  a["event"] = value::object();
  a["event"]["type"] = std::string(event);
  a["event"]["actor"] = who;
  a["actor"] = who;
  a["now"] = "2026-11-22T08:00:00Z";
  return a;
}

std::string refusal(const value& answer) {
  return answer.contains("refused") ? std::string(*text_member(answer["refused"], "code")) : "";
}

std::string joined(const value& list) {
  std::string out;
  for (const value& element : list) out += (out.empty() ? "" : ", ") + element.get<std::string>();
  return out;
}

}  // namespace

TEST_CASE("nothing leaves a terminal state") {
  for (std::size_t s = 11; s < std::size(states); ++s) {
    for (const value& row : cuelight::engagement::table()) {
      for (const auto& [kind, workspace] : {std::pair{"person", "ws_agency"}, {"person", "ws_house"}, {"clock", ""}}) {
        const value who = actor(kind, workspace);
        CHECK(refusal(cuelight::engagement::next(ask(engagement(states[s]), who, *text_member(row, "event")))) ==
              "engagement.terminal");
        CHECK(cuelight::engagement::events(ask(engagement(states[s]), who, "")).empty());
      }
    }
  }
}

TEST_CASE("an event outside its states, or by the wrong side, is refused before anything else") {
  for (const char* state : states) {
    for (const value& row : cuelight::engagement::table()) {
      const auto event = *text_member(row, "event");
      const auto holds = [&](const char* list, const char* name) {
        return std::ranges::find(row[list], value(name)) != row[list].end();
      };
      for (const auto& [side, kind, workspace] :
           {std::tuple{"artist", "person", "ws_agency"}, {"presenter", "person", "ws_house"}, {"clock", "clock", ""}}) {
        const std::string code =
            refusal(cuelight::engagement::next(ask(engagement(state), actor(kind, workspace), event)));
        INFO(state << " " << event << " " << side);
        const bool terminal = code == "engagement.terminal";
        CHECK((terminal || (code == "engagement.wrong_state") == !holds("from", state)));
        if (holds("from", state)) CHECK((code == "engagement.wrong_side") == !holds("sides", side));
      }
    }
  }
}

TEST_CASE("automation only ever drafts what a person then confirms, or a draft that binds nobody") {
  for (const value& row : cuelight::engagement::table()) {
    if (row["automation"] == value(true)) {
      const auto event = *text_member(row, "event");
      CHECK((!row["payloadType"].is_null() || event == "draft_contract"));
    }
  }
  for (const char* state : states) {
    for (const value& allowed :
         cuelight::engagement::events(ask(engagement(state), actor("automation", "ws_agency"), ""))) {
      CHECK((!allowed["requires"].empty() || text_member(allowed, "type") == "draft_contract"));
    }
  }
}

TEST_CASE("allowed events are exactly those that are not refused out of hand") {
  for (const char* state : states) {
    for (const auto& [kind, workspace] : {std::pair{"person", "ws_agency"}, {"person", "ws_house"}, {"clock", ""}}) {
      const value who = actor(kind, workspace);
      std::vector<std::string> offered;
      for (const value& e : cuelight::engagement::events(ask(engagement(state), who, ""))) {
        offered.emplace_back(*text_member(e, "type"));
      }
      for (const value& row : cuelight::engagement::table()) {
        const std::string event(*text_member(row, "event"));
        const std::string code = refusal(cuelight::engagement::next(ask(engagement(state), who, event)));
        const bool barred = code == "engagement.wrong_state" || code == "engagement.wrong_side" ||
                            code == "engagement.terminal" || code == "engagement.not_challenged" ||
                            code == "engagement.not_over_yet";
        INFO(state << " " << event << " " << code);
        CHECK((std::ranges::find(offered, event) != offered.end()) == !barred);
      }
    }
  }
}

TEST_CASE("strangers and half-known actors are no parties") {
  const value e = engagement("requested");
  for (const value& who : {actor("person", "ws_x"), actor("person", ""), actor("ghost", "ws_agency"),
                           actor("", "ws_agency"), value(), value("ws_agency")}) {
    CHECK(refusal(cuelight::engagement::next(ask(e, who, "decline"))) == "engagement.not_a_party");
    CHECK(cuelight::engagement::events(ask(e, who, "")).empty());
  }
  value nameless = actor("person", "ws_agency");
  nameless["id"] = "";
  CHECK(refusal(cuelight::engagement::next(ask(e, nameless, "decline"))) == "engagement.not_a_party");
}

TEST_CASE("what isn't an engagement is refused as such") {
  const value who = actor("person", "ws_agency");
  for (const char* name : {"id", "state", "version", "artist", "presenter", "start", "end"}) {
    for (const value& wrong : {value(), value(-1), value("?"), value::array()}) {
      // Any text will do for an id.
      if (wrong.is_string() &&
          (name == std::string("id") || name == std::string("artist") || name == std::string("presenter"))) {
        continue;
      }
      value e = engagement("requested");
      e[name] = wrong;
      INFO(name << " " << cuelight::json::write(wrong));
      CHECK(refusal(cuelight::engagement::next(ask(e, who, "decline"))) == "engagement.malformed");
    }
  }
  value both_sides = engagement("requested");
  both_sides["presenter"] = "ws_agency";
  CHECK(refusal(cuelight::engagement::next(ask(both_sides, who, "decline"))) == "engagement.malformed");
  value backwards = engagement("requested");
  backwards["end"] = backwards["start"];
  CHECK(refusal(cuelight::engagement::next(ask(backwards, who, "decline"))) == "engagement.malformed");
  CHECK(refusal(cuelight::engagement::next(value())) == "engagement.malformed");
  CHECK(refusal(cuelight::engagement::next(value::object())) == "engagement.malformed");
}

TEST_CASE("docs/spec prints the table of events") {
  std::string wanted =
      "| event | from | to | sides | a person confirms | automation may propose |\n|---|---|---|---|---|---|\n";
  for (const value& row : cuelight::engagement::table()) {
    wanted += "| `" + std::string(*text_member(row, "event")) + "` | " + joined(row["from"]) + " | " +
              std::string(*text_member(row, "to")) + " | " + joined(row["sides"]) + " | " +
              std::string(text_member(row, "payloadType").value_or("")) + " | " +
              (row["automation"] == value(true) ? "yes" : "") + " |\n";
  }
  const std::string path = CUELIGHT_TEST_DATA "/../docs/spec/engagement.md";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const std::string_view begin_mark = "<!-- table: printed from core/src/engagement/table.cpp -->\n";
  const std::size_t from = page.find(begin_mark);
  const std::size_t to = page.find("<!-- end of table -->\n");
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  wanted = page.substr(0, from + begin_mark.size()) + wanted + page.substr(to);
  if (page != wanted && std::getenv("CUELIGHT_WRITE_SPEC") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
  CHECK(page == wanted);
}
