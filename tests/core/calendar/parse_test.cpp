#include "cuelight/calendar/parse.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "calendar/unpacked.hpp"
#include "calendar_calls.hpp"
#include "catch_amalgamated.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/lint.hpp"
#include "cuelight/calendar/render.hpp"
#include "cuelight/json.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

/// As `parse`; what core packs for JavaScript holds the same.
result<parse_result> both(const std::string& ics) {
  auto parsed = parse(ics);
  const auto packed = calls::parse(ics, "{}");
  REQUIRE(packed.has_value() == parsed.has_value());
  if (!parsed) return parsed;
  const nlohmann::json built = unpacked(*packed);
  CHECK(built["jcal"] == nlohmann::json::parse(parsed->jcal));
  nlohmann::json problems = nlohmann::json::array();
  for (const problem& p : parsed->problems)
    problems.push_back({{"code", p.code}, {"line", p.line}, {"message", p.message}});
  CHECK(built["problems"] == problems);
  return parsed;
}

/// One event with the given lines, as jCal's properties.
std::string properties(const std::string& lines) {
  const auto parsed = both("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n");
  if (!parsed) return parsed.error().code;
  const std::string head = R"(["vcalendar",[],[["vevent",[)", tail = "],[]]]]";
  REQUIRE(parsed->jcal.starts_with(head));
  REQUIRE(parsed->jcal.ends_with(tail));
  return parsed->jcal.substr(head.size(), parsed->jcal.size() - head.size() - tail.size());
}

std::vector<std::string> codes(const std::string& ics) {
  std::vector<std::string> out;
  const auto parsed = both(ics);
  for (const auto& p : parsed->problems) out.push_back(std::to_string(p.line) + ' ' + std::string(p.code));
  return out;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("properties become jCal by RFC 7265") {
  CHECK(properties("SUMMARY:a\\, b\\; c\\\\ d\\ne\\Nf\r\n") == R"(["summary",{},"text","a, b; c\\ d\ne\nf"])");
  CHECK(properties("DTSTART;TZID=Europe/Paris:20261122T193000\r\n") ==
        R"(["dtstart",{"tzid":"Europe/Paris"},"date-time","2026-11-22T19:30:00"])");
  CHECK(properties("DTSTART;VALUE=DATE:20261122\r\n") == R"(["dtstart",{},"date","2026-11-22"])");
  CHECK(properties("DTSTAMP:20261122T183000Z\r\n") == R"(["dtstamp",{},"date-time","2026-11-22T18:30:00Z"])");
  CHECK(properties("CATEGORIES:one,t\\,wo\r\n") == R"(["categories",{},"text","one","t,wo"])");
  CHECK(properties("GEO:37.386013;-122.082932\r\n") == R"(["geo",{},"float",[37.386013,-122.082932]])");
  CHECK(properties("REQUEST-STATUS:2.0;Success\r\n") == R"(["request-status",{},"text",["2.0","Success"]])");
  CHECK(properties("RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU,2MO;BYMONTH=10\r\n") ==
        R"(["rrule",{},"recur",{"freq":"YEARLY","count":5,"byday":["-1SU","2MO"],"bymonth":10}])");
  CHECK(properties("RRULE:FREQ=DAILY;UNTIL=20110107T120000Z\r\n") ==
        R"(["rrule",{},"recur",{"freq":"DAILY","until":"2011-01-07T12:00:00Z"}])");
  CHECK(properties("EXDATE;TZID=Asia/Tokyo:20260101T100000,20260102T100000\r\n") ==
        R"(["exdate",{"tzid":"Asia/Tokyo"},"date-time","2026-01-01T10:00:00","2026-01-02T10:00:00"])");
  CHECK(properties("RDATE;VALUE=PERIOD:19960403T020000Z/19960403T040000Z,19960404T010000Z/PT3H\r\n") ==
        R"(["rdate",{},"period",["1996-04-03T02:00:00Z","1996-04-03T04:00:00Z"],["1996-04-04T01:00:00Z","PT3H"]])");
  CHECK(properties("ATTENDEE;MEMBER=\"mailto:a@x.org\",\"mailto:b@x.org\";CN=J^'D^^^n:mailto:c@x.org\r\n") ==
        R"(["attendee",{"member":["mailto:a@x.org","mailto:b@x.org"],"cn":"J\"D^\n"},"cal-address","mailto:c@x.org"])");
  CHECK(properties("PRIORITY:+07\r\n") == R"(["priority",{},"integer",7])");
  CHECK(properties("X-OWN;VALUE=INTEGER:5\r\n") == R"(["x-own",{},"integer",5])");
  CHECK(properties("X-OWN:a\\,b\r\n") == R"(["x-own",{},"unknown","a\\,b"])");
  CHECK(properties("X-FLAG;VALUE=BOOLEAN:TRUE\r\n") == R"(["x-flag",{},"boolean",true])");
  CHECK(properties("TRIGGER:-PT15M\r\n") == R"(["trigger",{},"duration","-PT15M"])");
}

