// The smallest VTIMEZONE that tells a period right, in the form that every client reads.
#pragma once

#include <cstdint>

#include "calendar/ical/line_writer.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {

/// Writes a VTIMEZONE (RFC 5545 3.6.5) that holds from `from_utc_s` on. Where the zone's yearly rule holds throughout,
/// it is two observances with yearly RRULEs from 1970, as Outlook wants them; else the single changes up to the rule's
/// begin, or up to `until_utc_s` for a zone whose future no RRULE tells.
void write_vtimezone(line_writer& out, const tz::zone& zone, std::int64_t from_utc_s, std::int64_t until_utc_s);

}  // namespace cuelight::calendar
