#include "cuelight/calendar/recurrence.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "catch_amalgamated.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

struct asked {
  std::string dtstart, rule, tzid = "";
  std::vector<std::string> rdate = {}, exdate = {};
  gap_rule gap = gap_rule::skip;
  bool always_start = false;
  std::string from = "", until = "";
  std::size_t limit = 100;
  std::int64_t steps = default_max_steps;
};

std::string expanded(const asked& q, bool utc = false) {
  recurrence what;
  what.dtstart = *tz::parse_time(q.dtstart);
  tz::zone zone = tz::zone::utc();
  if (!q.tzid.empty()) {
    zone = *tz::zone::find(q.tzid);
    what.zone = &zone;
  }
  if (!q.rule.empty()) {
    auto r = parse_rule(q.rule);
    if (!r) return r.error().code;
    what.rules.push_back(*r);
  }
  for (const auto& t : q.rdate) what.dates.push_back(*tz::parse_time(t));
  for (const auto& t : q.exdate) what.exceptions.push_back(*tz::parse_time(t));
  what.gap = q.gap;
  what.always_start = q.always_start;
  expansion_window window;
  if (!q.from.empty()) window.from_utc_s = tz::parse_time(q.from)->local_s;
  if (!q.until.empty()) window.until_utc_s = tz::parse_time(q.until)->local_s;
  window.limit = q.limit;
  std::int64_t steps = q.steps;
  const auto found = expand(what, window, steps);
  if (!found) return found.error().code;
  std::string out;
  for (const auto& o : *found) {
    if (!out.empty()) out += ' ';
    tz::append_basic_time(out, utc ? o.utc_s : o.local_s, utc ? tz::time_form::utc : what.dtstart.form);
  }
  return out;
}

}  // namespace

