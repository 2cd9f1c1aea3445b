#include "calendar/calendar_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <forward_list>
#include <string>

#include "calendar/content_line.hpp"
#include "calendar/heap_sort.hpp"
#include "calendar/property_table.hpp"
#include "calendar/timed_item.hpp"
#include "calendar/zone_book.hpp"

namespace cuelight::calendar {
namespace {

enum class part : std::uint8_t { calendar, event, free_busy, zone, observance, availability, available, other };

part part_of(std::string_view name, part parent) {
  if (same_text(name, "VCALENDAR")) return part::calendar;
  if (parent == part::calendar) {
    if (same_text(name, "VEVENT")) return part::event;
    if (same_text(name, "VFREEBUSY")) return part::free_busy;
    if (same_text(name, "VTIMEZONE")) return part::zone;
    if (same_text(name, "VAVAILABILITY")) return part::availability;
  }
  if (parent == part::zone && (same_text(name, "STANDARD") || same_text(name, "DAYLIGHT"))) return part::observance;
  if (parent == part::availability && same_text(name, "AVAILABLE")) return part::available;
  return part::other;
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
  if (line.size() < 2) return field::none;
  const auto letter = static_cast<std::size_t>(line[0] & 31);
  for (std::size_t i = first_field[letter]; i < first_field[letter + 1]; ++i) {
    const std::string_view name = field_names[i];
    if (((line[1] ^ name[1]) & 31) != 0) continue;
    if (line.size() > name.size() && line[name.size()] != ':' && line[name.size()] != ';') continue;
    if (same_text(line.substr(0, name.size()), name.substr(0, line.size()))) return static_cast<field>(i);
  }
  return field::none;
}

struct zoned_time {
  tz::timestamp time;
  int zone = -1;
  bool set = false;
};

/// What the open component has said so far.
struct draft {
  std::string_view uid;
  zoned_time start, end, id;
  length lasts;
  bool has_length = false, and_future = false, cancelled = false, transparent = false, tentative = false;
  std::vector<rule> rules;
  std::vector<zoned_time> dates, exceptions;
  struct period {
    zoned_time start, end;
    length lasts;
    bool has_end = false;
  };
  std::vector<period> periods;
};

struct available_range {
  draft own;
  std::int64_t priority = 0;
  bool counts = true;
  std::vector<draft> free;
};

/// `a` without `b`; both merged.
std::vector<interval> without(const std::vector<interval>& a, const std::vector<interval>& b) {
  std::vector<interval> out;
  auto next = b.begin();
  for (interval i : a) {
    while (next != b.end() && next->end_utc_s <= i.start_utc_s) ++next;
    for (auto at = next; at != b.end() && at->start_utc_s < i.end_utc_s; ++at) {
      if (at->start_utc_s > i.start_utc_s) out.push_back({i.start_utc_s, at->start_utc_s});
      i.start_utc_s = std::max(i.start_utc_s, at->end_utc_s);
    }
    if (i.start_utc_s < i.end_utc_s) out.push_back(i);
  }
  return out;
}

class scanner {
 public:
  scanner(std::string_view ics, const free_busy_request& request, std::int64_t& steps, std::vector<interval>& out)
      : lines_(ics), request_(request), steps_(steps), out_(out) {}

  result<void> run() {
    std::string_view line;
    const auto wanted = [&](std::string_view physical) { return (field_ = field_of(physical)) != field::none; };
    while (!fault_ && lines_.next_wanted(line, wanted)) {
      if (!split_line(line, line_)) continue;
      if (line_.name.size() != field_names[static_cast<std::size_t>(field_)].size()) field_ = field_of(line);
      if (field_ == field::begin)
        begin(trimmed(line_.value));
      else if (field_ == field::end)
        end(trimmed(line_.value));
      else if (!open_.empty())
        property(open_.back().second);
    }
    if (!fault_ && !found_) {
      // A page that says "not found" must not read as "always free".
      return refuse("calendar.no_component", "There is no calendar in this text.");
    }
    if (!fault_) flush();
    if (fault_) return std::unexpected(*fault_);
    return {};
  }

 private:
  void begin(std::string_view name) {
    found_ = true;
    if (open_.size() == 32) return;
    part p = part_of(name, open_.empty() ? part::calendar : open_.back().second);
    if (open_.empty() && p == part::calendar) flush();
    open_.emplace_back(std::string(name), p);
    if (p == part::event || p == part::free_busy || p == part::available) draft_ = {};
    if (p == part::availability) range_ = {};
    if (p == part::zone) {
      zone_name_.clear();
      observances_.clear();
    }
    if (p == part::observance) observance_ = {};
  }

