#include "cuelight/audit/merkle.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace cuelight::audit {
namespace {

using hash::digest;

std::unexpected<error> out_of_range() {
  return refuse("audit.index_out_of_range", "The index or size asked for lies outside the tree.");
}

/// The largest power of two below `n`. Precondition: n >= 2.
std::size_t split(std::size_t n) {
  return std::bit_floor(n - 1);
}

bool to_digest(std::string_view octets, digest& out) {
  if (octets.size() != out.size()) return false;
  std::copy(octets.begin(), octets.end(), reinterpret_cast<char*>(out.data()));
  return true;
}

bool equal(const digest& a, std::string_view b) {
  return hash::octets_of(a) == b;
}

/// The way from a node to the root (RFC 9162 sections 2.1.3.2 and 2.1.4.2): its number and the last one's, level by
/// level.
struct climb {
  std::uint64_t fn;
  std::uint64_t sn;

  [[nodiscard]] bool done() const { return sn == 0; }

  void rise() {
    fn >>= 1;
    sn >>= 1;
  }

  /// Goes up past one sibling; whether that sibling stands on the left.
  bool step() {
    const bool left = (fn & 1U) != 0 || fn == sn;
    while (left && (fn & 1U) == 0 && fn != 0) rise();
    rise();
    return left;
  }
};

}  // namespace

digest leaf_hash(std::string_view entry) {
  hash::sha256_stream s;
  s.update(std::string_view("\0", 1));
  s.update(entry);
  return s.finish();
}

digest node_hash(const digest& left, const digest& right) {
  hash::sha256_stream s;
  s.update("\x01");
  s.update(hash::octets_of(left));
  s.update(hash::octets_of(right));
  return s.finish();
}

void frontier::append(const digest& leaf) {
  digest node = leaf;
  for (std::uint64_t n = size_; n & 1U; n >>= 1) {
    node = node_hash(subtrees_.back(), node);
    subtrees_.pop_back();
  }
  subtrees_.push_back(node);
  ++size_;
}

digest frontier::root() const {
  if (subtrees_.empty()) return hash::sha256("");
  digest node = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i-- > 0;) node = node_hash(subtrees_[i], node);
  return node;
}

frontier frontier::from(std::uint64_t size, std::vector<digest> subtrees) {
  frontier f;
  if (subtrees.size() != static_cast<std::size_t>(std::popcount(size))) return f;
  f.size_ = size;
  f.subtrees_ = std::move(subtrees);
  return f;
}

digest merkle_root(std::span<const digest> leaves) {
  frontier f;
  for (const digest& leaf : leaves) f.append(leaf);
  return f.root();
}

result<std::vector<digest>> inclusion_proof(std::span<const digest> leaves, std::uint64_t index) {
  if (index >= leaves.size()) return out_of_range();
  std::vector<digest> proof;
  auto m = static_cast<std::size_t>(index);
  while (leaves.size() > 1) {
    const std::size_t k = split(leaves.size());
    if (m < k) {
      proof.push_back(merkle_root(leaves.subspan(k)));
      leaves = leaves.first(k);
    } else {
      proof.push_back(merkle_root(leaves.first(k)));
      leaves = leaves.subspan(k);
      m -= k;
    }
  }
  std::ranges::reverse(proof);
  return proof;
}

bool verify_inclusion(std::string_view leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const std::string_view> proof, std::string_view root) {
  digest node;
  if (index >= size || !to_digest(leaf, node)) return false;
  climb up{index, size - 1};
  for (const std::string_view step : proof) {
    digest sibling;
    if (up.done() || !to_digest(step, sibling)) return false;
    node = up.step() ? node_hash(sibling, node) : node_hash(node, sibling);
  }
  return up.done() && equal(node, root);
}

result<std::vector<digest>> consistency_proof(std::span<const digest> leaves, std::uint64_t size1) {
  if (size1 == 0 || size1 > leaves.size()) return out_of_range();
  std::vector<digest> proof;
  auto m = static_cast<std::size_t>(size1);
  bool complete = true;
  while (m != leaves.size()) {
    const std::size_t k = split(leaves.size());
    if (m <= k) {
      proof.push_back(merkle_root(leaves.subspan(k)));
      leaves = leaves.first(k);
    } else {
      proof.push_back(merkle_root(leaves.first(k)));
      leaves = leaves.subspan(k);
      m -= k;
      complete = false;
    }
  }
  if (!complete) proof.push_back(merkle_root(leaves));
  std::ranges::reverse(proof);
  return proof;
}

bool verify_consistency(std::uint64_t size1, std::uint64_t size2, std::span<const std::string_view> proof,
                        std::string_view root1, std::string_view root2) {
  if (size1 == 0 || size1 > size2) return false;
  if (size1 == size2) return proof.empty() && root1 == root2;
  if (proof.empty()) return false;

  climb up{size1 - 1, size2 - 1};
  while ((up.fn & 1U) != 0) up.rise();
  // When size1 is a power of two its root is the first node, and is not repeated in the proof.
  const bool whole = std::has_single_bit(size1);
  digest first;
  if (!to_digest(whole ? root1 : proof.front(), first)) return false;
  digest fr = first;
  digest sr = first;
  for (const std::string_view step : proof.subspan(whole ? 0 : 1)) {
    digest c;
    if (up.done() || !to_digest(step, c)) return false;
    if (up.step()) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
    } else {
      sr = node_hash(sr, c);
    }
  }
  return up.done() && equal(fr, root1) && equal(sr, root2);
}

}  // namespace cuelight::audit
