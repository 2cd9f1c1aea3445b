#include "cuelight/calendar/lint.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "calendar/ical/component_reader.hpp"
#include "calendar/ical/property_table.hpp"
#include "calendar/ical/value.hpp"
#include "calendar/ical/zone_book.hpp"
#include "cuelight/calendar/parse.hpp"
#include "cuelight/civil.hpp"
#include "cuelight/tz.hpp"
#include "text/order.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_findings = 1000;
constexpr std::size_t max_line_octets = 75;
constexpr std::size_t google_max_octets = 1'000'000;

class linter {
 public:
  explicit linter(std::string_view ics) : ics_(ics), stream_(ics) {}

  std::vector<finding> run() {
    check_folds();
    for (auto item = stream_.next(); item != stream_item::done; item = stream_.next()) {
      number_ = stream_.lines().number();
      if (item == stream_item::begin)
        begin(stream_.name());
      else if (item == stream_item::end)
        end();
      else
        property();
    }
    if (ics_.size() > google_max_octets) {
      note("google", "error", "calendar.too_large_for_google", 1,
           "Google reads at most 1 MB of a subscribed calendar. Send a shorter window of time.");
    }
    check_uids();
    return std::move(out_);
  }

 private:
  struct component {
    std::string name;
    std::uint32_t line = 0;
    bool uid = false, stamp = false, start = false, end = false, repeats = false, overrides = false;
    bool version = false, prodid = false;
    std::uint32_t rdate_line = 0, start_line = 0;
    std::optional<tz::timestamp> from, until;
    bool observance_has_rule = false;
  };

  void note(std::string_view client, std::string_view severity, std::string_view code, std::uint32_t line,
            std::string message) {
    if (out_.size() < max_findings) out_.push_back({client, severity, code, line, std::move(message)});
  }

  /// Physical lines: 75 octets at most, and no code point cut by a fold.
  void check_folds() {
    std::uint32_t line = 0;
    bool long_line = false, cut = false;
    for (std::size_t at = 0; at < ics_.size();) {
      ++line;
      std::size_t end = std::min(ics_.find('\n', at), ics_.size());
      const std::size_t next = end + 1;
      if (end > at && ics_[end - 1] == '\r') --end;
      if (end - at > max_line_octets && !long_line) {
        long_line = true;
        note("any", "warning", "calendar.long_line", line,
             "Lines are folded so that none has more than 75 octets (RFC 5545 3.1). Some programs cut longer ones.");
      }
      if (at + 1 < end && (ics_[at] == ' ' || ics_[at] == '\t') &&
          (static_cast<std::uint8_t>(ics_[at + 1]) & 0xc0) == 0x80 && !cut) {
        cut = true;
        note("any", "error", "calendar.cut_code_point", line,
             "A fold cuts a character in two; programs that decode before they unfold show it broken. Fold between "
             "characters.");
      }
      at = next;
    }
  }

  void begin(std::string_view name) {
    component& c = open_.emplace_back();
    for (const char letter : name) c.name += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    c.line = number_;
    if (c.name == "VALARM") {
      note("apple", "warning", "calendar.alarm", number_,
           "An alarm in a subscribed calendar rings on every subscriber's devices, and a broken TRIGGER stops Apple's "
           "import. Leave alarms out of feeds.");
    }
  }

