/// @file
/// Recurrence (RFC 5545 3.3.10 and 3.8.5, RFC 7529 for SKIP): rules, and the occurrences that they and their exceptions
/// make, lazily and in order.
///
/// Rules work on wall-clock time; a zone enters when an occurrence is turned into an instant. Gregorian years 1..9999.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {

enum class frequency : std::uint8_t { yearly, monthly, weekly, daily, hourly, minutely, secondly };

/// What becomes of a date that a month or a year does not have (RFC 7529 4.1).
enum class skip_rule : std::uint8_t { omit, backward, forward };

/// What becomes of a local time that a change to summer time leaves out.
enum class gap_rule : std::uint8_t {
  skip,  ///< no occurrence, not counted (RFC 5545 3.3.10)
  shift  ///< read with the offset before the gap (RFC 5545 3.3.5): half past two becomes half past three
};

/// One RRULE, checked. Sets are bit masks: bit n means the value n; negative values count from the end.
struct rule {
  frequency freq = frequency::yearly;
  std::int64_t interval = 1;
  std::optional<std::int64_t> count;
  std::optional<tz::timestamp> until;  ///< inclusive
  std::uint64_t by_second = 0;         ///< 0..60
  std::uint64_t by_minute = 0;
  std::uint64_t by_hour = 0;
  std::uint8_t by_weekday = 0;  ///< every such weekday, Sunday 0
  bool has_ordinals = false;
  std::array<std::uint64_t, 7> nth_weekday{};                      ///< by weekday: 1..53
  std::array<std::uint64_t, 7> nth_last_weekday{};                 ///< by weekday: 1..53 from the end
  std::uint32_t by_month_day = 0, by_last_month_day = 0;           ///< 1..31
  std::array<std::uint64_t, 6> by_year_day{}, by_last_year_day{};  ///< 1..366
  bool has_year_day = false;
  std::uint64_t by_week = 0, by_last_week = 0;  ///< 1..53
  std::uint16_t by_month = 0;                   ///< 1..12
  std::vector<std::int32_t> by_set_position;    ///< 1..366 or negative
  std::uint8_t week_start = 1;                  ///< Sunday 0; RFC 5545's default is Monday
  skip_rule skip = skip_rule::omit;
};

/// Reads an RRULE value: `FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10`. Names and values in any case; every part at most once.
/// Refuses what RFC 5545 forbids, such as BYWEEKNO outside YEARLY. Code: `calendar.bad_rrule`, offset at the part;
/// `calendar.unsupported_rscale` for a calendar other than GREGORIAN.
[[nodiscard]] result<rule> parse_rule(std::string_view text);

/// Everything that decides when something recurs.
struct recurrence {
  tz::timestamp dtstart;
  const tz::zone* zone = nullptr;  ///< of a local DTSTART; null: it floats. Must outlive the use.
  std::vector<rule> rules;
  std::vector<tz::timestamp> dates;       ///< RDATE, starts only
  std::vector<tz::timestamp> exceptions;  ///< EXDATE; a date leaves out that whole day
  gap_rule gap = gap_rule::skip;
  bool always_start = false;  ///< count DTSTART even where the rules do not produce it
};

/// One occurrence. `utc_s` equals `local_s` for dates and floating times.
struct occurrence {
  std::int64_t local_s = 0;
  std::int64_t utc_s = 0;

  friend bool operator==(const occurrence&, const occurrence&) = default;
};

/// A window on occurrences: `from_utc_s <= utc_s < until_utc_s`.
struct expansion_window {
  std::int64_t from_utc_s = tz::distant_past_s;
  std::int64_t until_utc_s = tz::distant_future_s;
  std::size_t limit = 10'000;
};

/// The occurrences inside `window`, ascending, each once. A `window.from_utc_s` far from DTSTART costs no walk unless a
/// rule has a COUNT. `steps` is the work still allowed and is drawn down: one for each period looked at and each
/// occurrence made. Code: `calendar.step_limit` when it runs out.
[[nodiscard]] result<std::vector<occurrence>> expand(const recurrence& what, const expansion_window& window,
                                                     std::int64_t& steps);

inline constexpr std::int64_t default_max_steps = 1'000'000;

}  // namespace cuelight::calendar
