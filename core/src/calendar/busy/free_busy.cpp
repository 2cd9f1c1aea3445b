#include "cuelight/calendar/free_busy.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "calendar/busy/calendar_reader.hpp"
#include "calendar/busy/timed_item.hpp"
#include "calendar/recurrence/heap_sort.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::int64_t max_period_s = 100LL * 366 * tz::seconds_per_day;

/// All overrides of one UID, to be asked about an occurrence of its master. Every question is a binary search.
class override_set {
 public:
  void add(const timed_item& item, std::int64_t id_utc_s) {
    if (item.recurrence_id.form == tz::time_form::date)
      days_.push_back(tz::day_of(item.recurrence_id.local_s));
    else
      instants_.push_back(id_utc_s);
    if (item.and_future) future_.push_back({&item, id_utc_s});
  }
  void prepare() {
    sort_unique(instants_);
    sort_unique(days_);
    heap_sort(future_, [](const entry& a, const entry& b) {
      return a.id_utc_s != b.id_utc_s ? a.id_utc_s < b.id_utc_s : a.item < b.item;
    });
  }

  [[nodiscard]] bool replaces(const occurrence& o) const {
    return std::binary_search(instants_.begin(), instants_.end(), o.utc_s) ||
           std::binary_search(days_.begin(), days_.end(), tz::day_of(o.local_s));
  }
  /// The last THISANDFUTURE override at or before an occurrence.
  [[nodiscard]] const timed_item* rules_over(std::int64_t utc_s) const {
    const auto after = std::upper_bound(future_.begin(), future_.end(), utc_s,
                                        [](std::int64_t t, const entry& e) { return t < e.id_utc_s; });
    return after == future_.begin() ? nullptr : after[-1].item;
  }
  template <class Visit>
  void each_future(Visit visit) const {
    for (const entry& e : future_) visit(*e.item);
  }

 private:
  struct entry {
    const timed_item* item;
    std::int64_t id_utc_s;
  };
  std::vector<std::int64_t> instants_, days_;
  std::vector<entry> future_;
};

class busy_collector {
 public:
  busy_collector(const free_busy_request& request, std::int64_t& steps, std::vector<interval>& out)
      : request_(request), steps_(steps), out_(out) {}

  result<void> collect(const std::vector<timed_item>& items) {
    std::vector<const timed_item*> overrides;
    for (const auto& item : items) {
      if (item.overrides) overrides.push_back(&item);
    }
    heap_sort(overrides,
              [](const timed_item* a, const timed_item* b) { return a->uid != b->uid ? a->uid < b->uid : a < b; });
    for (const auto& item : items) {
      override_set own;
      if (!item.overrides && !item.uid.empty()) {
        auto [first, last] = std::ranges::equal_range(overrides, item.uid, {}, &timed_item::uid);
        for (; first != last; ++first) own.add(**first, instant((*first)->recurrence_id, (*first)->recurrence_zone));
        own.prepare();
      }
      if (auto done = add(item, own); !done) return done;
    }
    return {};
  }

 private:
  const tz::zone& zone_of(const tz::zone* zone) const { return zone ? *zone : request_.zone; }

  /// The instant of a time by itself; a date means its first moment.
  std::int64_t instant(const tz::timestamp& time, const tz::zone* zone) const {
    return time.form == tz::time_form::utc ? time.local_s : zone_of(zone).to_utc(time.local_s).utc_s;
  }

  bool counts(weight w) const { return w == weight::busy || (w == weight::tentative && request_.tentative); }

  /// The interval of one occurrence that starts at `local_s` of `zone`.
  void put(const tz::timestamp& start, std::int64_t start_utc_s, const tz::zone* zone, const duration& lasts) {
    std::int64_t end_utc_s = start_utc_s;
    if (lasts.days != 0) {
      const std::int64_t end_local_s = start.local_s + lasts.days * tz::seconds_per_day;
      end_utc_s = start.form == tz::time_form::utc ? end_local_s : zone_of(zone).to_utc(end_local_s).utc_s;
    }
    end_utc_s += lasts.seconds;
    const interval found{std::max(start_utc_s, request_.from_utc_s), std::min(end_utc_s, request_.until_utc_s)};
    if (found.start_utc_s < found.end_utc_s) out_.push_back(found);
  }

  result<void> add(const timed_item& item, const override_set& overrides) {
    const bool recurs = !item.rules.empty() || !item.dates.empty() || !item.periods.empty();
    if (recurs && !item.overrides) return add_recurring(item, overrides);
    const occurrence only{item.start.local_s, instant(item.start, item.zone)};
    if (counts(item.counts) && (item.overrides || !overrides.replaces(only)))
      put(item.start, only.utc_s, item.zone, item.lasts);
    return {};
  }

