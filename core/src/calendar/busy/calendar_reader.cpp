#include "calendar/busy/calendar_reader.hpp"

#include <algorithm>
#include <array>
#include <forward_list>
#include <string>

#include "calendar/busy/calendar_times.hpp"
#include "calendar/ical/component_reader.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/value.hpp"

namespace cuelight::calendar {
namespace {

enum class kind : std::uint8_t { calendar, event, free_busy, zone, observance, availability, available, other };

/// What a component is where it stands. An event counts wherever that is: outside of a calendar too, and where another
/// one lost its END.
kind kind_of(std::string_view name, kind parent) {
  if (same_text(name, "VCALENDAR")) return kind::calendar;
  if (same_text(name, "VEVENT")) return kind::event;
  if (parent == kind::zone && (same_text(name, "STANDARD") || same_text(name, "DAYLIGHT"))) return kind::observance;
  if (parent == kind::availability && same_text(name, "AVAILABLE")) return kind::available;
  if (parent == kind::calendar) {
    if (same_text(name, "VFREEBUSY")) return kind::free_busy;
    if (same_text(name, "VTIMEZONE")) return kind::zone;
    if (same_text(name, "VAVAILABILITY")) return kind::availability;
  }
  return kind::other;
}

/// The lines that can matter.
enum class field : std::uint8_t {
  begin,
  busytype,
  dtend,
  dtstart,
  duration,
  end,
  exdate,
  freebusy,
  priority,
  rdate,
  recurrence_id,
  rrule,
  status,
  transp,
  tzid,
  tzoffsetfrom,
  tzoffsetto,
  uid,
  cuelight_kind,
  outlook_status,
  none
};
constexpr std::string_view field_names[] = {
    "BEGIN",         "BUSYTYPE",   "DTEND",    "DTSTART",         "DURATION",
    "END",           "EXDATE",     "FREEBUSY", "PRIORITY",        "RDATE",
    "RECURRENCE-ID", "RRULE",      "STATUS",   "TRANSP",          "TZID",
    "TZOFFSETFROM",  "TZOFFSETTO", "UID",      "X-CUELIGHT-KIND", "X-MICROSOFT-CDO-BUSYSTATUS"};

/// Where the names begin that have this letter first, and behind the last one of them those of the next.
constexpr auto first_field = [] {
  std::array<std::uint8_t, 33> first{};
  for (std::size_t letter = 0; letter < first.size(); ++letter) {
    while (first[letter] != std::size(field_names) &&
           static_cast<std::size_t>(field_names[first[letter]][0] & 31) < letter)
      ++first[letter];
  }
  return first;
}();

/// What a line is, by its name. One that breaks off inside a name may be any that begins so: whoever unfolds it asks
/// again.
field field_of(std::string_view line) {
  if (line.size() < 2) return field::begin;
  const auto letter = static_cast<std::size_t>(line[0] & 31);
  for (std::size_t i = first_field[letter]; i < first_field[letter + 1]; ++i) {
    const std::string_view name = field_names[i];
    if (((line[1] ^ name[1]) & 31) != 0) continue;
    if (line.size() > name.size() && line[name.size()] != ':' && line[name.size()] != ';') continue;
    if (same_text(line.substr(0, name.size()), name.substr(0, line.size()))) return static_cast<field>(i);
  }
  return field::none;
}

class calendar_reader {
 public:
  calendar_reader(std::string_view ics, const free_busy_request& request, std::int64_t& steps,
                  std::vector<interval>& out)
      : stream_(ics), request_(request), steps_(steps), out_(out) {}

  result<void> run() {
    bool found = false;
    const auto wanted = [&](std::string_view line) { return (field_ = field_of(line)) != field::none; };
    for (auto item = stream_.next(wanted); item != stream_item::done; item = stream_.next(wanted)) {
      if (item == stream_item::begin) {
        found = true;
        begin(stream_.name());
      } else if (item == stream_item::end) {
        if (auto done = end(); !done) return done;
      } else {
        property();
      }
    }
    if (stream_.refusal()) return std::unexpected(*stream_.refusal());
    // A page that says "not found" must not read as "always free".
    if (!found) return refuse("calendar.no_component", "There is no calendar in this text.");
    return collect();
  }

 private:
  void begin(std::string_view name) {
    const kind k = kind_of(name, open_.empty() ? kind::calendar : open_.back());
    open_.push_back(k);
    if (k == kind::event || k == kind::available) times_.emplace_back();
    if (k == kind::availability) availability_ = {};
    if (k == kind::zone) {
      zone_name_.clear();
      observances_.clear();
    }
    if (k == kind::observance) observance_ = {};
  }

  result<void> end() {
    const kind k = open_.back();
    open_.pop_back();
    switch (k) {
      case kind::event:
        calendar_.events.push_back(taken());
        break;
      case kind::available:
        availability_.available.push_back(taken());
        break;
      case kind::availability:
        calendar_.availabilities.push_back(std::move(availability_));
        break;
      case kind::observance:
        observances_.push_back(std::move(observance_));
        break;
      case kind::zone:
        calendar_.zones.define(zone_name_, std::move(observances_));
        break;
      case kind::calendar:
        return collect();
      default:
        break;
    }
    return {};
  }

  component_times taken() {
    component_times done = std::move(times_.back());
    times_.pop_back();
    return done;
  }

  /// A calendar's end: its zones are its own.
  result<void> collect() {
    auto done = collect_calendar(calendar_, request_, steps_, out_);
    calendar_ = {};
    return done;
  }

  // ------------------------------------------------------------------------------------------------- properties

  [[nodiscard]] const content_line& line() const { return stream_.line(); }

