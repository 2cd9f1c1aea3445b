/// @file
/// Dates and wall-clock times of the proleptic Gregorian calendar as plain numbers, and their ISO 8601 text.
///
/// "Local seconds" count from 1970-01-01T00:00:00 on some wall clock, leap seconds ignored; for UTC they are Unix time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cuelight/error.hpp"

namespace cuelight::tz {

inline constexpr std::int64_t seconds_per_day = 86'400;

/// A date and a time of day. `month` 1..12, `day` 1..31, `hour` 0..23, `minute` and `second` 0..59.
struct civil {
  std::int32_t year = 1970;
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;

  friend bool operator==(const civil&, const civil&) = default;
};

/// Days from 1970-01-01 to a date, for any year of 32 bits; `month` 1..12. Total: a `day` beyond the month counts on.
[[nodiscard]] constexpr std::int64_t days_from_date(std::int64_t year, unsigned month, unsigned day) noexcept {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3U : 9U)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

/// The date of a day number, time of day zero.
[[nodiscard]] constexpr civil date_from_days(std::int64_t days) noexcept {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<std::int32_t>(static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2)),
          static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

/// `floor(a / b)` for positive `b`.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// The day number that holds a local second.
[[nodiscard]] constexpr std::int64_t day_of(std::int64_t local_s) noexcept {
  return floor_div(local_s, seconds_per_day);
}

/// 0 for Sunday … 6 for Saturday.
[[nodiscard]] constexpr int weekday_of(std::int64_t days) noexcept {
  return static_cast<int>(days >= -4 ? (days + 4) % 7 : (days + 5) % 7 + 6);
}

[[nodiscard]] constexpr bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

[[nodiscard]] constexpr int days_in_month(std::int64_t year, int month) noexcept {
  constexpr std::uint8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : length[month - 1];
}

[[nodiscard]] constexpr std::int64_t local_seconds(const civil& c) noexcept {
  return days_from_date(c.year, c.month, c.day) * seconds_per_day + c.hour * 3600 + c.minute * 60 + c.second;
}

[[nodiscard]] constexpr civil civil_of(std::int64_t local_s) noexcept {
  const std::int64_t days = day_of(local_s);
  const auto rest = static_cast<std::uint32_t>(local_s - days * seconds_per_day);
  civil c = date_from_days(days);
  c.hour = static_cast<std::uint8_t>(rest / 3600);
  c.minute = static_cast<std::uint8_t>(rest / 60 % 60);
  c.second = static_cast<std::uint8_t>(rest % 60);
  return c;
}

/// How a date or date-time was written.
enum class time_form : std::uint8_t {
  date,   ///< `2026-11-22` or `20261122`
  local,  ///< `2026-11-22T19:30:00` or `20261122T193000`
  utc     ///< the same with a trailing `Z`
};

struct timestamp {
  std::int64_t local_s = 0;  ///< midnight for a date
  time_form form = time_form::date;

  friend bool operator==(const timestamp&, const timestamp&) = default;
};

/// Reads the extended (RFC 3339, seconds required, no fraction, no numeric offset) or basic (RFC 5545 3.3.4, 3.3.5)
/// form. Years 0001..9999. Second 60 counts as 59 (RFC 5545 3.3.12). Code: `tz.bad_time`.
[[nodiscard]] result<timestamp> parse_time(std::string_view text);

/// Reads `2026-11-22T18:30:00Z` (or its basic form) as Unix seconds. Code: `tz.bad_time`.
[[nodiscard]] result<std::int64_t> parse_instant(std::string_view text);

/// Appends the extended form: a date, `…T19:30:00` or `…T18:30:00Z`. Years 0..9999; others are clamped.
void append_time(std::string& out, std::int64_t local_s, time_form form);

/// Appends RFC 5545's basic form: `20261122`, `20261122T193000`, `20261122T183000Z`.
void append_basic_time(std::string& out, std::int64_t local_s, time_form form);

/// The same into room for `basic_time_octets`; gives the end of what was written.
[[nodiscard]] char* write_basic_time(char* out, std::int64_t local_s, time_form form);
inline constexpr std::size_t basic_time_octets = 16;

}  // namespace cuelight::tz
