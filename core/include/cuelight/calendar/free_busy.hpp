/// @file
/// Busy time: merged over calendars, domain events and known intervals; and by day in a viewer's zone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cuelight/calendar/event.hpp"
#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/error.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {

/// `start_utc_s <= t < end_utc_s`.
struct interval {
  std::int64_t start_utc_s = 0;
  std::int64_t end_utc_s = 0;

  friend bool operator==(const interval&, const interval&) = default;
};

struct free_busy_request {
  std::vector<std::string_view> calendars;  ///< iCalendar texts; each must outlive the call
  std::vector<event> events;
  std::vector<interval> busy;  ///< already known
  std::int64_t from_utc_s = 0;
  std::int64_t until_utc_s = 0;
  tz::zone zone = tz::zone::utc();  ///< where floating times and whole days are meant
  bool tentative = true;            ///< do holds and tentative events count?
  gap_rule gap = gap_rule::skip;
  std::int64_t max_steps = default_max_steps;
  std::size_t max_octets = 64U << 20;  ///< of all calendars together
};

/// What the period [from, until) holds of busy time: ascending, disjoint, not touching, clipped to the period.
///
/// An event counts unless it is cancelled, or transparent outside of Cuelight's own availability feed; RECURRENCE-ID,
/// also with RANGE=THISANDFUTURE, EXDATE and RDATE with periods are followed (RFC 5545 3.8.4.4, 3.8.5). VFREEBUSY
/// counts by FBTYPE; VAVAILABILITY by RFC 7953. A TZID is looked up in the tz database, then as a Windows name, then in
/// the stream's own VTIMEZONEs; an unknown one is read as `zone`. A rule that RFC 5545 forbids leaves its event's first
/// occurrence. Linear in the calendars' length. Codes: `calendar.no_component` (a text that is no calendar),
/// `calendar.too_large`, `calendar.too_deep` (over 32 components in each other), `calendar.step_limit`,
/// `calendar.bad_period` (until before from, or over 100 years), for domain events `calendar.bad_rrule` and
/// `tz.unknown_zone`.
[[nodiscard]] result<std::vector<interval>> free_busy(const free_busy_request& request);

/// Sorts and joins intervals that overlap or touch, and drops empty ones.
[[nodiscard]] std::vector<interval> merged(std::vector<interval> intervals);

enum class day_state : std::uint8_t { free, partly, busy };

struct day_availability {
  std::int64_t day = 0;  ///< days since 1970-01-01
  day_state state = day_state::free;
  /// The busy parts by the wall clock: local seconds, within the day. Where the clock was set back a part may seem
  /// short.
  struct part {
    std::int64_t start_local_s = 0;
    std::int64_t end_local_s = 0;
  };
  std::vector<part> busy;
};

/// Merged busy intervals, cut into the days [first_day, last_day) of a zone. `busy`: the day is covered from its first
/// to its last instant, however long it is. O(days + intervals).
[[nodiscard]] std::vector<day_availability> by_day(const std::vector<interval>& busy, std::int64_t first_day,
                                                   std::int64_t last_day, const tz::zone& zone);

}  // namespace cuelight::calendar
