#include "calendar_calls.hpp"

#include <string>

#include "catch_amalgamated.hpp"

using namespace cuelight;
namespace calls = cuelight::calendar::calls;

namespace {

std::string text(const result<std::string>& answer) {
  return answer ? *answer : answer.error().code;
}

}  // namespace

TEST_CASE("requests and answers are JSON text") {
  CHECK(
      text(calls::expand(R"({"dtstart":"2026-03-28T02:30:00","tzid":"Europe/Paris","rrule":"FREQ=DAILY;COUNT=3"})")) ==
      R"(["2026-03-28T02:30:00","2026-03-30T02:30:00","2026-03-31T02:30:00"])");
  CHECK(
      text(calls::expand(
          R"({"dtstart":"2026-03-28T02:30:00","tzid":"Europe/Paris","rrule":["FREQ=DAILY;COUNT=1","FREQ=WEEKLY;COUNT=2"],"as":"utc"})")) ==
      R"(["2026-03-28T01:30:00Z","2026-04-04T00:30:00Z"])");
  CHECK(
      text(calls::expand(R"({"dtstart":"20260101","rrule":"FREQ=DAILY","from":"2026-02-01","until":"2026-02-03"})")) ==
      R"(["2026-02-01","2026-02-02"])");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01T00:00:00Z","rrule":"FREQ=DAILY","limit":2})")) ==
        R"(["2026-01-01T00:00:00Z","2026-01-02T00:00:00Z"])");
  CHECK(
      text(calls::to_utc(R"({"local":"2026-03-29T02:30:00","tzid":"Europe/Paris"})")) ==
      R"({"utc":"2026-03-29T01:30:00Z","local":"2026-03-29T03:30:00","offsetSeconds":7200,"abbreviation":"CEST","kind":"gap"})");
  CHECK(
      text(calls::to_local(R"({"utc":"2026-01-01T00:00:00Z","tzid":"America/New_York"})")) ==
      R"({"utc":"2026-01-01T00:00:00Z","local":"2025-12-31T19:00:00","offsetSeconds":-18000,"abbreviation":"EST","kind":"unique"})");
  const std::string ics =
      "BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\\, "
      "B\r\nX-WR-TIMEZONE:Europe/"
      "Rome\r\nBEGIN:VEVENT\r\nDTSTART:20261122T183000Z\r\nDTEND:20261122T193000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  CHECK(text(calls::heading(ics)) == R"({"name":"A, B","tzid":"Europe/Rome"})");
  CHECK(text(calls::heading("BEGIN:VCALENDAR\r\n")) == R"({"name":null,"tzid":null})");
  CHECK(text(calls::heading("<html>")) == "calendar.no_component");
  const std::string octets = std::to_string(ics.size());
  CHECK(text(calls::free_busy(
            R"({"from":"2026-11-22","until":"2026-11-23","tzid":"Europe/Rome","icsOctets":[)" + octets + "]}", ics)) ==
        "2026-11-22T18:30:00Z2026-11-22T19:30:00Z");
  CHECK(
      text(calls::availability(R"({"from":"2026-11-22","until":"2026-11-24","tzid":"Europe/Rome","icsOctets":[)" +
                                   octets + "," + octets + "]}",
                               ics + ics)) ==
      R"([{"date":"2026-11-22","state":"partly","busy":[{"start":"19:30","end":"20:30"}]},{"date":"2026-11-23","state":"free","busy":[]}])");
  CHECK(text(calls::lint("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
            .starts_with(R"([{"client":"any","severity":"warning","code":"calendar.no_prodid","line":1,)"));
  CHECK(text(calls::zones()).starts_with(R"(["Africa/Abidjan",)"));
}

TEST_CASE("requests that are wrong say how") {
  CHECK(text(calls::expand("")) == "json.unexpected_end");
  CHECK(text(calls::expand("{")) == "json.unexpected_end");
  CHECK(text(calls::expand("{}")) == "argument.value");
  CHECK(text(calls::expand(R"({"dtstart":1})")) == "argument.type");
  CHECK(text(calls::expand(R"({"dtstart":"soon"})")) == "tz.bad_time");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01","tzid":"Nope"})")) == "tz.unknown_zone");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01","rrule":"FREQ=NO"})")) == "calendar.bad_rrule");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01","limit":-1})")) == "argument.value");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01","limit":1.5})")) == "argument.type");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01","gap":"jump"})")) == "argument.value");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01T00:00:00","as":"utc"})")) == "argument.value");
  CHECK(text(calls::expand(R"({"dtstart":"2026-01-01"} x)")) == "json.trailing_octets");
  CHECK(text(calls::to_utc(R"({"local":"2026-01-01T00:00:00Z","tzid":"UTC"})")) == "tz.bad_time");
  CHECK(text(calls::to_local(R"({"utc":"2026-01-01T00:00:00","tzid":"UTC"})")) == "tz.bad_time");
  CHECK(text(calls::to_local(R"({"tzid":"UTC"})")) == "argument.value");
  CHECK(text(calls::free_busy(R"({"from":"2026-01-01"})", "")) == "argument.value");
  CHECK(text(calls::free_busy(R"({"from":"2026-01-02","until":"2026-01-01"})", "")) == "calendar.bad_period");
  CHECK(text(calls::free_busy(R"({"from":"2026-01-01","until":"2026-01-02","events":[{"id":"1"}]})", "")) ==
        "argument.value");
  CHECK(text(calls::availability(R"({"from":"2026-01-01T00:00:00Z","until":"2026-01-02"})", "")) == "argument.value");
  CHECK(text(calls::feed(R"({"kind":"week","now":"2026-01-01T00:00:00Z","uidKey":"zz"})", "")) == "argument.value");
  CHECK(text(calls::feed(R"({"kind":"diary"})", "")) == "argument.value");
  CHECK(text(calls::feed(R"({"name":"x"})", "")) == "argument.value");
  CHECK(text(calls::parse("", "[]")) == "argument.type");
  std::string deep = R"({"x":)";
  for (int i = 0; i < 200; ++i) deep += "[";
  CHECK(text(calls::expand(deep)) == "json.too_deep");
}
