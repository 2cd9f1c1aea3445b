#include "cuelight/calendar/free_busy.hpp"

#include <string>

#include "catch_amalgamated.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

std::string list(const result<std::vector<interval>>& busy) {
  if (!busy) return busy.error().code;
  std::string out;
  for (const auto& i : *busy) {
    if (!out.empty()) out += ' ';
    tz::append_basic_time(out, i.start_utc_s, tz::time_form::utc);
    out += '/';
    tz::append_basic_time(out, i.end_utc_s, tz::time_form::utc);
  }
  return out;
}

struct asked {
  std::string from = "2026-11-01T00:00:00Z", until = "2026-12-01T00:00:00Z", tzid = "UTC";
  bool tentative = true;
};

std::string busy(const std::string& components, const asked& q = {}) {
  const std::string ics = "BEGIN:VCALENDAR\r\n" + components + "END:VCALENDAR\r\n";
  free_busy_request request;
  request.calendars = {ics};
  request.from_utc_s = *tz::parse_instant(q.from);
  request.until_utc_s = *tz::parse_instant(q.until);
  request.zone = *tz::zone::find(q.tzid);
  request.tentative = q.tentative;
  return list(free_busy(request));
}

std::string vevent(const std::string& lines) {
  return "BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n";
}

}  // namespace

