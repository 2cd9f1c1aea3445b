#include "calendar_requests.hpp"

#include <algorithm>

#include "calendar/ical/zone_book.hpp"
#include "cuelight/hash.hpp"

namespace cuelight::calendar {
namespace {

/// What every request needs: a reader, and members of the kinds that recur.
class request_reader : public json_reader {
 public:
  using json_reader::json_reader;

  bool value(std::string_view message) { return fail("argument.value", message); }

  bool time(tz::timestamp& out) {
    std::string_view text;
    if (!text_view(text)) return false;
    const auto read = tz::parse_time(text);
    if (!read) return fail(read.error().code, read.error().message);
    out = *read;
    return true;
  }
  bool instant(std::int64_t& out) {
    tz::timestamp t;
    if (!time(t)) return false;
    if (t.form != tz::time_form::utc)
      return fail("tz.bad_time", "This is not a UTC instant. Write it as 2026-11-22T18:30:00Z.");
    out = t.local_s;
    return true;
  }
  bool times(std::vector<tz::timestamp>& out) {
    if (!array()) return false;
    while (element()) {
      if (!time(out.emplace_back())) return false;
    }
    return ok();
  }
  bool zone(tz::zone& out) {
    std::string_view name;
    if (!text_view(name)) return false;
    auto found = known_zone(name);
    if (!found) return fail(found.error().code, found.error().message);
    out = std::move(*found);
    return true;
  }
  bool natural(std::int64_t& out, std::int64_t most) {
    if (!integer(out)) return false;
    return (out >= 0 && out <= most) || value("A number of the request is negative or too large.");
  }
  template <class Number>
  bool natural(Number& out, std::int64_t most) {
    std::int64_t n = 0;
    if (!natural(n, most)) return false;
    out = static_cast<Number>(n);
    return true;
  }
  /// One of a few words, as an enumeration in the same order.
  template <class Enum, std::size_t N>
  bool word(Enum& out, const std::string_view (&words)[N]) {
    std::string_view text;
    if (!text_view(text)) return false;
    const auto found = std::ranges::find(words, text);
    if (found == std::end(words)) return value("A word of the request is not one of those that are known.");
    out = static_cast<Enum>(found - words);
    return true;
  }
  bool gap(gap_rule& out) {
    static constexpr std::string_view words[] = {"skip", "shift"};
    return word(out, words);
  }

