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
      const decision d = decide(viewer_of(test["viewer"], text_of(file, "now")), artist_of(subject));
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
    const decision d = decide(viewer_of(test["viewer"], text_of(file, "now")),
                              engagement_of(overlaid(file["subject"], test["subject"])));
    INFO(text_of(test, "name"));
    CHECK(letters(d.fields) == text_of(file["views"], text_of(test["expect"], "view")));
    CHECK(name_of(d.why) == text_of(test["expect"], "reason"));
  }
}

TEST_CASE("what has no id or no level hides, whoever looks") {
  const value file = vector_file("artists.json");
  for (const value& test : file["cases"]) {
    const viewer who = viewer_of(test["viewer"], text_of(file, "now"));
    const artist whole = artist_of(file["subject"]);
    artist no_id = whole;
    no_id.id = name::none;
    artist no_level = whole;
    no_level.set = {};
    for (const decision& d : {decide(who, no_id), decide(who, no_level), decide(who, engagement{})}) {
      CHECK(d == decision{});
      CHECK(d.why == reason::malformed_subject);
    }
  }
}
