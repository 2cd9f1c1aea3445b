// Requests as JSON text, read into the module's own types.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "calendar/ical/json_reader.hpp"
#include "cuelight/calendar/feed.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/parse.hpp"

namespace cuelight::calendar {

/// The words for event_state, in its order.
inline constexpr std::string_view event_states[] = {"hold", "confirmed", "cancelled"};

struct expand_request {
  recurrence what;
  std::optional<tz::zone> zone;  ///< the caller points `what.zone` at it
  expansion_window window;
  std::int64_t steps = default_max_steps;
  bool as_utc = false;
};

struct busy_request {
  free_busy_request ask;
  std::optional<std::int64_t> first_day, last_day;  ///< set where `from` and `until` are dates
};

struct zoned_request {
  tz::timestamp time;
  tz::zone zone = tz::zone::utc();
};

[[nodiscard]] result<parse_options> read_parse_options(std::string_view json);
[[nodiscard]] result<feed_request> read_feed_request(std::string_view json);
[[nodiscard]] result<expand_request> read_expand_request(std::string_view json);
/// The calendars are views into `ics`.
[[nodiscard]] result<busy_request> read_free_busy_request(std::string_view json, std::string_view ics);
/// `{ <time_name>, tzid }`.
[[nodiscard]] result<zoned_request> read_zoned_request(std::string_view json, std::string_view time_name);

}  // namespace cuelight::calendar
