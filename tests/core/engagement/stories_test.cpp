// Stories typed by hand, as data: tests/vectors/engagement/*.json.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/engagement.hpp"

using cuelight::json::member;
using cuelight::json::text_member;
using cuelight::json::value;
using cuelight::json::write;

namespace {

value document(std::string_view text) {
  auto parsed = cuelight::json::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

value file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return document(text.str());
}

value actor(std::string_view who) {
  static const value people = document(R"({
    "agency": {"id": "per_agent", "kind": "person", "workspace": "ws_agency"},
    "machine": {"id": "job_1", "kind": "automation", "workspace": "ws_agency"},
    "presenter": {"id": "per_house", "kind": "person", "workspace": "ws_house"},
    "artist": {"id": "per_artist", "kind": "person", "workspace": "ws_artist", "artist": "art_1"},
    "stranger": {"id": "per_x", "kind": "person", "workspace": "ws_x", "artist": "art_x"},
    "clock": {"id": "server", "kind": "clock", "workspace": ""}})");
  const value* found = member(people, who);
  REQUIRE(found != nullptr);
  return *found;
}

/// `quote by agent`, or nothing.
std::string requirement(const value& list) {
  REQUIRE(list.size() <= 1);
  if (list.empty()) return "";
  return std::string(*text_member(list[0], "payloadType")) + " by " + std::string(*text_member(list[0], "role"));
}

value run(const value& engagement, const value& step) {
  value ask = value::object();
  ask["engagement"] = engagement;
  ask["event"] = step["event"];
  ask["event"]["actor"] = actor(*text_member(step, "by"));
  ask["now"] = step["at"];
  return cuelight::engagement::next(ask);
}

void check_step(const value& before, const value& step, const value& answer) {
  const value& after = answer["engagement"];
  const value then = step.value("then", value());
  for (const auto& [name, expected] : then.items()) {
    const value* actual = member(after, name);
    CHECK(write(actual == nullptr ? value() : *actual) == write(expected));
  }
  CHECK(requirement(answer["requires"]) == *text_member(step, "requires"));
  CHECK(write(answer["effects"]) == (step.contains("effects") ? write(step["effects"]) : "[]"));
  const value& audit = answer["audit"];
  CHECK(*text_member(audit, "action") == "engagement." + std::string(*text_member(step["event"], "type")));
  CHECK(text_member(audit, "from") == text_member(before, "state"));
  CHECK(text_member(audit, "to") == text_member(after, "state"));
  CHECK(text_member(audit, "digest") == text_member(step["event"], "digest"));
  CHECK(audit["version"] == after["version"]);
  CHECK(*cuelight::json::integer_member(after, "version") == *cuelight::json::integer_member(before, "version") + 1);
}

}  // namespace

TEST_CASE("engagements go as the stories tell") {
  std::size_t steps = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CUELIGHT_TEST_DATA "/vectors/engagement")) {
    const value story = file(entry.path());
    value engagement = story["engagement"];
    for (const value& step : story["steps"]) {
      INFO(entry.path().filename().string() << ": " << write(step["event"]) << " at " << write(step["at"]));
      const value answer = run(engagement, step);
      ++steps;
      if (const auto code = text_member(step, "refused")) {
        REQUIRE(answer.contains("refused"));
        CHECK(text_member(answer["refused"], "code") == code);
        CHECK(text_member(answer["refused"], "message")->size() > 10);
        continue;
      }
      REQUIRE_FALSE(answer.contains("refused"));
      check_step(engagement, step, answer);
      engagement = answer["engagement"];
    }
  }
  CHECK(steps == 78);
}