TEST_CASE("events are merged, clipped, and weighed") {
  CHECK(busy(vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\n") +
             vevent("DTSTART:20261105T103000Z\r\nDURATION:PT1H\r\n") +
             vevent("DTSTART:20261105T113000Z\r\nDTEND:20261105T120000Z\r\n")) == "20261105T100000Z/20261105T120000Z");
  CHECK(busy(vevent("DTSTART:20261031T230000Z\r\nDTEND:20261101T010000Z\r\n")) == "20261101T000000Z/20261101T010000Z");
  const std::string transparent =
      vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\nTRANSP:TRANSPARENT\r\n");
  CHECK(busy(transparent) == "");
  // Cuelight's own public feed is transparent for its subscribers alone; what is said of one calendar holds for no
  // other.
  CHECK(busy("X-CUELIGHT-KIND:AVAILABILITY\r\n" + transparent) == "20261105T100000Z/20261105T110000Z");
  CHECK(busy("X-CUELIGHT-KIND:AVAILABILITY\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\n" + transparent) == "");
  CHECK(busy(vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\nSTATUS:CANCELLED\r\n")) == "");
  const std::string tentative = vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\nSTATUS:TENTATIVE\r\n");
  CHECK(busy(tentative) == "20261105T100000Z/20261105T110000Z");
  CHECK(busy(tentative, {.tentative = false}) == "");
  CHECK(busy(vevent("DTSTART:20261105T100000Z\r\n")) == "");
  // An alarm's own properties are not the event's.
  CHECK(busy(vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\nBEGIN:VALARM\r\nDURATION:PT5M\r\nDTSTART:"
                    "20261101T000000Z\r\nEND:VALARM\r\n")) == "20261105T100000Z/20261105T110000Z");
}

TEST_CASE("lines are told by their whole names, however they are folded or written") {
  const std::string same = "20261105T100000Z/20261105T110000Z";
  CHECK(busy(vevent("dtstart:20261105T100000Z\r\nDtEnd:20261105T110000Z\r\n")) == same);
  CHECK(busy(vevent("DTST\r\n ART:20261105T100000Z\r\nDTEN\r\n\tD:20261105\r\n T110000Z\r\n")) == same);
  CHECK(busy(vevent("DTSTART:20261105T100000Z\r\nDTEND:20261105T110000Z\r\nDTENDING:20261106T110000Z\r\n"
                    "DTSTARTS:20261106T110000Z\r\nDESCRIPTION:x\r\n DTEND:20261109T100000Z\r\nST:CANCELLED\r\n")) ==
        same);
  // A folded UID still ties an override to its series.
  const std::string uid = "UID:" + std::string(70, 'u') + "\r\n " + std::string(30, 'v') + "\r\n";
  CHECK(busy(vevent(uid + "DTSTART:20261105T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=2\r\n") +
             vevent(uid + "RECURRENCE-ID:20261106T100000Z\r\nDTSTART:20261107T100000Z\r\nDURATION:PT1H\r\n")) ==
        same + " 20261107T100000Z/20261107T110000Z");
}

TEST_CASE("zones: named, Windows', the stream's own, floating") {
  const std::string at_ten = ":20261105T100000\r\nDURATION:PT1H\r\n";
  CHECK(busy(vevent("DTSTART;TZID=Europe/Paris" + at_ten)) == "20261105T090000Z/20261105T100000Z");
  CHECK(busy(vevent("DTSTART;TZID=W. Europe Standard Time" + at_ten)) == "20261105T090000Z/20261105T100000Z");
  CHECK(busy(vevent("DTSTART;TZID=/citadel.org/20210210_1/Europe/Paris" + at_ten)) ==
        "20261105T090000Z/20261105T100000Z");
  CHECK(busy(vevent("DTSTART" + at_ten), {.tzid = "America/New_York"}) == "20261105T150000Z/20261105T160000Z");
  CHECK(busy(vevent("DTSTART;TZID=Nowhere" + at_ten), {.tzid = "America/New_York"}) ==
        "20261105T150000Z/20261105T160000Z");
  const std::string own =
      "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-"
      "0500\r\n"
      "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:"
      "16010101T020000\r\nTZOFFSETFROM:-0500\r\n"
      "TZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
  CHECK(busy(own + vevent("DTSTART;TZID=Ours" + at_ten)) == "20261105T150000Z/20261105T160000Z");
  CHECK(busy(own + vevent("DTSTART;TZID=Ours:20260705T100000\r\nDURATION:PT1H\r\n"),
             {.from = "2026-07-01T00:00:00Z", .until = "2026-08-01T00:00:00Z"}) == "20260705T140000Z/20260705T150000Z");
}

TEST_CASE("whole days are days of the asked zone, 23 and 25 hours long too") {
  const asked paris{.from = "2026-03-01T00:00:00Z", .until = "2026-11-01T00:00:00Z", .tzid = "Europe/Paris"};
  CHECK(busy(vevent("DTSTART;VALUE=DATE:20260329\r\n"), paris) == "20260328T230000Z/20260329T220000Z");
  CHECK(busy(vevent("DTSTART;VALUE=DATE:20261025\r\nDTEND;VALUE=DATE:20261026\r\n"), paris) ==
        "20261024T220000Z/20261025T230000Z");
  CHECK(busy(vevent("DTSTART;VALUE=DATE:20260510\r\nDTEND;VALUE=DATE:20260510\r\n"), paris) ==
        "20260509T220000Z/20260510T220000Z");
  CHECK(busy(vevent("DTSTART;VALUE=DATE:20260510\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"), paris) ==
        "20260509T220000Z/20260510T220000Z 20260516T220000Z/20260517T220000Z");
}

TEST_CASE("recurrences with exceptions, periods and overrides") {
  const std::string weekly =
      "UID:w\r\nDTSTART;TZID=Europe/Paris:20261103T200000\r\nDTEND;TZID=Europe/"
      "Paris:20261103T220000\r\nRRULE:FREQ=WEEKLY\r\n";
  CHECK(busy(vevent(weekly + "EXDATE;TZID=Europe/Paris:20261117T200000\r\nEXDATE:20261124T190000Z\r\n")) ==
        "20261103T190000Z/20261103T210000Z 20261110T190000Z/20261110T210000Z");
  CHECK(busy(vevent("UID:p\r\nDTSTART:20261103T200000Z\r\nDURATION:PT1H\r\nRDATE;VALUE=PERIOD:20261104T100000Z/"
                    "PT3H,20261105T100000Z/20261105T100500Z\r\n")) ==
        "20261103T200000Z/20261103T210000Z 20261104T100000Z/20261104T130000Z 20261105T100000Z/20261105T100500Z");
  // One moved, one cancelled.
  CHECK(busy(vevent(weekly) +
             vevent("UID:w\r\nRECURRENCE-ID;TZID=Europe/"
                    "Paris:20261110T200000\r\nDTSTART:20261111T080000Z\r\nDTEND:20261111T090000Z\r\n") +
             vevent("UID:w\r\nRECURRENCE-ID:20261117T190000Z\r\nDTSTART:20261117T190000Z\r\nDTEND:"
                    "20261117T210000Z\r\nSTATUS:CANCELLED\r\n")) ==
        "20261103T190000Z/20261103T210000Z 20261111T080000Z/20261111T090000Z 20261124T190000Z/20261124T210000Z");
  // From the third on an hour later and an hour long.
  CHECK(busy(vevent(weekly) +
             vevent("UID:w\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261117T200000\r\n"
                    "DTSTART;TZID=Europe/Paris:20261117T210000\r\nDTEND;TZID=Europe/Paris:20261117T220000\r\n")) ==
        "20261103T190000Z/20261103T210000Z 20261110T190000Z/20261110T210000Z 20261117T200000Z/20261117T210000Z "
        "20261124T200000Z/20261124T210000Z");
  // Overrides belong to their own UID.
  CHECK(busy(vevent(weekly) + vevent("UID:other\r\nRECURRENCE-ID:20261110T190000Z\r\nDTSTART:20261110T190000Z\r\nDTEND:"
                                     "20261110T191500Z\r\n")) ==
        "20261103T190000Z/20261103T210000Z 20261110T190000Z/20261110T210000Z 20261117T190000Z/20261117T210000Z "
        "20261124T190000Z/20261124T210000Z");
  // A long event that began before the period still reaches into it.
  CHECK(busy(vevent("DTSTART:20261025T000000Z\r\nDURATION:P10D\r\nRRULE:FREQ=MONTHLY\r\n")) ==
        "20261101T000000Z/20261104T000000Z 20261125T000000Z/20261201T000000Z");
  // A forbidden rule leaves the first occurrence.
  CHECK(busy(vevent("DTSTART:20261103T200000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;BYMONTHDAY=3\r\n")) ==
        "20261103T200000Z/20261103T210000Z");
}

TEST_CASE("a text that is no calendar is not read as free time") {
  free_busy_request request;
  request.until_utc_s = 1;
  request.calendars = {"<!doctype html><title>Not found</title>"};
  CHECK(list(free_busy(request)) == "calendar.no_component");
}

TEST_CASE("a calendar that begins inside another component ends whatever is open") {
  const std::string zone =
      "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
      "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  const std::string lost = "BEGIN:VEVENT\r\nDTSTART;TZID=Own:20261105T100000\r\nDTEND;TZID=Own:20261105T110000\r\n";
  const std::string own = "20261105T070000Z/20261105T080000Z";
  // The event's zone is the first calendar's; in the second one nothing has that name.
  CHECK(busy(zone + lost + "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n") == own);
  CHECK(busy(zone + lost + "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" + lost + "END:VEVENT\r\n") ==
        own + " 20261105T100000Z/20261105T110000Z");
  // A stream that was cut off: parse, too, understands what stands there.
  free_busy_request request;
  request.until_utc_s = 1'900'000'000;
  const std::string cut = "BEGIN:VCALENDAR\r\n" + zone + lost;
  request.calendars = {cut};
  CHECK(list(free_busy(request)) == own);
}

TEST_CASE("VFREEBUSY counts by FBTYPE") {
  CHECK(busy("BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20261105T100000Z/PT1H,20261106T100000Z/"
             "20261106T110000Z\r\nFREEBUSY;FBTYPE=FREE:20261107T100000Z/PT1H\r\n"
             "FREEBUSY:20261108T100000Z/PT1H\r\nEND:VFREEBUSY\r\n") ==
        "20261105T100000Z/20261105T110000Z 20261106T100000Z/20261106T110000Z 20261108T100000Z/20261108T110000Z");
}

TEST_CASE("VAVAILABILITY closes what it does not open, by priority (RFC 7953)") {
  const asked week{.from = "2026-11-02T00:00:00Z", .until = "2026-11-05T00:00:00Z"};
  const std::string office =
      "BEGIN:VAVAILABILITY\r\nUID:a\r\nPRIORITY:5\r\nBEGIN:AVAILABLE\r\nDTSTART:20261102T090000Z\r\nDTEND:"
      "20261102T170000Z\r\nRRULE:FREQ=DAILY\r\n"
      "END:AVAILABLE\r\nEND:VAVAILABILITY\r\n";
  CHECK(busy(office, week) ==
        "20261102T000000Z/20261102T090000Z 20261102T170000Z/20261103T090000Z 20261103T170000Z/20261104T090000Z "
        "20261104T170000Z/20261105T000000Z");
  const std::string away =
      "BEGIN:VAVAILABILITY\r\nUID:b\r\nPRIORITY:1\r\nDTSTART:20261103T000000Z\r\nDTEND:20261104T000000Z\r\nEND:"
      "VAVAILABILITY\r\n";
  CHECK(busy(office + away, week) ==
        "20261102T000000Z/20261102T090000Z 20261102T170000Z/20261104T090000Z 20261104T170000Z/20261105T000000Z");
  // A higher priority that opens wins over the lower one that closes.
  const std::string extra =
      "BEGIN:VAVAILABILITY\r\nUID:c\r\nPRIORITY:1\r\nDTSTART:20261103T180000Z\r\nDTEND:20261103T200000Z\r\nBEGIN:"
      "AVAILABLE\r\nDTSTART:20261103T180000Z\r\n"
      "DTEND:20261103T200000Z\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY\r\n";
  CHECK(busy(extra + office, week) ==
        "20261102T000000Z/20261102T090000Z 20261102T170000Z/20261103T090000Z 20261103T170000Z/20261103T180000Z "
        "20261103T200000Z/20261104T090000Z "
        "20261104T170000Z/20261105T000000Z");
}

TEST_CASE("domain events and known intervals join in") {
  free_busy_request request;
  request.from_utc_s = *tz::parse_instant("2026-11-01T00:00:00Z");
  request.until_utc_s = *tz::parse_instant("2026-12-01T00:00:00Z");
  calendar::event e;
  e.id = "1";
  e.state = event_state::hold;
  e.start = *tz::parse_time("2026-11-05T20:00:00");
  e.end = *tz::parse_time("2026-11-05T22:00:00");
  e.tzid = "Europe/Rome";
  request.events = {e};
  request.busy = {{*tz::parse_instant("2026-11-05T21:00:00Z"), *tz::parse_instant("2026-11-05T23:00:00Z")}};
  CHECK(list(free_busy(request)) == "20261105T190000Z/20261105T230000Z");
  request.tentative = false;
  CHECK(list(free_busy(request)) == "20261105T210000Z/20261105T230000Z");
  request.events[0].tzid = "Nope";
  CHECK(list(free_busy(request)) == "tz.unknown_zone");
  request.events.clear();
  request.until_utc_s = request.from_utc_s - 1;
  CHECK(list(free_busy(request)) == "calendar.bad_period");
}

TEST_CASE("days of a grid in the viewer's zone") {
  const auto paris = *tz::zone::find("Europe/Paris");
  const std::vector<interval> busy = {
      {*tz::parse_instant("2026-03-28T23:00:00Z"), *tz::parse_instant("2026-03-29T22:00:00Z")},
      {*tz::parse_instant("2026-03-30T18:00:00Z"), *tz::parse_instant("2026-03-30T23:00:00Z")}};
  const auto days = by_day(busy, tz::days_from_date(2026, 3, 28), tz::days_from_date(2026, 4, 1), paris);
  REQUIRE(days.size() == 4);
  CHECK(days[0].state == day_state::free);
  CHECK(days[1].state == day_state::busy);  // 23 hours are the whole of this day
  CHECK(days[2].state == day_state::partly);
  CHECK(days[2].busy[0].start_local_s % 86'400 == 20 * 3600);
  CHECK(days[2].busy[0].end_local_s - days[2].day * 86'400 == 86'400);
  CHECK(days[3].busy[0].start_local_s == days[3].day * 86'400);
  CHECK(days[3].busy[0].end_local_s - days[3].day * 86'400 == 3600);
}
