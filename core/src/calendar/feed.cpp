#include "cuelight/calendar/feed.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

#include "calendar/heap_sort.hpp"
#include "calendar/json_reader.hpp"
#include "calendar/line_writer.hpp"
#include "calendar/property_table.hpp"
#include "calendar/uid.hpp"
#include "calendar/vtimezone.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "order.hpp"

namespace cuelight::calendar {
namespace {

using tz::seconds_per_day;
using tz::time_form;

constexpr std::int64_t tombstone_s = 30 * seconds_per_day;
/// DTSTAMP of a public block. A block is a value, told by its two instants: it never changes, and its stamp would
/// otherwise tell when something else did.
constexpr std::int64_t block_stamp_utc_s = tz::days_from_date(2000, 1, 1) * seconds_per_day;

std::string decimal(std::int64_t n) {
  char text[24];
  return {text, std::to_chars(text, text + sizeof text, n).ptr};
}

std::string basic(std::int64_t s, time_form form) {
  std::string out;
  tz::append_basic_time(out, s, form);
  return out;
}

/// Whole minutes as a duration, `PT6H`.
std::string minutes_text(std::int64_t minutes) {
  std::string out = "PT";
  if (minutes >= 60) out += decimal(minutes / 60) + 'H';
  if (minutes % 60 != 0) out += decimal(minutes % 60) + 'M';
  return out;
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

/// One component of the feed, written.
struct block {
  std::string uid;
  std::size_t at = 0, octets = 0;  // in the body
  const tz::zone* zone = nullptr;  // of its TZID
  std::int64_t zone_from_utc_s = 0;
};

class feed_writer {
 public:
  explicit feed_writer(const feed_request& request) : request_(request), uids_(request.uid_key, request.uid_domain) {}

  result<std::string> write() {
    if (auto good = check(); !good) return std::unexpected(good.error());
    auto zone = tz::zone::find(request_.tzid);
    if (!zone) return std::unexpected(zone.error());
    zone_ = std::move(*zone);
    set_window();
    if (request_.kind == feed_kind::availability) return write_availability();
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
    return assemble(shown_.size());
  }

 private:
  // ------------------------------------------------------------------------------------------------ the request

  result<void> check() const {
    const auto bad = [](std::string_view message) { return refuse("calendar.bad_feed", message); };
    if (request_.uid_key.size() < 16) return bad("The key of the UIDs must have at least 16 octets.");
    if (!is_name(request_.uid_domain)) return bad("The domain of the UIDs must be a host name.");
    if (request_.kind != feed_kind::availability && request_.format != feed_format::ics) {
      return bad("Only an availability feed has formats other than ics.");
    }
    if (request_.kind != feed_kind::availability && !request_.busy.empty())
      return bad("Only an availability feed is made of busy intervals; give events.");
    if (request_.past_days < 0 || request_.past_days > 36'600 || request_.future_months < 0 ||
        request_.future_months > 1200) {
      return bad("The window is at most a hundred years to either side.");
    }
    if (request_.refresh_minutes < 1 || request_.refresh_minutes > 525'600)
      return bad("The refresh interval is between a minute and a year.");
    for (const event& e : request_.events) {
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
        return refuse("calendar.bad_event",
                      "Event " + decimal(&e - request_.events.data()) + ": " + std::string(wrong));
      }
    }
    return {};
  }

  void set_window() {
    const std::int64_t today = tz::day_of(request_.now_utc_s);
    from_utc_s_ = (today - request_.past_days) * seconds_per_day;
    const tz::civil date = tz::date_from_days(today);
    const std::int64_t month = date.year * 12LL + date.month - 1 + request_.future_months;
    const int last = tz::days_in_month(month / 12, static_cast<int>(month % 12) + 1);
    until_utc_s_ = tz::days_from_date(month / 12, static_cast<unsigned>(month % 12) + 1,
                                      static_cast<unsigned>(std::min<int>(date.day, last))) *
                   seconds_per_day;
  }

  [[nodiscard]] bool in_window(std::int64_t start_utc_s, std::int64_t end_utc_s) const {
    return start_utc_s < until_utc_s_ && (end_utc_s > from_utc_s_ || start_utc_s >= from_utc_s_);
  }

  // ------------------------------------------------------------------------------------ an event in full detail

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
    const auto instant = [&](const tz::timestamp& t) { return there ? there->clock.to_utc(t.local_s).utc_s : t.local_s; };
    const std::int64_t start_utc_s = instant(e.start), end_utc_s = instant(e.end);
    std::optional<rule> recurs;
    if (!e.rrule.empty()) {
      auto parsed = parse_rule(e.rrule);
      if (!parsed) return std::unexpected(parsed.error());
      recurs = std::move(*parsed);
    }
    if (!recurs && e.rdate.empty()) {
      if (!in_window(start_utc_s, end_utc_s)) return {};
    } else {
      recurrence what{e.start, zone, {}, e.rdate, e.exdate, gap_rule::skip, false};
      if (recurs) what.rules.push_back(*recurs);
      const auto any = expand(what, {from_utc_s_ - (end_utc_s - start_utc_s), until_utc_s_, 1}, steps);
      if (!any) return std::unexpected(any.error());
      if (any->empty()) return {};
    }
    shown_.push_back({start_utc_s, end_utc_s, &e, zone});
    return {};
  }

  /// Writes the events in order, as far as they can fit.
  void write_events() {
    stable_sort(shown_, [](const shown_event& one, const shown_event& other) {
      if (one.start_utc_s != other.start_utc_s) return one.start_utc_s < other.start_utc_s;
      return one.what->id < other.what->id;
    });
    for (std::size_t i = 0; i < shown_.size() && has_room(); ++i) write_event(shown_[i]);
  }

  [[nodiscard]] bool has_room() const { return body_.size() <= request_.max_octets; }
  [[nodiscard]] std::string_view text_of(const block& b) const { return body_.written().substr(b.at, b.octets); }

  /// Starts a component of the feed.
  line_writer& begin_block(std::string uid, const tz::zone* zone = nullptr, std::int64_t zone_from_utc_s = 0) {
    blocks_.push_back({std::move(uid), body_.size(), 0, zone, zone_from_utc_s});
    return body_;
  }
  void end_block() { blocks_.back().octets = body_.size() - blocks_.back().at; }

  void time_line(line_writer& out, std::string_view name, const tz::timestamp& t, const tz::zone* zone,
                 bool keeps_zone) const {
    out.begin(name);
    if (t.form == time_form::date)
      out.raw(";VALUE=DATE");
    else if (keeps_zone)
      out.parameter("TZID", zone->name());
    out.colon();
    if (zone && !keeps_zone)
      out.time(zone->to_utc(t.local_s).utc_s, time_form::utc);
    else
      out.time(t.local_s, t.form);
    out.end();
  }

  void write_event(const shown_event& shown) {
    const event& e = *shown.what;
    const tz::zone* zone = shown.zone;
    const bool recurs = !e.rrule.empty() || !e.rdate.empty();
    const bool keeps_zone = zone && recurs;
    line_writer& out = begin_block(uids_.uid("event", e.id), keeps_zone ? zone : nullptr, shown.start_utc_s);
    out.raw("BEGIN:VEVENT\r\n");
    out.plain_line("UID", blocks_.back().uid);
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
    if (!e.rrule.empty()) out.plain_line("RRULE", rule_text(e, zone));
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
    end_block();
  }

  /// The rule with UNTIL in the form that RFC 5545 3.3.10 wants: UTC, or a date for whole days.
  static std::string rule_text(const event& e, const tz::zone* zone) {
    const auto r = parse_rule(e.rrule);
    std::string out;
    const std::string_view text = e.rrule;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(';', at), text.size());
      std::string part(text.substr(at, end - at));
      at = end + 1;
      if (part.empty()) continue;
      for (char& c : part) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      if (part.starts_with("UNTIL=") && r->until) {
        part.resize(6);
        const tz::timestamp& until = *r->until;
        std::int64_t last_s = until.local_s;
        if (e.start.form == time_form::date) {
          tz::append_basic_time(part, last_s, time_form::date);
        } else {
          if (until.form == time_form::date) last_s += seconds_per_day - 1;
          if (until.form != time_form::utc && zone) last_s = zone->to_utc(last_s).utc_s;
          tz::append_basic_time(part, last_s, time_form::utc);
        }
      }
      if (!out.empty()) out += ';';
      out += part;
    }
    return out;
  }

