#include <charconv>

#include "calendar/ical/rule_text.hpp"
#include "calendar/ical/value.hpp"
#include "cuelight/calendar/recurrence.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::string_view names[] = {"FREQ",     "INTERVAL", "COUNT",      "UNTIL",     "BYSECOND", "BYMINUTE",
                                      "BYHOUR",   "BYDAY",    "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH",
                                      "BYSETPOS", "WKST",     "RSCALE",     "SKIP"};
enum part : std::uint8_t {
  freq,
  interval,
  count,
  until,
  by_second,
  by_minute,
  by_hour,
  by_day,
  by_month_day,
  by_year_day,
  by_week,
  by_month,
  by_set_position,
  week_start,
  rscale,
  skip
};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (upper(a[i]) != b[i]) return false;
  }
  return true;
}

template <std::size_t N>
int find(const std::string_view (&known)[N], std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (same(text, known[i])) return static_cast<int>(i);
  }
  return -1;
}

int weekday(std::string_view text) {
  static constexpr std::string_view days[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  return find(days, text);
}

/// A whole number with an optional sign.
bool number(std::string_view text, std::int64_t& out) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

class reader {
 public:
  explicit reader(std::string_view text) : text_(text) {}

  result<rule> read() {
    if (text_.size() > max_rule_octets) return bad(0, "This recurrence rule is too long.");
    rule_part part;
    for (rule_parts parts(text_); parts.next(part);) {
      if (auto done = read_part(part); !done) return std::unexpected(done.error());
    }
    if (auto done = check(); !done) return std::unexpected(done.error());
    return std::move(rule_);
  }

 private:
  static std::unexpected<error> bad(std::size_t at, std::string_view message) {
    return refuse("calendar.bad_rrule", message, at);
  }

  result<void> read_part(const rule_part& text) {
    const int index = text.has_values ? find(names, text.name) : -1;
    if (index < 0) {
      if (text.has_values && text.name.size() > 2 && same(text.name.substr(0, 2), "X-")) return {};
      return bad(text.offset, "A part of this recurrence rule is unknown.");
    }
    if (seen_ >> index & 1) return bad(text.offset, "A part stands twice in this recurrence rule.");
    seen_ |= 1U << index;
    if (!read_value(static_cast<part>(index), text.values)) {
      return bad(text.offset, "The value of " + std::string(names[index]) + " is not one that RFC 5545 allows.");
    }
    return {};
  }

  /// The values of one part, by the grammar of RFC 5545 3.3.10.
  bool read_value(part p, std::string_view value) {
    static constexpr std::string_view frequencies[] = {"YEARLY", "MONTHLY",  "WEEKLY",  "DAILY",
                                                       "HOURLY", "MINUTELY", "SECONDLY"};
    static constexpr std::string_view skips[] = {"OMIT", "BACKWARD", "FORWARD"};
    switch (p) {
      case freq:
        return one_of(frequencies, value, rule_.freq);
      case interval:
        return number(value, rule_.interval) && rule_.interval >= 1 && rule_.interval <= INT32_MAX;
      case count:
        rule_.count = 0;
        return number(value, *rule_.count) && *rule_.count >= 0 && *rule_.count <= INT32_MAX;
      case until:
        rule_.until = read_time(value);
        return rule_.until.has_value();
      case by_second:
        return each_number(value, 0, 60, [&](std::int64_t n) { rule_.by_second |= bit(n); });
      case by_minute:
        return each_number(value, 0, 59, [&](std::int64_t n) { rule_.by_minute |= bit(n); });
      case by_hour:
        return each_number(value, 0, 23, [&](std::int64_t n) { rule_.by_hour |= bit(n); });
      case by_day:
        return each_of_part(value, [&](std::string_view item) { return read_weekday(item); });
      case by_month_day:
        return each_signed(value, 31, [&](std::int64_t n, bool last) {
          (last ? rule_.by_last_month_day : rule_.by_month_day) |= static_cast<std::uint32_t>(bit(n));
        });
      case by_year_day:
        rule_.has_year_day = true;
        return each_signed(value, 366, [&](std::int64_t n, bool last) {
          (last ? rule_.by_last_year_day : rule_.by_year_day)[static_cast<std::size_t>(n / 64)] |= bit(n % 64);
        });
      case by_week:
        return each_signed(value, 53,
                           [&](std::int64_t n, bool last) { (last ? rule_.by_last_week : rule_.by_week) |= bit(n); });
      case by_month:
        return each_number(value, 1, 12, [&](std::int64_t n) {
          rule_.by_month = static_cast<std::uint16_t>(rule_.by_month | bit(n));
        });
      case by_set_position:
        return each_signed(value, 366, [&](std::int64_t n, bool last) {
          rule_.by_set_position.push_back(static_cast<std::int32_t>(last ? -n : n));
        });
      case week_start:
        rule_.week_start = static_cast<std::uint8_t>(weekday(value));
        return weekday(value) >= 0;
      case rscale:
        gregorian_ = same(value, "GREGORIAN");
        return true;
      case skip:
        return one_of(skips, value, rule_.skip);
    }
    return false;
  }

  static std::uint64_t bit(std::int64_t n) { return std::uint64_t{1} << n; }

  template <std::size_t N, class Enum>
  static bool one_of(const std::string_view (&words)[N], std::string_view word, Enum& out) {
    const int index = find(words, word);
    out = static_cast<Enum>(index);
    return index >= 0;
  }

  template <class Take>
  static bool each_number(std::string_view list, std::int64_t least, std::int64_t most, Take take) {
    return each_of_part(list, [&](std::string_view item) {
      std::int64_t n = 0;
      if (!number(item, n) || n < least || n > most) return false;
      take(n);
      return true;
    });
  }

  /// `-most` to `most`, but not zero; one that counts from the end is told by its size.
  template <class Take>
  static bool each_signed(std::string_view list, std::int64_t most, Take take) {
    return each_of_part(list, [&](std::string_view item) {
      std::int64_t n = 0;
      if (!number(item, n) || n == 0 || n < -most || n > most) return false;
      take(n < 0 ? -n : n, n < 0);
      return true;
    });
  }

  /// `weekdaynum = [[plus / minus] ordwk] weekday`.
  bool read_weekday(std::string_view item) {
    if (item.size() < 2) return false;
    const int day = weekday(item.substr(item.size() - 2));
    if (day < 0) return false;
    if (item.size() == 2) {
      rule_.by_weekday |= static_cast<std::uint8_t>(1U << day);
      return true;
    }
    std::int64_t n = 0;
    if (!number(item.substr(0, item.size() - 2), n) || n == 0 || n < -53 || n > 53) return false;
    rule_.has_ordinals = true;
    (n > 0 ? rule_.nth_weekday : rule_.nth_last_weekday)[static_cast<std::size_t>(day)] |= bit(n > 0 ? n : -n);
    return true;
  }

  [[nodiscard]] bool has(part p) const { return seen_ >> p & 1; }

  /// What the table of RFC 5545 3.3.10 and the text around it forbid.
  result<void> check() {
    const frequency f = rule_.freq;
    if (!has(freq)) return bad(0, "This recurrence rule has no FREQ.");
    if (!gregorian_) return refuse("calendar.unsupported_rscale", "Only the Gregorian calendar is supported.");
    if (has(skip) && !has(rscale)) return bad(0, "SKIP needs RSCALE (RFC 7529).");
    if (has(count) && has(until)) return bad(0, "A recurrence rule has COUNT or UNTIL, not both.");
    if (has(by_week) && f != frequency::yearly) return bad(0, "BYWEEKNO needs FREQ=YEARLY.");
    if (has(by_year_day) && (f == frequency::daily || f == frequency::weekly || f == frequency::monthly)) {
      return bad(0, "BYYEARDAY can't stand in a daily, weekly or monthly rule.");
    }
    if (has(by_month_day) && f == frequency::weekly) return bad(0, "BYMONTHDAY can't stand in a weekly rule.");
    if (rule_.has_ordinals && f != frequency::yearly && f != frequency::monthly) {
      return bad(0, "A number before a weekday needs a monthly or yearly rule.");
    }
    if (rule_.has_ordinals && has(by_week)) return bad(0, "A number before a weekday can't stand beside BYWEEKNO.");
    constexpr std::uint32_t by_parts = 1U << by_second | 1U << by_minute | 1U << by_hour | 1U << by_day |
                                       1U << by_month_day | 1U << by_year_day | 1U << by_week | 1U << by_month;
    if (has(by_set_position) && !(seen_ & by_parts)) return bad(0, "BYSETPOS needs another BY part.");
    return {};
  }

  std::string_view text_;
  rule rule_;
  std::uint32_t seen_ = 0;
  bool gregorian_ = true;
};

}  // namespace

result<rule> parse_rule(std::string_view text) {
  return reader(text).read();
}

}  // namespace cuelight::calendar
