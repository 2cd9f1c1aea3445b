/// @file
/// jCal (RFC 7265) to iCalendar (RFC 5545).
#pragma once

#include <string>
#include <string_view>

#include "cuelight/error.hpp"

namespace cuelight::calendar {

/// iCalendar text of a jCal component, or of an array of components: CRLF line ends, lines folded at 75 octets on
/// code-point boundaries, values and parameters escaped (RFC 5545 3.3.11, RFC 6868). Deterministic: the same value
/// gives the same octets. Control characters other than TAB can't stand in iCalendar and are left out, so that no value
/// can start a line of its own. Linear.
///
/// Codes: those of cuelight/json.hpp for what is not JSON within its default limits, duplicate names included;
/// `calendar.bad_jcal` (JSON, but not jCal), `calendar.bad_value` (a value that its type does not allow). The offset
/// points into `jcal`.
[[nodiscard]] result<std::string> render(std::string_view jcal);

}  // namespace cuelight::calendar
