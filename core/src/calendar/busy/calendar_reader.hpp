// Reads out of iCalendar text only what decides about busy time, in one pass and without jCal.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cuelight/calendar/free_busy.hpp"

namespace cuelight::calendar {

/// Appends the busy intervals of one stream to `out`, clipped to the request's period.
result<void> read_busy(std::string_view ics, const free_busy_request& request, std::int64_t& steps,
                       std::vector<interval>& out);

}  // namespace cuelight::calendar
