/// @file
/// The order of an object's members (RFC 8785 section 3.2.3): by the UTF-16 code units of their names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "json/octets.hpp"
#include "json/stack.hpp"

namespace cuelight::json {

/// So many members are put in order one by one.
inline constexpr std::size_t few_members = 16;

/// One member of an object that is being written.
struct member_entry {
  std::uint64_t prefix;  ///< the first octets of its name, made so that they compare as UTF-16 code units do
  std::uint32_t begin;   ///< offset of its name's opening quotation mark in the output
  std::uint32_t source;  ///< the same in the input
};

/// The prefix of a canonical name; `name` points behind the opening quotation mark, and eight octets can be read there.
[[nodiscard]] std::uint64_t name_prefix(const char* name);

/// The prefix of a name of `octets` plain ASCII octets without escapes, faster. `name` starts with them.
[[nodiscard]] inline std::uint64_t plain_name_prefix(block name, std::size_t octets) {
  using pair [[gnu::vector_size(16)]] = std::uint64_t;
  if constexpr (std::endian::native == std::endian::little) {
    name = __builtin_shufflevector(name, name, 7, 6, 5, 4, 3, 2, 1, 0, 7, 6, 5, 4, 3, 2, 1, 0);
  }
  const std::size_t half = octets >= 8 ? 0 : 32 - 4 * octets;  // a shift by 64 at once is none
  return reinterpret_cast<pair>(name)[0] >> half >> half << half << half;
}

/// Compares two canonical names, each from behind its opening quotation mark: below 0, 0 or above 0.
[[nodiscard]] int compare_names(const char* a, const char* b);

/// Compares the names of two members that were written to `out`: below 0, 0 or above 0.
[[nodiscard]] inline int compare_members(const char* out, const member_entry& a, const member_entry& b) {
  if (a.prefix != b.prefix) return a.prefix < b.prefix ? -1 : 1;
  return compare_names(out + a.begin + 1, out + b.begin + 1);
}

/// Sorts the members that were written from `members[0].begin` to `end`, separated by single octets.
class member_sorter {
 public:
  /// Puts the octets in order, in `output` or in a buffer of the same size that takes its place; there is room for
  /// `copy_slack` octets behind `end`. Gives the input offset of the first member that repeats an earlier one's name,
  /// or -1.
  [[nodiscard]] std::ptrdiff_t sort(std::string& output, const member_entry* members, std::size_t count,
                                    std::uint32_t end);

 private:
  std::ptrdiff_t order(const char* out, const member_entry* members, std::size_t count);
  void prepare(std::size_t octets);
  void place(const char* from, char* to, const member_entry* members, std::size_t count, std::uint32_t end) const;

  stack<std::uint32_t, few_members> order_;
  std::string scratch_;
};

}  // namespace cuelight::json
