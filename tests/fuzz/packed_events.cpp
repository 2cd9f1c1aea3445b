// Any octets: packed events are refused or make a feed that parse reads, or an error.
#include "packed_events.hpp"

#include <cstdint>
#include <string_view>

#include "cuelight/calendar.hpp"

using namespace cuelight::calendar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view packed(reinterpret_cast<const char*>(data), size);
  feed_request request;
  if (!read_packed_events(packed, request.events)) return 0;
  request.kind = feed_kind::week;
  request.now_utc_s = 1'793'000'000;  // October 2026
  request.uid_key.assign(32, 1);
  request.max_steps = 20'000;
  const auto written = feed(request);
  if (written && !parse(*written)) __builtin_trap();
  return 0;
}
