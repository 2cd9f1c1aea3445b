// Any rule, start and zone: occurrences ascend, lie in the window, and a later window is the tail of an earlier one.
#include "cuelight/calendar/recurrence.hpp"

#include <cstdint>
#include <string_view>

using namespace cuelight;
using namespace cuelight::calendar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  static const tz::zone zones[] = {*tz::zone::find("Europe/Paris"), *tz::zone::find("Australia/Lord_Howe"),
                                   *tz::zone::find("Africa/Casablanca")};
  const auto rule = parse_rule({reinterpret_cast<const char*>(data) + 8, size - 8});
  if (!rule) return 0;
  recurrence what;
  what.dtstart.local_s = 1'700'000'000 + static_cast<std::int64_t>(data[0]) * 1'000'003 + data[1] * 1801;
  what.dtstart.form = data[2] % 3 == 0   ? tz::time_form::date
                      : data[2] % 3 == 1 ? tz::time_form::local
                                         : tz::time_form::utc;
  if (what.dtstart.form == tz::time_form::date) what.dtstart.local_s -= what.dtstart.local_s % tz::seconds_per_day;
  if (data[3] % 4 != 3 && what.dtstart.form == tz::time_form::local) what.zone = &zones[data[3] % 4];
  what.rules = {*rule};
  what.gap = data[4] % 2 ? gap_rule::shift : gap_rule::skip;
  what.always_start = data[5] % 2;
  std::int64_t steps = 50'000;
  expansion_window window{tz::distant_past_s, what.dtstart.local_s + 400 * tz::seconds_per_day, 3000};
  const auto whole = expand(what, window, steps);
  if (!whole) return 0;
  for (std::size_t i = 0; i < whole->size(); ++i) {
    if ((*whole)[i].utc_s >= window.until_utc_s || (i != 0 && (*whole)[i].utc_s <= (*whole)[i - 1].utc_s))
      __builtin_trap();
  }
  if (whole->size() == window.limit || what.always_start) return 0;
  window.from_utc_s = what.dtstart.local_s + data[6] * tz::seconds_per_day + data[7] * 600;
  steps = 50'000;
  const auto tail = expand(what, window, steps);
  if (!tail) return 0;
  std::size_t skipped = 0;
  while (skipped < whole->size() && (*whole)[skipped].utc_s < window.from_utc_s) ++skipped;
  if (whole->size() - skipped != tail->size()) __builtin_trap();
  for (std::size_t i = 0; i < tail->size(); ++i) {
    if ((*tail)[i] != (*whole)[skipped + i]) __builtin_trap();
  }
  return 0;
}
