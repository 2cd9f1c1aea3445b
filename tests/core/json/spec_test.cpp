// The examples of docs/spec/canonical-json.md.
#include "catch_amalgamated.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"
#include "json/examples.hpp"

namespace json = cuelight::json;

TEST_CASE("the examples of the specification", "[json]") {
  const auto examples = read_examples("canonical-json.md");
  REQUIRE(examples.size() >= 8);
  for (const auto& example : examples) {
    INFO(example.at("source"));
    const std::string input =
        example.contains("input") ? example.at("input") : cuelight::hash::from_hex(example.at("input-hex")).value();
    const auto canonical = json::canonicalize(input);
    if (example.contains("refused")) {
      REQUIRE_FALSE(canonical);
      CHECK(canonical.error().code + ' ' + std::to_string(canonical.error().offset) == example.at("refused"));
    } else {
      REQUIRE(canonical);
      CHECK(*canonical == example.at("output"));
      CHECK(cuelight::hash::hex(std::string_view(*canonical)) == example.at("hex"));
    }
  }
}