  void end(std::string_view name) {
    const auto match =
        std::find_if(open_.rbegin(), open_.rend(), [&](const auto& o) { return same_text(o.first, name); });
    if (match == open_.rend()) return;
    for (auto left = match - open_.rbegin() + 1; left > 0; --left) {
      const part p = open_.back().second;
      open_.pop_back();
      close(p);
    }
  }

  void close(part p) {
    if (p == part::event) events_.push_back(std::move(draft_));
    if (p == part::available) range_.free.push_back(std::move(draft_));
    if (p == part::availability) ranges_.push_back(std::move(range_));
    if (p == part::observance) observances_.push_back(std::move(observance_));
    if (p == part::zone) zones_.define(zone_name_, std::move(observances_));
    if (p == part::calendar) flush();
  }

  // ------------------------------------------------------------------------------------------------- properties

  void property(part p) {
    switch (p) {
      case part::event:
      case part::available:
        event_property(draft_);
        break;
      case part::calendar:
        if (field_ == field::cuelight_kind) public_busy_ = same_text(trimmed(line_.value), "AVAILABILITY");
        break;
      case part::free_busy:
        if (field_ == field::freebusy) free_busy_property();
        break;
      case part::zone:
        if (field_ == field::tzid) zone_name_ = trimmed(line_.value);
        break;
      case part::observance:
        observance_property();
        break;
      case part::availability:
        if (field_ == field::priority) {
          std::from_chars(line_.value.data(), line_.value.data() + line_.value.size(), range_.priority);
        } else if (field_ == field::busytype) {
          range_.counts = request_.tentative || !same_text(trimmed(line_.value), "BUSY-TENTATIVE");
        } else {
          event_property(range_.own);
        }
        break;
      default:
        break;
    }
  }

  void event_property(draft& d) {
    const std::string_view value = trimmed(line_.value);
    switch (field_) {
      case field::dtstart:
        return read_time(value, d.start);
      case field::dtend:
        return read_time(value, d.end);
      case field::duration:
        d.has_length = read_length(value, d.lasts);
        return;
      case field::uid:
        // Of a folded line there is nothing but the reader's copy.
        d.uid = lines_.folded_line() ? std::string_view(folded_uids_.emplace_front(value)) : value;
        return;
      case field::transp:
        d.transparent = same_text(value, "TRANSPARENT");
        return;
      case field::status:
        d.cancelled = same_text(value, "CANCELLED");
        d.tentative = d.tentative || same_text(value, "TENTATIVE");
        return;
      case field::outlook_status:
        d.transparent = d.transparent || same_text(value, "FREE");
        d.tentative = d.tentative || same_text(value, "TENTATIVE");
        return;
      case field::rrule:
        if (auto rule = parse_rule(value)) d.rules.push_back(std::move(*rule));
        return;
      case field::exdate:
        return read_times(d.exceptions, nullptr);
      case field::rdate:
        return read_times(d.dates, &d.periods);
      case field::recurrence_id:
        read_time(value, d.id);
        d.and_future = same_text(line_.parameter("RANGE"), "THISANDFUTURE");
        return;
      default:
        return;
    }
  }

  void read_time(std::string_view text, zoned_time& out) {
    auto time = tz::parse_time(text);
    if (!time && text.size() == 13) time = tz::parse_time(std::string(text) + "00");
    if (!time) return;
    out = {*time, -1, true};
    const std::string_view tzid = line_.parameter("TZID");
    if (time->form == tz::time_form::local && !tzid.empty()) out.zone = zones_.number_of(tzid);
  }

  void read_times(std::vector<zoned_time>& out, std::vector<draft::period>* periods) {
    const std::string_view list = line_.value;
    for (std::size_t at = 0;;) {
      const std::size_t end = std::min(list.find(',', at), list.size());
      const std::string_view item = trimmed(list.substr(at, end - at));
      const std::size_t slash = item.find('/');
      zoned_time time;
      read_time(item.substr(0, slash), time);
      if (time.set && slash != item.npos && periods) {
        draft::period p{time, {}, {}, false};
        if (!read_length(item.substr(slash + 1), p.lasts)) {
          read_time(item.substr(slash + 1), p.end);
          p.has_end = p.end.set;
        }
        periods->push_back(p);
      } else if (time.set) {
        out.push_back(time);
      }
      if (end == list.size()) return;
      at = end + 1;
    }
  }

