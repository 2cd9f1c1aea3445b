#include "cuelight/calendar/feed.hpp"

#include <algorithm>
#include <memory>

#include "calendar/feed/feed_frame.hpp"
#include "calendar/ical/line_writer.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/rule_text.hpp"
#include "calendar/ical/value.hpp"
#include "text/order.hpp"

namespace cuelight::calendar {
namespace {

using tz::seconds_per_day;
using tz::time_form;

constexpr std::size_t usual_event_octets = 768;
constexpr std::int64_t tombstone_s = 30 * seconds_per_day;

/// Whether the request makes sense.
result<void> check(const feed_request& request) {
  const auto bad = [](std::string_view message) { return refuse("calendar.bad_feed", message); };
  if (request.uid_key.size() < 16) return bad("The key of the UIDs must have at least 16 octets.");
  if (!is_name(request.uid_domain)) return bad("The domain of the UIDs must be a host name.");
  if (request.kind != feed_kind::availability && request.format != feed_format::ics) {
    return bad("Only an availability feed has formats other than ics.");
  }
  if (request.kind != feed_kind::availability && !request.busy.empty())
    return bad("Only an availability feed is made of busy intervals; give events.");
  if (request.past_days < 0 || request.past_days > 36'600 || request.future_months < 0 ||
      request.future_months > 1200) {
    return bad("The window is at most a hundred years to either side.");
  }
  if (request.refresh_minutes < 1 || request.refresh_minutes > 525'600)
    return bad("The refresh interval is between a minute and a year.");
  for (const event& e : request.events) {
    const time_form form = e.start.form;
    const bool zoned = form == time_form::local;
    std::string_view wrong;
    if (e.id.empty())
      wrong = "an event has no id.";
    else if (e.end.form != form)
      wrong = "start and end must both be instants, dates or local times.";
    else if (e.end.local_s < e.start.local_s || (form == time_form::date && e.end.local_s == e.start.local_s))
      wrong = "an event ends before it starts.";
    else if (zoned == e.tzid.empty())
      wrong = "a local start needs tzid, and only a local one has it.";
    else if (std::ranges::any_of(e.rdate, [&](const auto& t) { return t.form != form; }))
      wrong = "rdate must have the form of start.";
    else if (std::ranges::any_of(e.exdate, [&](const auto& t) { return t.form != form; }))
      wrong = "exdate must have the form of start.";
    if (!wrong.empty()) {
      return refuse("calendar.bad_event", "Event " + decimal(&e - request.events.data()) + ": " + std::string(wrong));
    }
  }
  return {};
}

/// The rule with UNTIL in the form that RFC 5545 3.3.10 wants: UTC, or a date for whole days.
std::string rule_of(const event& e, const tz::zone* zone) {
  rule_writer out;
  rule_part part;
  for (rule_parts parts(e.rrule); parts.next(part);) {
    const auto until = same_text(part.name, "UNTIL") ? read_time(part.values) : std::nullopt;
    if (!until) {
      out.add(part.name, part.values);
      continue;
    }
    std::int64_t last_s = until->local_s;
    std::string text;
    if (e.start.form == time_form::date) {
      tz::append_basic_time(text, last_s, time_form::date);
    } else {
      if (until->form == time_form::date) last_s += seconds_per_day - 1;
      if (until->form != time_form::utc && zone) last_s = zone->to_utc(last_s).utc_s;
      tz::append_basic_time(text, last_s, time_form::utc);
    }
    out.add(part.name, text);
  }
  return out.take();
}

/// A zone that events name, and its clock.
struct event_zone {
  explicit event_zone(tz::zone z) : zone(std::move(z)), clock(zone) {}
  tz::zone zone;
  tz::local_resolver clock;
};

/// An event that the feed shows, with what decides its place.
struct shown_event {
  std::int64_t start_utc_s = 0, end_utc_s = 0;
  const event* what = nullptr;
  const tz::zone* zone = nullptr;  // of a local start
};

/// A feed of events in full detail.
class event_feed {
 public:
  event_feed(const feed_request& request, const tz::zone& owner) : request_(request), frame_(request, owner) {}

  result<std::string> write() {
    std::int64_t steps = request_.max_steps;
    for (std::size_t i = 0; i < request_.events.size(); ++i) {
      if (auto done = add(request_.events[i], steps); !done) {
        error e = done.error();
        if (e.code != "calendar.step_limit")
          e.message = "Event " + decimal(static_cast<std::int64_t>(i)) + ": " + e.message;
        return std::unexpected(std::move(e));
      }
    }
    write_events();
    return frame_.whole(shown_.size());
  }

 private:
  result<event_zone*> zone_of(const std::string& tzid) {
    for (const auto& z : zones_) {
      if (z->zone.name() == tzid) return z.get();
    }
    auto found = tz::zone::find(tzid);
    if (!found) return std::unexpected(found.error());
    zones_.push_back(std::make_unique<event_zone>(std::move(*found)));
    return zones_.back().get();
  }

  result<void> add(const event& e, std::int64_t& steps) {
    if (e.state == event_state::cancelled && request_.now_utc_s - e.last_modified_utc_s > tombstone_s) return {};
    event_zone* there = nullptr;
    if (e.start.form == time_form::local) {
      auto found = zone_of(e.tzid);
      if (!found) return std::unexpected(found.error());
      there = *found;
    }
    const tz::zone* const zone = there ? &there->zone : nullptr;
    const auto instant = [&](const tz::timestamp& t) {
      return there ? there->clock.to_utc(t.local_s).utc_s : t.local_s;
    };
    const std::int64_t start_utc_s = instant(e.start), end_utc_s = instant(e.end);
    std::optional<rule> recurs;
    if (!e.rrule.empty()) {
      auto parsed = parse_rule(e.rrule);
      if (!parsed) return std::unexpected(parsed.error());
      recurs = std::move(*parsed);
    }
    if (!recurs && e.rdate.empty()) {
      if (!frame_.in_window(start_utc_s, end_utc_s)) return {};
    } else {
      recurrence what{e.start, zone, {}, e.rdate, e.exdate, gap_rule::skip, false};
      if (recurs) what.rules.push_back(*recurs);
      const auto any = expand(what, {frame_.from_utc_s() - (end_utc_s - start_utc_s), frame_.until_utc_s(), 1}, steps);
      if (!any) return std::unexpected(any.error());
      if (any->empty()) return {};
    }
    shown_.push_back({start_utc_s, end_utc_s, &e, zone});
    return {};
  }

  /// Writes the events in order, as far as they can fit.
  void write_events() {
    frame_.expect(shown_.size() * usual_event_octets);
    stable_sort(shown_, [](const shown_event& one, const shown_event& other) {
      if (one.start_utc_s != other.start_utc_s) return one.start_utc_s < other.start_utc_s;
      return one.what->id < other.what->id;
    });
    for (std::size_t i = 0; i < shown_.size() && frame_.has_room(); ++i) write_event(shown_[i]);
  }

  /// A time of an event that keeps its zone, or of one that is told in UTC.
  static void time_line(line_writer& out, std::string_view name, const tz::timestamp& t, const tz::zone* zone,
                        bool keeps_zone) {
    if (!zone) return out.time_line(name, t);
    if (!keeps_zone) return out.time_line(name, {zone->to_utc(t.local_s).utc_s, time_form::utc});
    out.begin(name);
    out.parameter("TZID", zone->name());
    out.colon();
    out.time(t.local_s, t.form);
    out.end();
  }

  void write_event(const shown_event& shown) {
    const event& e = *shown.what;
    const tz::zone* zone = shown.zone;
    const bool recurs = !e.rrule.empty() || !e.rdate.empty();
    const bool keeps_zone = zone && recurs;
    line_writer& out = frame_.begin_component(keeps_zone ? zone : nullptr, shown.start_utc_s);
    out.raw("BEGIN:VEVENT\r\n");
    out.plain_line("UID", frame_.uid("event", e.id));
    out.raw("DTSTAMP:");
    out.time(e.last_modified_utc_s, time_form::utc);
    out.raw("\r\nLAST-MODIFIED:");
    out.time(e.last_modified_utc_s, time_form::utc);
    out.raw("\r\nSEQUENCE:");
    out.raw(decimal(std::clamp<std::int64_t>(e.sequence, 0, INT32_MAX)));
    out.raw("\r\n");
    if (e.start.form == time_form::utc || (zone && !recurs)) {
      out.raw("DTSTART:");
      out.time(shown.start_utc_s, time_form::utc);
      out.raw("\r\nDTEND:");
      out.time(shown.end_utc_s, time_form::utc);
      out.raw("\r\n");
    } else {
      time_line(out, "DTSTART", e.start, zone, keeps_zone);
      time_line(out, "DTEND", e.end, zone, keeps_zone);
    }
    if (!e.rrule.empty()) out.plain_line("RRULE", rule_of(e, zone));
    for (const auto& t : e.rdate) time_line(out, "RDATE", t, zone, keeps_zone);
    for (const auto& t : e.exdate) time_line(out, "EXDATE", t, zone, keeps_zone);
    out.text_line("SUMMARY", !e.title.empty() ? e.title : !e.kind.empty() ? e.kind : "Busy");
    if (!e.place.empty()) out.text_line("LOCATION", e.place);
    if (!e.notes.empty()) out.text_line("DESCRIPTION", e.notes);
    if (!e.url.empty()) out.plain_line("URL", e.url);
    if (!e.kind.empty()) out.text_line("CATEGORIES", e.kind);
    static constexpr std::string_view standing[] = {
        "STATUS:TENTATIVE\r\nTRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\nEND:VEVENT\r\n",
        "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\n",
        "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nEND:VEVENT\r\n"};
    out.raw(standing[static_cast<std::size_t>(e.state)]);
    frame_.end_component();
  }

  const feed_request& request_;
  feed_frame frame_;
  std::vector<std::unique_ptr<event_zone>> zones_;
  std::vector<shown_event> shown_;
};

}  // namespace

result<std::string> feed(const feed_request& request) {
  if (auto good = check(request); !good) return std::unexpected(good.error());
  const auto owner = tz::zone::find(request.tzid);
  if (!owner) return std::unexpected(owner.error());
  return request.kind == feed_kind::availability ? availability_feed(request, *owner)
                                                 : event_feed(request, *owner).write();
}

}  // namespace cuelight::calendar
