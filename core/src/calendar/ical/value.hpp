// Values of RFC 5545 3.3 as they are read: one reader for each type, whoever asks. Tolerant where the world writes
// otherwise and means one thing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cuelight/civil.hpp"

namespace cuelight::calendar {

/// The text of a time, mended where it is not as RFC 5545 has it.
struct time_text {
  char octets[24];
};

/// DATE or DATE-TIME (3.3.4, 3.3.5), also in lower case, without seconds, or in ISO 8601's extended form. `value`
/// becomes the well-formed text that was understood, in `room` where something was mended.
[[nodiscard]] std::optional<tz::timestamp> read_time(std::string_view& value, time_text& room);
[[nodiscard]] inline std::optional<tz::timestamp> read_time(std::string_view value) {
  time_text room;
  return read_time(value, room);
}

/// DURATION (3.3.6): days are days of the calendar, the rest is exact.
struct duration {
  std::int64_t days = 0;
  std::int64_t seconds = 0;
};
/// `P15DT5H0M20S`, `-P7W`; beyond the calendar's years it is none.
[[nodiscard]] std::optional<duration> read_duration(std::string_view value);

/// PERIOD (3.3.9): its start, and its end or its duration. Dates are read too.
struct period {
  tz::timestamp start;
  std::optional<tz::timestamp> end;
  duration lasts;
};
[[nodiscard]] std::optional<period> read_period(std::string_view value);

/// INTEGER (3.3.8), of at most 15 digits.
[[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view value);

/// UTC-OFFSET (3.3.14) in seconds.
[[nodiscard]] std::optional<std::int32_t> read_utc_offset(std::string_view value);

/// TEXT (3.3.11) and a parameter's value (RFC 6868) as what they mean, in well-formed UTF-8; in `room` where that is
/// not what stands there.
[[nodiscard]] std::string_view read_text(std::string_view value, std::string& room);
[[nodiscard]] std::string_view read_parameter(std::string_view value, std::string& room);

/// `=C3=A9` back to octets (RFC 2045 6.7), as vCalendar 1.0 has it.
[[nodiscard]] std::string decode_quoted_printable(std::string_view text);

/// Visits the values of a list that commas separate, without the blanks around them, until `visit` says no.
template <class Visit>
bool each_value(std::string_view list, Visit visit);

/// Without the spaces and tabs around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  return text;
}

template <class Visit>
bool each_value(std::string_view list, Visit visit) {
  for (std::size_t at = 0;;) {
    const std::size_t end = list.find(',', at);
    if (!visit(trimmed(list.substr(at, end == list.npos ? end : end - at)))) return false;
    if (end == list.npos) return true;
    at = end + 1;
  }
}

}  // namespace cuelight::calendar
