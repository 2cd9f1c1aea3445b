/// @file
/// Where each value of a canonical text stands: its JSON Pointer and its octets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"

namespace cuelight::approval {

/// One value of a document.
struct pointed_value {
  std::string pointer;
  std::size_t offset;  ///< of its first octet
  std::size_t octets;
  bool leaf;  ///< neither an object nor an array with something in it
};

/// The values of one document.
class json_pointers {
 public:
  /// Reads `canonical`, which `json::canonicalize` made. Error: `approval.too_large` when the pointers of all values
  /// together would take more than 16 MiB.
  [[nodiscard]] static result<json_pointers> of(std::string_view canonical);

  /// The value that a pointer names, or null.
  [[nodiscard]] const pointed_value* find(std::string_view pointer) const;
  /// The offset of a pointer's value; 0 for one that does not exist.
  [[nodiscard]] std::size_t offset(std::string_view pointer) const;
  /// The leaves at and below a pointer, in the order of the text.
  [[nodiscard]] std::vector<std::string> leaves(std::string_view pointer) const;
  [[nodiscard]] const std::vector<pointed_value>& all() const { return all_; }

 private:
  std::vector<pointed_value> all_;    // in the order of the text
  std::vector<std::uint32_t> order_;  // indices into `all_`, by pointer
};

}  // namespace cuelight::approval
