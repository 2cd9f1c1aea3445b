#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

#include "cuelight/tz.hpp"
#include "time/table.hpp"

namespace cuelight::tz {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view abbreviation(const table::local_type& type) {
  return table::abbreviations + type.abbreviation_at;
}

/// The local second at which a yearly change falls in `year`, by the clock before the change.
std::int64_t change_in(const table::change& c, std::int64_t year) {
  const std::int64_t first = days_from_date(year, c.month, 1);
  int day = (c.weekday - weekday_of(first) + 7) % 7 + 7 * (c.week - 1);
  if (day >= days_in_month(year, c.month)) day -= 7;
  return (first + day) * seconds_per_day + c.time_s;
}

template <class Type>
period make_period(std::int64_t begin, std::int64_t end, const Type& type) {
  return {begin, end, type.offset_s, type.daylight, type.abbreviation};
}

}  // namespace

result<zone> zone::find(std::string_view name) {
  const char* at = table::names;
  std::size_t fresh = 0;
  for (std::size_t i = 0; i < table::name_count; ++i) {
    const std::string_view known = at;
    at += known.size() + 1;
    const std::size_t shared = table::name_history[i];
    const std::size_t index = shared == 0 ? fresh++ : shared - 1;
    if (known.size() != name.size() || !same_name(known, name)) continue;
    zone z;
    z.name_ = known;
    const std::uint8_t* time = table::time_octets;
    const std::uint8_t* types = table::type_octets;
    for (const table::history* before = table::histories; before != table::histories + index; ++before) {
      time += before->time_octets;
      types += before->transitions;
    }
    const table::history& h = table::histories[index];
    const auto type = [](std::uint8_t number) {
      const table::local_type& t = table::types[number];
      return local_type{t.offset_s, t.daylight, abbreviation(t)};
    };
    z.first_type_ = type(h.first_type);
    z.rule_ = h.rule;
    z.transitions_.reserve(h.transitions);
    std::int64_t wall_s = 0;
    std::int32_t offset_s = table::types[h.first_type].offset_s;
    for (std::size_t t = 0; t < h.transitions; ++t) {
      std::uint64_t step = 0;
      for (int shift = 0;; shift += 7) {
        const std::uint8_t octet = *time++;
        step |= static_cast<std::uint64_t>(octet & 127) << shift;
        if (octet < 128) break;
      }
      wall_s += static_cast<std::int64_t>(step & 1 ? step >> 1 : (step >> 1) * 3600);
      z.transitions_.push_back({wall_s - offset_s, type(types[t])});
      offset_s = z.transitions_.back().type.offset_s;
    }
    return z;
  }
  return refuse("tz.unknown_zone", "This time zone is not in the tz database. Use a name such as Europe/Paris.");
}

zone zone::utc() {
  zone z;
  z.name_ = "UTC";
  z.first_type_.abbreviation = "UTC";
  return z;
}

zone zone::of_changes(std::int32_t first_offset_s, std::vector<change> changes) {
  const auto earlier = [](const change& a, const change& b) { return a.utc_s < b.utc_s; };
  std::make_heap(changes.begin(), changes.end(), earlier);
  std::sort_heap(changes.begin(), changes.end(), earlier);
  zone z;
  z.first_type_.offset_s = first_offset_s;
  z.transitions_.reserve(changes.size());
  for (const change& c : changes) {
    if (!z.transitions_.empty() && z.transitions_.back().utc_s == c.utc_s) z.transitions_.pop_back();
    z.transitions_.push_back({c.utc_s, {c.offset_s, false, {}}});
  }
  return z;
}

std::int64_t zone::rule_begin_utc_s() const noexcept {
  return transitions_.empty() ? 0 : transitions_.back().utc_s;
}

