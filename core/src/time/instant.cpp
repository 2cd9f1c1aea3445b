#include "cuelight/instant.hpp"

#include "cuelight/civil.hpp"

namespace cuelight {
namespace {

/// Takes what it recognises off the front of `rest`; remembers if anything ever failed.
struct reader {
  std::string_view rest;
  bool ok = true;

  int digits(std::size_t count) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest.size() || rest[i] < '0' || rest[i] > '9') return fail();
      number = number * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return number;
  }

  void literal(char c) {
    if (rest.empty() || rest.front() != c) {
      fail();
    } else {
      rest.remove_prefix(1);
    }
  }

  bool next_is(char c) const { return !rest.empty() && rest.front() == c; }

  int fail() {
    ok = false;
    rest = {};
    return 0;
  }
};

int milliseconds(reader& in) {
  if (!in.next_is('.')) return 0;
  in.literal('.');
  int number = 0;
  int count = 0;
  for (; !in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9'; ++count) {
    const int digit = in.digits(1);
    if (count < 3) number = number * 10 + digit;
  }
  if (count == 0) return in.fail();
  for (; count < 3; ++count) number *= 10;
  return number;
}

int offset_minutes(reader& in) {
  if (in.next_is('Z')) {
    in.literal('Z');
    return 0;
  }
  const bool west = in.next_is('-');
  in.literal(west ? '-' : '+');
  const int hours = in.digits(2);
  in.literal(':');
  const int minutes = in.digits(2);
  if (hours > 23 || minutes > 59) return in.fail();
  return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::optional<instant_ms> parse_instant(std::string_view text) {
  reader in{text};
  const int y = in.digits(4);
  in.literal('-');
  const int m = in.digits(2);
  in.literal('-');
  const int d = in.digits(2);
  in.literal('T');
  const int hour = in.digits(2);
  in.literal(':');
  const int minute = in.digits(2);
  in.literal(':');
  const int second = in.digits(2);
  const int ms = milliseconds(in);
  const int offset = offset_minutes(in);
  if (!in.ok || !in.rest.empty() || y == 0 || m < 1 || m > 12 || d < 1 || d > tz::days_in_month(y, m)) return {};
  if (hour > 23 || minute > 59 || second > 59) return {};
  const instant_ms day_s = tz::days_from_date(y, static_cast<unsigned>(m), static_cast<unsigned>(d)) * 86'400;
  return (day_s + (hour * 60 + minute - offset) * 60 + second) * 1000 + ms;
}

std::string write_instant(instant_ms at) {
  std::string out;
  tz::append_time(out, tz::floor_div(at, 1000), tz::time_form::utc);
  const auto ms = static_cast<int>(at - tz::floor_div(at, 1000) * 1000);
  if (ms != 0) {
    const char fraction[] = {'.', static_cast<char>('0' + ms / 100), static_cast<char>('0' + ms / 10 % 10),
                             static_cast<char>('0' + ms % 10)};
    out.insert(out.size() - 1, fraction, sizeof fraction);
  }
  return out;
}

}  // namespace cuelight
