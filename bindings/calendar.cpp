#include "boundary.hpp"
#include "cuelight/calendar/calls.hpp"
#include "cuelight/calendar/render.hpp"

namespace calls = cuelight::calendar::calls;

CUELIGHT_EXPORT(calendar_heading, calls::heading)
CUELIGHT_EXPORT(calendar_free_busy, calls::free_busy)
CUELIGHT_EXPORT(calendar_availability, calls::availability)
CUELIGHT_EXPORT(calendar_to_utc, calls::to_utc)
CUELIGHT_EXPORT(calendar_to_local, calls::to_local)
CUELIGHT_EXPORT(calendar_parse, calls::parse)
CUELIGHT_EXPORT(calendar_render, cuelight::calendar::render)
CUELIGHT_EXPORT(calendar_feed, calls::feed)
CUELIGHT_EXPORT(calendar_expand, calls::expand)
CUELIGHT_EXPORT(calendar_lint, calls::lint)
CUELIGHT_EXPORT(calendar_zones, calls::zones)