  // ------------------------------------------------------------------------------------------ the whole calendar

  void write_head(line_writer& out) const {
    out.plain_line("BEGIN", "VCALENDAR");
    out.plain_line("VERSION", "2.0");
    out.plain_line("PRODID", "-//Cuelight//Feed 1//EN");
    out.plain_line("CALSCALE", "GREGORIAN");
    out.plain_line("METHOD", "PUBLISH");
    if (request_.kind == feed_kind::availability) out.plain_line("X-CUELIGHT-KIND", "AVAILABILITY");
    out.text_line("NAME", request_.name);
    out.text_line("X-WR-CALNAME", request_.name);
    if (!request_.description.empty()) {
      out.text_line("DESCRIPTION", request_.description);
      out.text_line("X-WR-CALDESC", request_.description);
    }
    out.text_line("X-WR-TIMEZONE", zone_.name());
    if (!request_.source.empty()) {
      out.begin("SOURCE");
      out.raw(";VALUE=URI:");
      out.plain(request_.source);
      out.end();
    }
    const std::string refresh = minutes_text(request_.refresh_minutes);
    out.begin("REFRESH-INTERVAL");
    out.raw(";VALUE=DURATION:");
    out.raw(refresh);
    out.end();
    out.plain_line("X-PUBLISHED-TTL", refresh);
  }

