#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "calendar/readings.hpp"
#include "catch_amalgamated.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

constexpr std::int64_t from_utc_s = tz::days_from_date(1990, 1, 1) * tz::seconds_per_day;
constexpr std::int64_t until_utc_s = tz::days_from_date(2030, 1, 1) * tz::seconds_per_day;

std::string with_event(const std::string& lines) {
  return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string busy(const std::string& ics) {
  return busy_text(ics, from_utc_s, until_utc_s);
}

}  // namespace

TEST_CASE("parse and the busy search mean the same by every public calendar") {
  const std::filesystem::path folder = std::string(CUELIGHT_VECTORS) + "/ics";
  if (!std::filesystem::exists(folder)) SKIP("the public vectors' ics folder is not on this machine");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string ics{std::istreambuf_iterator<char>(file), {}};
    INFO(entry.path().filename().string());
    CHECK(disagreement(ics, from_utc_s, until_utc_s) == "");
  }
}

TEST_CASE("what is written otherwise is read alike") {
  const std::string plain = busy(with_event("DTSTART:20260101T100000Z\r\nDTEND:20260101T110000Z\r\n"));
  REQUIRE(plain == "1767261600/1767265200 ");
  for (const std::string lines :
       {"DTSTART:20260101t100000z\r\nDTEND:2026-01-01T11:00:00Z\r\n", "DTSTART:20260101T1000Z\r\nDURATION:PT1H\r\n",
        "D\r\n TSTART:20260101T100000Z\r\nDURATION:PT1H\r\n",
        "DTST\x01"
        "ART:20260101T100000Z\r\nDURATION:PT1H\r\n",
        "DTSTART;VALUE=X-TIME:20260101T100000Z\r\nDURATION;VALUE=TEXT:PT1H\r\n",
        "DTSTART;ENCODING=QUOTED-PRINTABLE:20260101T=\r\n100000Z\r\nDURATION:PT1H\r\n",
        "DTSTART:20260101T100000Z\r\nDURATION:PT1H\r\nSUMMARY;ENCODING=QUOTED-PRINTABLE:a=\r\nTRANSP:TRANSPARENT\r\n",
        "DTSTART:20260101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;UNTIL=20260101t1000z\r\n"}) {
    INFO(lines);
    CHECK(busy(with_event(lines)) == plain);
    CHECK(disagreement(with_event(lines), from_utc_s, until_utc_s) == "");
  }
}

TEST_CASE("names with escapes are told by what they mean") {
  const std::string zone =
      "BEGIN:VTIMEZONE\r\nTZID:Stage\\, left ^\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
      "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  const std::string ics = "BEGIN:VCALENDAR\r\n" + zone +
                          "BEGIN:VEVENT\r\nUID:a\\;b\r\nDTSTART;TZID=\"Stage, left ^^\":20260101T100000\r\n"
                          "DURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n"
                          "BEGIN:VEVENT\r\nUID:a;b\r\nRECURRENCE-ID:20260102T070000Z\r\nDTSTART:20260103T070000Z\r\n"
                          "DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  CHECK(busy(ics) == "1767250800/1767254400 1767423600/1767427200 ");
  CHECK(disagreement(ics, from_utc_s, until_utc_s) == "");
}

TEST_CASE("a component that lost its END hides no event") {
  const std::string one = "BEGIN:VEVENT\r\nDTSTART:20260101T100000Z\r\nDURATION:PT1H\r\n";
  const std::string two = "BEGIN:VEVENT\r\nDTSTART:20260102T100000Z\r\nDURATION:PT1H\r\n";
  const std::string both_busy = "1767261600/1767265200 1767348000/1767351600 ";
  for (const std::string& ics :
       {"BEGIN:VCALENDAR\r\n" + one + two + "END:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\n" + one + "BEGIN:VCALENDAR\r\n" + two + "END:VEVENT\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:X-FOLDER\r\n" + one + "END:VEVENT\r\nEND:X-FOLDER\r\n" + two, one + two}) {
    INFO(ics);
    CHECK(busy(ics) == both_busy);
    CHECK(disagreement(ics, from_utc_s, until_utc_s) == "");
  }
  const auto parsed = parse("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
  REQUIRE(parsed);
  CHECK(parsed->jcal == R"([["vcalendar",[],[["vevent",[],[]]]],["vcalendar",[],[]]])");
  REQUIRE(parsed->problems.size() == 1);
  CHECK(parsed->problems[0].code == "calendar.unclosed_component");
  CHECK(parsed->problems[0].line == 3);
}

TEST_CASE("a calendar that parse refuses as too deep is no free time") {
  std::string deep = "BEGIN:VCALENDAR\r\n";
  for (int i = 0; i < 40; ++i) deep += "BEGIN:X-A\r\n";
  CHECK(parse(deep).error().code == "calendar.too_deep");
  CHECK(busy(deep) == "calendar.too_deep");
}
