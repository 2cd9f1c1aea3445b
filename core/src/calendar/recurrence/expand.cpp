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

/// The starts that a recurrence names, in order: those of its rules (RFC 5545 3.8.5.3) among its RDATEs (3.8.5.2). One
/// that several name comes several times.
class occurrence_merge {
 public:
  occurrence_merge(const recurrence& what, const expansion_window& window, std::int64_t& steps) {
    dates_.reserve(what.dates.size() + 1);
    if (what.rules.empty()) dates_.push_back(given(what, what.dtstart));
    for (const auto& time : what.dates) dates_.push_back(given(what, time));
    heap_sort(dates_, [](const occurrence& a, const occurrence& b) { return a.utc_s < b.utc_s; });
    sources_.reserve(what.rules.size());
    const std::int64_t margin_s = what.zone ? zone_margin_s : 0;
    for (const rule& r : what.rules) {
      source& s = sources_.emplace_back(source{rule_iterator(r, what, steps), {}, true});
      if (window.from_utc_s > tz::distant_past_s) s.rules.seek(window.from_utc_s - margin_s);
      if (window.until_utc_s < tz::distant_future_s) s.rules.stop_after(window.until_utc_s + margin_s);
      s.open = s.rules.next(s.head);
    }
  }

  /// The earliest one that is left; null at the end.
  [[nodiscard]] const occurrence* head() {
    const occurrence* least = date_ < dates_.size() ? &dates_[date_] : nullptr;
    from_ = nullptr;
    shifted_ = false;
    for (source& s : sources_) {
      if (!s.open) continue;
      shifted_ = shifted_ || s.rules.shifted();
      if (!least || s.head.utc_s < least->utc_s) {
        least = &s.head;
        from_ = &s;
      }
    }
    return least;
  }
  /// Whether a rule stands at a time that was shifted out of a gap: such a time passes those that follow it on the wall
  /// clock, so that an earlier one may still come.
  [[nodiscard]] bool may_go_back() const { return shifted_; }
  /// Behind the head.
  void advance() {
    if (from_)
      from_->open = from_->rules.next(from_->head);
    else
      ++date_;
  }

 private:
  struct source {
    rule_iterator rules;
    occurrence head;
    bool open;
  };
  std::vector<occurrence> dates_;
  std::size_t date_ = 0;
  std::vector<source> sources_;
  source* from_ = nullptr;  // of the head; null: a date
  bool shifted_ = false;
};

/// Puts an occurrence in its place, near the end, unless it is there.
void insert(std::vector<occurrence>& list, const occurrence& o) {
  std::size_t at = list.size();
  while (at != 0 && list[at - 1].utc_s > o.utc_s) --at;
  if (at == 0 || list[at - 1].utc_s != o.utc_s) list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), o);
}

}  // namespace

result<std::vector<occurrence>> expand(const recurrence& what, const expansion_window& window, std::int64_t& steps) {
  const bool by_time = std::ranges::any_of(what.rules, [](const rule& r) { return r.freq > frequency::daily; });
  if (by_time && what.dtstart.form == tz::time_form::date)
    return refuse("calendar.bad_rrule", "An event of whole days can't recur by the hour, minute or second.");

  occurrence_merge merge(what, window, steps);
  const exclusions left_out(what);
  std::vector<occurrence> out;
  while (window.limit != 0) {
    const occurrence* const head = merge.head();
    if (!head) break;
    const occurrence o = *head;
    const bool in_order = !merge.may_go_back();
    if (in_order && o.utc_s >= window.until_utc_s) break;
    if (o.utc_s >= window.from_utc_s && o.utc_s < window.until_utc_s && !left_out.hold(o)) insert(out, o);
    if (in_order && out.size() >= window.limit && o.utc_s >= out[window.limit - 1].utc_s) break;
    merge.advance();
    if (steps < 0) break;
  }
  if (steps < 0) {
    return refuse("calendar.step_limit",
                  "This recurrence takes more steps than allowed. Narrow the period or raise the limit.");
  }
  if (out.size() > window.limit) out.resize(window.limit);
  return out;
}

}  // namespace cuelight::calendar