TEST_CASE("properties behind a component are their owner's") {
  const auto jcal = [](const std::string& ics) { return both(ics).value().jcal; };
  CHECK(
      jcal("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\nCLASS:PUBLIC\r\n"
           "BEGIN:VALARM\r\nEND:VALARM\r\nSUMMARY:s\r\nEND:VEVENT\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n") ==
      R"(["vcalendar",[["version",{},"text","2.0"]],[["vevent",[["uid",{},"text","a"],["class",{},"text","PUBLIC"],)"
      R"(["summary",{},"text","s"]],[["valarm",[["action",{},"text","AUDIO"]],[]],["valarm",[],[]]]]]])");
}

TEST_CASE("text beyond ASCII is escaped, so that a text of single octets crosses") {
  CHECK(properties("SUMMARY:Così – \xf0\x9f\x8e\xad \xe9\r\n") ==
        R"(["summary",{},"text","Cos\u00ec \u2013 \ud83c\udfad \u00e9"])");
  CHECK(properties("SUMMARY:\x80\r\n") == R"(["summary",{},"text","\ufffd"])");
}

TEST_CASE("more names than a packed word numbers, and texts of every width, are built again") {
  std::string many;
  for (int i = 0; i < 300; ++i)
    many += "X-" + std::to_string(i) + ":\xef\xbb\xbf\xf0\x9f\x8e\xad\xff\r\nx-" + std::to_string(i) + ":\r\n";
  CHECK(properties(many).starts_with(R"(["x-0",{},"unknown","\ufeff\ud83c\udfad\u00ff"],["x-0",{},"unknown",""],)"));
  CHECK(
      both("\xef\xbb\xbf"
           "BEGIN:X-\xff\r\nBEGIN:vEvent\r\nEND:VEVENT\r\nUID:a\r\nBEGIN:VCALENDAR\r\n"));
}

TEST_CASE("what the world writes is read, and named") {
  CHECK(properties("DTSTART:20261122\r\n") == R"(["dtstart",{},"date","2026-11-22"])");
  CHECK(properties("DTSTART:20261122T1930\r\n") == R"(["dtstart",{},"date-time","2026-11-22T19:30:00"])");
  CHECK(properties("DTSTART:yesterday\r\n") == R"(["dtstart",{},"unknown","yesterday"])");
  CHECK(properties("SUMMARY;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=0D=0A=\r\nnext\r\n") ==
        "[\"summary\",{},\"text\",\"caf\\u00e9\\nnext\"]");
  CHECK(properties("SUMMARY:caf\xe9\r\n") == "[\"summary\",{},\"text\",\"caf\\u00e9\"]");
  CHECK(properties("SUMMARY:a\x01"
                   "b\tc\r\n") == R"(["summary",{},"text","ab\tc"])");
  CHECK(properties("SUMMARY:fold\r\n ed \xc3\r\n \xa9\r\n") == "[\"summary\",{},\"text\",\"folded \\u00e9\"]");
  CHECK(codes("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n") == lines{"1 calendar.bare_line_feed"});
  CHECK(codes("BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n") == lines{"2 calendar.bad_line"});
  CHECK(codes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n") == lines{"3 calendar.unclosed_component"});
  CHECK(codes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n") ==
        lines{"1 calendar.unclosed_component", "2 calendar.unclosed_component"});
  CHECK(codes("END:VEVENT\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") == lines{"1 calendar.unexpected_end"});
  CHECK(codes("VERSION:2.0\r\n") == lines{"1 calendar.outside_component", "1 calendar.no_component"});
  CHECK(codes("") == lines{"1 calendar.no_component"});
  CHECK(codes("BEGIN:VEVENT\r\nEND:VEVENT\r\n") == lines{"1 calendar.no_vcalendar"});
  CHECK(codes("BEGIN:VCALENDAR\r\nDTSTART;TZID=Europe/Paris:20260101T000000\r\nEND:VCALENDAR\r\n") ==
        lines{"2 calendar.missing_vtimezone"});
  CHECK(codes("BEGIN:VCALENDAR\r\nDTSTART;TZID=Nowhere:20260101T000000\r\nEND:VCALENDAR\r\n") ==
        lines{"2 calendar.unknown_zone"});
  CHECK(codes("BEGIN:VCALENDAR\r\nDTSTART;TZID=No\xff\xc3"
              "where:20260101T000000\r\nEND:VCALENDAR\r\n") ==
        lines{"2 calendar.invalid_utf8", "2 calendar.unknown_zone"});
  CHECK(codes("BEGIN:VCALENDAR\r\nRRULE:FREQ=WEEKLY;BYMONTHDAY=3\r\nEND:VCALENDAR\r\n") ==
        lines{"2 calendar.bad_rrule"});
}

TEST_CASE("a problem names its property when control characters and quoted-printable meet in one line") {
  for (const std::string value : {"=FF=FF", "=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF=FF"}) {
    const auto parsed =
        both("BEGIN:VCALENDAR\r\nDTSTART\x01;ENCODING=QUOTED-PRINTABLE:" + value + "=\r\n=FF\r\nEND:VCALENDAR\r\n");
    REQUIRE(parsed);
    const auto bad = std::ranges::find(parsed->problems, "calendar.bad_value", &problem::code);
    REQUIRE(bad != parsed->problems.end());
    CHECK(bad->message == "The value of DTSTART is not one that its type allows; it was kept as it is.");
  }
}

TEST_CASE("every problem that a property can have has its code, is tolerated, and is refused when strict") {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"calendar.bad_line", "nonsense"},
      {"calendar.bad_parameter", "SUMMARY;LANGUAGE:a"},
      {"calendar.bad_parameter", "SUMMARY;X=1;X=2:a"},
      {"calendar.bad_value", "DTSTAMP:yesterday"},
      {"calendar.value_type", "DTSTART:20261122"},
      {"calendar.bad_rrule", "RRULE:FREQ=WEEKLY;BYMONTHDAY=3"},
      {"calendar.invalid_utf8", "SUMMARY:caf\xe9"},
      {"calendar.control_character", "SUMMARY:a\x01"},
      {"calendar.quoted_printable", "SUMMARY;ENCODING=QUOTED-PRINTABLE:caf=C3=A9"},
      {"calendar.missing_vtimezone", "DTSTART;TZID=Europe/Paris:20261122T193000"},
      {"calendar.unknown_zone", "DTSTART;TZID=Nowhere:20261122T193000"},
  };
  for (const auto& [code, line] : wrong) {
    INFO(line);
    const std::string ics = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + line + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    CHECK(codes(ics) == lines{"3 " + code});
    const auto refused = parse(ics, {.strict = true});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == code);
    CHECK(refused.error().message.starts_with("Line 3: "));
  }
  CHECK(parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", {.strict = true}));
}