period zone::at(std::int64_t utc_s) const {
  if (!transitions_.empty() && utc_s < transitions_.back().utc_s) {
    const auto next = std::ranges::upper_bound(transitions_, utc_s, {}, &transition::utc_s);
    if (next == transitions_.begin()) return make_period(distant_past_s, next->utc_s, first_type_);
    return make_period(std::prev(next)->utc_s, next->utc_s, std::prev(next)->type);
  }
  // From the seam on the yearly rule makes the changes.
  const std::int64_t seam_s = rule_begin_utc_s();
  const local_type& seam = transitions_.empty() ? first_type_ : transitions_.back().type;
  const std::int64_t seam_begin_s = transitions_.empty() ? distant_past_s : seam_s;
  if (rule_ == no_rule || !table::rules[rule_].has_daylight) return make_period(seam_begin_s, distant_future_s, seam);
  const table::rule& r = table::rules[rule_];
  const std::int64_t asked_s = std::max(utc_s, seam_s);
  const std::int64_t year = date_from_days(day_of(asked_s)).year;
  period out = make_period(seam_begin_s, distant_future_s, seam);
  for (std::int64_t y = year - 1; y <= year + 1; ++y) {
    const std::int64_t change_s[] = {change_in(r.to_daylight, y) - r.standard.offset_s,
                                     change_in(r.to_standard, y) - r.daylight.offset_s};
    const table::local_type* made[] = {&r.daylight, &r.standard};
    const int first = change_s[0] < change_s[1] ? 0 : 1;
    for (const int i : {first, 1 - first}) {
      if (change_s[i] <= seam_s) continue;
      if (change_s[i] > asked_s) {
        out.end_utc_s = change_s[i];
        return out;
      }
      out = {change_s[i], distant_future_s, made[i]->offset_s, made[i]->daylight, abbreviation(*made[i])};
    }
  }
  return out;
}

resolved zone::to_utc(std::int64_t local_s) const {
  // No offset is further from UTC than 26 hours, so the first stretch that can hold the time starts from there.
  period p = at(local_s - 26 * 3600);
  for (;;) {
    const std::int64_t candidate = local_s - p.offset_s;
    if (candidate < p.end_utc_s) {
      resolved out{candidate, p.offset_s, occurrence::unique};
      if (p.end_utc_s < distant_future_s) {
        const period next = at(p.end_utc_s);
        if (local_s - next.offset_s >= next.begin_utc_s) out.kind = occurrence::overlap;
      }
      return out;
    }
    const period next = at(p.end_utc_s);
    if (local_s - next.offset_s < next.begin_utc_s) return {candidate, p.offset_s, occurrence::gap};
    p = next;
  }
}

resolved local_resolver::to_utc(std::int64_t local_s) {
  if (local_s >= safe_begin_local_s_ && local_s < safe_end_local_s_) return {local_s - offset_s_, offset_s_};
  const resolved out = zone_->to_utc(local_s);
  const period p = zone_->at(out.utc_s);
  constexpr std::int64_t margin_s = 26 * 3600;
  safe_begin_local_s_ = p.begin_utc_s + p.offset_s + margin_s;
  safe_end_local_s_ = p.end_utc_s + p.offset_s - margin_s;
  offset_s_ = p.offset_s;
  return out;
}

yearly_rule zone::rule() const {
  const local_type& last = transitions_.empty() ? first_type_ : transitions_.back().type;
  if (rule_ == no_rule) return {false, last.offset_s, 0, last.abbreviation, {}, {}, {}};
  const table::rule& r = table::rules[rule_];
  const auto yearly = [](const table::change& c) { return yearly_change{c.month, c.week, c.weekday, c.time_s}; };
  return {r.has_daylight,           r.standard.offset_s,   r.daylight.offset_s,  abbreviation(r.standard),
          abbreviation(r.daylight), yearly(r.to_daylight), yearly(r.to_standard)};
}

std::vector<std::string_view> zone_names() {
  std::vector<std::string_view> out;
  out.reserve(table::name_count);
  const char* at = table::names;
  for (std::size_t i = 0; i < table::name_count; ++i) {
    out.emplace_back(at);
    at += out.back().size() + 1;
  }
  return out;
}

std::string_view table_version() {
  return table::version;
}

}  // namespace cuelight::tz
