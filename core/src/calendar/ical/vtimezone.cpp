#include "calendar/ical/vtimezone.hpp"

#include <cstdlib>
#include <string>

#include "calendar/ical/rule_text.hpp"

namespace cuelight::calendar {
namespace {

/// A UTC-OFFSET value (RFC 5545 3.3.14).
void append_offset(std::string& out, std::int32_t offset_s) {
  const auto two = [&](std::int32_t n) {
    out += static_cast<char>('0' + n / 10);
    out += static_cast<char>('0' + n % 10);
  };
  out += offset_s < 0 ? '-' : '+';
  const std::int32_t size = std::abs(offset_s);
  two(size / 3600);
  two(size / 60 % 60);
  if (size % 60 != 0) two(size % 60);
}

struct onset {
  bool daylight = false;
  std::int64_t local_s = 0;  // by the clock before the change
  std::int32_t from_s = 0, to_s = 0;
  std::string_view abbreviation;
  std::string rrule;  // empty: once
};

/// A STANDARD or DAYLIGHT subcomponent (RFC 5545 3.6.5).
void write_observance(line_writer& out, const onset& o) {
  const std::string_view name = o.daylight ? "DAYLIGHT" : "STANDARD";
  out.plain_line("BEGIN", name);
  std::string text;
  tz::append_basic_time(text, o.local_s, tz::time_form::local);
  out.plain_line("DTSTART", text);
  text.clear();
  append_offset(text, o.from_s);
  out.plain_line("TZOFFSETFROM", text);
  text.clear();
  append_offset(text, o.to_s);
  out.plain_line("TZOFFSETTO", text);
  if (!o.abbreviation.empty()) out.text_line("TZNAME", o.abbreviation);
  if (!o.rrule.empty()) out.plain_line("RRULE", o.rrule);
  out.plain_line("END", name);
}

/// A yearly change as an RRULE (RFC 5545 3.3.10). A time outside its day moves the date, and then the weekday is sought
/// among seven days of the month. False: those days reach over the month's end, and no single rule tells them.
bool yearly_rrule(const tz::yearly_change& change, std::string& out) {
  static constexpr std::string_view days[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  const auto moved = static_cast<int>(tz::floor_div(change.time_s, tz::seconds_per_day));
  rule_writer rule;
  rule.add("FREQ", "YEARLY");
  rule.add("BYMONTH", decimal(change.month));
  if (moved == 0) {
    const std::string week = change.week == 5 ? "-1" : std::string(decimal(change.week));
    rule.add("BYDAY", week + std::string(days[change.weekday]));
  } else {
    const int length = change.month == 2 ? 28 : tz::days_in_month(2001, change.month);
    const int first = (change.week == 5 ? length - 6 : change.week * 7 - 6) + moved;
    if (first < 1 || first + 6 > length || (change.month == 2 && change.week == 5)) return false;
    std::string month_days;
    for (int day = first; day < first + 7; ++day) {
      if (day != first) month_days += ',';
      month_days += decimal(day);
    }
    rule.add("BYDAY", days[(change.weekday + moved % 7 + 7) % 7]);
    rule.add("BYMONTHDAY", month_days);
  }
  out = rule.take();
  return true;
}

/// The rule's change of a year, by the clock before it.
std::int64_t change_in(const tz::yearly_change& change, std::int64_t year) {
  const std::int64_t first = tz::days_from_date(year, change.month, 1);
  int day = (change.weekday - tz::weekday_of(first) + 7) % 7 + 7 * (change.week - 1);
  if (day >= tz::days_in_month(year, change.month)) day -= 7;
  return (first + day) * tz::seconds_per_day + change.time_s;
}

}  // namespace

void write_vtimezone(line_writer& out, const tz::zone& zone, std::int64_t from_utc_s, std::int64_t until_utc_s) {
  out.plain_line("BEGIN", "VTIMEZONE");
  out.text_line("TZID", zone.name());
  const tz::yearly_rule rule = zone.rule();
  std::string to_daylight, to_standard;
  const bool told =
      rule.has_daylight && yearly_rrule(rule.to_daylight, to_daylight) && yearly_rrule(rule.to_standard, to_standard);
  const std::int64_t seam_s = zone.rule_begin_utc_s();
  const tz::period first = zone.at(from_utc_s);
  const bool single_period = first.end_utc_s >= tz::distant_future_s;
  const bool rule_only = told && first.begin_utc_s >= seam_s;

  // What lies before the rule, or all of it where no rule tells the future: change by change.
  if (!rule_only) {
    std::int64_t start_s = tz::days_from_date(1970, 1, 1) * tz::seconds_per_day;
    if (first.begin_utc_s > start_s - 86'400 && !single_period) start_s = first.begin_utc_s + first.offset_s;
    write_observance(out, {first.daylight, start_s, first.offset_s, first.offset_s, first.abbreviation, {}});
    tz::period before = first;
    while (before.end_utc_s < tz::distant_future_s && before.end_utc_s <= (told ? seam_s : until_utc_s)) {
      const tz::period next = zone.at(before.end_utc_s);
      const bool daylight = next.offset_s > before.offset_s && (next.daylight || before.daylight);
      write_observance(
          out, {daylight, next.begin_utc_s + before.offset_s, before.offset_s, next.offset_s, next.abbreviation, {}});
      before = next;
    }
  }
  if (told) {
    // From 1970 where the rule is all there is; else from the first year that is the rule's alone.
    const std::int64_t year = rule_only ? 1970 : tz::date_from_days(tz::day_of(seam_s)).year;
    // The clock that is ahead is called daylight, also where the tz database has winter as the exception (Dublin).
    const auto write = [&](const tz::yearly_change& change, std::int32_t from_s, std::int32_t to_s,
                           std::string_view name, const std::string& rrule) {
      std::int64_t y = year;
      while (!rule_only && change_in(change, y) - from_s <= seam_s) ++y;
      write_observance(out, {to_s > from_s, change_in(change, y), from_s, to_s, name, rrule});
    };
    write(rule.to_standard, rule.daylight_offset_s, rule.standard_offset_s, rule.standard_abbreviation, to_standard);
    write(rule.to_daylight, rule.standard_offset_s, rule.daylight_offset_s, rule.daylight_abbreviation, to_daylight);
  }
  out.plain_line("END", "VTIMEZONE");
}

}  // namespace cuelight::calendar