  void property() {
    // Of a line that was mended, its name was not asked about yet, or not as a whole.
    if (field_ == field::none || !stream_.stands_in_stream()) field_ = field_of_name(line().name);
    const std::string_view value = trimmed(line().value);
    switch (open_.back()) {
      case kind::event:
      case kind::available:
        return event_property(times_.back(), value);
      case kind::calendar:
        if (field_ == field::cuelight_kind) calendar_.public_busy = same_text(value, "AVAILABILITY");
        return;
      case kind::free_busy:
        if (field_ == field::freebusy) free_busy_property(value);
        return;
      case kind::zone:
        if (field_ == field::tzid) zone_name_ = read_text(value, plain_);
        return;
      case kind::observance:
        return observance_property(value);
      case kind::availability:
        return availability_property(value);
      case kind::other:
        return;
    }
  }

  static field field_of_name(std::string_view name) {
    const auto* const found =
        std::ranges::find_if(field_names, [&](std::string_view known) { return same_text(known, name); });
    return found == std::end(field_names) ? field::none : static_cast<field>(found - field_names);
  }

  void event_property(component_times& c, std::string_view value) {
    switch (field_) {
      case field::dtstart:
        return take_time(value, c.start);
      case field::dtend:
        return take_time(value, c.end);
      case field::duration:
        c.lasts = read_duration(value);
        return;
      case field::uid: {
        const std::string_view uid = read_text(value, plain_);
        // Of what does not stand in the stream there is nothing but the reader's copy.
        const bool copied = !stream_.stands_in_stream() || uid.data() != value.data();
        c.uid = copied ? std::string_view(copied_uids_.emplace_front(uid)) : uid;
        return;
      }
      case field::transp:
        c.transparent = same_text(value, "TRANSPARENT");
        return;
      case field::status:
        c.cancelled = same_text(value, "CANCELLED");
        c.tentative = c.tentative || same_text(value, "TENTATIVE");
        return;
      case field::outlook_status:
        c.transparent = c.transparent || same_text(value, "FREE");
        c.tentative = c.tentative || same_text(value, "TENTATIVE");
        return;
      case field::rrule:
        if (auto rule = parse_rule(value)) c.rules.push_back(std::move(*rule));
        return;
      case field::exdate:
        return take_times(value, c.exceptions, nullptr);
      case field::rdate:
        return take_times(value, c.dates, &c.periods);
      case field::recurrence_id:
        take_time(value, c.id);
        c.and_future = same_text(line().parameter("RANGE"), "THISANDFUTURE");
        return;
      default:
        return;
    }
  }

  void take_time(std::string_view text, zoned_time& out) {
    if (const auto time = read_time(text)) out = zoned(*time);
  }

  zoned_time zoned(const tz::timestamp& time) {
    zoned_time out{time, -1, true};
    if (time.form != tz::time_form::local) return out;
    const std::string_view tzid = read_parameter(line().parameter("TZID"), plain_);
    if (!tzid.empty()) out.zone = calendar_.zones.number_of(tzid);
    return out;
  }

  /// A list of times; where `periods` is given, of periods too.
  void take_times(std::string_view list, std::vector<zoned_time>& out,
                  std::vector<component_times::zoned_period>* periods) {
    each_value(list, [&](std::string_view item) {
      if (const auto p = periods ? read_period(item) : std::nullopt) {
        periods->push_back({zoned(p->start), p->end ? zoned(*p->end) : zoned_time{}, p->lasts});
      } else if (const auto time = read_time(item.substr(0, item.find('/')))) {
        out.push_back(zoned(*time));
      }
      return true;
    });
  }

  /// By FBTYPE (RFC 5545 3.2.9).
  void free_busy_property(std::string_view value) {
    const std::string_view type = line().parameter("FBTYPE");
    if (same_text(type, "FREE") || (same_text(type, "BUSY-TENTATIVE") && !request_.tentative)) return;
    std::vector<zoned_time> starts_alone;
    take_times(value, starts_alone, &calendar_.free_busy);
  }

  void observance_property(std::string_view value) {
    observance& o = observance_;
    switch (field_) {
      case field::dtstart:
        if (const auto time = read_time(value)) o.start = *time;
        return;
      case field::tzoffsetfrom:
        o.from_s = read_utc_offset(value).value_or(0);
        return;
      case field::tzoffsetto:
        o.to_s = read_utc_offset(value).value_or(0);
        return;
      case field::rrule:
        if (auto rule = parse_rule(value)) o.rules.push_back(std::move(*rule));
        return;
      case field::rdate: {
        std::vector<zoned_time> times;
        take_times(value, times, nullptr);
        for (const auto& t : times) o.dates.push_back(t.time);
        return;
      }
      default:
        return;
    }
  }

  void availability_property(std::string_view value) {
    if (field_ == field::priority) {
      availability_.priority = read_integer(value).value_or(0);
    } else if (field_ == field::busytype) {
      availability_.counts = request_.tentative || !same_text(value, "BUSY-TENTATIVE");
    } else {
      event_property(availability_.own, value);
    }
  }

  component_reader stream_;
  const free_busy_request& request_;
  std::int64_t& steps_;
  std::vector<interval>& out_;
  field field_ = field::none;
  std::vector<kind> open_;
  std::vector<component_times> times_;  // of the events that are open
  availability_times availability_;
  observance observance_;
  std::string zone_name_;
  std::vector<observance> observances_;
  calendar_times calendar_;
  std::string plain_;
  std::forward_list<std::string> copied_uids_;
};

}  // namespace

result<void> read_busy(std::string_view ics, const free_busy_request& request, std::int64_t& steps,
                       std::vector<interval>& out) {
  return calendar_reader(ics, request, steps, out).run();
}

}  // namespace cuelight::calendar