  bool one_event(event& out) {
    std::string_view name;
    bool has_id = false, has_state = false, has_start = false, has_end = false, has_change = false;
    if (!object()) return false;
    while (member(name)) {
      if (peek() == kind::null) {
        skip();
        continue;
      }
      if (name == "id")
        has_id = text(out.id);
      else if (name == "kind")
        text(out.kind);
      else if (name == "state")
        has_state = word(out.state, event_states);
      else if (name == "title")
        text(out.title);
      else if (name == "place")
        text(out.place);
      else if (name == "notes")
        text(out.notes);
      else if (name == "url")
        text(out.url);
      else if (name == "start")
        has_start = time(out.start);
      else if (name == "end")
        has_end = time(out.end);
      else if (name == "tzid")
        text(out.tzid);
      else if (name == "rrule")
        text(out.rrule);
      else if (name == "rdate")
        times(out.rdate);
      else if (name == "exdate")
        times(out.exdate);
      else if (name == "sequence")
        natural(out.sequence, INT32_MAX);
      else if (name == "lastModified")
        has_change = instant(out.last_modified_utc_s);
      else
        skip();
    }
    if (!ok()) return false;
    return (has_id && has_state && has_start && has_end && has_change) ||
           value("An event needs id, state, start, end and lastModified.");
  }
  bool events(std::vector<event>& out) {
    if (!array()) return false;
    while (element()) {
      if (!one_event(out.emplace_back())) return false;
    }
    return ok();
  }
  bool busy(std::vector<interval>& out) {
    std::string_view name;
    if (!array()) return false;
    while (element()) {
      interval& i = out.emplace_back();
      if (!object()) return false;
      while (member(name)) {
        if (name == "start")
          instant(i.start_utc_s);
        else if (name == "end")
          instant(i.end_utc_s);
        else
          skip();
      }
    }
    return ok();
  }
  template <class T>
  result<T> done(T out) {
    if (auto good = outcome(); !good) return std::unexpected(good.error());
    return out;
  }
};

}  // namespace

// The readers below are over 25 in cognitive complexity because each is a list, one member of the request a branch. A
// table of members and setters would hide the one line that each of them is.

result<parse_options> read_parse_options(std::string_view json) {
  request_reader in(json);
  parse_options out;
  std::string_view name;
  for (in.object(); in.member(name);) {
    if (name == "strict")
      in.boolean(out.strict);
    else if (name == "maxOctets")
      in.natural(out.max_octets, INT32_MAX);
    else if (name == "maxLines")
      in.natural(out.max_lines, INT32_MAX);
    else if (name == "maxProperties")
      in.natural(out.max_properties, INT32_MAX);
    else if (name == "maxComponents")
      in.natural(out.max_components, INT32_MAX);
    else if (name == "maxDepth")
      in.natural(out.max_depth, 64);
    else
      in.skip();
  }
  return in.done(out);
}

result<feed_request> read_feed_request(std::string_view json) {
  static constexpr std::string_view kinds[] = {"week", "engagement", "availability"};
  static constexpr std::string_view formats[] = {"ics", "ifb", "vavailability", "json"};
  request_reader in(json);
  feed_request out;
  std::string_view name;
  bool has_kind = false, has_now = false;
  for (in.object(); in.member(name);) {
    if (in.peek() == json_reader::kind::null) {
      in.skip();
      continue;
    }
    if (name == "kind")
      has_kind = in.word(out.kind, kinds);
    else if (name == "format")
      in.word(out.format, formats);
    else if (name == "name")
      in.text(out.name);
    else if (name == "description")
      in.text(out.description);
    else if (name == "events")
      in.events(out.events);
    else if (name == "busy")
      in.busy(out.busy);
    else if (name == "now")
      has_now = in.instant(out.now_utc_s);
    else if (name == "uidKey") {
      std::string_view hex;
      in.text_view(hex);
      if (auto key = hash::from_hex(hex))
        out.uid_key = std::move(*key);
      else
        in.value("uidKey must be lower-case hexadecimal.");
    } else if (name == "uidDomain")
      in.text(out.uid_domain);
    else if (name == "tzid")
      in.text(out.tzid);
    else if (name == "source")
      in.text(out.source);
    else if (name == "refreshMinutes")
      in.natural(out.refresh_minutes, INT32_MAX);
    else if (name == "pastDays")
      in.natural(out.past_days, INT32_MAX);
    else if (name == "futureMonths")
      in.natural(out.future_months, INT32_MAX);
    else if (name == "maxOctets")
      in.natural(out.max_octets, INT32_MAX);
    else
      in.skip();
  }
  if (in.ok() && !(has_kind && has_now)) in.value("A feed needs kind and now.");
  return in.done(std::move(out));
}

result<expand_request> read_expand_request(std::string_view json) {
  request_reader in(json);
  expand_request out;
  std::string_view name;
  std::vector<std::string> rules;
  std::optional<tz::timestamp> from, until;
  bool has_start = false;
  for (in.object(); in.member(name);) {
    if (in.peek() == json_reader::kind::null) {
      in.skip();
      continue;
    }
    if (name == "dtstart")
      has_start = in.time(out.what.dtstart);
    else if (name == "tzid")
      in.zone(out.zone.emplace(tz::zone::utc()));
    else if (name == "rrule") {
      if (in.peek() != json_reader::kind::array)
        in.text(rules.emplace_back());
      else
        for (in.array(); in.element();) in.text(rules.emplace_back());
    } else if (name == "rdate")
      in.times(out.what.dates);
    else if (name == "exdate")
      in.times(out.what.exceptions);
    else if (name == "from")
      in.time(from.emplace());
    else if (name == "until")
      in.time(until.emplace());
    else if (name == "limit")
      in.natural(out.window.limit, 1'000'000);
    else if (name == "gap")
      in.gap(out.what.gap);
    else if (name == "start") {
      static constexpr std::string_view words[] = {"rule", "always"};
      in.word(out.what.always_start, words);
    } else if (name == "as") {
      static constexpr std::string_view words[] = {"local", "utc"};
      in.word(out.as_utc, words);
    } else if (name == "maxSteps")
      in.natural(out.steps, 1'000'000'000);
    else
      in.skip();
  }
  if (in.ok() && !has_start) in.value("expand needs dtstart.");
  if (in.ok()) {
    for (const std::string& text : rules) {
      auto rule = parse_rule(text);
      if (!rule) return std::unexpected(rule.error());
      out.what.rules.push_back(std::move(*rule));
    }
    const bool local = out.what.dtstart.form == tz::time_form::local;
    if (!local) out.zone.reset();
    if (out.as_utc && out.what.dtstart.form != tz::time_form::utc && !out.zone) {
      in.value("as: 'utc' needs a dtstart with Z, or a local one with tzid.");
    }
    // A bound is read on the clock of DTSTART, unless it is an instant.
    const auto bound = [&](const std::optional<tz::timestamp>& t, std::int64_t& utc_s) {
      if (t) utc_s = t->form != tz::time_form::utc && out.zone ? out.zone->to_utc(t->local_s).utc_s : t->local_s;
    };
    bound(from, out.window.from_utc_s);
    bound(until, out.window.until_utc_s);
  }
  return in.done(std::move(out));
}

result<busy_request> read_free_busy_request(std::string_view json, std::string_view ics) {
  request_reader in(json);
  busy_request out;
  std::string_view name;
  std::optional<tz::timestamp> from, until;
  std::vector<std::int64_t> octets;
  for (in.object(); in.member(name);) {
    if (in.peek() == json_reader::kind::null) {
      in.skip();
      continue;
    }
    if (name == "events")
      in.events(out.ask.events);
    else if (name == "busy")
      in.busy(out.ask.busy);
    else if (name == "from")
      in.time(from.emplace());
    else if (name == "until")
      in.time(until.emplace());
    else if (name == "tzid")
      in.zone(out.ask.zone);
    else if (name == "tentative")
      in.boolean(out.ask.tentative);
    else if (name == "gap")
      in.gap(out.ask.gap);
    else if (name == "maxSteps")
      in.natural(out.ask.max_steps, 1'000'000'000);
    else if (name == "icsOctets") {
      for (in.array(); in.element();) in.natural(octets.emplace_back(), INT32_MAX);
    } else
      in.skip();
  }
  if (in.ok() && !(from && until)) in.value("The period needs from and until.");
  if (in.ok()) {
    for (const std::int64_t n : octets) {
      out.ask.calendars.push_back(ics.substr(0, static_cast<std::size_t>(n)));
      ics.remove_prefix(std::min(ics.size(), static_cast<std::size_t>(n)));
    }
    const auto bound = [&](const tz::timestamp& t, std::int64_t& utc_s, std::optional<std::int64_t>& day) {
      utc_s = t.form == tz::time_form::utc ? t.local_s : out.ask.zone.to_utc(t.local_s).utc_s;
      if (t.form == tz::time_form::date) day = tz::day_of(t.local_s);
    };
    bound(*from, out.ask.from_utc_s, out.first_day);
    bound(*until, out.ask.until_utc_s, out.last_day);
  }
  return in.done(std::move(out));
}

result<zoned_request> read_zoned_request(std::string_view json, std::string_view time_name) {
  request_reader in(json);
  zoned_request out;
  std::string_view name;
  bool has_time = false, has_zone = false;
  for (in.object(); in.member(name);) {
    if (name == time_name)
      has_time = in.time(out.time);
    else if (name == "tzid")
      has_zone = in.zone(out.zone);
    else
      in.skip();
  }
  if (in.ok() && !(has_time && has_zone)) in.value("A time and a tzid are needed.");
  return in.done(std::move(out));
}

}  // namespace cuelight::calendar