  result<void> add_recurring(const timed_item& item, const override_set& overrides) {
    const bool is_date = item.start.form == tz::time_form::date;
    const own_lengths periods = lengths_of(item);
    const auto occurrences = expand(recurrence_of(item), window_of(item, overrides), steps_);
    if (!occurrences) return std::unexpected(occurrences.error());
    for (const occurrence& o : *occurrences) {
      occurrence at = o;
      if (is_date) at.utc_s = zone_of(item.zone).to_utc(o.local_s).utc_s;
      if (overrides.replaces(at)) continue;
      if (const timed_item* future = overrides.rules_over(at.utc_s)) {
        if (!counts(future->counts)) continue;
        tz::timestamp start{at.local_s + shift_of(*future), item.start.form};
        put(start, instant(start, item.zone), item.zone, future->lasts);
      } else if (counts(item.counts)) {
        const duration* const own = periods.find(at.utc_s);
        put({at.local_s, item.start.form}, at.utc_s, item.zone, own ? *own : item.lasts);
      }
    }
    return {};
  }

  [[nodiscard]] recurrence recurrence_of(const timed_item& item) const {
    recurrence what{item.start, nullptr, item.rules, item.dates, item.exceptions, request_.gap, false};
    for (const auto& period : item.periods) what.dates.push_back(period.start);
    if (item.start.form == tz::time_form::local) what.zone = &zone_of(item.zone);
    return what;
  }

  /// The lengths of RDATEs that are periods, by their starts.
  class own_lengths {
   public:
    void add(std::int64_t start_utc_s, const duration& lasts) { entries_.push_back({start_utc_s, &lasts}); }
    void prepare() { heap_sort(entries_, earlier); }
    [[nodiscard]] const duration* find(std::int64_t start_utc_s) const {
      const auto at = std::lower_bound(entries_.begin(), entries_.end(), entry{start_utc_s, nullptr}, earlier);
      return at != entries_.end() && at->start_utc_s == start_utc_s ? at->lasts : nullptr;
    }

   private:
    struct entry {
      std::int64_t start_utc_s;
      const duration* lasts;
    };
    static bool earlier(const entry& a, const entry& b) { return a.start_utc_s < b.start_utc_s; }
    std::vector<entry> entries_;
  };
  [[nodiscard]] own_lengths lengths_of(const timed_item& item) const {
    own_lengths out;
    for (const auto& period : item.periods) out.add(instant(period.start, item.zone), period.lasts);
    out.prepare();
    return out;
  }

  /// Where occurrences are sought: far enough before the period for the longest of them, and to both sides for what
  /// THISANDFUTURE moves and for whole days, which a zone moves.
  [[nodiscard]] expansion_window window_of(const timed_item& item, const override_set& overrides) const {
    std::int64_t longest_s = reach(item.lasts), moved_s = 0;
    for (const auto& period : item.periods) longest_s = std::max(longest_s, reach(period.lasts));
    overrides.each_future([&](const timed_item& future) {
      moved_s = std::max(moved_s, std::abs(shift_of(future)));
      longest_s = std::max(longest_s, reach(future.lasts));
    });
    const std::int64_t margin_s = moved_s + (item.start.form == tz::time_form::date ? 26 * 3600 : 0);
    return {request_.from_utc_s - longest_s - margin_s, request_.until_utc_s + margin_s,
            static_cast<std::size_t>(request_.max_steps)};
  }

  static std::int64_t reach(const duration& lasts) {
    return std::max<std::int64_t>(0, lasts.days * tz::seconds_per_day + lasts.seconds) + 26 * 3600;
  }

  /// How far a THISANDFUTURE override moves what follows, by the wall clock.
  std::int64_t shift_of(const timed_item& item) const {
    if (item.start.form == item.recurrence_id.form && item.zone == item.recurrence_zone)
      return item.start.local_s - item.recurrence_id.local_s;
    return instant(item.start, item.zone) - instant(item.recurrence_id, item.recurrence_zone);
  }

  const free_busy_request& request_;
  std::int64_t& steps_;
  std::vector<interval>& out_;
};

