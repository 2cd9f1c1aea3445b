/// @file
/// Instants as documents write them: RFC 3339 date-times, read into and written from milliseconds since 1970 (UTC).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cuelight {

/// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
using instant_ms = std::int64_t;

/// Reads an RFC 3339 section 5.6 date-time: upper-case `T`, seconds, and `Z` or a numeric offset are required; a
/// fraction beyond milliseconds is cut. Nothing for any other text, for a date that the calendar does not have, and
/// for second 60. Years 0001 to 9999.
[[nodiscard]] std::optional<instant_ms> parse_instant(std::string_view text);

/// Writes `YYYY-MM-DDThh:mm:ssZ`, with `.mmm` only where milliseconds are not zero. Precondition: years 0001 to 9999.
[[nodiscard]] std::string write_instant(instant_ms at);

}  // namespace cuelight
