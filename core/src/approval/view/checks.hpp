/// @file
/// Checks of a whole payload, beyond each value by itself: sums, times, names (docs/spec/approval.md, "Warnings").
#pragma once

#include <cstdint>
#include <optional>

#include "approval/view/parts.hpp"

namespace cuelight::approval {

/// Warns of parts that don't add up to their sum, and of currencies that differ.
void check_sums(parts& p);

/// Refuses a settlement whose result is not what its formula gives.
void check_settlement(parts& p);

/// Warns of ends before starts and, when there is a clock, of what is past or close.
void check_times(parts& p, std::optional<std::int64_t> now_s);

/// Warns of names that are close to those of known parties (array of {id, name}).
void check_parties(parts& p, const json::value& known);

}  // namespace cuelight::approval