  void free_busy_property() {
    const std::string_view type = line_.parameter("FBTYPE");
    if (same_text(type, "FREE") || (same_text(type, "BUSY-TENTATIVE") && !request_.tentative)) return;
    std::vector<zoned_time> ignored;
    read_times(ignored, &free_busy_);
  }

  void observance_property() {
    const std::string_view value = trimmed(line_.value);
    zoned_time time;
    if (field_ == field::dtstart) {
      read_time(value, time);
      observance_.start = time.time;
    } else if (field_ == field::tzoffsetfrom) {
      observance_.from_s = offset(value);
    } else if (field_ == field::tzoffsetto) {
      observance_.to_s = offset(value);
    } else if (field_ == field::rrule) {
      if (auto rule = parse_rule(value)) observance_.rules.push_back(std::move(*rule));
    } else if (field_ == field::rdate) {
      std::vector<zoned_time> times;
      read_times(times, nullptr);
      for (const auto& t : times) observance_.dates.push_back(t.time);
    }
  }

  static std::int32_t offset(std::string_view text) {
    if (text.size() < 5) return 0;
    std::int32_t value = 0;
    const auto two = [&](std::size_t at) {
      std::int32_t n = 0;
      if (at + 2 <= text.size()) std::from_chars(text.data() + at, text.data() + at + 2, n);
      return n;
    };
    value = two(1) * 3600 + two(3) * 60 + two(5);
    return text[0] == '-' ? -value : value;
  }

  // ----------------------------------------------------------------------------------- from drafts to busy time

  const tz::zone& zone_of(const zoned_time& t) const {
    const tz::zone* z = zones_.zone(t.zone);
    return z ? *z : request_.zone;
  }

  std::int64_t instant(const zoned_time& t) const {
    return t.time.form == tz::time_form::utc ? t.time.local_s : zone_of(t).to_utc(t.time.local_s).utc_s;
  }

  /// A time of the same component, in the form and zone of its start.
  tz::timestamp aligned(const zoned_time& t, const zoned_time& start) const {
    if (t.time.form == tz::time_form::date || start.time.form == tz::time_form::date)
      return {tz::day_of(t.time.local_s) * tz::seconds_per_day, tz::time_form::date};
    if (t.time.form == start.time.form && t.zone == start.zone) return t.time;
    return {instant(t), tz::time_form::utc};
  }

  /// Uses the draft up.
  bool item_of(draft& d, timed_item& item) const {
    if (!d.start.set) return false;
    item.uid = d.uid;
    item.start = d.start.time;
    item.zone = zones_.zone(d.start.zone);
    const bool takes_no_time = d.cancelled || (d.transparent && !public_busy_);
    item.counts = takes_no_time ? weight::free : d.tentative ? weight::tentative : weight::busy;
    if (d.end.set)
      item.lasts = between(d.start, d.end);
    else if (d.has_length)
      item.lasts = d.lasts;
    else if (d.start.time.form == tz::time_form::date)
      item.lasts.days = 1;
    item.rules = std::move(d.rules);
    for (const auto& t : d.dates) item.dates.push_back(aligned(t, d.start));
    for (const auto& t : d.exceptions) item.exceptions.push_back(aligned(t, d.start));
    for (const auto& p : d.periods)
      item.periods.push_back({aligned(p.start, d.start), p.has_end ? between(p.start, p.end) : p.lasts});
    item.overrides = d.id.set;
    item.and_future = d.and_future;
    item.recurrence_id = d.id.time;
    item.recurrence_zone = zones_.zone(d.id.zone);
    return true;
  }

  length between(const zoned_time& start, const zoned_time& end) const {
    if (start.time.form == tz::time_form::date && end.time.form == tz::time_form::date) {
      // A DTEND that does not come after a whole day's start means that day.
      return {std::max<std::int64_t>(1, (end.time.local_s - start.time.local_s) / tz::seconds_per_day), 0};
    }
    return {0, instant(end) - instant(start)};
  }

