// What the availability widget needs of calendars.
#include "boundary.hpp"
#include "cuelight/calendar/calls.hpp"

namespace calls = cuelight::calendar::calls;

CUELIGHT_EXPORT(calendar_heading, calls::heading)
CUELIGHT_EXPORT(calendar_busy, calls::busy)
