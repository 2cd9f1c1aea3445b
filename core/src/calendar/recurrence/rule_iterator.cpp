#include "calendar/recurrence/rule_iterator.hpp"

#include "calendar/recurrence/heap_sort.hpp"

namespace cuelight::calendar {
namespace {

using tz::seconds_per_day;

constexpr std::int64_t last_year = 9999;
constexpr std::int64_t end_of_time_s = tz::days_from_date(last_year + 1, 1, 1) * seconds_per_day;

bool bit(std::uint64_t set, std::int64_t n) {
  return n < 64 && set >> n & 1;
}
bool bit(const std::array<std::uint64_t, 6>& set, int n) {
  return set[static_cast<std::size_t>(n) / 64] >> n % 64 & 1;
}

/// The first day of week 1: the first week with at least four days in the year (RFC 5545 3.3.10, BYWEEKNO).
std::int64_t first_week(std::int64_t year, int week_start) {
  const std::int64_t january_4 = tz::days_from_date(year, 1, 4);
  return january_4 - (tz::weekday_of(january_4) - week_start + 7) % 7;
}

int week_count(std::int64_t year, int week_start) {
  return static_cast<int>((first_week(year + 1, week_start) - first_week(year, week_start)) / 7);
}

int year_length(std::int64_t year) {
  return tz::is_leap(year) ? 366 : 365;
}

}  // namespace

rule_iterator::rule_iterator(const rule& r, const recurrence& what, std::int64_t& steps)
    : rule_(r), dtstart_(what.dtstart), zone_(what.zone), gap_(what.gap), steps_(&steps) {
  if (zone_ && dtstart_.form == tz::time_form::local) resolver_.emplace(*zone_);
  const tz::civil start = tz::civil_of(dtstart_.local_s);
  const std::int64_t day = tz::day_of(dtstart_.local_s);
  fill_defaults(start);
  make_offsets(start);
  switch (rule_.freq) {
    case frequency::yearly:
      key_ = start.year;
      if (rule_.by_week | rule_.by_last_week) {  // periods are years of weeks
        if (day < first_week(key_, rule_.week_start))
          --key_;
        else if (day >= first_week(key_ + 1, rule_.week_start))
          ++key_;
      }
      break;
    case frequency::monthly:
      key_ = start.year * 12LL + start.month - 1;
      break;
    case frequency::weekly:
      key_ = day - (tz::weekday_of(day) - rule_.week_start + 7) % 7;
      break;
    case frequency::daily:
      key_ = day;
      break;
    case frequency::hourly:
      slot_s_ = 3600;
      break;
    case frequency::minutely:
      slot_s_ = 60;
      break;
    case frequency::secondly:
      slot_s_ = 1;
      break;
  }
  if (slot_s_ != 0) key_ = tz::floor_div(dtstart_.local_s, slot_s_);
  pending_start_ = what.always_start;
  if (rule_.count && *rule_.count == 0) ended_ = true;
}

/// What RFC 5545 3.3.10 takes from DTSTART where the rule does not say it.
void rule_iterator::fill_defaults(const tz::civil& start) {
  rule& r = rule_;
  const bool weekdays = r.by_weekday || r.has_ordinals;
  const bool month_days = r.by_month_day || r.by_last_month_day;
  const bool weeks = r.by_week || r.by_last_week;
  ordinals_in_year_ = r.freq == frequency::yearly && !r.by_month;
  const auto weekday = static_cast<std::uint8_t>(1U << tz::weekday_of(tz::day_of(dtstart_.local_s)));
  switch (r.freq) {
    case frequency::yearly:
      if (weekdays || month_days || r.has_year_day) break;
      if (weeks) {
        r.by_weekday = weekday;
      } else {
        r.by_month_day = 1U << start.day;
        if (!r.by_month) r.by_month = static_cast<std::uint16_t>(1U << start.month);
      }
      break;
    case frequency::monthly:
      if (!weekdays && !month_days) r.by_month_day = 1U << start.day;
      break;
    case frequency::weekly:
      if (!weekdays) r.by_weekday = weekday;
      break;
    default:
      break;
  }
  any_day_filter_ =
      r.by_month || r.by_month_day || r.by_last_month_day || r.has_year_day || r.by_weekday || r.has_ordinals;
}

/// The three lowest rows of the table in RFC 5545 3.3.10. What expands is made here, as seconds behind each day, hour
/// or minute; what limits is asked of each slot in `load_slot`.
///
/// |          | SECONDLY | MINUTELY | HOURLY | DAILY and longer |
/// |----------|----------|----------|--------|------------------|
/// | BYHOUR   | limit    | limit    | limit  | expand           |
/// | BYMINUTE | limit    | limit    | expand | expand           |
/// | BYSECOND | limit    | expand   | expand | expand           |
void rule_iterator::make_offsets(const tz::civil& start) {
  if (dtstart_.form == tz::time_form::date) {
    offsets_ = {0};  // a date has no time of day: RFC 5545 has BYHOUR and the like ignored
    return;
  }
  if (bit(rule_.by_second, 60)) {  // a leap second is read as the one before it (3.3.12)
    rule_.by_second |= std::uint64_t{1} << 59;
    rule_.by_second &= ~(std::uint64_t{1} << 60);
  }
  const auto values = [](bool expands, std::uint64_t set, int of_start, int count) {
    std::vector<std::int32_t> out;
    for (int n = 0; expands && n < count; ++n) {
      if (set != 0 ? bit(set, n) : n == of_start) out.push_back(n);
    }
    if (!expands) out.push_back(0);
    return out;
  };
  const auto hours = values(rule_.freq <= frequency::daily, rule_.by_hour, start.hour, 24);
  const auto minutes = values(rule_.freq <= frequency::hourly, rule_.by_minute, start.minute, 60);
  const auto seconds = values(rule_.freq <= frequency::minutely, rule_.by_second, start.second, 60);
  for (const std::int32_t h : hours) {
    for (const std::int32_t m : minutes) {
      for (const std::int32_t s : seconds) offsets_.push_back(h * 3600 + m * 60 + s);
    }
  }
}

void rule_iterator::seek(std::int64_t local_s) {
  if (rule_.count || local_s <= dtstart_.local_s) return;
  // One period early, for weeks and skipped days that reach over a period's edge.
  const std::int64_t day = tz::day_of(local_s);
  const tz::civil date = tz::date_from_days(day);
  std::int64_t wanted = 0, step = rule_.interval;
  switch (rule_.freq) {
    case frequency::yearly:
      wanted = date.year - 2;
      break;
    case frequency::monthly:
      wanted = date.year * 12LL + date.month - 3;
      break;
    case frequency::weekly:
      wanted = day - 14;
      step *= 7;
      break;
    case frequency::daily:
      wanted = day - 1;
      break;
    default:
      wanted = tz::floor_div(local_s, slot_s_) - 1;
  }
  if (wanted > key_) key_ += (wanted - key_) / step * step;
}

bool rule_iterator::weekday_matches(int weekday, int place, int length) const {
  if (!rule_.by_weekday && !rule_.has_ordinals) return true;
  if (rule_.by_weekday >> weekday & 1) return true;
  return rule_.has_ordinals &&
         (bit(rule_.nth_weekday[static_cast<std::size_t>(weekday)], (place - 1) / 7 + 1) ||
          bit(rule_.nth_last_weekday[static_cast<std::size_t>(weekday)], (length - place) / 7 + 1));
}

bool rule_iterator::day_matches(std::int64_t day) const {
  if (!any_day_filter_) return true;
  const tz::civil date = tz::date_from_days(day);
  const int month_length = tz::days_in_month(date.year, date.month);
  if (rule_.by_month && !bit(rule_.by_month, date.month)) return false;
  if ((rule_.by_month_day || rule_.by_last_month_day) && !bit(rule_.by_month_day, date.day) &&
      !bit(rule_.by_last_month_day, month_length - date.day + 1)) {
    return false;
  }
  const int length = year_length(date.year);
  const int year_day = static_cast<int>(day - tz::days_from_date(date.year, 1, 1)) + 1;
  if (rule_.has_year_day && !bit(rule_.by_year_day, year_day) && !bit(rule_.by_last_year_day, length - year_day + 1))
    return false;
  const int weekday = tz::weekday_of(day);
  return ordinals_in_year_ ? weekday_matches(weekday, year_day, length)
                           : weekday_matches(weekday, date.day, month_length);
}

void rule_iterator::add_day(std::int64_t day) {
  bases_.push_back(day * seconds_per_day);
}

void rule_iterator::load_month(std::int64_t year, int month) {
  if (rule_.by_month && !bit(rule_.by_month, month)) return;
  const int length = tz::days_in_month(year, month);
  const std::int64_t first = tz::days_from_date(year, static_cast<unsigned>(month), 1);
  const int year_days = year_length(year);
  const int before = static_cast<int>(first - tz::days_from_date(year, 1, 1));
  const bool month_days = rule_.by_month_day || rule_.by_last_month_day;
  int weekday = tz::weekday_of(first);
  for (int day = 1; day <= length; ++day, weekday = weekday == 6 ? 0 : weekday + 1) {
    if (month_days && !bit(rule_.by_month_day, day) && !bit(rule_.by_last_month_day, length - day + 1)) continue;
    const int year_day = before + day;
    if (rule_.has_year_day && !bit(rule_.by_year_day, year_day) &&
        !bit(rule_.by_last_year_day, year_days - year_day + 1))
      continue;
    if (ordinals_in_year_ ? weekday_matches(weekday, year_day, year_days) : weekday_matches(weekday, day, length)) {
      add_day(first + day - 1);
    }
  }
  if (rule_.skip != skip_rule::omit) add_skipped(year, month);
}

/// RFC 7529 4.1: dates that this month does not have move to a neighbour. Days of the year move in December.
void rule_iterator::add_skipped(std::int64_t year, int month) {
  const int length = tz::days_in_month(year, month);
  const std::int64_t first = tz::days_from_date(year, static_cast<unsigned>(month), 1);
  const bool forward = rule_.skip == skip_rule::forward;
  const auto add = [&](std::int64_t day) {
    if (weekday_matches(tz::weekday_of(day), 1, 1)) add_day(day);
  };
  if (std::uint64_t{rule_.by_month_day} >> (length + 1)) add(forward ? first + length : first + length - 1);
  if (std::uint64_t{rule_.by_last_month_day} >> (length + 1)) add(forward ? first : first - 1);
  if (rule_.has_year_day && month == 12 && !tz::is_leap(year)) {
    const std::int64_t new_year = tz::days_from_date(year, 1, 1);
    if (bit(rule_.by_year_day, 366)) add(forward ? new_year + 365 : new_year + 364);
    if (bit(rule_.by_last_year_day, 366)) add(forward ? new_year : new_year - 1);
  }
  sort_unique(bases_);
}

/// BYWEEKNO.
void rule_iterator::load_weeks(std::int64_t year) {
  const int weeks = week_count(year, rule_.week_start);
  const std::int64_t first = first_week(year, rule_.week_start);
  for (int week = 1; week <= weeks; ++week) {
    if (!bit(rule_.by_week, week) && !bit(rule_.by_last_week, weeks - week + 1)) continue;
    for (std::int64_t day = first + 7 * (week - 1); day < first + 7 * week; ++day) {
      if (day_matches(day)) add_day(day);
    }
  }
}

void rule_iterator::load_year(std::int64_t year) {
  *steps_ -= 11;
  if (rule_.by_week | rule_.by_last_week) return load_weeks(year);
  for (int month = 1; month <= 12; ++month) load_month(year, month);
}

void rule_iterator::load_week(std::int64_t first_day) {
  for (std::int64_t day = first_day; day < first_day + 7; ++day) {
    if (day_matches(day)) add_day(day);
  }
}

/// One hour, minute or second. False: it does not match; `key_` then stands before the next one worth a look.
bool rule_iterator::load_slot() {
  const std::int64_t start_s = key_ * slot_s_;
  const std::int64_t day = tz::day_of(start_s);
  const auto of_day = start_s - day * seconds_per_day;
  std::int64_t worth_s = start_s;
  if (!day_matches(day))
    worth_s = (day + 1) * seconds_per_day;
  else if (rule_.by_hour && !bit(rule_.by_hour, of_day / 3600))
    worth_s = start_s - of_day % 3600 + 3600;
  else if (slot_s_ < 3600 && rule_.by_minute && !bit(rule_.by_minute, of_day / 60 % 60))
    worth_s = start_s - of_day % 60 + 60;
  else if (slot_s_ == 1 && rule_.by_second && !bit(rule_.by_second, of_day % 60))
    worth_s = start_s + 1;
  if (worth_s == start_s) {
    bases_.push_back(start_s);
    return true;
  }
  // The caller adds one interval; stop short of the first slot at or after `worth_s`.
  const std::int64_t missing = (worth_s - start_s + slot_s_ - 1) / slot_s_;
  key_ += (missing - 1) / rule_.interval * rule_.interval;
  return false;
}

/// No occurrence of the period at `key_` starts before this.
std::int64_t rule_iterator::period_begin_s() const {
  switch (rule_.freq) {
    case frequency::yearly:  // a year of weeks begins up to three days early, and SKIP=BACKWARD one
      return (tz::days_from_date(key_, 1, 1) - 7) * seconds_per_day;
    case frequency::monthly:
      return (tz::days_from_date(tz::floor_div(key_, 12), static_cast<unsigned>(key_ % 12 + 1), 1) - 1) *
             seconds_per_day;
    case frequency::weekly:
    case frequency::daily:
      return key_ * seconds_per_day;
    default:
      return key_ * slot_s_;
  }
}

void rule_iterator::load_bases() {
  bases_.clear();
  base_at_ = offset_at_ = 0;
  switch (rule_.freq) {
    case frequency::yearly:
      return load_year(key_);
    case frequency::monthly:
      return load_month(key_ / 12, static_cast<int>(key_ % 12) + 1);
    case frequency::weekly:
      return load_week(key_);
    case frequency::daily:
      if (day_matches(key_)) add_day(key_);
      return;
    default:
      load_slot();
  }
}

bool rule_iterator::load_period() {
  const std::int64_t step = rule_.freq == frequency::weekly ? rule_.interval * 7 : rule_.interval;
  while (--*steps_ >= 0) {
    const std::int64_t begin_s = period_begin_s();
    if (begin_s >= end_of_time_s || begin_s > bound_local_s_) break;
    load_bases();
    key_ += step;
    if (bases_.empty()) continue;
    if (rule_.by_set_position.empty()) return true;
    pick_positions();
    if (!picks_.empty()) return true;
  }
  ended_ = true;
  return false;
}

/// BYSETPOS (RFC 5545 3.3.10).
void rule_iterator::pick_positions() {
  const auto size = static_cast<std::int64_t>(bases_.size() * offsets_.size());
  picks_.clear();
  for (const std::int64_t position : rule_.by_set_position) {
    const std::int64_t index = position > 0 ? position - 1 : size + position;
    if (index >= 0 && index < size) picks_.push_back(index);
  }
  sort_unique(picks_);
}

rule_iterator::verdict rule_iterator::judge(std::int64_t local_s, occurrence& out) {
  if (local_s < dtstart_.local_s || local_s <= last_local_s_) return verdict::drop;
  if (local_s >= end_of_time_s || local_s > bound_local_s_) return verdict::end;
  out = {local_s, local_s};
  shifted_ = false;
  if (resolver_) {
    const tz::resolved at = resolver_->to_utc(local_s);
    out.utc_s = at.utc_s;
    shifted_ = at.kind == tz::occurrence::gap;
    if (shifted_) {
      // DTSTART itself is a given time, not a generated one: RFC 5545 3.3.5 reads it.
      if (gap_ == gap_rule::skip && local_s != dtstart_.local_s) return verdict::drop;
      out.local_s = zone_->to_local(at.utc_s);
    }
  }
  if (rule_.until) {
    const tz::timestamp& until = *rule_.until;
    const bool past = until.form == tz::time_form::utc    ? out.utc_s > until.local_s
                      : until.form == tz::time_form::date ? tz::day_of(local_s) > tz::day_of(until.local_s)
                                                          : local_s > until.local_s;
    if (past) return verdict::end;
  }
  last_local_s_ = local_s;
  return verdict::take;
}

/// The next start in the loaded period, which holds one.
std::int64_t rule_iterator::next_start() {
  if (!rule_.by_set_position.empty()) {
    const auto index = static_cast<std::size_t>(picks_[base_at_++]);
    return bases_[index / offsets_.size()] + offsets_[index % offsets_.size()];
  }
  const std::int64_t local_s = bases_[base_at_] + offsets_[offset_at_];
  if (++offset_at_ == offsets_.size()) {
    offset_at_ = 0;
    ++base_at_;
  }
  return local_s;
}

bool rule_iterator::next(occurrence& out) {
  if (pending_start_ && !ended_) {
    pending_start_ = false;
    if (judge(dtstart_.local_s, out) == verdict::take) {
      ++emitted_;
      return true;
    }
  }
  while (!ended_) {
    if (rule_.count && emitted_ == *rule_.count) break;
    const std::size_t loaded = rule_.by_set_position.empty() ? bases_.size() : picks_.size();
    if (base_at_ == loaded && !load_period()) break;
    const std::int64_t local_s = next_start();
    if (--*steps_ < 0) break;
    const verdict v = judge(local_s, out);
    if (v == verdict::end) break;
    if (v == verdict::drop) continue;
    ++emitted_;
    return true;
  }
  ended_ = true;
  return false;
}

}  // namespace cuelight::calendar