  void end() {
    const component c = std::move(open_.back());
    open_.pop_back();
    if (c.name == "VCALENDAR") {
      if (!c.version)
        note("any", "error", "calendar.no_version", c.line,
             "VERSION:2.0 is missing; Outlook and Apple refuse the calendar.");
      if (!c.prodid) note("any", "warning", "calendar.no_prodid", c.line, "PRODID is missing (RFC 5545 3.7.3).");
      check_zones();
    }
    if (c.name == "VEVENT") check_event(c);
    if ((c.name == "STANDARD" || c.name == "DAYLIGHT") && c.rdate_line != 0 && !c.observance_has_rule) {
      note("outlook", "warning", "calendar.vtimezone_rdate", c.rdate_line,
           "Outlook passes over RDATE in a VTIMEZONE. Write a yearly RRULE.");
    }
    if ((c.name == "STANDARD" || c.name == "DAYLIGHT") && c.from &&
        c.from->local_s < tz::days_from_date(1900, 1, 1) * tz::seconds_per_day && !c.observance_has_rule) {
      note("outlook", "warning", "calendar.vtimezone_history", c.start_line,
           "Outlook on the web fails on local mean time in a VTIMEZONE. Begin in 1970 with a yearly RRULE.");
    }
  }

  void check_event(const component& c) {
    if (!c.uid)
      note("any", "error", "calendar.no_uid", c.line,
           "UID is missing. Without a stable one every fetch makes new events.");
    if (!c.stamp)
      note("outlook", "error", "calendar.no_dtstamp", c.line,
           "DTSTAMP is missing; Outlook refuses the event. Write the record's last change in UTC.");
    if (!c.start) note("any", "error", "calendar.no_dtstart", c.line, "DTSTART is missing.");
    if (c.start && !c.end)
      note("apple", "warning", "calendar.no_dtend", c.line,
           "DTEND and DURATION are missing; iCloud and others guess a length. Always write DTEND.");
    if (c.from && c.until) {
      if (c.from->form != c.until->form &&
          (c.from->form == tz::time_form::date || c.until->form == tz::time_form::date)) {
        note("any", "error", "calendar.mixed_forms", c.start_line,
             "DTSTART and DTEND must both be dates or both have a time.");
      } else if (c.from->form == tz::time_form::date && c.until->local_s <= c.from->local_s) {
        note("any", "error", "calendar.empty_day", c.start_line,
             "The DTEND of whole days is exclusive: a one-day event ends on the next day.");
      } else if (c.from->form == c.until->form && c.until->local_s < c.from->local_s) {
        note("any", "error", "calendar.ends_before_start", c.start_line, "DTEND lies before DTSTART.");
      }
    }
    if (c.repeats && c.from && c.from->form == tz::time_form::utc) {
      note("any", "warning", "calendar.recurs_in_utc", c.start_line,
           "A recurring event in UTC moves by an hour with summer time. Write TZID and its VTIMEZONE.");
    }
  }

  // Over 25 in cognitive complexity: one property a branch.
  void property() {
    component& c = open_.back();
    const std::string_view name = line().name;
    const bool in_event = c.name == "VEVENT";
    if (same_text(name, "UID")) {
      c.uid = true;
      if (in_event) uids_.push_back({std::string(line().value), number_});
    } else if (same_text(name, "DTSTAMP")) {
      c.stamp = true;
      if (!line().value.ends_with('Z'))
        note("any", "warning", "calendar.dtstamp_not_utc", number_, "DTSTAMP must be UTC and end in Z.");
    } else if (same_text(name, "DTSTART")) {
      c.start = true;
      c.start_line = number_;
      c.from = time();
      if (in_event) check_time(c.from);
    } else if (same_text(name, "DTEND")) {
      c.end = true;
      c.until = time();
      if (in_event) check_time(c.until);
    } else if (same_text(name, "DURATION")) {
      c.end = true;
    } else if (same_text(name, "RRULE")) {
      c.repeats = c.observance_has_rule = true;
    } else if (same_text(name, "RDATE")) {
      c.repeats = true;
      c.rdate_line = number_;
    } else if (same_text(name, "RECURRENCE-ID")) {
      if (!uids_.empty()) uids_.back().line = 0;
      c.overrides = true;
    } else if (same_text(name, "TZID") && c.name == "VTIMEZONE") {
      defined_.emplace_back(line().value);
    } else if (same_text(name, "VERSION")) {
      c.version = line().value == "2.0";
    } else if (same_text(name, "PRODID")) {
      c.prodid = true;
    } else if (same_text(name, "METHOD") && !same_text(line().value, "PUBLISH")) {
      note("outlook", "error", "calendar.method", number_,
           "Outlook opens METHOD other than PUBLISH as an invitation. Feeds and files say METHOD:PUBLISH.");
    }
    if (c.overrides && !uids_.empty()) uids_.back().line = 0;
    if (const auto tzid = line().parameter("TZID");
        !tzid.empty() && used_.size() < 256 &&
        std::ranges::none_of(used_, [&](const auto& u) { return u.first == tzid; })) {
      used_.emplace_back(tzid, number_);
    }
  }

