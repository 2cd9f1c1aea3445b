#include "calendar/ical/zone_book.hpp"

#include <algorithm>

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_zones = 256;

tz::zone built(const std::vector<observance>& observances, std::int64_t until_utc_s, std::int64_t& steps) {
  std::vector<tz::zone::change> changes;
  for (const observance& o : observances) {
    recurrence onsets{o.start, nullptr, o.rules, o.dates, {}, gap_rule::skip, false};
    // Onsets are local times by the offset before them; UNTIL is UTC (RFC 5545 3.6.5).
    for (rule& r : onsets.rules) {
      if (r.until && r.until->form == tz::time_form::utc)
        *r.until = {r.until->local_s + o.from_s, tz::time_form::local};
    }
    if (!onsets.rules.empty()) onsets.dates.push_back(o.start);
    const auto found = expand(onsets, {tz::distant_past_s, until_utc_s + tz::seconds_per_day, 2000}, steps);
    if (!found) continue;
    for (const occurrence& at : *found) changes.push_back({at.local_s - o.from_s, o.to_s});
  }
  const auto first = std::ranges::min_element(observances, {}, [](const observance& o) { return o.start.local_s; });
  return tz::zone::of_changes(first == observances.end() ? 0 : first->from_s, std::move(changes));
}

}  // namespace

result<tz::zone> known_zone(std::string_view tzid) {
  auto found = tz::zone::find(tzid);
  if (found) return found;
  if (const auto iana = tz::zone_of_windows_name(tzid); !iana.empty()) return tz::zone::find(iana);
  // Globally unique names carry the plain one at their end: /citadel.org/20210210_1/Europe/Berlin.
  for (std::size_t slash = tzid.find('/'); slash != tzid.npos; slash = tzid.find('/', slash + 1)) {
    if (auto tail = tz::zone::find(tzid.substr(slash + 1)); tail && tail->name().find('/') != std::string_view::npos)
      return tail;
  }
  return found;
}

int zone_book::number_of(std::string_view tzid) {
  for (std::size_t i = entries_.size(); i-- > 0;) {
    if (entries_[i].tzid == tzid) return static_cast<int>(i);
  }
  if (entries_.size() == max_zones) return -1;
  entries_.push_back({std::string(tzid), nullptr});
  return static_cast<int>(entries_.size()) - 1;
}

void zone_book::define(std::string_view tzid, std::vector<observance> observances) {
  if (definitions_.size() < max_zones && !observances.empty())
    definitions_.push_back({std::string(tzid), std::move(observances)});
}

void zone_book::resolve(std::int64_t until_utc_s, std::int64_t& steps) {
  for (entry& e : entries_) {
    if (e.zone) continue;
    if (auto known = known_zone(e.tzid)) {
      e.zone = std::make_unique<tz::zone>(std::move(*known));
      continue;
    }
    const auto own = std::ranges::find(definitions_, e.tzid, &definition::tzid);
    if (own != definitions_.end()) e.zone = std::make_unique<tz::zone>(built(own->observances, until_utc_s, steps));
  }
}

const tz::zone* zone_book::zone(int number) const {
  return number < 0 ? nullptr : entries_[static_cast<std::size_t>(number)].zone.get();
}

}  // namespace cuelight::calendar
