#include "calendar/busy/timed_item.hpp"

namespace cuelight::calendar {

bool read_length(std::string_view text, length& out) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return false;
  text.remove_prefix(1);
  length found;
  std::int64_t number = -1;
  bool time = false, any = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number) * 10 + (c - '0');
      if (number > 1'000'000'000) return false;
      continue;
    }
    if (c == 'T' && number < 0) {
      time = true;
      continue;
    }
    if (number < 0) return false;
    if (c == 'W' && !time)
      found.days += number * 7;
    else if (c == 'D' && !time)
      found.days += number;
    else if (c == 'H' && time)
      found.seconds += number * 3600;
    else if (c == 'M' && time)
      found.seconds += number * 60;
    else if (c == 'S' && time)
      found.seconds += number;
    else
      return false;
    number = -1;
    any = true;
    if (found.days > 4'000'000 || found.seconds > 400'000'000'000) return false;  // beyond the calendar's years
  }
  if (!any || number >= 0) return false;
  out = negative ? length{-found.days, -found.seconds} : found;
  return true;
}

}  // namespace cuelight::calendar
