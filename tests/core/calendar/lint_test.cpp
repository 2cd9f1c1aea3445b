#include "cuelight/calendar/lint.hpp"

#include <string>

#include "catch_amalgamated.hpp"

using namespace cuelight::calendar;

namespace {

const std::string clean_event =
    "BEGIN:VEVENT\r\nUID:1@x.org\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261122T183000Z\r\nDTEND:"
    "20261122T203000Z\r\nEND:VEVENT\r\n";

std::string calendar_of(const std::string& inside) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + inside + "END:VCALENDAR\r\n";
}

std::string event_of(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1@x.org\r\nDTSTAMP:20261101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

/// `client code@line`, one a finding.
std::string found(const std::string& ics) {
  std::string out;
  const auto findings = lint(ics);
  if (!findings) return findings.error().code;
  for (const auto& f : *findings) {
    CHECK_FALSE(f.message.empty());
    if (!out.empty()) out += ' ';
    out += std::string(f.client) + ' ' + std::string(f.code) + '@' + std::to_string(f.line);
  }
  return out;
}

}  // namespace

TEST_CASE("a clean calendar has no findings, and each known breakage its own") {
  CHECK(found(calendar_of(clean_event)) == "");
  CHECK(found("BEGIN:VCALENDAR\r\n" + clean_event + "END:VCALENDAR\r\n") ==
        "any calendar.no_prodid@1 any calendar.no_version@1");
  CHECK(found(calendar_of("METHOD:REQUEST\r\n" + clean_event)) == "outlook calendar.method@4");
  CHECK(found(calendar_of("METHOD:PUBLISH\r\n" + clean_event)) == "");
  CHECK(found(calendar_of("BEGIN:VEVENT\r\nDTSTART:20261122T183000Z\r\nDTEND:20261122T203000Z\r\nEND:VEVENT\r\n")) ==
        "outlook calendar.no_dtstamp@4 any calendar.no_uid@4");
  CHECK(found(calendar_of(event_of(""))) == "any calendar.no_dtstart@4");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000Z\r\n"))) == "apple calendar.no_dtend@4");
  CHECK(found(calendar_of(event_of("DTSTART:20261122\r\nDTEND;VALUE=DATE:20261123\r\n"))) ==
        "any calendar.date_without_value@7");
  CHECK(found(calendar_of(event_of("DTSTART;VALUE=DATE:20261122\r\nDTEND;VALUE=DATE:20261122\r\n"))) ==
        "any calendar.empty_day@7");
  CHECK(found(calendar_of(event_of("DTSTART;VALUE=DATE:20261122\r\nDTEND:20261123T000000Z\r\n"))) ==
        "any calendar.mixed_forms@7");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000Z\r\nDTEND:20261122T173000Z\r\n"))) ==
        "any calendar.ends_before_start@7");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000\r\nDTEND:20261122T193000Z\r\n"))) ==
        "outlook calendar.floating_time@7");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\nRRULE:FREQ=WEEKLY\r\n"))) ==
        "any calendar.recurs_in_utc@7");
  CHECK(found(calendar_of(event_of("DTSTART;TZID=Europe/Paris:20261122T183000\r\nDTEND:20261122T193000Z\r\n"))) ==
        "outlook calendar.missing_vtimezone@7");
  CHECK(found(calendar_of(
            event_of("DTSTART;TZID=Romance Standard Time:20261122T183000\r\nDTEND:20261122T193000Z\r\n"))) ==
        "outlook calendar.missing_vtimezone@7 google calendar.not_iana@7 any calendar.unknown_zone@7");
  CHECK(found(calendar_of(clean_event + clean_event)) == "any calendar.repeated_uid@11");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\nBEGIN:VALARM\r\nACTION:"
                                   "AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"))) == "apple calendar.alarm@9");
  CHECK(found(calendar_of(event_of("DTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\nSUMMARY:" +
                                   std::string(80, 'x') + "\r\n"))) == "any calendar.long_line@9");
  CHECK(found(calendar_of(
            event_of("DTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\nSUMMARY:caf\xc3\r\n \xa9\r\n"))) ==
        "any calendar.cut_code_point@10");
  CHECK(found(calendar_of("BEGIN:VTIMEZONE\r\nTZID:Europe/"
                          "Paris\r\nBEGIN:STANDARD\r\nDTSTART:18910315T000100\r\nTZOFFSETFROM:+000921\r\nTZOFFSETTO:+"
                          "000921\r\nRDATE:19110311T000100\r\n"
                          "END:STANDARD\r\nEND:VTIMEZONE\r\n" +
                          clean_event)) == "outlook calendar.vtimezone_history@7 outlook calendar.vtimezone_rdate@10");
  CHECK(found(calendar_of("BEGIN:VEVENT\r\nUID:1@x.org\r\nDTSTAMP:20261101T000000\r\nDTSTART:20261122T183000Z\r\nDTEND:"
                          "20261122T193000Z\r\nEND:VEVENT\r\n")) == "any calendar.dtstamp_not_utc@6");
  std::string large;
  while (large.size() < 1'000'000) large += "X-LONG:" + std::string(60, 'x') + "\r\n";
  CHECK(found(calendar_of(large + clean_event)) == "google calendar.too_large_for_google@1");
  CHECK(found("nonsense") == "any calendar.bad_line@1 any calendar.no_component@1");
}

TEST_CASE("an override may repeat its UID") {
  CHECK(found(calendar_of(
            clean_event +
            event_of("RECURRENCE-ID:20261122T183000Z\r\nDTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\n"))) ==
        "");
}