TEST_CASE("the examples of RFC 5545 3.8.5.3") {
  const std::string ny = "America/New_York";
  const auto check = [&](std::string start, std::string rule, std::string_view expected) {
    INFO(rule);
    CHECK(expanded({.dtstart = start, .rule = rule, .tzid = ny, .limit = 12}) == expected);
  };
  check("19970902T090000", "FREQ=DAILY;COUNT=3", "19970902T090000 19970903T090000 19970904T090000");
  check("19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "19970902T090000 19970912T090000 19970922T090000 19971002T090000 19971012T090000");
  check("19970902T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "19970902T090000 19970904T090000 19970916T090000 19970918T090000 19970930T090000 19971002T090000 "
        "19971014T090000 19971016T090000");
  check("19970905T090000", "FREQ=MONTHLY;COUNT=5;BYDAY=1FR",
        "19970905T090000 19971003T090000 19971107T090000 19971205T090000 19980102T090000");
  check("19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU",
        "19970907T090000 19970928T090000 19971102T090000 19971130T090000 19980104T090000 19980125T090000");
  check("19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "19970922T090000 19971020T090000 19971117T090000 19971222T090000 19980119T090000 19980216T090000");
  check("19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6",
        "19970928T090000 19971029T090000 19971128T090000 19971229T090000 19980129T090000 19980226T090000");
  check("19970930T090000", "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=1,-1",
        "19970930T090000 19971001T090000 19971031T090000 19971101T090000 19971130T090000");
  check("19970610T090000", "FREQ=YEARLY;COUNT=4;BYMONTH=6,7",
        "19970610T090000 19970710T090000 19980610T090000 19980710T090000");
  check("19970101T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=5;BYYEARDAY=1,100,200",
        "19970101T090000 19970410T090000 19970719T090000 20000101T090000 20000409T090000");
  check("19970519T090000", "FREQ=YEARLY;BYDAY=20MO;COUNT=3", "19970519T090000 19980518T090000 19990517T090000");
  check("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3",
        "19970512T090000 19980511T090000 19990517T090000");
  check("19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4",
        "19970313T090000 19970320T090000 19970327T090000 19980305T090000");
  check("19970902T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3",
        "19980213T090000 19980313T090000 19981113T090000");
  check("19970913T090000", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13;COUNT=3",
        "19970913T090000 19971011T090000 19971108T090000");
  check("19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
        "19961105T090000 20001107T090000 20041102T090000");
  check("19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "19970904T090000 19971007T090000 19971106T090000");
  check("19970929T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3",
        "19970929T090000 19971030T090000 19971127T090000");
  check("19970902T090000", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "19970902T090000 19970902T120000");
  check("19970902T090000", "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "19970902T090000 19970902T103000 19970902T120000 19970902T133000");
  check("19970902T090000", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,16;COUNT=7",
        "19970902T090000 19970902T092000 19970902T094000 19970902T100000 19970902T102000 19970902T104000 "
        "19970902T160000");
  check("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "19970805T090000 19970810T090000 19970819T090000 19970824T090000");
  check("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "19970805T090000 19970817T090000 19970819T090000 19970831T090000");
  check("20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "20070115T090000 20070130T090000 20070215T090000 20070315T090000 20070330T090000");
}

TEST_CASE("peers' known mistakes are not ours") {
  CHECK(expanded({.dtstart = "20260105T100000", .rule = "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;COUNT=2"}) ==
        "20261228T100000 20321227T100000");
  CHECK(expanded({.dtstart = "20260105T100000",
                  .rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=21000101T000000Z"}) == "");
  CHECK(expanded({.dtstart = "20260106T100000", .rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=2"}) ==
        "20260112T100000 20260119T100000");
  CHECK(expanded({.dtstart = "20260106T100000", .rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=2", .always_start = true}) ==
        "20260106T100000 20260112T100000");
  CHECK(expanded({.dtstart = "20260105T100000", .rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=2", .always_start = true}) ==
        "20260105T100000 20260112T100000");
  CHECK(
      expanded(
          {.dtstart = "21040613T120000", .rule = "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR;COUNT=1", .tzid = "Europe/Paris"},
          true) == "21040613T100000Z");
}

TEST_CASE("summer time: gaps, overlaps and both readings of a gap") {
  const std::string rule = "FREQ=DAILY;COUNT=3";
  CHECK(expanded({.dtstart = "20260328T023000", .rule = rule, .tzid = "Europe/Paris"}) ==
        "20260328T023000 20260330T023000 20260331T023000");
  CHECK(expanded({.dtstart = "20260328T023000", .rule = rule, .tzid = "Europe/Paris", .gap = gap_rule::shift}) ==
        "20260328T023000 20260329T033000 20260330T023000");
  CHECK(expanded({.dtstart = "20261024T023000", .rule = rule, .tzid = "Europe/Paris"}, true) ==
        "20261024T003000Z 20261025T003000Z 20261026T013000Z");
  // DTSTART in a gap is a given time, read by 3.3.5, and comes once.
  CHECK(expanded({.dtstart = "20260329T023000", .rule = "FREQ=DAILY;COUNT=2", .tzid = "Europe/Paris"}) ==
        "20260329T033000 20260330T023000");
  // Shifted times keep their order.
  CHECK(expanded({.dtstart = "20260329T010000",
                  .rule = "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=10,50;COUNT=4",
                  .tzid = "Europe/Paris",
                  .gap = gap_rule::shift},
                 true) == "20260329T011000Z 20260329T015000Z");
}

TEST_CASE("a limit gives the first ones, also where shifted times meet those behind the gap") {
  for (const char* const rule : {"FREQ=MINUTELY;INTERVAL=15", "FREQ=HOURLY;BYMINUTE=0,50", "FREQ=DAILY;BYHOUR=1,2,3"}) {
    asked ask{.dtstart = "20260329T010000",
              .rule = rule,
              .tzid = "Europe/Paris",
              .rdate = {"20260329T031000"},
              .gap = gap_rule::shift,
              .until = "20260331T000000"};
    const std::string whole = expanded(ask, true);
    for (std::size_t limit = 1; limit * 17 < whole.size() && limit < 40; ++limit) {
      ask.limit = limit;
      INFO(rule << ", limit " << limit);
      CHECK(expanded(ask, true) == whole.substr(0, limit * 17 - 1));
    }
  }
  // What is enough costs no step more: the next one is four years away.
  for (const gap_rule gap : {gap_rule::skip, gap_rule::shift}) {
    const auto steps_for = [&](std::size_t limit) {
      asked ask{.dtstart = "20240229T100000",
                .rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                .tzid = "Europe/Paris",
                .gap = gap,
                .limit = limit};
      for (ask.steps = 1; expanded(ask) == "calendar.step_limit";) ++ask.steps;
      return ask.steps;
    };
    CHECK(steps_for(1) + 4 <= steps_for(2));
  }
}

TEST_CASE("RDATE, EXDATE and UNTIL in their forms") {
  CHECK(expanded({.dtstart = "20260101", .rule = "", .rdate = {"20260105", "20260103", "20260105"}}) ==
        "20260101 20260103 20260105");
  CHECK(expanded({.dtstart = "20260101T100000",
                  .rule = "FREQ=DAILY;COUNT=4",
                  .rdate = {"20260102T120000"},
                  .exdate = {"20260102", "20260103T100000"}}) == "20260101T100000 20260104T100000");
  CHECK(expanded({.dtstart = "20260101T100000", .rule = "FREQ=DAILY;UNTIL=20260103", .tzid = "Asia/Tokyo"}) ==
        "20260101T100000 20260102T100000 20260103T100000");
  CHECK(expanded({.dtstart = "20260101T100000", .rule = "FREQ=DAILY;UNTIL=20260103T010000Z", .tzid = "Asia/Tokyo"}) ==
        "20260101T100000 20260102T100000 20260103T100000");
  CHECK(expanded({.dtstart = "20260101T100000", .rule = "FREQ=DAILY;UNTIL=20260103T005959Z", .tzid = "Asia/Tokyo"}) ==
        "20260101T100000 20260102T100000");
  CHECK(expanded({.dtstart = "20260101T100000Z", .rule = "FREQ=HOURLY;BYMINUTE=0,30;COUNT=3"}) ==
        "20260101T100000Z 20260101T103000Z 20260101T110000Z");
  CHECK(expanded({.dtstart = "20260101T100000", .rule = "FREQ=SECONDLY;BYSECOND=60;COUNT=1"}) == "20260101T100059");
  CHECK(expanded({.dtstart = "20260101", .rule = "FREQ=DAILY;COUNT=0"}) == "");
}

TEST_CASE("SKIP moves dates that do not exist (RFC 7529 4.1)") {
  CHECK(expanded({.dtstart = "20140131", .rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=4"}) ==
        "20140131 20140301 20140331 20140501");
  CHECK(expanded({.dtstart = "20140131", .rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4"}) ==
        "20140131 20140228 20140331 20140430");
  CHECK(expanded({.dtstart = "20140131", .rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;COUNT=4"}) ==
        "20140131 20140331 20140531 20140731");
  CHECK(expanded({.dtstart = "20120229", .rule = "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=3"}) ==
        "20120229 20130301 20140301");
  CHECK(expanded({.dtstart = "20120229", .rule = "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD;COUNT=3"}) ==
        "20120229 20130228 20140228");
  // A moved date that is there already counts once.
  CHECK(
      expanded({.dtstart = "20140601", .rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=4"}) ==
      "20140601 20140701 20140731 20140801");
  CHECK(expanded({.dtstart = "20130209", .rule = "RSCALE=CHINESE;FREQ=YEARLY"}) == "calendar.unsupported_rscale");
}

TEST_CASE("rules that RFC 5545 forbids are refused") {
  for (const auto* text : {"",
                           "COUNT=3",
                           "FREQ=FORTNIGHTLY",
                           "FREQ=DAILY;FREQ=DAILY",
                           "FREQ=DAILY;COUNT=3;UNTIL=20260101",
                           "FREQ=DAILY;INTERVAL=0",
                           "FREQ=DAILY;INTERVAL=-1",
                           "FREQ=DAILY;BYHOUR=24",
                           "FREQ=DAILY;BYMINUTE=60",
                           "FREQ=DAILY;BYSECOND=61",
                           "FREQ=YEARLY;BYMONTH=13",
                           "FREQ=YEARLY;BYMONTH=0",
                           "FREQ=MONTHLY;BYMONTHDAY=32",
                           "FREQ=MONTHLY;BYMONTHDAY=0",
                           "FREQ=YEARLY;BYYEARDAY=367",
                           "FREQ=YEARLY;BYWEEKNO=54",
                           "FREQ=MONTHLY;BYWEEKNO=1",
                           "FREQ=WEEKLY;BYMONTHDAY=1",
                           "FREQ=DAILY;BYYEARDAY=1",
                           "FREQ=WEEKLY;BYDAY=1MO",
                           "FREQ=MONTHLY;BYDAY=54MO",
                           "FREQ=MONTHLY;BYDAY=255SU",
                           "FREQ=MONTHLY;BYDAY=XX",
                           "FREQ=MONTHLY;BYDAY=",
                           "FREQ=MONTHLY;BYSETPOS=1",
                           "FREQ=DAILY;WKST=XX",
                           "FREQ=DAILY;UNTIL=tomorrow",
                           "FREQ=DAILY;NONSENSE=1",
                           "FREQ=DAILY;COUNT=99999999999999999999",
                           "FREQ",
                           "=",
                           "FREQ=DAILY;BYHOUR=1,,2",
                           "FREQ=MONTHLY;SKIP=FORWARD"}) {
    INFO(text);
    CHECK(parse_rule(text).error().code == "calendar.bad_rrule");
  }
  CHECK(parse_rule("freq=weekly;byday=mo,tu;X-OWN=1;"));
  CHECK(expanded({.dtstart = "20260101", .rule = "FREQ=HOURLY"}) == "calendar.bad_rrule");
}

TEST_CASE("a far window costs no walk, and hopeless rules end by the step budget") {
  asked far{.dtstart = "19700101T000000", .rule = "FREQ=SECONDLY", .from = "20251231T235958", .limit = 3, .steps = 100};
  CHECK(expanded(far) == "20251231T235958 20251231T235959 20260101T000000");
  far.rule = "FREQ=DAILY;INTERVAL=7;BYHOUR=3";
  CHECK(expanded(far) == "20260101T030000 20260108T030000 20260115T030000");
  far.rule = "FREQ=MONTHLY;BYDAY=-1FR";
  CHECK(expanded(far) == "20260130T000000 20260227T000000 20260327T000000");
  far.rule = "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO";
  far.steps = 200;
  CHECK(expanded(far) == "20270104T000000 20280103T000000 20290101T000000");
  CHECK(expanded({.dtstart = "20260101T000000", .rule = "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1"}) ==
        "calendar.step_limit");
  CHECK(expanded({.dtstart = "20260101T000000", .rule = "FREQ=SECONDLY;COUNT=2000000000", .from = "20400101T000000"}) ==
        "calendar.step_limit");
  CHECK(expanded({.dtstart = "20260101T000000", .rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"}) == "");
}

TEST_CASE("a window gives exactly the part of the whole that lies in it") {
  std::uint32_t seed = 20261122;
  const auto random = [&](std::uint32_t below) {
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8) % below;
  };
  const std::vector<std::string> parts = {
      "", ";BYMONTH=2,3,10", ";BYDAY=MO,FR", ";BYHOUR=2,20", ";BYMONTHDAY=29,-1,15", ";BYDAY=SU;BYSETPOS=-1"};
  const std::vector<std::string> frequencies = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"};
  for (int n = 0; n < 400; ++n) {
    const std::string frequency = frequencies[random(5)];
    const std::string part = parts[random(6)];
    if (frequency == "WEEKLY" && part.find("MONTHDAY") != std::string::npos) continue;
    asked whole{.dtstart = "20250" + std::to_string(1 + random(9)) + "15T023000",
                .rule = "FREQ=" + frequency + ";INTERVAL=" + std::to_string(1 + random(4)) + part,
                .tzid = random(2) ? "Europe/Paris" : "America/New_York",
                .gap = random(2) ? gap_rule::skip : gap_rule::shift,
                .until = "20280601T000000",
                .limit = 100'000};
    const std::string all = expanded(whole, true);
    asked window = whole;
    window.from = "2026" + std::string(random(2) ? "1025" : "0329") + "T010000";
    const std::string some = expanded(window, true);
    std::string cut;
    for (std::size_t at = 0; at < all.size(); at += 17) {
      const std::string time = all.substr(at, 16);
      if (time.substr(0, 15) >= window.from) cut += (cut.empty() ? "" : " ") + time;
    }
    INFO(n << ' ' << whole.rule << ' ' << whole.tzid << ' ' << whole.dtstart);
    CHECK(some == cut);
  }
}
