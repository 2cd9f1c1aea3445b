#include "cuelight/civil.hpp"

#include "catch_amalgamated.hpp"

using namespace cuelight;

TEST_CASE("days and dates undo each other over 800,000 years") {
  bool undone = true, weekdays = true;
  for (std::int64_t days = -146'097'000; days < 146'097'000; days += 97) {
    const tz::civil c = tz::date_from_days(days);
    undone =
        undone && tz::days_from_date(c.year, c.month, c.day) == days && c.day <= tz::days_in_month(c.year, c.month);
    weekdays = weekdays && tz::weekday_of(days) == ((days % 7 + 7) % 7 + 4) % 7;
  }
  CHECK(undone);
  CHECK(weekdays);
  CHECK(tz::civil_of(-1) == tz::civil{1969, 12, 31, 23, 59, 59});
  CHECK(tz::weekday_of(tz::days_from_date(2026, 11, 22)) == 0);
}

TEST_CASE("times are read in both forms and nothing else") {
  using enum tz::time_form;
  CHECK(tz::parse_time("2026-11-22") == tz::timestamp{1'795'305'600, date});
  CHECK(tz::parse_time("20261122") == tz::timestamp{1'795'305'600, date});
  CHECK(tz::parse_time("2026-11-22T19:30:00") == tz::timestamp{1'795'375'800, local});
  CHECK(tz::parse_time("20261122T193000Z") == tz::timestamp{1'795'375'800, utc});
  CHECK(tz::parse_time("2024-02-29"));
  CHECK(tz::parse_time("2016-12-31T23:59:60Z")->local_s == tz::parse_time("2016-12-31T23:59:59Z")->local_s);
  for (const auto* text :
       {"", "2026", "2026-02-30", "20260230", "2026-11-22T19:30", "2026-11-22T24:00:00", "2026-1122", "2026-11-2",
        "2026-11-22 19:30:00", "2026-11-22T19:30:00+01:00", "2026-11-22T19:30:00.5Z", "2026-11-22T19:30:00ZZ",
        "0000-01-01", "2026-13-01", "20261122T1930", "２026-11-22", "2023-02-29"}) {
    INFO(text);
    CHECK(tz::parse_time(text).error().code == "tz.bad_time");
  }
  CHECK(tz::parse_instant("2026-11-22T19:30:00").error().code == "tz.bad_time");
}

TEST_CASE("times are written in both forms") {
  std::string out;
  tz::append_time(out, 1'795'375'800, tz::time_form::utc);
  tz::append_basic_time(out, 1'795'375'800, tz::time_form::local);
  tz::append_basic_time(out, -1, tz::time_form::date);
  tz::append_time(out, INT64_MAX, tz::time_form::date);
  CHECK(out ==
        "2026-11-22T19:30:00Z20261122T19300019691231"
        "9999-12-31");
}
