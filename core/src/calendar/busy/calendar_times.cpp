#include "calendar/busy/calendar_times.hpp"

#include <algorithm>

#include "calendar/recurrence/heap_sort.hpp"

namespace cuelight::calendar {
namespace {

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

class collector {
 public:
  collector(calendar_times& calendar, const free_busy_request& request, std::int64_t& steps, std::vector<interval>& out)
      : calendar_(calendar), request_(request), steps_(steps), out_(out) {}

  result<void> run() {
    calendar_.zones.resolve(request_.until_utc_s, steps_);
    std::vector<timed_item> items;
    items.reserve(calendar_.events.size());
    for (component_times& d : calendar_.events) {
      if (timed_item item; item_of(d, item)) items.push_back(std::move(item));
    }
    if (auto done = collect_busy(items, request_, steps_, out_); !done) return done;
    for (const auto& p : calendar_.free_busy) {
      const std::int64_t start = instant(p.start);
      const std::int64_t end =
          p.end.set ? instant(p.end) : start + p.lasts.days * tz::seconds_per_day + p.lasts.seconds;
      out_.push_back({std::max(start, request_.from_utc_s), std::min(end, request_.until_utc_s)});
    }
    return availability();
  }

 private:
  const tz::zone& zone_of(const zoned_time& t) const {
    const tz::zone* z = calendar_.zones.zone(t.zone);
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

  /// Uses `d` up.
  bool item_of(component_times& d, timed_item& item) const {
    if (!d.start.set) return false;
    item.uid = d.uid;
    item.start = d.start.time;
    item.zone = calendar_.zones.zone(d.start.zone);
    const bool takes_no_time = d.cancelled || (d.transparent && !calendar_.public_busy);
    item.counts = takes_no_time ? weight::free : d.tentative ? weight::tentative : weight::busy;
    if (d.end.set)
      item.lasts = between(d.start, d.end);
    else if (d.lasts)
      item.lasts = *d.lasts;
    else if (d.start.time.form == tz::time_form::date)
      item.lasts.days = 1;
    item.rules = std::move(d.rules);
    for (const auto& t : d.dates) item.dates.push_back(aligned(t, d.start));
    for (const auto& t : d.exceptions) item.exceptions.push_back(aligned(t, d.start));
    for (const auto& p : d.periods)
      item.periods.push_back({aligned(p.start, d.start), p.end.set ? between(p.start, p.end) : p.lasts});
    item.overrides = d.id.set;
    item.and_future = d.and_future;
    item.recurrence_id = d.id.time;
    item.recurrence_zone = calendar_.zones.zone(d.id.zone);
    return true;
  }

  duration between(const zoned_time& start, const zoned_time& end) const {
    if (start.time.form == tz::time_form::date && end.time.form == tz::time_form::date) {
      // A DTEND that does not come after a whole day's start means that day.
      return {std::max<std::int64_t>(1, (end.time.local_s - start.time.local_s) / tz::seconds_per_day), 0};
    }
    return {0, instant(end) - instant(start)};
  }

  /// RFC 7953 section 5: from the lowest priority to the highest, each range blots out what was said before.
  /// Over 25 in cognitive complexity: it is that section's algorithm, in its order.
  result<void> availability() {
    if (calendar_.availabilities.empty()) return {};
    std::vector<availability_times*> order;
    order.reserve(calendar_.availabilities.size());
    for (availability_times& r : calendar_.availabilities) order.push_back(&r);
    const auto rank = [](const availability_times& r) { return r.priority == 0 ? 10 : r.priority; };
    heap_sort(order, [&](const availability_times* a, const availability_times* b) {
      return rank(*a) != rank(*b) ? rank(*a) > rank(*b) : a < b;
    });
    std::vector<interval> closed;
    for (availability_times* range : order) {
      availability_times& r = *range;
      interval whole{request_.from_utc_s, request_.until_utc_s};
      if (r.own.start.set) whole.start_utc_s = std::max(whole.start_utc_s, instant(r.own.start));
      if (r.own.end.set)
        whole.end_utc_s = std::min(whole.end_utc_s, instant(r.own.end));
      else if (r.own.start.set && r.own.lasts) {
        whole.end_utc_s = std::min(
            whole.end_utc_s, instant(r.own.start) + r.own.lasts->days * tz::seconds_per_day + r.own.lasts->seconds);
      }
      if (whole.start_utc_s >= whole.end_utc_s) continue;
      std::vector<timed_item> items;
      for (component_times& d : r.available) {
        if (timed_item item; item_of(d, item)) {
          item.counts = weight::busy;
          items.push_back(std::move(item));
        }
      }
      std::vector<interval> open;
      if (auto done = collect_busy(items, request_, steps_, open); !done) return done;
      closed = without(closed, {whole});
      if (!r.counts) continue;
      for (const interval& i : without({whole}, merged(std::move(open)))) closed.push_back(i);
      closed = merged(std::move(closed));
    }
    out_.insert(out_.end(), closed.begin(), closed.end());
    return {};
  }

  calendar_times& calendar_;
  const free_busy_request& request_;
  std::int64_t& steps_;
  std::vector<interval>& out_;
};

}  // namespace

result<void> collect_calendar(calendar_times& calendar, const free_busy_request& request, std::int64_t& steps,
                              std::vector<interval>& out) {
  return collector(calendar, request, steps, out).run();
}

}  // namespace cuelight::calendar
