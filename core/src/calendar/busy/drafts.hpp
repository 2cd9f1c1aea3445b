// What a calendar's components say of time, as far as one pass over the lines knows it: zones are looked up at the end.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "calendar/busy/timed_item.hpp"
#include "calendar/ical/zone_book.hpp"
#include "cuelight/calendar/free_busy.hpp"

namespace cuelight::calendar {

/// A time in the zone that its TZID numbers.
struct zoned_time {
  tz::timestamp time;
  int zone = -1;
  bool set = false;
};

/// What a component has said.
struct draft {
  std::string_view uid;
  zoned_time start, end, id;
  length lasts;
  bool has_length = false, and_future = false, cancelled = false, transparent = false, tentative = false;
  std::vector<rule> rules;
  std::vector<zoned_time> dates, exceptions;
  struct period {
    zoned_time start, end;
    length lasts;
    bool has_end = false;
  };
  std::vector<period> periods;
};

/// A VAVAILABILITY.
struct available_range {
  draft own;
  std::int64_t priority = 0;
  bool counts = true;
  std::vector<draft> free;
};

/// One calendar.
struct calendar_drafts {
  std::vector<draft> events;
  std::vector<draft::period> free_busy;
  std::vector<available_range> ranges;
  zone_book zones;
  bool public_busy = false;  ///< Cuelight's own, whose blocks are transparent for its subscribers alone
};

/// Appends the busy intervals of a calendar to `out`, clipped to the request's period. Uses the drafts up.
result<void> collect_drafts(calendar_drafts& calendar, const free_busy_request& request, std::int64_t& steps,
                            std::vector<interval>& out);

}  // namespace cuelight::calendar
