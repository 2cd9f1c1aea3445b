// Events as JavaScript hands them over the fastest: the texts of their members one behind the other, each ended by
// U+0000. An engine joins texts in half the time that it takes to write them as JSON, and core reads them in a third of
// it.
//
// First the number of events, then of each one id, kind, state, title, place, notes, url, start, end, tzid, rrule,
// sequence and lastModified; a text is empty where there is none. The number comes before any text that a person may
// have written: a U+0000 inside one makes fields too many, and the whole is refused.
#pragma once

#include <string_view>
#include <vector>

#include "cuelight/calendar/event.hpp"

namespace cuelight::calendar {

/// Reads packed events. False when anything is not as it should be: whoever asked asks again in JSON, which tells what
/// is wrong and takes what can't be packed.
[[nodiscard]] bool read_packed_events(std::string_view text, std::vector<event>& out);

}  // namespace cuelight::calendar
