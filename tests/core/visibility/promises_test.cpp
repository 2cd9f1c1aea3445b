// The promises of the source pages, typed by hand as data: tests/vectors/visibility/{artists,engagements}.json.
#include "visibility/cases.hpp"

using namespace cuelight::visibility;
using cuelight::json::value;

TEST_CASE("every viewer sees of an artist what was promised, at every level") {
  const value file = vector_file("artists.json");
  std::size_t checked = 0;
  for (const value& test : file["cases"]) {
    for (const auto& [level_name, expected] : test["expect"].items()) {
      value subject = file["subject"];
      subject["level"] = level_name;
      subject = overlaid(subject, test["subject"]);
      const decision d = decide(subject, at(test["viewer"], text_of(file, "now")));
      INFO(text_of(test, "name") << " at " << level_name);
      CHECK(letters(d.fields) == text_of(file["views"], text_of(expected, "view")));
      CHECK(name_of(d.why) == text_of(expected, "reason"));
      ++checked;
    }
  }
  CHECK(checked == 4 * file["cases"].size());
  CHECK(file["cases"].size() >= 50);
}

TEST_CASE("every viewer sees of an engagement what was promised") {
  const value file = vector_file("engagements.json");
  for (const value& test : file["cases"]) {
    const decision d = decide(overlaid(file["subject"], test["subject"]), at(test["viewer"], text_of(file, "now")));
    INFO(text_of(test, "name"));
    CHECK(letters(d.fields) == text_of(file["views"], text_of(test["expect"], "view")));
    CHECK(name_of(d.why) == text_of(test["expect"], "reason"));
  }
}

TEST_CASE("an artist's level changes nothing about an engagement") {
  const value file = vector_file("engagements.json");
  for (const value& test : file["cases"]) {
    const value viewer = at(test["viewer"], text_of(file, "now"));
    value subject = overlaid(file["subject"], test["subject"]);
    const decision before = decide(subject, viewer);
    for (const char* l : {"public", "private_listing", "stealth_roster", "workspace_private"}) {
      subject["level"] = l;
      CHECK(decide(subject, viewer) == before);
    }
  }
}

TEST_CASE("what is no document at all hides") {
  for (const value& nothing : {value(), value(1), value("artist"), value::array(), value::object()}) {
    CHECK_FALSE(decide(nothing, nothing).visible());
    CHECK(decide(nothing, nothing).why == reason::malformed_subject);
  }
}
