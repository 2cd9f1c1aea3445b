#include "cuelight/calendar/render.hpp"

#include <string>
#include <string_view>

#include "catch_amalgamated.hpp"
#include "cuelight/calendar/parse.hpp"
#include "cuelight/json.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

std::string property(const std::string& jcal) {
  const auto out = render(R"(["vevent",[)" + jcal + "],[]]");
  if (!out) return out.error().code;
  const std::string head = "BEGIN:VEVENT\r\n", tail = "\r\nEND:VEVENT\r\n";
  REQUIRE(out->starts_with(head));
  REQUIRE(out->ends_with(tail));
  return out->substr(head.size(), out->size() - head.size() - tail.size());
}

}  // namespace

TEST_CASE("values and parameters are written by their type") {
  CHECK(property(R"(["summary",{},"text","a, b; c\\ d\ne"])") == "SUMMARY:a\\, b\\; c\\\\ d\\ne");
  CHECK(property(R"(["dtstart",{"tzid":"Europe/Paris"},"date-time","2026-11-22T19:30:00"])") ==
        "DTSTART;TZID=Europe/Paris:20261122T193000");
  CHECK(property(R"(["dtstart",{},"date","2026-11-22"])") == "DTSTART;VALUE=DATE:20261122");
  CHECK(property(R"(["attendee",{"cn":"J\"D^\n","member":["mailto:a@x.org","b"]},"cal-address","mailto:c@x.org"])") ==
        "ATTENDEE;CN=J^'D^^^n;MEMBER=\"mailto:a@x.org\",b:mailto:c@x.org");
  CHECK(property(R"(["rrule",{},"recur",{"count":5,"freq":"YEARLY","byday":["-1SU","2MO"],"until":"2026-01-01"}])") ==
        "RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU,2MO;UNTIL=20260101");
  CHECK(property(R"(["geo",{},"float",[37.386013,-122.082932]])") == "GEO:37.386013;-122.082932");
  CHECK(property(R"(["rdate",{},"period",["1996-04-03T02:00:00Z","PT3H"]])") ==
        "RDATE;VALUE=PERIOD:19960403T020000Z/PT3H");
  CHECK(property(R"(["tzoffsetfrom",{},"utc-offset","-05:00"])") == "TZOFFSETFROM:-0500");
  CHECK(property(R"(["x-own",{},"unknown","as;it,is"])") == "X-OWN:as;it,is");
  CHECK(property(R"(["x-own",{},"boolean",false])") == "X-OWN;VALUE=BOOLEAN:FALSE");
  CHECK(property(R"(["refresh-interval",{},"duration","PT6H"])") == "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
  CHECK(property(R"(["dtstamp",{},"date-time","2016-12-31T23:59:60Z"])") == "DTSTAMP:20161231T235960Z");
}

TEST_CASE("nothing can start a line of its own") {
  CHECK(property(R"(["uid",{},"text","a\r\nATTENDEE:x"])") == "UID:a\\nATTENDEE:x");
  CHECK(property(R"(["url",{},"uri","http://x\r\nATTENDEE:y"])") == "URL:http://xATTENDEE:y");
  CHECK(property(R"(["x-own",{},"unknown","a\nb"])") == "X-OWN:a\\nb");
  CHECK(property(R"(["summary",{"x":"a\r\nb"},"text","\u0000\u0007\u007fc"])") == "SUMMARY;X=a^nb:c");
  CHECK(property(R"(["summ\nary",{},"text","c"])") == "calendar.bad_jcal");
  CHECK(property(R"(["summary",{"a:b":"c"},"text","c"])") == "calendar.bad_jcal");
  CHECK(property(R"(["dtstart",{},"date-time","2026-11-22T19:30:00\r\nX:y"])") == "calendar.bad_value");
  CHECK(property(R"(["rrule",{},"recur",{"freq":"DAILY;COUNT=3"}])") == "calendar.bad_value");
  CHECK(property("[\"rrule\",{},\"recur\",{\"freq\":\"DAILY\",\"x-own\":\"a\x7f\"}]") == "calendar.bad_value");
}

TEST_CASE("lines have at most 75 octets, never cut a code point, and unfold to themselves") {
  for (std::size_t lead = 0; lead < 160; ++lead) {
    const std::string text =
        std::string(lead, 'x') + "\u00e9\U0001f3bb\u4e2d" + std::string(200, 'y') + "\U0001f3bb\U0001f3bb\U0001f3bb";
    const auto out = render(R"(["vevent",[["summary",{},"text",")" + text + R"("]],[]])");
    REQUIRE(out);
    std::string unfolded;
    std::size_t column = 0;
    for (std::size_t i = 0; i < out->size(); ++i) {
      if ((*out)[i] == '\r') {
        const bool folds = out->compare(i, 3, "\r\n ") == 0;
        CHECK(column <= 75);
        // The next line starts with a whole code point.
        if (folds) CHECK((static_cast<unsigned char>((*out)[i + 3]) & 0xc0) != 0x80);
        if (!folds) unfolded += '\n';
        column = folds ? 1 : 0;
        i += folds ? 2 : 1;
        continue;
      }
      ++column;
      unfolded += (*out)[i];
    }
    CHECK(unfolded == "BEGIN:VEVENT\nSUMMARY:" + text + "\nEND:VEVENT\n");
  }
}

TEST_CASE("what is not jCal is refused with its place") {
  const auto code = [](std::string_view jcal) {
    const auto out = render(jcal);
    return out ? std::string("accepted") : out.error().code;
  };
  CHECK(code("") == "json.unexpected_end");
  CHECK(code("{}") == "argument.type");
  CHECK(code("[") == "json.unexpected_end");
  CHECK(code("[]") == "accepted");
  CHECK(code(R"(["vevent"])") == "calendar.bad_jcal");
  CHECK(code(R"(["vevent",[],[],1])") == "calendar.bad_jcal");
  CHECK(code(R"(["vevent",[],[]] x)") == "json.trailing_octets");
  CHECK(code(R"(["vevent",[["summary",{},"text"]],[]])") == "calendar.bad_jcal");
  CHECK(code(R"(["vevent",[["summary",{},"text",null]],[]])") == "calendar.bad_jcal");
  CHECK(code(R"(["vevent",[["summary",{},"text","\ud800"]],[]])") == "json.lone_surrogate");
  CHECK(code("[\"vevent\",[[\"summary\",{},\"text\",\"\xff\"]],[]]") == "json.invalid_utf8");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += R"(["v",[],[)";
  CHECK(code(deep) == "json.too_deep");
  CHECK(code(R"(["vevent",[["dtstart",{"tzid":"UTC","tzid":"Asia/Tokyo"},"date","2026-01-01"]],[]])") ==
        "json.duplicate_name");
}

TEST_CASE("what is not JSON is refused as json::parse refuses it, before any fault of its shape") {
  for (const std::string_view text : {R"(["x y",01])", R"([1,{"a":1,"a":2}])", R"(["vevent",[],[1e999]])", R"(["\q"])",
                                      "\xEF\xBB\xBF[]", "[[]]]", R"(["vevent",[["a",{},"text",tru]],[]])"}) {
    CAPTURE(text);
    const auto judged = cuelight::json::parse(text);
    const auto rendered = render(text);
    REQUIRE((!judged && !rendered));
    CHECK(rendered.error().code == judged.error().code);
    CHECK(rendered.error().offset == judged.error().offset);
  }
}
