/// @file
/// Merkle trees and their proofs: RFC 9162 section 2.1. For an audit record the entries are the rows' hashes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"
#include "cuelight/hash.hpp"

namespace cuelight::audit {

/// SHA-256(0x00 || entry): 2.1.1.
[[nodiscard]] hash::digest leaf_hash(std::string_view entry);

/// SHA-256(0x01 || left || right).
[[nodiscard]] hash::digest node_hash(const hash::digest& left, const hash::digest& right);

/// A tree that only grows: the roots of its complete subtrees, largest first. At most 64 digests whatever its size.
class frontier {
 public:
  /// Amortised O(1).
  void append(const hash::digest& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The tree's root; SHA-256 of nothing for an empty tree. O(log size).
  [[nodiscard]] hash::digest root() const;

  [[nodiscard]] const std::vector<hash::digest>& subtrees() const { return subtrees_; }
  /// The frontier that `subtrees` and `size` describe; an empty one when they don't fit together.
  [[nodiscard]] static frontier from(std::uint64_t size, std::vector<hash::digest> subtrees);

 private:
  std::uint64_t size_ = 0;
  std::vector<hash::digest> subtrees_;
};

/// The root over leaf hashes. O(n).
[[nodiscard]] hash::digest merkle_root(std::span<const hash::digest> leaves);

/// 2.1.3.1. Code: `audit.index_out_of_range` unless index < leaves.size().
[[nodiscard]] result<std::vector<hash::digest>> inclusion_proof(std::span<const hash::digest> leaves,
                                                                std::uint64_t index);

/// 2.1.3.2. False for anything that is no proof. O(log size).
[[nodiscard]] bool verify_inclusion(std::string_view leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const std::string_view> proof, std::string_view root);

/// 2.1.4.1. Code: `audit.index_out_of_range` unless 0 < size1 <= leaves.size().
[[nodiscard]] result<std::vector<hash::digest>> consistency_proof(std::span<const hash::digest> leaves,
                                                                  std::uint64_t size1);

/// 2.1.4.2. False for anything that is no proof, and whenever size1 is 0: the empty tree begins every tree, so such a
/// proof would say nothing. O(log size2).
[[nodiscard]] bool verify_consistency(std::uint64_t size1, std::uint64_t size2, std::span<const std::string_view> proof,
                                      std::string_view root1, std::string_view root2);

}  // namespace cuelight::audit
