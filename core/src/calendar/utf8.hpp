// Well-formed UTF-8 (RFC 3629), one code point at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace cuelight::calendar {

/// The length, 1..4, of the well-formed sequence that starts at `at`; 0 if none does. Precondition: `at < end`.
inline std::size_t utf8_sequence(const char* at, const char* end) {
  const auto octet = [&](int i) { return static_cast<std::uint8_t>(at[i]); };
  const auto continues = [&](int i) { return (octet(i) & 0xc0) == 0x80; };
  const std::uint8_t lead = octet(0);
  const std::ptrdiff_t room = end - at;
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return room > 1 && continues(1) ? 2 : 0;
  if (lead < 0xf0) {
    if (room < 3 || !continues(1) || !continues(2)) return 0;
    if (lead == 0xe0 && octet(1) < 0xa0) return 0;
    return lead == 0xed && octet(1) >= 0xa0 ? 0 : 3;
  }
  if (lead > 0xf4 || room < 4 || !continues(1) || !continues(2) || !continues(3)) return 0;
  if (lead == 0xf0 && octet(1) < 0x90) return 0;
  return lead == 0xf4 && octet(1) >= 0x90 ? 0 : 4;
}

/// Appends U+0000..U+10FFFF, surrogates excluded.
inline void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t octet) { out += static_cast<char>(octet); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

}  // namespace cuelight::calendar