/// A domain event as a timed item; `zones` keeps what it points to.
result<timed_item> item_of(const event& e, std::vector<std::unique_ptr<tz::zone>>& zones) {
  timed_item item;
  item.start = e.start;
  item.counts = e.state == event_state::cancelled ? weight::free
                : e.state == event_state::hold    ? weight::tentative
                                                  : weight::busy;
  if (e.start.form == tz::time_form::local && !e.tzid.empty()) {
    const auto known = std::ranges::find_if(zones, [&](const auto& z) { return z->name() == e.tzid; });
    if (known == zones.end()) {
      auto zone = tz::zone::find(e.tzid);
      if (!zone) return std::unexpected(zone.error());
      zones.push_back(std::make_unique<tz::zone>(std::move(*zone)));
      item.zone = zones.back().get();
    } else {
      item.zone = known->get();
    }
  }
  const std::int64_t difference =
      item.zone ? item.zone->to_utc(e.end.local_s).utc_s - item.zone->to_utc(e.start.local_s).utc_s
                : e.end.local_s - e.start.local_s;
  if (e.start.form == tz::time_form::date)
    item.lasts.days = tz::floor_div(difference, tz::seconds_per_day);
  else
    item.lasts.seconds = difference;
  if (!e.rrule.empty()) {
    auto rule = parse_rule(e.rrule);
    if (!rule) return std::unexpected(rule.error());
    item.rules.push_back(std::move(*rule));
  }
  item.dates = e.rdate;
  item.exceptions = e.exdate;
  return item;
}

}  // namespace

std::vector<interval> merged(std::vector<interval> intervals) {
  std::erase_if(intervals, [](const interval& i) { return i.start_utc_s >= i.end_utc_s; });
  const auto earlier = [](const interval& a, const interval& b) { return a.start_utc_s < b.start_utc_s; };
  if (!std::ranges::is_sorted(intervals, earlier)) heap_sort(intervals, earlier);  // mostly nothing is to be done
  std::size_t kept = 0;
  for (const interval& i : intervals) {
    if (kept != 0 && i.start_utc_s <= intervals[kept - 1].end_utc_s) {
      intervals[kept - 1].end_utc_s = std::max(intervals[kept - 1].end_utc_s, i.end_utc_s);
    } else {
      intervals[kept++] = i;
    }
  }
  intervals.resize(kept);
  return intervals;
}

result<void> collect_busy(const std::vector<timed_item>& items, const free_busy_request& request, std::int64_t& steps,
                          std::vector<interval>& out) {
  return busy_collector(request, steps, out).collect(items);
}

result<std::vector<interval>> free_busy(const free_busy_request& request) {
  if (request.until_utc_s < request.from_utc_s || request.until_utc_s - request.from_utc_s > max_period_s) {
    return refuse("calendar.bad_period", "The period must end after it begins and be shorter than a hundred years.");
  }
  std::size_t octets = 0;
  for (const auto& text : request.calendars) octets += text.size();
  if (octets > request.max_octets)
    return refuse("calendar.too_large", "These calendars are larger than the limit allows.", request.max_octets);

  std::int64_t steps = request.max_steps;
  std::vector<interval> found;
  found.reserve(request.busy.size());
  for (const auto& known : request.busy) {
    found.push_back({std::max(known.start_utc_s, request.from_utc_s), std::min(known.end_utc_s, request.until_utc_s)});
  }
  std::vector<timed_item> items;
  std::vector<std::unique_ptr<tz::zone>> zones;
  items.reserve(request.events.size());
  for (const event& e : request.events) {
    auto item = item_of(e, zones);
    if (!item) return std::unexpected(item.error());
    items.push_back(std::move(*item));
  }
  if (auto done = collect_busy(items, request, steps, found); !done) return std::unexpected(done.error());
  for (const auto& text : request.calendars) {
    if (auto done = read_busy(text, request, steps, found); !done) return std::unexpected(done.error());
  }
  return merged(std::move(found));
}

std::vector<day_availability> by_day(const std::vector<interval>& busy, std::int64_t first_day, std::int64_t last_day,
                                     const tz::zone& zone) {
  std::vector<day_availability> out;
  auto next = busy.begin();
  std::int64_t start_utc_s = zone.to_utc(first_day * tz::seconds_per_day).utc_s;
  for (std::int64_t day = first_day; day < last_day; ++day) {
    const std::int64_t midnight_s = day * tz::seconds_per_day;
    const std::int64_t end_utc_s = zone.to_utc(midnight_s + tz::seconds_per_day).utc_s;
    day_availability& d = out.emplace_back(day_availability{day, day_state::free, {}});
    while (next != busy.end() && next->end_utc_s <= start_utc_s) ++next;
    for (auto at = next; at != busy.end() && at->start_utc_s < end_utc_s; ++at) {
      const bool from_start = at->start_utc_s <= start_utc_s;
      const bool to_end = at->end_utc_s >= end_utc_s;
      d.state = from_start && to_end ? day_state::busy : day_state::partly;
      const std::int64_t start_local_s = from_start ? midnight_s : zone.to_local(at->start_utc_s);
      const std::int64_t end_local_s = to_end ? midnight_s + tz::seconds_per_day : zone.to_local(at->end_utc_s);
      d.busy.push_back({start_local_s, std::max(start_local_s, end_local_s)});
    }
    start_utc_s = end_utc_s;
  }
  return out;
}

}  // namespace cuelight::calendar