  void write_zones(line_writer& out, std::size_t kept) const {
    std::vector<std::pair<const tz::zone*, std::int64_t>> used;
    for (std::size_t i = 0; i < kept; ++i) {
      const block& b = blocks_[i];
      if (!b.zone) continue;
      const auto known = std::ranges::find(used, b.zone, [](const auto& u) { return u.first; });
      if (known == used.end())
        used.emplace_back(b.zone, b.zone_from_utc_s);
      else
        known->second = std::min(known->second, b.zone_from_utc_s);
    }
    heap_sort(used, [](const auto& a, const auto& b) { return a.first->name() < b.first->name(); });
    for (const auto& [zone, from_utc_s] : used)
      write_vtimezone(out, *zone, from_utc_s, until_utc_s_ + 366 * seconds_per_day);
  }

  /// The whole of `count` components, of which no more were written than can fit.
  result<std::string> assemble(std::size_t count) {
    std::size_t kept = blocks_.size(), octets = body_.size();
    for (;;) {
      line_writer out;
      out.reserve(octets + 8192);
      write_head(out);
      if (kept != count) out.plain_line("X-CUELIGHT-OMITTED", decimal(static_cast<std::int64_t>(count - kept)));
      write_zones(out, kept);
      if (out.size() + octets + 15 <= request_.max_octets) {
        std::string text = out.take();
        for (std::size_t i = 0; i < kept; ++i) text += text_of(blocks_[i]);
        text += "END:VCALENDAR\r\n";
        return text;
      }
      // One component that tells the whole window can't be cut: what is missing from it would read as free.
      if (kept == 0 || request_.format != feed_format::ics)
        return refuse("calendar.bad_feed", "The feed does not fit the size limit.");
      const std::size_t most = request_.max_octets > out.size() + 64 ? request_.max_octets - out.size() - 64 : 0;
      do octets -= blocks_[--kept].octets;
      while (kept != 0 && octets > most);
    }
  }

  // ---------------------------------------------------------------------------------------- public availability

  result<std::string> write_availability() {
    free_busy_request ask;
    ask.events = request_.events;
    ask.busy = request_.busy;
    // A month more on both sides, so that a block at the window's edge has its own ends and not the window's.
    ask.from_utc_s = from_utc_s_ - 31 * seconds_per_day;
    ask.until_utc_s = until_utc_s_ + 31 * seconds_per_day;
    ask.zone = zone_;
    ask.max_steps = request_.max_steps;
    auto found = free_busy(ask);
    if (!found) return std::unexpected(found.error());
    std::vector<interval> busy;
    for (const interval& i : *found) {
      if (in_window(i.start_utc_s, i.end_utc_s)) busy.push_back(i);
    }
    switch (request_.format) {
      case feed_format::ics:
        for (std::size_t i = 0; i < busy.size() && has_room(); ++i) add_busy(busy[i]);
        return assemble(busy.size());
      case feed_format::ifb:
        add_free_busy(busy);
        return assemble(1);
      case feed_format::vavailability:
        add_availability(busy);
        return assemble(1);
      case feed_format::json:
        return json(busy);
    }
    return refuse("calendar.bad_feed", "This format is unknown.");
  }

  [[nodiscard]] std::string interval_uid(std::string_view purpose, const interval& i) const {
    return uids_.uid(purpose, basic(i.start_utc_s, time_form::utc) + '/' + basic(i.end_utc_s, time_form::utc));
  }

