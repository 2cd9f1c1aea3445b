#include "cuelight/civil.hpp"

#include <algorithm>

namespace cuelight::tz {
namespace {

/// Two or four decimal digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

char* two(char* out, unsigned value) {
  *out++ = static_cast<char>('0' + value / 10);
  *out++ = static_cast<char>('0' + value % 10);
  return out;
}

char* write(char* at, std::int64_t local_s, time_form form, bool extended) {
  constexpr std::int64_t first = days_from_date(0, 1, 1) * seconds_per_day;
  constexpr std::int64_t last = days_from_date(10'000, 1, 1) * seconds_per_day - 1;
  const civil c = civil_of(std::clamp(local_s, first, last));
  at = two(at, static_cast<unsigned>(c.year) / 100);
  at = two(at, static_cast<unsigned>(c.year) % 100);
  if (extended) *at++ = '-';
  at = two(at, c.month);
  if (extended) *at++ = '-';
  at = two(at, c.day);
  if (form != time_form::date) {
    *at++ = 'T';
    at = two(at, c.hour);
    if (extended) *at++ = ':';
    at = two(at, c.minute);
    if (extended) *at++ = ':';
    at = two(at, c.second);
    if (form == time_form::utc) *at++ = 'Z';
  }
  return at;
}

}  // namespace

result<timestamp> parse_time(std::string_view text) {
  const auto bad = [] {
    return refuse("tz.bad_time",
                  "This is not a date or time. Write 2026-11-22, 2026-11-22T19:30:00 or 2026-11-22T18:30:00Z.");
  };
  const bool extended = text.size() > 4 && text[4] == '-';
  const std::size_t dash = extended ? 1 : 0;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 4 + dash, 2);
  const int day = digits(text, 6 + 2 * dash, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return bad();
  if (extended && text[7] != '-') return bad();
  timestamp out{days_from_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * seconds_per_day,
                time_form::date};
  const std::size_t date_size = extended ? 10 : 8;
  if (text.size() == date_size) return out;
  const std::size_t time_size = date_size + (extended ? 9 : 7);
  if (text.size() < time_size || text.size() > time_size + 1 || text[date_size] != 'T') return bad();
  const std::size_t at = date_size + 1;
  const std::size_t step = extended ? 3 : 2;
  if (extended && (text[at + 2] != ':' || text[at + 5] != ':')) return bad();
  const int hour = digits(text, at, 2);
  const int minute = digits(text, at + step, 2);
  const int second = digits(text, at + 2 * step, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return bad();
  out.form = time_form::local;
  if (text.size() > time_size) {
    if (text.back() != 'Z') return bad();
    out.form = time_form::utc;
  }
  out.local_s += hour * 3600 + minute * 60 + std::min(second, 59);
  return out;
}

result<std::int64_t> parse_instant(std::string_view text) {
  const auto time = parse_time(text);
  if (!time || time->form != time_form::utc) {
    return refuse("tz.bad_time", "This is not a UTC instant. Write it as 2026-11-22T18:30:00Z.");
  }
  return time->local_s;
}

void append_time(std::string& out, std::int64_t local_s, time_form form) {
  char text[20];
  out.append(text, static_cast<std::size_t>(write(text, local_s, form, true) - text));
}

void append_basic_time(std::string& out, std::int64_t local_s, time_form form) {
  char text[basic_time_octets];
  out.append(text, static_cast<std::size_t>(write_basic_time(text, local_s, form) - text));
}

char* write_basic_time(char* out, std::int64_t local_s, time_form form) {
  return write(out, local_s, form, false);
}

}  // namespace cuelight::tz
