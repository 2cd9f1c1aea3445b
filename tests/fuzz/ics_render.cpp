// Any octets as jCal: what render accepts has lines of at most 75 octets, each ended by CRLF, no other control
// characters, and is read back without a new problem of form.
#include <cstdint>
#include <string_view>

#include "cuelight/calendar.hpp"

using namespace cuelight::calendar;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto rendered = render({reinterpret_cast<const char*>(data), size});
  if (!rendered) return 0;
  std::size_t column = 0;
  for (std::size_t i = 0; i < rendered->size(); ++i) {
    const auto octet = static_cast<std::uint8_t>((*rendered)[i]);
    if (octet == '\r') {
      if (i + 1 == rendered->size() || (*rendered)[i + 1] != '\n') __builtin_trap();
      ++i;
      column = 0;
      continue;
    }
    if ((octet < 0x20 && octet != '\t') || octet == 0x7f) __builtin_trap();
    if (++column > 75) __builtin_trap();
  }
  if (column != 0) __builtin_trap();
  const auto parsed = parse(*rendered);
  if (!parsed) return 0;  // deeper than parse allows
  for (const auto& p : parsed->problems) {
    if (p.code == "calendar.invalid_utf8" || p.code == "calendar.control_character" ||
        p.code == "calendar.bare_line_feed")
      __builtin_trap();
  }
  return 0;
}
