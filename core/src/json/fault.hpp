/// @file
/// What can be wrong with a JSON text, as a small value for the hot path and as an `error` for the caller.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cuelight/error.hpp"

namespace cuelight::json {

enum class fault : std::uint8_t {
  none,
  too_large,
  too_deep,
  bom,
  unexpected_end,
  unexpected_octet,
  trailing_octets,
  leading_zero,
  invalid_number,
  number_overflow,
  control_character,
  invalid_escape,
  lone_surrogate,
  invalid_utf8,
  duplicate_name,
};

/// The code and the sentence of a fault.
[[nodiscard]] std::unexpected<error> refuse(fault what, std::size_t offset);

}  // namespace cuelight::json
