#include "calendar/busy/calendar_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <forward_list>
#include <string>

#include "calendar/busy/drafts.hpp"
#include "calendar/ical/content_line.hpp"
#include "calendar/ical/property_table.hpp"

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

class scanner {
 public:
  scanner(std::string_view ics, const free_busy_request& request, std::int64_t& steps, std::vector<interval>& out)
      : lines_(ics), request_(request), steps_(steps), out_(out) {}

  result<void> run() {
    std::string_view line;
    const auto wanted = [&](std::string_view physical) { return (field_ = field_of(physical)) != field::none; };
    while (!fault_ && lines_.next_wanted(line, wanted)) {
      if (!split_line(line, line_)) continue;
      if (!line_.value.empty() && (line_.value.front() <= ' ' || line_.value.back() <= ' '))
        line_.value = trimmed(line_.value);
      if (line_.name.size() != field_names[static_cast<std::size_t>(field_)].size()) field_ = field_of(line);
      if (field_ == field::begin)
        begin(line_.value);
      else if (field_ == field::end)
        end(line_.value);
      else if (!open_.empty())
        property(open_.back().second);
    }
    if (!fault_ && !found_) {
      // A page that says "not found" must not read as "always free".
      return refuse("calendar.no_component", "There is no calendar in this text.");
    }
    close_all();
    if (fault_) return std::unexpected(*fault_);
    return {};
  }

 private:
  void begin(std::string_view name) {
    found_ = true;
    const part p = part_of(name, open_.empty() ? part::calendar : open_.back().second);
    if (p == part::calendar) close_all();  // a calendar stands in nothing: whatever is open lost its END
    if (open_.size() == 32) return;
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
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (same_text(open_[i].first, name)) return close(i);
    }
  }

  void close_all() {
    close(0);
    flush();
  }

  /// Closes what is open until `left` are.
  void close(std::size_t left) {
    while (open_.size() > left) {
      const part p = open_.back().second;
      open_.pop_back();
      if (p == part::event) calendar_.events.push_back(std::move(draft_));
      if (p == part::available) range_.free.push_back(std::move(draft_));
      if (p == part::availability) calendar_.ranges.push_back(std::move(range_));
      if (p == part::observance) observances_.push_back(std::move(observance_));
      if (p == part::zone) calendar_.zones.define(zone_name_, std::move(observances_));
      if (p == part::calendar) flush();
    }
  }

  // ------------------------------------------------------------------------------------------------- properties

  void property(part p) {
    switch (p) {
      case part::event:
      case part::available:
        event_property(draft_);
        break;
      case part::calendar:
        if (field_ == field::cuelight_kind) calendar_.public_busy = same_text(line_.value, "AVAILABILITY");
        break;
      case part::free_busy:
        if (field_ == field::freebusy) free_busy_property();
        break;
      case part::zone:
        if (field_ == field::tzid) zone_name_ = line_.value;
        break;
      case part::observance:
        observance_property();
        break;
      case part::availability:
        if (field_ == field::priority) {
          std::from_chars(line_.value.data(), line_.value.data() + line_.value.size(), range_.priority);
        } else if (field_ == field::busytype) {
          range_.counts = request_.tentative || !same_text(line_.value, "BUSY-TENTATIVE");
        } else {
          event_property(range_.own);
        }
        break;
      default:
        break;
    }
  }

  void event_property(draft& d) {
    const std::string_view value = line_.value;
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
    if (time->form == tz::time_form::local && !tzid.empty()) out.zone = calendar_.zones.number_of(tzid);
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
    read_times(ignored, &calendar_.free_busy);
  }

  void observance_property() {
    const std::string_view value = line_.value;
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

  void flush() {
    if (fault_) return;
    if (auto done = collect_drafts(calendar_, request_, steps_, out_); !done) fault_ = std::move(done).error();
    calendar_ = {};
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
  calendar_drafts calendar_;
  std::forward_list<std::string> folded_uids_;
  bool found_ = false;
  std::optional<error> fault_;
};

}  // namespace

result<void> scan_busy(std::string_view ics, const free_busy_request& request, std::int64_t& steps,
                       std::vector<interval>& out) {
  return scanner(ics, request, steps, out).run();
}

}  // namespace cuelight::calendar
