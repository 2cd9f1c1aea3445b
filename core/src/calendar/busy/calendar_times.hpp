// What a calendar's components say of time, as far as one pass over the lines knows it: zones are looked up at the end.
#pragma once

#include <cstdint>
#include <optional>
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

/// A VEVENT, an AVAILABLE or a VAVAILABILITY, as far as its properties were read.
struct component_times {
  std::string_view uid;
  zoned_time start, end, id;
  std::optional<duration> lasts;
  bool and_future = false, cancelled = false, transparent = false, tentative = false;
  std::vector<rule> rules;
  std::vector<zoned_time> dates, exceptions;
  struct zoned_period {
    zoned_time start, end;  ///< `end` is set where there is one
    duration lasts;
  };
  std::vector<zoned_period> periods;
};

/// A VAVAILABILITY (RFC 7953 3.1).
struct availability_times {
  component_times own;
  std::int64_t priority = 0;
  bool counts = true;
  std::vector<component_times> available;
};

/// One calendar.
struct calendar_times {
  std::vector<component_times> events;
  std::vector<component_times::zoned_period> free_busy;
  std::vector<availability_times> availabilities;
  zone_book zones;
  bool public_busy = false;  ///< Cuelight's own, whose blocks are transparent for its subscribers alone
};

/// Appends the busy intervals of a calendar to `out`, clipped to the request's period. Uses what was read up.
result<void> collect_calendar(calendar_times& calendar, const free_busy_request& request, std::int64_t& steps,
                              std::vector<interval>& out);

}  // namespace cuelight::calendar