  [[nodiscard]] const content_line& line() const { return stream_.line(); }

  std::optional<tz::timestamp> time() const { return read_time(line().value); }

  void check_time(const std::optional<tz::timestamp>& t) {
    if (!t) return;
    const bool says_date = same_text(line().parameter("VALUE"), "DATE");
    if (t->form == tz::time_form::date && !says_date) {
      note("any", "error", "calendar.date_without_value", number_,
           "A date needs VALUE=DATE; Google and Outlook refuse or misread it otherwise.");
    }
    if (t->form == tz::time_form::local && line().parameter("TZID").empty()) {
      note("outlook", "warning", "calendar.floating_time", number_,
           "A time without zone means another instant for every subscriber. Write UTC, or TZID.");
    }
  }

  void check_zones() {
    for (const auto& [name, line] : used_) {
      const bool defined = std::ranges::find(defined_, name) != defined_.end();
      if (!defined) {
        note("outlook", "error", "calendar.missing_vtimezone", line,
             "Outlook is an hour off or refuses a TZID without its VTIMEZONE. Add one, or write UTC.");
      }
      if (!tz::zone::find(name)) {
        const auto known = known_zone(name);
        note("google", "warning", "calendar.not_iana", line,
             known ? "This is not an IANA zone name. Write " + std::string(known->name()) + "."
                   : std::string("This is not an IANA zone name; programs fall back to the reader's zone."));
      }
    }
    used_.clear();
    defined_.clear();
  }

  void check_uids() {
    std::erase_if(uids_, [](const used_uid& u) { return u.line == 0; });
    stable_sort(uids_,
                [](const used_uid& a, const used_uid& b) { return a.uid != b.uid ? a.uid < b.uid : a.line < b.line; });
    for (std::size_t i = 1; i < uids_.size(); ++i) {
      if (uids_[i].uid == uids_[i - 1].uid && !uids_[i].uid.empty()) {
        note("any", "error", "calendar.repeated_uid", uids_[i].line,
             "Two events have this UID; programs keep one of them. Only an override with RECURRENCE-ID repeats a UID.");
      }
    }
  }

  struct used_uid {
    std::string uid;
    std::uint32_t line;  // 0: an override
  };

  std::string_view ics_;
  component_reader stream_;
  std::uint32_t number_ = 0;
  std::vector<component> open_;
  std::vector<std::pair<std::string, std::uint32_t>> used_;
  std::vector<std::string> defined_;
  std::vector<used_uid> uids_;
  std::vector<finding> out_;
};

}  // namespace

result<std::vector<finding>> lint(std::string_view ics, std::size_t max_octets) {
  parse_options options;
  options.max_octets = max_octets;
  auto parsed = parse(ics, options);
  if (!parsed) return std::unexpected(parsed.error());
  std::vector<finding> out = linter(ics).run();
  for (problem& p : parsed->problems) {
    if (p.code != "calendar.missing_vtimezone" && p.code != "calendar.value_type")
      out.push_back({"any", "warning", p.code, p.line, std::move(p.message)});
  }
  stable_sort(out, [](const finding& a, const finding& b) {
    return a.line != b.line ? a.line < b.line : a.code != b.code ? a.code < b.code : a.client < b.client;
  });
  if (out.size() > max_findings) out.resize(max_findings);
  return out;
}

}  // namespace cuelight::calendar
