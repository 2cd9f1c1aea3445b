/// @file
/// A canonical row, taken apart without a tree: its two chain members and what is left to hash.
#pragma once

#include <array>
#include <string_view>

namespace cuelight::audit {

struct row_parts {
  bool is_object = false;
  std::string_view hash;       ///< the value of the top-level member `hash`, with its quotation marks; empty if absent
  std::string_view prev_hash;  ///< likewise
  /// The other members, as up to three runs to be joined by commas between braces.
  std::array<std::string_view, 3> rest;
};

/// Precondition: `canonical` is what json::canonicalize gave. Reads no further than the later of the two members.
[[nodiscard]] row_parts take_apart(std::string_view canonical);

}  // namespace cuelight::audit
