/// @file
/// Whole feeds from domain events: the same request gives the same octets. See docs/spec/calendar.md, "Feeds".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cuelight/calendar/event.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/error.hpp"

namespace cuelight::calendar {

enum class feed_kind : std::uint8_t {
  week,         ///< everything, for the person whose week it is
  engagement,   ///< the same detail of one engagement
  availability  ///< public: merged busy time and nothing else
};

/// `ics` for every kind; the others for `availability` only.
enum class feed_format : std::uint8_t { ics, ifb, vavailability, json };

struct feed_request {
  feed_kind kind = feed_kind::week;
  feed_format format = feed_format::ics;
  std::string name;
  std::string description;
  std::vector<event> events;
  std::vector<interval> busy;  ///< for `availability`: known already, merged in
  std::int64_t now_utc_s = 0;  ///< window and tombstones are counted from its day
  std::string uid_key;         ///< at least 16 octets
  std::string uid_domain = "cuelight.invalid";
  std::string tzid = "UTC";  ///< the owner's: whole days are days there
  std::string source;        ///< the feed's own address, or nothing
  std::int64_t refresh_minutes = 360;
  std::int64_t past_days = 30;
  std::int64_t future_months = 18;
  std::size_t max_octets = 900'000;
  std::int64_t max_steps = default_max_steps;
};

/// The feed's text.
///
/// A public feed is a function of merged busy time alone: title, place, state, number, change and order of events leave
/// no trace in it, a hold looks like a confirmed date, and cancelled ones are gone. Its blocks are transparent, so that
/// a subscriber is not busy when the artist is; X-CUELIGHT-KIND tells a busy search that they count all the same. In
/// the other kinds DTSTAMP and LAST-MODIFIED are the record's last change, a cancelled event stays for 30 days as a
/// tombstone, one-off times are UTC, and recurring ones carry TZID and a VTIMEZONE. No alarms. What lies furthest ahead
/// is left out when the feed would grow beyond `max_octets`, and X-CUELIGHT-OMITTED says how many.
///
/// Codes: `calendar.bad_feed` (key, domain, window, or format that does not suit the kind), `calendar.bad_event` (an
/// end before its start, forms that differ, no id), `calendar.bad_rrule`, `calendar.step_limit`, `tz.unknown_zone`.
[[nodiscard]] result<std::string> feed(const feed_request& request);

}  // namespace cuelight::calendar
