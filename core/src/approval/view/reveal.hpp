/// @file
/// The payload's own texts as a person sees them: a token for each character that can't be seen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "approval/view/parts.hpp"

namespace cuelight::approval {

/// Where a text stands in the canonical payload.
struct payload_text {
  const std::string& pointer;
  std::size_t offset;  ///< where it begins
  bool escaped;        ///< it is the inside of a JSON string
};

/// A text with tokens for what can't be seen, warnings in `out` for what misleads. `pieces` gets the plain and the
/// token parts where there are tokens, and stays as it is otherwise. In `prose`, line feed and tab are themselves.
[[nodiscard]] std::string reveal(parts& out, language l, json::value& pieces, std::string_view text, bool prose,
                                 const payload_text& from);

}  // namespace cuelight::approval
