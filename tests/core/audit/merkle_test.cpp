// RFC 9162 proofs: against the public vectors, against the definition, and broken in every way.
#include "cuelight/audit/merkle.hpp"

#include <bit>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch_amalgamated.hpp"
#include "cuelight/base64.hpp"
#include "cuelight/json.hpp"

using namespace cuelight::audit;
using cuelight::hash::digest;
using cuelight::hash::octets_of;
using cuelight::json::value;

namespace {

/// The definition of 2.1.1, word for word.
digest definition(std::span<const digest> leaves) {
  if (leaves.empty()) return cuelight::hash::sha256("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = std::bit_floor(leaves.size() - 1);
  return node_hash(definition(leaves.first(k)), definition(leaves.subspan(k)));
}

std::vector<digest> make_leaves(std::size_t n) {
  std::vector<digest> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(leaf_hash(std::to_string(i)));
  return out;
}

std::vector<std::string_view> views(const std::vector<digest>& proof) {
  std::vector<std::string_view> out;
  for (const digest& d : proof) out.push_back(octets_of(d));
  return out;
}

/// An unsigned 64-bit member; the vectors go up to 2^64−1, which core's parser reads as a double.
std::uint64_t number(const value& object, std::string_view name) {
  if (const auto n = cuelight::json::integer_member(object, name)) return static_cast<std::uint64_t>(*n);
  const value* m = cuelight::json::member(object, name);
  REQUIRE(m != nullptr);
  REQUIRE(m->is_number_float());
  const double d = m->get<double>();
  return d >= 18446744073709551615.0 ? UINT64_MAX : static_cast<std::uint64_t>(d);
}

std::string octets_in(const value& object, std::string_view name) {
  const auto text = cuelight::json::text_member(object, name);
  return text ? cuelight::from_base64(*text).value() : std::string();
}

template <class Each>
std::size_t for_each_vector(const char* folder, Each each) {
  const std::filesystem::path root = std::filesystem::path(CUELIGHT_VECTORS) / "merkle" / folder;
  if (!std::filesystem::exists(root)) SKIP("no vectors at " << root.string());
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto test = cuelight::json::parse(text.str());
    REQUIRE(test.has_value());
    std::vector<std::string> proof;
    if (const value* list = cuelight::json::member(*test, "proof"); list != nullptr && list->is_array()) {
      for (const value& step : *list) proof.push_back(cuelight::from_base64(step.get<std::string>()).value());
    }
    INFO(entry.path().string());
    each(*test, std::vector<std::string_view>(proof.begin(), proof.end()),
         test->value("wantErr", value()) == value(false));
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("inclusion proofs: the public vectors") {
  const std::size_t count = for_each_vector("inclusion", [](const value& t, const auto& proof, bool valid) {
    CHECK(verify_inclusion(octets_in(t, "leafHash"), number(t, "leafIdx"), number(t, "treeSize"), proof,
                           octets_in(t, "root")) == valid);
  });
  CHECK(count == 98);
}

TEST_CASE("consistency proofs: the public vectors") {
  const std::size_t count = for_each_vector("consistency", [](const value& t, const auto& proof, bool valid) {
    CHECK(verify_consistency(number(t, "size1"), number(t, "size2"), proof, octets_in(t, "root1"),
                             octets_in(t, "root2")) == valid);
  });
  CHECK(count == 98);
}

TEST_CASE("the growing tree has the root of the definition, at every size") {
  const std::vector<digest> leaves = make_leaves(130);
  frontier f;
  CHECK(f.root() == definition({}));
  for (std::size_t n = 1; n <= leaves.size(); ++n) {
    f.append(leaves[n - 1]);
    const std::span<const digest> first = std::span(leaves).first(n);
    REQUIRE(f.root() == definition(first));
    REQUIRE(merkle_root(first) == definition(first));
    REQUIRE(frontier::from(f.size(), f.subtrees()).root() == f.root());
  }
  CHECK(frontier::from(3, {}).size() == 0);
}

TEST_CASE("every proof of every small tree verifies, and no other index, size or root does") {
  for (std::size_t n = 1; n <= 33; ++n) {
    const std::vector<digest> leaves = make_leaves(n);
    const digest root = merkle_root(leaves);
    for (std::size_t i = 0; i < n; ++i) {
      const auto proof = inclusion_proof(leaves, i);
      REQUIRE(proof.has_value());
      const auto steps = views(*proof);
      const std::string_view leaf = octets_of(leaves[i]);
      REQUIRE(verify_inclusion(leaf, i, n, steps, octets_of(root)));
      for (std::size_t other = 0; other < n; ++other) {
        if (other != i) REQUIRE_FALSE(verify_inclusion(leaf, other, n, steps, octets_of(root)));
      }
      if (!steps.empty()) {
        REQUIRE_FALSE(verify_inclusion(leaf, i, n, std::span(steps).first(steps.size() - 1), octets_of(root)));
      }
      REQUIRE(verify_inclusion(leaf, i, n, steps, leaf) == (n == 1));
    }
    for (std::size_t m = 1; m <= n; ++m) {
      const auto proof = consistency_proof(leaves, m);
      REQUIRE(proof.has_value());
      const digest before = merkle_root(std::span(leaves).first(m));
      REQUIRE(verify_consistency(m, n, views(*proof), octets_of(before), octets_of(root)));
      if (m < n) {
        REQUIRE_FALSE(verify_consistency(m, n, views(*proof), octets_of(root), octets_of(root)));
        REQUIRE_FALSE(verify_consistency(m, n, views(*proof), octets_of(before), octets_of(before)));
        if (m > 1) REQUIRE_FALSE(verify_consistency(m - 1, n, views(*proof), octets_of(before), octets_of(root)));
      }
    }
  }
}

TEST_CASE("proofs outside the tree are refused") {
  const std::vector<digest> leaves = make_leaves(3);
  CHECK(inclusion_proof(leaves, 3).error().code == "audit.index_out_of_range");
  CHECK(inclusion_proof({}, 0).error().code == "audit.index_out_of_range");
  CHECK(consistency_proof(leaves, 0).error().code == "audit.index_out_of_range");
  CHECK(consistency_proof(leaves, 4).error().code == "audit.index_out_of_range");
}