TEST_CASE("several components, and none") {
  CHECK(parse("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")->jcal ==
        R"([["vcalendar",[],[]],["vcalendar",[],[]]])");
  CHECK(parse("")->jcal == "[]");
}

TEST_CASE("strict refuses at the first problem, and limits hold") {
  const std::string bad = "BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n";
  const auto refused = parse(bad, {.strict = true});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "calendar.bad_line");
  CHECK(refused.error().message.starts_with("Line 2: "));
  CHECK(refused.error().offset == 17);
  CHECK(parse(bad, {.max_octets = 10}).error().code == "calendar.too_large");
  CHECK(parse(bad, {.max_lines = 2}).error().code == "calendar.too_many_lines");
  const std::string two = "BEGIN:VCALENDAR\r\nX-A:1\r\nX-B:2\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  CHECK(parse(two, {.max_properties = 2, .max_components = 2}));
  CHECK(parse(two, {.max_properties = 1}).error().code == "calendar.too_many_properties");
  CHECK(parse(two, {.max_components = 1}).error().code == "calendar.too_many_components");
  std::string deep;
  for (int i = 0; i < 33; ++i) deep += "BEGIN:X-DEEP\r\n";
  CHECK(parse(deep).error().code == "calendar.too_deep");
  std::string many = "BEGIN:VCALENDAR\r\n";
  for (int i = 0; i < 5000; ++i) many += "nonsense\r\n";
  const auto listed = parse(many);
  REQUIRE(listed);
  CHECK(listed->problems.size() == 1000);
  CHECK(listed->problems.back().code == "calendar.more_problems");
}

TEST_CASE("every public calendar is read, and what was understood survives a round") {
  const std::filesystem::path folder = std::string(CUELIGHT_VECTORS) + "/ics";
  if (!std::filesystem::exists(folder)) SKIP("the public vectors' ics folder is not on this machine");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string ics{std::istreambuf_iterator<char>(file), {}};
    INFO(entry.path().filename().string());
    ++files;
    const auto parsed = both(ics);
    REQUIRE(parsed);
    CHECK(json::parse(parsed->jcal, {64U << 20, 256}));
    const auto rendered = render(parsed->jcal);
    REQUIRE(rendered);
    const auto again = parse(*rendered);
    REQUIRE(again);
    CHECK(again->jcal == parsed->jcal);
    CHECK(*render(again->jcal) == *rendered);
    free_busy_request request;
    request.calendars = {ics};
    request.from_utc_s = tz::days_from_date(1990, 1, 1) * tz::seconds_per_day;
    request.until_utc_s = tz::days_from_date(2030, 1, 1) * tz::seconds_per_day;
    const auto busy = free_busy(request);
    CHECK((busy || busy.error().code == "calendar.step_limit" || busy.error().code == "calendar.no_component"));
    CHECK(lint(ics));
  }
  CHECK(files == 301);
}
