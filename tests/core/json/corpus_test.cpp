#include "catch_amalgamated.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"
#include "json/files.hpp"

namespace json = cuelight::json;

TEST_CASE("the reject corpus: each fault has its code and its place", "[json]") {
  const auto files = files_of(CUELIGHT_TEST_DATA "/vectors/json-reject");
  REQUIRE(files.size() > 150);
  for (const auto& file : files) {
    const auto vector = json::parse(read_file(file));
    REQUIRE(vector);
    const std::string input = cuelight::hash::from_hex(*json::text_member(*vector, "inputHex")).value();
    json::limits limits;
    if (const json::value* const given = json::member(*vector, "limits")) {
      limits.max_depth = static_cast<std::size_t>(json::integer_member(*given, "maxDepth").value_or(128));
      limits.max_octets = static_cast<std::size_t>(json::integer_member(*given, "maxOctets").value_or(1 << 20));
    }
    INFO(file.filename().string() << ": " << *json::text_member(*vector, "desc"));
    const auto canonical = json::canonicalize(input, limits);
    REQUIRE_FALSE(canonical);
    CHECK(canonical.error().code == *json::text_member(*vector, "code"));
    CHECK(static_cast<std::int64_t>(canonical.error().offset) == *json::integer_member(*vector, "offset"));
    const auto tree = json::parse(input, limits);
    REQUIRE_FALSE(tree);
    CHECK(tree.error() == canonical.error());
  }
}

TEST_CASE("the vectors of RFC 8785's authors", "[json]") {
  const std::string folder = CUELIGHT_VECTORS "/jcs/";
  const auto inputs = files_of(folder + "input");
  if (inputs.empty()) SKIP("no vectors: " << folder);
  for (const auto& input : inputs) {
    INFO(input.filename().string());
    std::string hex = read_file(folder + "outhex/" + input.stem().string() + ".txt");
    std::erase_if(hex, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
    const auto canonical = json::canonicalize(read_file(input));
    REQUIRE(canonical);
    CHECK(*canonical == cuelight::hash::from_hex(hex));
    CHECK(json::canonicalize(*canonical) == *canonical);
    CHECK(json::write(*json::parse(*canonical)) == *canonical);
  }
}

// y_ must be taken, n_ must not. Of the i_ files, those that I-JSON forbids must not be taken either; the rest only ask
// for a rounding that IEEE 754 defines (see docs/spec/canonical-json.md).
TEST_CASE("JSONTestSuite", "[json]") {
  const auto files = files_of(CUELIGHT_VECTORS "/json");
  if (files.empty()) SKIP("no vectors: " CUELIGHT_VECTORS "/json");
  const auto rounds = [](std::string_view name) {
    return name == "i_number_double_huge_neg_exp" || name == "i_number_real_underflow" ||
           name == "i_number_too_big_neg_int" || name == "i_number_too_big_pos_int" ||
           name == "i_number_very_big_negative_int";
  };
  for (const auto& file : files) {
    if (file.extension() != ".json") continue;
    const std::string name = file.stem().string();
    const bool taken = rounds(name) || (name.starts_with("y_") && !name.starts_with("y_object_duplicated_key"));
    INFO(name);
    const auto canonical = json::canonicalize(read_file(file));
    CHECK(canonical.has_value() == taken);
    if (canonical) CHECK(json::canonicalize(*canonical) == *canonical);
  }
}