  void add_busy(const interval& i) {
    line_writer& out = begin_block(interval_uid("busy", i));
    out.plain_line("BEGIN", "VEVENT");
    out.plain_line("UID", blocks_.back().uid);
    out.plain_line("DTSTAMP", basic(block_stamp_utc_s, time_form::utc));
    out.plain_line("SEQUENCE", "0");
    const std::int64_t start_local_s = zone_.to_local(i.start_utc_s), end_local_s = zone_.to_local(i.end_utc_s);
    const bool whole_days =
        start_local_s % seconds_per_day == 0 && end_local_s % seconds_per_day == 0 && end_local_s > start_local_s;
    const auto time = [&](std::string_view name, std::int64_t utc_s, std::int64_t local_s) {
      time_line(out, name, whole_days ? tz::timestamp{local_s, time_form::date} : tz::timestamp{utc_s, time_form::utc},
                nullptr, false);
    };
    time("DTSTART", i.start_utc_s, start_local_s);
    time("DTEND", i.end_utc_s, end_local_s);
    out.plain_line("SUMMARY", "Busy");
    out.plain_line("STATUS", "CONFIRMED");
    out.plain_line("TRANSP", "TRANSPARENT");
    out.plain_line("END", "VEVENT");
    end_block();
  }

  /// What the two variants with one component share: UID, DTSTAMP, the window.
  void begin_window(line_writer& out, std::string_view component) const {
    out.plain_line("BEGIN", component);
    out.plain_line("UID", uids_.uid(component, {}));
    out.plain_line("DTSTAMP", basic(tz::day_of(request_.now_utc_s) * seconds_per_day, time_form::utc));
    out.plain_line("DTSTART", basic(from_utc_s_, time_form::utc));
    out.plain_line("DTEND", basic(until_utc_s_, time_form::utc));
  }

  [[nodiscard]] interval clipped(const interval& i) const {
    return {std::max(i.start_utc_s, from_utc_s_), std::min(i.end_utc_s, until_utc_s_)};
  }

  void add_free_busy(const std::vector<interval>& busy) {
    line_writer& out = begin_block({});
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
    end_block();
  }

  /// RFC 7953: the window is busy but for what is available.
  void add_availability(const std::vector<interval>& busy) {
    line_writer& out = begin_block({});
    begin_window(out, "VAVAILABILITY");
    out.plain_line("BUSYTYPE", "BUSY");
    std::int64_t free_from_s = from_utc_s_;
    const auto add_free = [&](std::int64_t until_s) {
      if (free_from_s >= until_s) return;
      const interval free{free_from_s, until_s};
      out.plain_line("BEGIN", "AVAILABLE");
      out.plain_line("UID", interval_uid("free", free));
      out.plain_line("DTSTAMP", basic(block_stamp_utc_s, time_form::utc));
      out.plain_line("DTSTART", basic(free.start_utc_s, time_form::utc));
      out.plain_line("DTEND", basic(free.end_utc_s, time_form::utc));
      out.plain_line("SUMMARY", "Available");
      out.plain_line("END", "AVAILABLE");
    };
    for (const interval& i : busy) {
      add_free(i.start_utc_s);
      free_from_s = std::max(free_from_s, i.end_utc_s);
    }
    add_free(until_utc_s_);
    out.plain_line("END", "VAVAILABILITY");
    end_block();
  }

  [[nodiscard]] std::string json(const std::vector<interval>& busy) const {
    std::string out = "{\"name\":";
    append_json(out, request_.name);
    out += ",\"tzid\":";
    append_json(out, zone_.name());
    const auto time = [&](std::string_view name, std::int64_t utc_s) {
      out += name;
      tz::append_time(out, utc_s, time_form::utc);
      out += '"';
    };
    time(",\"from\":\"", from_utc_s_);
    time(",\"until\":\"", until_utc_s_);
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
  tz::zone zone_ = tz::zone::utc();
  std::int64_t from_utc_s_ = 0, until_utc_s_ = 0;
  std::vector<std::unique_ptr<event_zone>> zones_;
  uid_maker uids_;
  std::vector<shown_event> shown_;
  std::vector<block> blocks_;
  line_writer body_;
};

}  // namespace

result<std::string> feed(const feed_request& request) {
  return feed_writer(request).write();
}

}  // namespace cuelight::calendar
