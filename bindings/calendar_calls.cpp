#include "calendar_calls.hpp"

#include "calendar/busy/calendar_reader.hpp"
#include "calendar/ical/component_reader.hpp"
#include "calendar/ical/jcal_value.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/zone_book.hpp"
#include "calendar_requests.hpp"
#include "cuelight/calendar.hpp"
#include "packed_events.hpp"
#include "packed_jcal.hpp"

namespace cuelight::calendar::calls {
namespace {

void append_time_string(std::string& out, std::int64_t s, tz::time_form form) {
  out += '"';
  tz::append_time(out, s, form);
  out += '"';
}

result<std::string> intervals(const std::vector<interval>& busy) {
  std::string out;
  for (const interval& i : busy) {
    tz::append_time(out, i.start_utc_s, tz::time_form::utc);
    tz::append_time(out, i.end_utc_s, tz::time_form::utc);
  }
  return out;
}

/// `19:30`, with seconds where there are any; `24:00` for the day's end.
void append_clock(std::string& out, std::int64_t of_day_s) {
  const auto two = [&](std::int64_t n) {
    out += static_cast<char>('0' + n / 10);
    out += static_cast<char>('0' + n % 10);
  };
  out += '"';
  two(of_day_s / 3600);
  out += ':';
  two(of_day_s / 60 % 60);
  if (of_day_s % 60 != 0) {
    out += ':';
    two(of_day_s % 60);
  }
  out += '"';
}

std::string zoned_time(const tz::zone& zone, std::int64_t utc_s, tz::occurrence kind) {
  const tz::period p = zone.at(utc_s);
  std::string out = "{\"utc\":";
  append_time_string(out, utc_s, tz::time_form::utc);
  out += ",\"local\":";
  append_time_string(out, utc_s + p.offset_s, tz::time_form::local);
  out += ",\"offsetSeconds\":";
  out += decimal(p.offset_s);
  out += ",\"abbreviation\":";
  append_json(out, p.abbreviation);
  out += ",\"kind\":";
  out += kind == tz::occurrence::gap ? "\"gap\"}" : kind == tz::occurrence::overlap ? "\"overlap\"}" : "\"unique\"}";
  return out;
}

}  // namespace

result<std::string> parse(std::string_view ics, std::string_view options) {
  const auto wanted = read_parse_options(options);
  if (!wanted) return std::unexpected(wanted.error());
  packed_jcal packed(ics.size() + ics.size() / 4);
  auto parsed = parse_into(&packed, ics, *wanted);
  if (!parsed) return std::unexpected(parsed.error());
  std::string json = "{\"rest\":[" + parsed->jcal + "],\"names\":[";
  for (const std::string& name : packed.names()) {
    if (json.back() != '[') json += ',';
    append_json(json, name);
  }
  json += "],\"types\":[";
  for (auto type = value_type::text; type <= value_type::unknown;
       type = static_cast<value_type>(static_cast<int>(type) + 1)) {
    if (json.back() != '[') json += ',';
    append_json(json, type_name(type));
  }
  json += "],\"problems\":[";
  for (const problem& p : parsed->problems) {
    json += json.back() == '[' ? "{\"code\":\"" : ",{\"code\":\"";
    json += p.code;
    json += "\",\"line\":";
    json += decimal(p.line);
    json += ",\"message\":";
    append_json(json, p.message);
    json += '}';
  }
  json += "]}";
  return packed.take(json);
}

result<std::string> heading(std::string_view ics) {
  component_reader stream(ics);
  std::string name = "null", tzid = "null";
  bool inside = false;
  for (auto item = stream.next(); item != stream_item::done; item = stream.next()) {
    const content_line& line = stream.line();
    if (item == stream_item::begin) {
      if (inside) break;
      inside = true;
    } else if (item == stream_item::end) {
      continue;
    } else if (same_text(line.name, "NAME") || (name == "null" && same_text(line.name, "X-WR-CALNAME"))) {
      text_faults faults;
      text_writer out;
      append_json_octets(out, line.value, escapes::text, faults);
      name = out.take();
    } else if (same_text(line.name, "X-WR-TIMEZONE")) {
      if (const auto zone = known_zone(line.value)) {
        tzid.clear();
        append_json(tzid, zone->name());
      }
    }
  }
  if (!inside) return refuse("calendar.no_component", "There is no calendar in this text.");
  return "{\"name\":" + name + ",\"tzid\":" + tzid + "}";
}

result<std::string> feed(std::string_view request, std::string_view events) {
  auto wanted = read_feed_request(request);
  if (!wanted) return std::unexpected(wanted.error());
  if (!events.empty() && !read_packed_events(events, wanted->events))
    return refuse("argument.value", "The packed events are not as bindings/packed_events.hpp has them.");
  return calendar::feed(*wanted);
}

result<std::string> expand(std::string_view request) {
  auto wanted = read_expand_request(request);
  if (!wanted) return std::unexpected(wanted.error());
  if (wanted->zone) wanted->what.zone = &*wanted->zone;
  auto found = calendar::expand(wanted->what, wanted->window, wanted->steps);
  if (!found) return std::unexpected(found.error());
  std::string out = "[";
  out.reserve(found->size() * 24 + 2);
  for (const occurrence& o : *found) {
    if (out.size() > 1) out += ',';
    if (wanted->as_utc)
      append_time_string(out, o.utc_s, tz::time_form::utc);
    else
      append_time_string(out, o.local_s, wanted->what.dtstart.form);
  }
  out += ']';
  return out;
}

result<std::string> free_busy(std::string_view request, std::string_view ics) {
  const auto wanted = read_free_busy_request(request, ics);
  if (!wanted) return std::unexpected(wanted.error());
  const auto busy = calendar::free_busy(wanted->ask);
  if (!busy) return std::unexpected(busy.error());
  return intervals(*busy);
}

result<std::string> busy(std::string_view ics, std::string_view from, std::string_view until, std::string_view tzid) {
  const auto begin = tz::parse_time(from), end = tz::parse_time(until);
  if (!begin || !end || begin->form != tz::time_form::utc || end->form != tz::time_form::utc)
    return refuse("tz.bad_time", "from and until must be instants, such as 2026-11-22T18:30:00Z.");
  free_busy_request ask;
  ask.from_utc_s = begin->local_s;
  ask.until_utc_s = end->local_s;
  if (auto zone = known_zone(tzid)) ask.zone = std::move(*zone);
  std::vector<interval> found;
  std::int64_t steps = ask.max_steps;
  if (auto done = read_busy(ics, ask, steps, found); !done) return std::unexpected(done.error());
  return intervals(merged(std::move(found)));
}

result<std::string> availability(std::string_view request, std::string_view ics) {
  const auto wanted = read_free_busy_request(request, ics);
  if (!wanted) return std::unexpected(wanted.error());
  if (!wanted->first_day || !wanted->last_day) return refuse("argument.value", "from and until must be dates.");
  if (*wanted->last_day - *wanted->first_day > 3700)
    return refuse("calendar.bad_period", "Ask for at most ten years of days.");
  const auto busy = calendar::free_busy(wanted->ask);
  if (!busy) return std::unexpected(busy.error());
  std::string out = "[";
  for (const day_availability& d : by_day(*busy, *wanted->first_day, *wanted->last_day, wanted->ask.zone)) {
    const std::int64_t midnight_s = d.day * tz::seconds_per_day;
    out += out.size() > 1 ? ",{\"date\":" : "{\"date\":";
    append_time_string(out, midnight_s, tz::time_form::date);
    out += d.state == day_state::free   ? ",\"state\":\"free\""
           : d.state == day_state::busy ? ",\"state\":\"busy\""
                                        : ",\"state\":\"partly\"";
    out += ",\"busy\":[";
    for (std::size_t i = 0; i < d.busy.size(); ++i) {
      out += i != 0 ? ",{\"start\":" : "{\"start\":";
      append_clock(out, d.busy[i].start_local_s - midnight_s);
      out += ",\"end\":";
      append_clock(out, d.busy[i].end_local_s - midnight_s);
      out += '}';
    }
    out += "]}";
  }
  out += ']';
  return out;
}

result<std::string> lint(std::string_view ics) {
  const auto found = calendar::lint(ics);
  if (!found) return std::unexpected(found.error());
  std::string out = "[";
  for (const finding& f : *found) {
    out += out.size() > 1 ? ",{\"client\":\"" : "{\"client\":\"";
    out += f.client;
    out += "\",\"severity\":\"";
    out += f.severity;
    out += "\",\"code\":\"";
    out += f.code;
    out += "\",\"line\":";
    out += decimal(f.line);
    out += ",\"message\":";
    append_json(out, f.message);
    out += '}';
  }
  out += ']';
  return out;
}

result<std::string> to_utc(std::string_view request) {
  const auto wanted = read_zoned_request(request, "local");
  if (!wanted) return std::unexpected(wanted.error());
  if (wanted->time.form != tz::time_form::local)
    return refuse("tz.bad_time", "local must be a date-time without Z, such as 2026-11-22T19:30:00.");
  const tz::resolved at = wanted->zone.to_utc(wanted->time.local_s);
  return zoned_time(wanted->zone, at.utc_s, at.kind);
}

result<std::string> to_local(std::string_view request) {
  const auto wanted = read_zoned_request(request, "utc");
  if (!wanted) return std::unexpected(wanted.error());
  if (wanted->time.form != tz::time_form::utc)
    return refuse("tz.bad_time", "utc must be an instant, such as 2026-11-22T18:30:00Z.");
  const std::int64_t utc_s = wanted->time.local_s;
  return zoned_time(wanted->zone, utc_s, wanted->zone.to_utc(wanted->zone.to_local(utc_s)).kind);
}

result<std::string> zones() {
  std::string out = "[";
  for (const auto name : tz::zone_names()) {
    if (out.size() > 1) out += ',';
    append_json(out, name);
  }
  out += ']';
  return out;
}

}  // namespace cuelight::calendar::calls
