// Any octets: parse gives jCal that render accepts, and what is packed for JavaScript holds the same; what was
// understood survives a second round; the busy search means the same by the octets and hides no event that parse
// understood; the lint reads them without fault.
#include <cstdint>
#include <string_view>

#include "../core/calendar/readings.hpp"
#include "../core/calendar/unpacked.hpp"
#include "calendar_calls.hpp"
#include "cuelight/calendar.hpp"

using namespace cuelight::calendar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view ics(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse(ics);
  if (parsed) {
    const auto rendered = render(parsed->jcal);
    if (!rendered) __builtin_trap();
    const auto again = parse(*rendered);
    if (!again) __builtin_trap();
    const auto twice = render(again->jcal);
    if (!twice || *twice != *rendered) __builtin_trap();
    const auto packed = calls::parse(ics, "{}");
    if (!packed || unpacked(*packed)["jcal"] != nlohmann::json::parse(parsed->jcal)) __builtin_trap();
  }
  free_busy_request request;
  request.calendars = {ics};
  request.from_utc_s = 1'735'689'600;  // 2025
  request.until_utc_s = 1'767'225'600;
  request.max_steps = 20'000;
  const auto busy = free_busy(request);
  if (busy) {
    for (std::size_t i = 0; i < busy->size(); ++i) {
      const interval& one = (*busy)[i];
      if (one.start_utc_s >= one.end_utc_s || one.start_utc_s < request.from_utc_s ||
          one.end_utc_s > request.until_utc_s)
        __builtin_trap();
      if (i != 0 && (*busy)[i - 1].end_utc_s >= one.start_utc_s) __builtin_trap();
    }
  }
  if (!disagreement(ics, request.from_utc_s, request.until_utc_s).empty()) __builtin_trap();
  (void)lint(ics);
  return 0;
}
