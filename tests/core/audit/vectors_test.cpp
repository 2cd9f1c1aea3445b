// The golden chains of tests/vectors/audit (made by an independent implementation), whole and in pieces of every size.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/audit/chain.hpp"
#include "cuelight/json.hpp"

using namespace cuelight::audit;
using cuelight::json::value;
namespace hash = cuelight::hash;

namespace {

value document(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto parsed = cuelight::json::parse(text.str());
  REQUIRE(parsed.has_value());
  return *parsed;
}

std::string text_of(const value& object, std::string_view name) {
  return std::string(cuelight::json::text_member(object, name).value_or(""));
}

std::optional<anchor> checkpoint_of(const value& test) {
  const value* c = cuelight::json::member(test, "checkpoint");
  if (c == nullptr) return {};
  anchor a{.origin = text_of(*c, "origin"),
           .size = static_cast<std::uint64_t>(*cuelight::json::integer_member(*c, "size")),
           .root = {}};
  const auto root = hash::from_hex(text_of(*c, "root"));
  REQUIRE(root->size() == 32);
  std::copy(root->begin(), root->end(), reinterpret_cast<char*>(a.root.data()));
  return a;
}

void check(const verdict& v, const value& expect) {
  CHECK(v.ok == (expect["ok"] == value(true)));
  CHECK(static_cast<std::int64_t>(v.rows) == cuelight::json::integer_member(expect, "rows"));
  CHECK(hash::hex(v.head) == text_of(expect, "head"));
  REQUIRE(v.first_fault.has_value() == !expect.value("divergence", value()).is_null());
  if (v.first_fault) {
    const value& d = expect["divergence"];
    CHECK(static_cast<std::int64_t>(v.first_fault->row) == cuelight::json::integer_member(d, "row"));
    CHECK(static_cast<std::int64_t>(v.first_fault->line) == cuelight::json::integer_member(d, "line"));
    CHECK(v.first_fault->code == text_of(d, "code"));
    CHECK(v.first_fault->expected == text_of(d, "expected"));
    CHECK(v.first_fault->actual == text_of(d, "actual"));
    CHECK(v.first_fault->detail == text_of(d, "detail"));
  }
  if (expect.contains("anchored")) {
    CHECK(hash::hex(*v.root) == text_of(expect, "root"));
    REQUIRE(v.anchored.has_value() == !expect["anchored"].is_null());
    if (v.anchored) {
      CHECK(static_cast<std::int64_t>(v.anchored->size) == cuelight::json::integer_member(expect, "anchored"));
      CHECK(v.anchored->origin == "cuelight.example/audit/demo");
    }
  }
}

/// Pushes `text` in pieces of `octets`, carrying the state across as octets each time.
verdict in_pieces(std::string_view text, std::size_t octets, const std::optional<anchor>& checkpoint) {
  std::string state = chain_verifier(checkpoint).save();
  for (; !text.empty(); text.remove_prefix(std::min(octets, text.size()))) {
    auto v = chain_verifier::load(state);
    REQUIRE(v.has_value());
    v->push(text.substr(0, octets));
    state = v->save();
  }
  return chain_verifier::load(state)->finish();
}

}  // namespace

TEST_CASE("the golden chains give the expected verdicts, however they are cut") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CUELIGHT_TEST_DATA "/vectors/audit")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".json" || (!name.starts_with("chain-") && !name.starts_with("anchor-"))) continue;
    const value test = document(entry.path());
    const std::string text = text_of(test, "jsonl");
    const auto checkpoint = checkpoint_of(test);
    INFO(name << ": " << text_of(test, "desc"));
    check(verify_chain(text, checkpoint), test["expect"]);
    for (const std::size_t octets : {1, 2, 3, 7, 64, 255, 4096}) {
      INFO("in pieces of " << octets);
      check(in_pieces(text, octets, checkpoint), test["expect"]);
    }
    ++files;
  }
  CHECK(files == 32);
}

TEST_CASE("every flipped bit of a chain is found at or before its row") {
  const value test = document(CUELIGHT_TEST_DATA "/vectors/audit/chain-whole.json");
  const std::string whole = text_of(test, "jsonl");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const auto row =
        static_cast<std::uint64_t>(std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i), '\n'));
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = whole;
      flipped[i] = static_cast<char>(flipped[i] ^ (1U << bit));
      const verdict v = verify_chain(flipped);
      // A line end turned into other white space, at the very end, changes no row.
      if (i == whole.size() - 1 && v.ok) continue;
      if (v.ok || !v.first_fault || v.first_fault->row > row) FAIL("octet " << i << ", bit " << bit);
    }
  }
}

TEST_CASE("the end cut off is found only with a checkpoint") {
  const value test = document(CUELIGHT_TEST_DATA "/vectors/audit/anchor-whole.json");
  const std::string whole = text_of(test, "jsonl");
  const std::string cut = whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1);
  CHECK(verify_chain(cut).ok);
  const verdict v = verify_chain(cut, checkpoint_of(test));
  CHECK_FALSE(v.ok);
  CHECK(v.first_fault->code == "audit.truncated");
}
