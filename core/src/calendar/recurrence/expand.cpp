#include <algorithm>

#include "calendar/recurrence/heap_sort.hpp"
#include "calendar/recurrence/rule_iterator.hpp"
#include "cuelight/calendar/recurrence.hpp"

namespace cuelight::calendar {
namespace {

/// No local time is further than this from the same reading in UTC.
constexpr std::int64_t zone_margin_s = 26 * 3600;

/// A DTSTART or RDATE: a given time, so one in a gap is read by RFC 5545 3.3.5.
occurrence given(const recurrence& what, const tz::timestamp& time) {
  if (!what.zone || what.dtstart.form != tz::time_form::local) return {time.local_s, time.local_s};
  if (time.form == tz::time_form::utc) return {what.zone->to_local(time.local_s), time.local_s};
  const std::int64_t utc_s = what.zone->to_utc(time.local_s).utc_s;
  return {what.zone->to_local(utc_s), utc_s};
}

/// EXDATE, ready to be asked.
class exclusions {
 public:
  explicit exclusions(const recurrence& what) {
    for (const auto& time : what.exceptions) {
      if (time.form == tz::time_form::date)
        days_.push_back(tz::day_of(time.local_s));
      else
        instants_.push_back(given(what, time).utc_s);
    }
    sort_unique(days_);
    sort_unique(instants_);
  }
  [[nodiscard]] bool hold(const occurrence& o) const {
    return std::binary_search(instants_.begin(), instants_.end(), o.utc_s) ||
           std::binary_search(days_.begin(), days_.end(), tz::day_of(o.local_s));
  }

 private:
  std::vector<std::int64_t> instants_, days_;
};

}  // namespace

result<std::vector<occurrence>> expand(const recurrence& what, const expansion_window& window, std::int64_t& steps) {
  std::vector<occurrence> dates;
  dates.reserve(what.dates.size() + 1);
  if (what.rules.empty()) dates.push_back(given(what, what.dtstart));
  for (const auto& time : what.dates) dates.push_back(given(what, time));
  heap_sort(dates, [](const occurrence& a, const occurrence& b) { return a.utc_s < b.utc_s; });

  struct source {
    rule_iterator rules;
    occurrence head;
    bool open;
  };
  std::vector<source> sources;
  sources.reserve(what.rules.size());
  const std::int64_t margin_s = what.zone ? zone_margin_s : 0;
  for (const rule& r : what.rules) {
    if (what.dtstart.form == tz::time_form::date && r.freq > frequency::daily) {
      return refuse("calendar.bad_rrule", "An event of whole days can't recur by the hour, minute or second.");
    }
    source& s = sources.emplace_back(source{rule_iterator(r, what, steps), {}, true});
    if (window.from_utc_s > tz::distant_past_s) s.rules.seek(window.from_utc_s - margin_s);
    if (window.until_utc_s < tz::distant_future_s) s.rules.stop_after(window.until_utc_s + margin_s);
    s.open = s.rules.next(s.head);
  }

  const exclusions left_out(what);
  std::vector<occurrence> out;
  std::size_t date = 0;
  while (window.limit != 0) {
    occurrence* least = date < dates.size() ? &dates[date] : nullptr;
    source* from = nullptr;
    bool shifted = false;  // out of a gap: such a time passes those that follow it on the wall clock
    for (source& s : sources) {
      if (!s.open) continue;
      shifted = shifted || s.rules.shifted();
      if (!least || s.head.utc_s < least->utc_s) {
        least = &s.head;
        from = &s;
      }
    }
    if (!least) break;
    const occurrence o = *least;
    if (o.utc_s >= window.until_utc_s && !shifted) break;
    if (o.utc_s >= window.from_utc_s && o.utc_s < window.until_utc_s && !left_out.hold(o)) {
      std::size_t at = out.size();
      while (at != 0 && out[at - 1].utc_s > o.utc_s) --at;
      if (at == 0 || out[at - 1].utc_s != o.utc_s) {
        out.push_back(o);
        for (std::size_t later = out.size() - 1; later != at; --later) std::swap(out[later], out[later - 1]);
      }
    }
    if (out.size() >= window.limit && o.utc_s >= out[window.limit - 1].utc_s && !shifted) break;
    if (from)
      from->open = from->rules.next(from->head);
    else
      ++date;
    if (steps < 0) break;
  }
  if (steps < 0) {
    return refuse("calendar.step_limit",
                  "This recurrence takes more steps than allowed. Narrow the period or raise the limit.");
  }
  while (out.size() > window.limit) out.pop_back();
  return out;
}

}  // namespace cuelight::calendar
