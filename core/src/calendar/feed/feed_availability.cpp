#include <algorithm>

#include "calendar/feed/feed_frame.hpp"
#include "calendar/ical/json_reader.hpp"
#include "cuelight/calendar/free_busy.hpp"

namespace cuelight::calendar {
namespace {

using tz::seconds_per_day;
using tz::time_form;

/// DTSTAMP of a public block. A block is a value, told by its two instants: it never changes, and its stamp would
/// otherwise tell when something else did.
constexpr tz::timestamp block_stamp{tz::days_from_date(2000, 1, 1) * seconds_per_day, time_form::utc};

constexpr tz::timestamp instant(std::int64_t utc_s) {
  return {utc_s, time_form::utc};
}

/// A feed of merged busy time and nothing else.
class availability_writer {
 public:
  availability_writer(const feed_request& request, const tz::zone& owner)
      : request_(request), owner_(owner), frame_(request, owner) {}

  result<std::string> write() {
    free_busy_request ask;
    ask.events = request_.events;
    ask.busy = request_.busy;
    // A month more on both sides, so that a block at the window's edge has its own ends and not the window's.
    ask.from_utc_s = frame_.from_utc_s() - 31 * seconds_per_day;
    ask.until_utc_s = frame_.until_utc_s() + 31 * seconds_per_day;
    ask.zone = owner_;
    ask.max_steps = request_.max_steps;
    auto found = free_busy(ask);
    if (!found) return std::unexpected(found.error());
    std::vector<interval> busy;
    for (const interval& i : *found) {
      if (frame_.in_window(i.start_utc_s, i.end_utc_s)) busy.push_back(i);
    }
    switch (request_.format) {
      case feed_format::ics:
        for (std::size_t i = 0; i < busy.size() && frame_.has_room(); ++i) add_busy(busy[i]);
        return frame_.whole(busy.size());
      case feed_format::ifb:
        add_free_busy(busy);
        return frame_.whole(1);
      case feed_format::vavailability:
        add_availability(busy);
        return frame_.whole(1);
      case feed_format::json:
        return json(busy);
    }
    return refuse("calendar.bad_feed", "This format is unknown.");
  }

 private:
  [[nodiscard]] std::string interval_uid(std::string_view purpose, const interval& i) const {
    std::string text;
    tz::append_basic_time(text, i.start_utc_s, time_form::utc);
    text += '/';
    tz::append_basic_time(text, i.end_utc_s, time_form::utc);
    return frame_.uid(purpose, text);
  }

  void add_busy(const interval& i) {
    line_writer& out = frame_.begin_component();
    out.raw("BEGIN:VEVENT\r\n");
    out.plain_line("UID", interval_uid("busy", i));
    out.time_line("DTSTAMP", block_stamp);
    out.raw("SEQUENCE:0\r\n");
    const std::int64_t start_local_s = owner_.to_local(i.start_utc_s), end_local_s = owner_.to_local(i.end_utc_s);
    const bool whole_days =
        start_local_s % seconds_per_day == 0 && end_local_s % seconds_per_day == 0 && end_local_s > start_local_s;
    out.time_line("DTSTART", whole_days ? tz::timestamp{start_local_s, time_form::date} : instant(i.start_utc_s));
    out.time_line("DTEND", whole_days ? tz::timestamp{end_local_s, time_form::date} : instant(i.end_utc_s));
    out.raw("SUMMARY:Busy\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    frame_.end_component();
  }

  /// What the two variants with one component share: UID, DTSTAMP, the window.
  void begin_window(line_writer& out, std::string_view component) const {
    out.plain_line("BEGIN", component);
    out.plain_line("UID", frame_.uid(component, {}));
    out.time_line("DTSTAMP", instant(tz::day_of(request_.now_utc_s) * seconds_per_day));
    out.time_line("DTSTART", instant(frame_.from_utc_s()));
    out.time_line("DTEND", instant(frame_.until_utc_s()));
  }

  [[nodiscard]] interval clipped(const interval& i) const {
    return {std::max(i.start_utc_s, frame_.from_utc_s()), std::min(i.end_utc_s, frame_.until_utc_s())};
  }

  void add_free_busy(const std::vector<interval>& busy) {
    line_writer& out = frame_.begin_component();
    begin_window(out, "VFREEBUSY");
    for (const interval& whole : busy) {
      const interval i = clipped(whole);
      out.begin("FREEBUSY");
      out.parameter("FBTYPE", "BUSY");
      out.colon();
      out.time(i.start_utc_s, time_form::utc);
      out.raw("/");
      out.time(i.end_utc_s, time_form::utc);
      out.end();
    }
    out.plain_line("END", "VFREEBUSY");
    frame_.end_component();
  }

  /// RFC 7953: the window is busy but for what is available.
  void add_availability(const std::vector<interval>& busy) {
    line_writer& out = frame_.begin_component();
    begin_window(out, "VAVAILABILITY");
    out.plain_line("BUSYTYPE", "BUSY");
    std::int64_t free_from_s = frame_.from_utc_s();
    const auto add_free = [&](std::int64_t until_s) {
      if (free_from_s >= until_s) return;
      const interval free{free_from_s, until_s};
      out.raw("BEGIN:AVAILABLE\r\n");
      out.plain_line("UID", interval_uid("free", free));
      out.time_line("DTSTAMP", block_stamp);
      out.time_line("DTSTART", instant(free.start_utc_s));
      out.time_line("DTEND", instant(free.end_utc_s));
      out.raw("SUMMARY:Available\r\nEND:AVAILABLE\r\n");
    };
    for (const interval& i : busy) {
      add_free(i.start_utc_s);
      free_from_s = std::max(free_from_s, i.end_utc_s);
    }
    add_free(frame_.until_utc_s());
    out.plain_line("END", "VAVAILABILITY");
    frame_.end_component();
  }

  [[nodiscard]] std::string json(const std::vector<interval>& busy) const {
    std::string out = "{\"name\":";
    append_json(out, request_.name);
    out += ",\"tzid\":";
    append_json(out, owner_.name());
    const auto time = [&](std::string_view name, std::int64_t utc_s) {
      out += name;
      tz::append_time(out, utc_s, time_form::utc);
      out += '"';
    };
    time(",\"from\":\"", frame_.from_utc_s());
    time(",\"until\":\"", frame_.until_utc_s());
    out += ",\"busy\":[";
    bool first = true;
    for (const interval& whole : busy) {
      const interval i = clipped(whole);
      time(first ? "{\"start\":\"" : ",{\"start\":\"", i.start_utc_s);
      time(",\"end\":\"", i.end_utc_s);
      out += '}';
      first = false;
    }
    out += "]}";
    return out;
  }

  const feed_request& request_;
  const tz::zone& owner_;
  feed_frame frame_;
};

}  // namespace

result<std::string> availability_feed(const feed_request& request, const tz::zone& owner) {
  return availability_writer(request, owner).write();
}

}  // namespace cuelight::calendar
