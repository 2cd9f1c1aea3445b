#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "catch_amalgamated.hpp"
#include "cuelight/json.hpp"
#include "json/random_json.hpp"

namespace json = cuelight::json;

namespace {

/// The UTF-16 code units of a name, worked out the slow way.
std::u16string code_units(const std::string& text) {
  std::u16string units;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t octets = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = octets == 1 ? lead : lead & (0x7F >> octets);
    for (std::size_t k = 1; k < octets; ++k) c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    i += octets;
    if (c >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      units += static_cast<char16_t>(c);
    }
  }
  return units;
}

/// A second, recursive writer that knows nothing of the one under test beyond how it writes a single string or number.
std::string reference(const json::value& v) {
  if (v.is_object()) {
    std::vector<std::string> names;
    for (const auto& [name, content] : v.items()) names.push_back(name);
    std::sort(names.begin(), names.end(),
              [](const std::string& a, const std::string& b) { return code_units(a) < code_units(b); });
    std::string out = "{";
    for (const std::string& name : names) {
      out += (out.size() == 1 ? "" : ",") + json::write(name) + ':' + reference(v[name]);
    }
    return out + '}';
  }
  if (v.is_array()) {
    std::string out = "[";
    for (const json::value& element : v) out += (out.size() == 1 ? "" : ",") + reference(element);
    return out + ']';
  }
  return json::write(v);
}

}  // namespace

TEST_CASE("canonical form depends on the value only, and is its own canonical form", "[json]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  random_json random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const json::value tree = random.tree();
    const std::string text = random.careless(tree);
    CAPTURE(text);
    const auto canonical = json::canonicalize(text);
    REQUIRE(canonical);
    REQUIRE(*canonical == reference(tree));
    REQUIRE(*canonical == json::write(tree));
    REQUIRE(json::canonicalize(*canonical) == *canonical);
    REQUIRE(*json::parse(text) == tree);
  }
}

TEST_CASE("cut or changed anywhere, a text is refused within its length or means something", "[json]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  random_json random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = random.careless(random.tree());
    const auto at = random.below(static_cast<std::uint32_t>(text.size()));
    if (random.below(2) == 0) {
      text.resize(at);
    } else {
      text[at] = static_cast<char>(random.below(256));
    }
    CAPTURE(text);
    const auto canonical = json::canonicalize(text);
    if (canonical) {
      REQUIRE(json::canonicalize(*canonical) == *canonical);
    } else {
      REQUIRE(canonical.error().code.starts_with("json."));
      REQUIRE(canonical.error().offset <= text.size());
    }
  }
}

TEST_CASE("octets beyond ASCII are taken and refused as another parser does", "[json]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random()) % n; };
  constexpr std::string_view edges =
      "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xFF";
  const std::vector<std::string> sequences{"a",
                                           "\xC2\x80",
                                           "\xDF\xBF",
                                           "\xE0\xA0\x80",
                                           "\xE1\x80\x80",
                                           "\xED\x9F\xBF",
                                           "\xEE\x80\x80",
                                           "\xEF\xBF\xBF",
                                           "\xF0\x90\x80\x80",
                                           "\xF4\x8F\xBF\xBF"};
  int taken = 0;
  constexpr int rounds = 200'000;
  for (int round = 0; round < rounds; ++round) {
    std::string text = "\"";
    for (unsigned left = below(90); left > 0; --left) {
      text += below(60) == 0 ? std::string(1, edges[below(edges.size())]) : sequences[below(sequences.size())];
    }
    text += '"';
    const auto octets = json::canonicalize(text);
    CAPTURE(text);
    if (octets.has_value() != nlohmann::json::accept(text)) FAIL("the two disagree");
    if (octets ? *octets != text : octets.error().code != "json.invalid_utf8") FAIL("another text, or another fault");
    taken += octets ? 1 : 0;
  }
  CHECK(taken > rounds / 10);
  CHECK(taken < rounds - rounds / 10);
}

TEST_CASE("a patch applied gives the other document", "[json]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  random_json random(seed);
  for (int round = 0; round < 10'000; ++round) {
    const json::value before = random.tree();
    json::value after = random.tree();
    if (random.below(2) == 0 && before.is_array()) {
      after = before;
      for (auto n = random.below(3); n > 0; --n) {
        const std::size_t at = random.below(static_cast<std::uint32_t>(after.size() + 1));
        after.push_back(random.tree(1));
        std::rotate(after.begin() + at, after.end() - 1, after.end());
      }
    }
    const std::string patch = json::diff(json::write(before), json::write(after)).value();
    CAPTURE(json::write(before), json::write(after), patch);
    // nlohmann_json's own RFC 6902 applies it: another hand than the one that made it.
    const auto theirs = [](const std::string& text) { return nlohmann::json::parse(text); };
    REQUIRE(theirs(json::write(before)).patch(theirs(patch)) == theirs(json::write(after)));
    REQUIRE((patch == "[]") == (before == after));
  }
}

TEST_CASE("a patch names as little as changed", "[json]") {
  CHECK(json::diff(R"({"a":1,"b":[1,2,3]})", R"({"b":[1,3],"c":0})").value() ==
        R"([{"op":"remove","path":"/a"},{"op":"add","path":"/c","value":0},{"op":"remove","path":"/b/1"}])");
  CHECK(json::diff(R"({"a/b":{"~":1}})", R"({"a/b":{"~":2}})").value() ==
        R"([{"op":"replace","path":"/a~1b/~0","value":2}])");
  CHECK(json::diff("1", "[]").value() == R"([{"op":"replace","path":"","value":[]}])");
}

TEST_CASE("nesting to the limit, a million members and megabytes of text are taken", "[json]") {
  const std::size_t deep = 100'000;
  const std::string nested = std::string(deep, '[') + std::string(deep, ']');
  const json::limits limits{.max_octets = 64U << 20, .max_depth = deep};
  CHECK(json::canonicalize(nested, limits) == nested);
  CHECK(json::parse(nested, limits));
  CHECK(json::canonicalize(nested).error().code == "json.too_deep");

  std::string members = "{";
  for (int i = 300'000; i > 0; --i) members += (i == 300'000 ? "\"" : ",\"") + std::to_string(i) + "\":1e20";
  const auto sorted = json::canonicalize(members + '}');
  REQUIRE(sorted);
  CHECK(sorted->starts_with(R"({"1":100000000000000000000,"10":)"));
  CHECK(json::canonicalize('"' + std::string(3'000'000, 'x') + '"')->size() == 3'000'002);
}

TEST_CASE("a tree that no text gives is still written", "[json]") {
  CHECK(json::write(json::value("a\xff"
                                "b")) ==
        "\"a\xEF\xBF\xBD"
        "b\"");
  CHECK(json::write(json::value(1.0 / 0.0)) == "null");
  CHECK(json::write(json::value(9007199254740993)) == "9007199254740992");
}
