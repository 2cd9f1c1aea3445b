#include "cuelight/calendar/feed.hpp"

#include <algorithm>
#include <string>

#include "catch_amalgamated.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/lint.hpp"
#include "cuelight/calendar/parse.hpp"
#include "cuelight/calendar/render.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

calendar::event one(std::string id, std::string start, std::string end, std::string tzid = "",
                    event_state state = event_state::confirmed) {
  calendar::event e;
  e.id = std::move(id);
  e.state = state;
  e.kind = "performance";
  e.title = "Così fan tutte, Act I";
  e.place = "Teatro Fraschini, Pavia";
  e.start = *tz::parse_time(start);
  e.end = *tz::parse_time(end);
  e.tzid = std::move(tzid);
  e.last_modified_utc_s = *tz::parse_instant("2026-11-20T10:00:00Z");
  return e;
}

feed_request base(feed_kind kind, std::vector<calendar::event> events) {
  feed_request r;
  r.kind = kind;
  r.name = "Ada Example";
  r.events = std::move(events);
  r.now_utc_s = *tz::parse_instant("2026-11-22T09:00:00Z");
  r.uid_key = std::string(32, 'k');
  r.tzid = "Europe/Paris";
  return r;
}

std::string code(const feed_request& r) {
  const auto out = feed(r);
  return out ? std::string("accepted") : out.error().code;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST_CASE("my week: UTC for one-off times, a zone for recurring ones, no alarm, in order") {
  auto rehearsal = one("r", "2026-11-24T10:00:00", "2026-11-24T13:00:00", "Europe/Paris");
  rehearsal.rrule = "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301";
  rehearsal.exdate = {*tz::parse_time("2026-12-22T10:00:00")};
  auto request =
      base(feed_kind::week, {one("p", "2026-12-01T20:00:00", "2026-12-01T22:30:00", "Europe/Rome", event_state::hold),
                             rehearsal, one("d", "2026-12-05", "2026-12-07")});
  const auto out = *feed(request);
  CHECK(out.find("METHOD:PUBLISH\r\n") != out.npos);
  CHECK(out.find("REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n") != out.npos);
  CHECK(out.find("DTSTART:20261201T190000Z\r\nDTEND:20261201T213000Z\r\n") != out.npos);
  CHECK(out.find("STATUS:TENTATIVE\r\n") != out.npos);
  CHECK(out.find("DTSTART;TZID=Europe/Paris:20261124T100000\r\n") != out.npos);
  CHECK(out.find("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270301T225959Z\r\n") != out.npos);
  CHECK(out.find("EXDATE;TZID=Europe/Paris:20261222T100000\r\n") != out.npos);
  CHECK(out.find("DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207\r\n") != out.npos);
  CHECK(out.find("DTSTAMP:20261120T100000Z\r\nLAST-MODIFIED:20261120T100000Z\r\nSEQUENCE:0\r\n") != out.npos);
  CHECK(out.find("VALARM") == out.npos);
  CHECK(count(out, "BEGIN:VTIMEZONE") == 1);
  CHECK(out.find("DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nRRULE:FREQ="
                 "YEARLY;BYMONTH=3;BYDAY=-1SU\r\n") != out.npos);
  // Deterministic, whatever the order of events; and a fixed point of parse and render.
  std::ranges::reverse(request.events);
  CHECK(*feed(request) == out);
  const auto parsed = *parse(out);
  CHECK(parsed.problems.empty());
  CHECK(*render(parsed.jcal) == out);
  CHECK(lint(out).value().size() == 0);
}

TEST_CASE("UIDs are stable, opaque and keyed") {
  auto request = base(feed_kind::week, {one("secret-record-7", "2026-12-01T20:00:00Z", "2026-12-01T22:30:00Z")});
  const auto uid = [&] {
    const auto out = *feed(request);
    const auto at = out.find("UID:");
    return out.substr(at, out.find('\r', at) - at);
  };
  const std::string first = uid();
  CHECK(first.size() == 4 + 32 + 1 + std::string("cuelight.invalid").size());
  request.events[0].title = "Something else";
  request.events[0].start = *tz::parse_time("2026-12-02T20:00:00Z");
  request.events[0].end = *tz::parse_time("2026-12-02T22:00:00Z");
  CHECK(uid() == first);
  CHECK(feed(request)->find("secret-record-7") == std::string::npos);
  request.uid_key[0] = 'x';
  CHECK(uid() != first);
}

TEST_CASE("window and tombstones") {
  const auto holds = [](std::string start, event_state state, std::string changed) {
    auto e = one("x", start, start);
    e.end.local_s += 3600;
    e.state = state;
    e.last_modified_utc_s = *tz::parse_instant(changed);
    return feed(base(feed_kind::week, {e}))->find("BEGIN:VEVENT") != std::string::npos;
  };
  using enum event_state;
  CHECK(holds("2026-10-23T00:00:00Z", confirmed, "2026-01-01T00:00:00Z"));
  CHECK_FALSE(holds("2026-10-22T22:00:00Z", confirmed, "2026-01-01T00:00:00Z"));
  CHECK(holds("2028-05-21T23:00:00Z", confirmed, "2026-01-01T00:00:00Z"));
  CHECK_FALSE(holds("2028-05-22T00:00:00Z", confirmed, "2026-01-01T00:00:00Z"));
  CHECK(holds("2026-12-01T00:00:00Z", cancelled, "2026-10-24T00:00:00Z"));
  CHECK_FALSE(holds("2026-12-01T00:00:00Z", cancelled, "2026-10-22T00:00:00Z"));
  const auto tombstone = *feed(base(feed_kind::week, {one("x", "2026-12-05", "2026-12-06", "", cancelled)}));
  CHECK(tombstone.find("STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n") != tombstone.npos);
}

TEST_CASE("public availability is a function of merged busy time alone") {
  auto request = base(feed_kind::availability,
                      {one("a", "2026-12-01T20:00:00", "2026-12-01T22:00:00", "Europe/Paris", event_state::hold),
                       one("b", "2026-12-05", "2026-12-07")});
  for (const auto format : {feed_format::ics, feed_format::ifb, feed_format::vavailability, feed_format::json}) {
    request.format = format;
    const std::string before = *feed(request);
    for (const char* hidden : {"Così", "Teatro", "performance", "TENTATIVE", "20261120"})
      CHECK(before.find(hidden) == before.npos);
    const auto same = [&](auto change) {
      auto other = request;
      change(other);
      CHECK(*feed(other) == before);
    };
    same([](feed_request& r) { r.events[0].state = event_state::confirmed; });
    same([](feed_request& r) {
      r.events[0].title = "x", r.events[0].place = "y", r.events[0].notes = "z", r.events[0].kind = "k",
      r.events[0].url = "https://u";
    });
    same([](feed_request& r) {
      r.events[0].id = "another", r.events[0].sequence = 9, r.events[0].last_modified_utc_s += 5;
    });
    same([](feed_request& r) { std::swap(r.events[0], r.events[1]); });
    same([](feed_request& r) { r.events.push_back(r.events[0]), r.events.back().id = "second hold"; });
    same([](feed_request& r) {
      auto e = r.events[0];
      e.state = event_state::cancelled;
      e.start.local_s += 1000;
      r.events.push_back(e);
    });
    same([](feed_request& r) {  // the same evening in two halves
      r.events.push_back(r.events[0]);
      r.events[0].end.local_s -= 3600;
      r.events[2].start.local_s += 3600;
    });
    same([](feed_request& r) {
      r.events[0].start = *tz::parse_time("2026-12-01T19:00:00Z"),
      r.events[0].end = *tz::parse_time("2026-12-01T21:00:00Z"), r.events[0].tzid = "";
    });
    same([](feed_request& r) { r.now_utc_s += 3600; });
    auto moved = request;
    moved.events[0].end.local_s += 60;
    CHECK(*feed(moved) != before);
  }
}

TEST_CASE("the variants of a public feed say the same busy time") {
  auto request = base(feed_kind::availability, {one("a", "2026-12-01T20:00:00", "2026-12-01T22:00:00", "Europe/Paris"),
                                                one("b", "2026-12-05", "2026-12-07")});
  const auto plain = *feed(request);
  CHECK(lint(plain).value().size() == 0);
  CHECK(plain.find("DTSTART:20261201T190000Z\r\nDTEND:20261201T210000Z\r\nSUMMARY:Busy\r\nSTATUS:CONFIRMED\r\nTRANSP:"
                   "TRANSPARENT\r\n") != plain.npos);
  CHECK(plain.find("DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207\r\n") != plain.npos);
  request.format = feed_format::json;
  CHECK(
      *feed(request) ==
      R"({"name":"Ada Example","tzid":"Europe/Paris","from":"2026-10-23T00:00:00Z","until":"2028-05-22T00:00:00Z","busy":[)"
      R"({"start":"2026-12-01T19:00:00Z","end":"2026-12-01T21:00:00Z"},{"start":"2026-12-04T23:00:00Z","end":"2026-12-06T23:00:00Z"}]})");
  for (const auto format : {feed_format::ics, feed_format::ifb, feed_format::vavailability}) {
    request.format = format;
    const auto text = *feed(request);
    CHECK(parse(text).value().problems.size() == 0);
    CHECK(lint(text).value().size() == 0);
    free_busy_request ask;
    ask.calendars = {text};
    ask.from_utc_s = *tz::parse_instant("2026-11-01T00:00:00Z");
    ask.until_utc_s = *tz::parse_instant("2027-01-01T00:00:00Z");
    const auto busy = *free_busy(ask);
    CHECK(busy == std::vector<interval>{
                      {*tz::parse_instant("2026-12-01T19:00:00Z"), *tz::parse_instant("2026-12-01T21:00:00Z")},
                      {*tz::parse_instant("2026-12-04T23:00:00Z"), *tz::parse_instant("2026-12-06T23:00:00Z")}});
  }
}

TEST_CASE("a public feed of intervals is that of the events that take them") {
  std::vector<calendar::event> events;
  std::vector<interval> busy;
  for (int i = 0; i < 40; ++i) {
    auto e = one("id" + std::to_string(i), "2026-12-01T20:00:00Z", "2026-12-01T22:00:00Z");
    e.start.local_s += i * i * 1800;
    e.end.local_s += i * i * 1800;
    busy.insert(busy.begin(), {e.start.local_s, e.end.local_s});
    events.push_back(e);
  }
  for (const auto format : {feed_format::ics, feed_format::ifb, feed_format::vavailability, feed_format::json}) {
    auto of_events = base(feed_kind::availability, events);
    auto of_intervals = base(feed_kind::availability, {});
    of_intervals.busy = busy;
    of_events.format = of_intervals.format = format;
    CHECK(*feed(of_events) == *feed(of_intervals));
  }
}

TEST_CASE("the order of events leaves no trace, not even among those that start together") {
  std::vector<calendar::event> events;
  for (int i = 0; i < 60; ++i) {
    auto e = one("id" + std::to_string(i), "2026-12-01T20:00:00Z", "2026-12-01T22:00:00Z");
    e.start.local_s += i / 4 * 7200;
    e.end.local_s += i / 4 * 7200;
    events.push_back(e);
  }
  for (const std::size_t most : {900'000, 9'000}) {
    auto request = base(feed_kind::week, events);
    request.max_octets = most;
    const auto ordered = *feed(request);
    std::ranges::reverse(request.events);
    CHECK(*feed(request) == ordered);
    std::ranges::rotate(request.events, request.events.begin() + 17);
    CHECK(*feed(request) == ordered);
  }
}

TEST_CASE("a feed never outgrows its limit, and says what it left out") {
  std::vector<calendar::event> events;
  for (int i = 0; i < 4000; ++i) {
    auto e = one("id" + std::to_string(i), "2026-12-01T20:00:00Z", "2026-12-01T22:00:00Z");
    e.start.local_s += i * 7200;
    e.end.local_s += i * 7200;
    e.notes = std::string(300, 'n');
    events.push_back(e);
  }
  auto request = base(feed_kind::week, events);
  const auto out = *feed(request);
  CHECK(out.size() <= 900'000);
  CHECK(out.size() > 890'000);
  const std::size_t kept = count(out, "BEGIN:VEVENT");
  CHECK(out.find("X-CUELIGHT-OMITTED:" + std::to_string(4000 - kept) + "\r\n") != out.npos);
  CHECK(out.find("DTSTART:20261201T200000Z") != out.npos);
  // What is left out lies further ahead than everything that is kept.
  const auto cut = tz::parse_instant("2026-12-01T20:00:00Z").value() + static_cast<std::int64_t>(kept) * 7200;
  std::string last, first_out;
  tz::append_basic_time(last, cut - 7200, tz::time_form::utc);
  tz::append_basic_time(first_out, cut, tz::time_form::utc);
  CHECK(out.find("DTSTART:" + last) != out.npos);
  CHECK(out.find("DTSTART:" + first_out) == out.npos);
  request.max_octets = 100;
  CHECK(code(request) == "calendar.bad_feed");
}

TEST_CASE("requests that make no sense are refused") {
  const auto good = base(feed_kind::week, {one("a", "2026-12-01T20:00:00Z", "2026-12-01T22:00:00Z")});
  CHECK(code(good) == "accepted");
  const auto with = [&](auto change) {
    auto r = good;
    change(r);
    return code(r);
  };
  CHECK(with([](auto& r) { r.uid_key = "short"; }) == "calendar.bad_feed");
  CHECK(with([](auto& r) { r.uid_domain = "a b"; }) == "calendar.bad_feed");
  CHECK(with([](auto& r) { r.format = feed_format::ifb; }) == "calendar.bad_feed");
  CHECK(with([](auto& r) { r.busy = {{0, 1}}; }) == "calendar.bad_feed");
  CHECK(with([](auto& r) { r.tzid = "Nope"; }) == "tz.unknown_zone");
  CHECK(with([](auto& r) { r.events[0].id = ""; }) == "calendar.bad_event");
  CHECK(with([](auto& r) { std::swap(r.events[0].start, r.events[0].end); }) == "calendar.bad_event");
  CHECK(with([](auto& r) { r.events[0].end.form = tz::time_form::date; }) == "calendar.bad_event");
  CHECK(with([](auto& r) { r.events[0].tzid = "Europe/Paris"; }) == "calendar.bad_event");
  CHECK(with([](auto& r) { r.events[0].rrule = "FREQ=NEVER"; }) == "calendar.bad_rrule");
}

TEST_CASE("every zone's VTIMEZONE tells the zone's own times through the feed's window") {
  for (const auto name : tz::zone_names()) {
    auto e = one("x", "2026-11-01T02:30:00", "2026-11-01T03:00:00", std::string(name));
    e.rrule = "FREQ=DAILY;INTERVAL=3";
    auto text = *feed(base(feed_kind::week, {e}));
    // Rename the zone, so that only the VTIMEZONE can tell.
    for (std::string::size_type at = 0; (at = text.find("=" + std::string(name) + ":", at)) != text.npos;)
      text.replace(at, name.size() + 2, "=Own:");
    const auto id = text.find("TZID:" + std::string(name) + "\r\n");
    REQUIRE(id != text.npos);
    text.replace(id, name.size() + 5, "TZID:Own");
    free_busy_request by_text, by_table;
    by_text.from_utc_s = by_table.from_utc_s = *tz::parse_instant("2026-11-03T00:00:00Z");
    by_text.until_utc_s = by_table.until_utc_s = *tz::parse_instant("2028-05-20T00:00:00Z");
    by_text.calendars = {text};
    by_table.events = {e};
    INFO(name);
    CHECK(*free_busy(by_text) == *free_busy(by_table));
  }
}