  void flush() {
    zones_.resolve(request_.until_utc_s, steps_);
    std::vector<timed_item> items;
    items.reserve(events_.size());
    for (draft& d : events_) {
      if (timed_item item; item_of(d, item)) items.push_back(std::move(item));
    }
    keep(collect_busy(items, request_, steps_, out_));
    for (const auto& p : free_busy_) {
      const std::int64_t start = instant(p.start);
      const std::int64_t end =
          p.has_end ? instant(p.end) : start + p.lasts.days * tz::seconds_per_day + p.lasts.seconds;
      out_.push_back({std::max(start, request_.from_utc_s), std::min(end, request_.until_utc_s)});
    }
    flush_availability();
    events_.clear();
    free_busy_.clear();
    ranges_.clear();
    zones_.clear();
    public_busy_ = false;
  }

  /// RFC 7953 section 5: from the lowest priority to the highest, each range blots out what was said before.
  void flush_availability() {
    if (ranges_.empty()) return;
    std::vector<available_range*> order;
    order.reserve(ranges_.size());
    for (available_range& r : ranges_) order.push_back(&r);
    const auto rank = [](const available_range& r) { return r.priority == 0 ? 10 : r.priority; };
    heap_sort(order, [&](const available_range* a, const available_range* b) {
      return rank(*a) != rank(*b) ? rank(*a) > rank(*b) : a < b;
    });
    std::vector<interval> closed;
    for (available_range* range : order) {
      available_range& r = *range;
      interval whole{request_.from_utc_s, request_.until_utc_s};
      if (r.own.start.set) whole.start_utc_s = std::max(whole.start_utc_s, instant(r.own.start));
      if (r.own.end.set)
        whole.end_utc_s = std::min(whole.end_utc_s, instant(r.own.end));
      else if (r.own.start.set && r.own.has_length) {
        whole.end_utc_s = std::min(whole.end_utc_s,
                                   instant(r.own.start) + r.own.lasts.days * tz::seconds_per_day + r.own.lasts.seconds);
      }
      if (whole.start_utc_s >= whole.end_utc_s) continue;
      std::vector<timed_item> items;
      for (draft& d : r.free) {
        if (timed_item item; item_of(d, item)) {
          item.counts = weight::busy;
          items.push_back(std::move(item));
        }
      }
      std::vector<interval> open;
      keep(collect_busy(items, request_, steps_, open));
      closed = without(closed, {whole});
      if (!r.counts) continue;
      for (const interval& i : without({whole}, merged(std::move(open)))) closed.push_back(i);
      closed = merged(std::move(closed));
    }
    out_.insert(out_.end(), closed.begin(), closed.end());
  }

  void keep(result<void> done) {
    if (!done && !fault_) fault_ = std::move(done).error();
  }

  line_reader lines_;
  const free_busy_request& request_;
  std::int64_t& steps_;
  std::vector<interval>& out_;
  content_line line_;
  field field_ = field::none;
  std::vector<std::pair<std::string, part>> open_;
  draft draft_;
  available_range range_;
  observance observance_;
  std::string zone_name_;
  std::vector<observance> observances_;
  std::vector<draft> events_;
  std::forward_list<std::string> folded_uids_;
  std::vector<available_range> ranges_;
  std::vector<draft::period> free_busy_;
  zone_book zones_;
  bool found_ = false;
  bool public_busy_ = false;  // Cuelight's own, whose blocks are transparent for its subscribers alone
  std::optional<error> fault_;
};

}  // namespace

bool read_length(std::string_view text, length& out) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return false;
  text.remove_prefix(1);
  length found;
  std::int64_t number = -1;
  bool time = false, any = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number) * 10 + (c - '0');
      if (number > 1'000'000'000) return false;
      continue;
    }
    if (c == 'T' && number < 0) {
      time = true;
      continue;
    }
    if (number < 0) return false;
    if (c == 'W' && !time)
      found.days += number * 7;
    else if (c == 'D' && !time)
      found.days += number;
    else if (c == 'H' && time)
      found.seconds += number * 3600;
    else if (c == 'M' && time)
      found.seconds += number * 60;
    else if (c == 'S' && time)
      found.seconds += number;
    else
      return false;
    number = -1;
    any = true;
    if (found.days > 4'000'000 || found.seconds > 400'000'000'000) return false;  // beyond the calendar's years
  }
  if (!any || number >= 0) return false;
  out = negative ? length{-found.days, -found.seconds} : found;
  return true;
}

result<void> scan_busy(std::string_view ics, const free_busy_request& request, std::int64_t& steps,
                       std::vector<interval>& out) {
  return scanner(ics, request, steps, out).run();
}

}  // namespace cuelight::calendar
