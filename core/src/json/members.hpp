/// @file
/// The order of an object's members (RFC 8785 section 3.2.3): by the UTF-16 code units of their names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cuelight::json {

/// One member of an object that is being written.
struct member_entry {
  std::uint64_t prefix;  ///< the first octets of its name, made so that they compare as UTF-16 code units do
  std::uint32_t begin;   ///< offset of its name's opening quotation mark in the output
  std::uint32_t source;  ///< the same in the input
};

/// The prefix of a canonical name; `name` points behind the opening quotation mark, and eight octets can be read there.
[[nodiscard]] std::uint64_t name_prefix(const char* name);

/// The prefix of a name of `octets` plain ASCII octets without escapes, faster.
[[nodiscard]] inline std::uint64_t plain_name_prefix(const char* name, std::size_t octets) {
  std::uint64_t block = 0;
  for (int i = 0; i < 8; ++i) block = block << 8 | static_cast<std::uint8_t>(name[i]);
  return octets >= 8 ? block : octets == 0 ? 0 : block & ~(~std::uint64_t{0} >> (8 * octets));
}

/// Compares two canonical names, each from behind its opening quotation mark: below 0, 0 or above 0.
[[nodiscard]] int compare_names(const char* a, const char* b);

/// Sorts the members that were written from `members[0].begin` to `end`, separated by single octets.
class member_sorter {
 public:
  /// Puts the octets in order. Gives the input offset of the first member that repeats an earlier one's name, or -1.
  [[nodiscard]] std::ptrdiff_t sort(char* out, std::span<const member_entry> members, std::uint32_t end);

 private:
  std::vector<std::uint32_t> order_;
  std::string scratch_;
};

}  // namespace cuelight::json
