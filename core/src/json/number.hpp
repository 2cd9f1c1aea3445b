/// @file
/// Numbers: RFC 8259 section 6 in, within RFC 7493 section 2.2 (no overflow); out as ECMA-262 section 6.1.6.1.20
/// (Number::toString) has them, which RFC 8785 section 3.2.2.3 prescribes.
#pragma once

#include <cstddef>

#include "json/fault.hpp"
#include "json/octets.hpp"

namespace cuelight::json {

/// The most octets that a canonical number takes: -1.7976931348623157e+308 has 24.
inline constexpr std::size_t max_number_octets = 26;

/// Where a copy stopped: behind what was read and written, or at the fault.
struct copied {
  const char* in;
  char* out;
  fault what = fault::none;
};

/// The octets of the number at `in` when it is an integer of few digits in canonical form; 0 for any other, and near
/// the end of the text. `in` points at a digit or a minus sign.
[[nodiscard]] inline std::size_t short_integer(const char* in, const char* end) {
  if (static_cast<std::size_t>(end - in) <= block_octets + 1) return 0;
  const std::size_t sign = *in == '-' ? 1 : 0;
  const auto shifted = reinterpret_cast<block_test>(load_block(in + sign) + (0x80 - '0'));  // digits are the least
  const std::size_t count = octets_before(bits(shifted > 9 - 0x80));
  const char after = in[sign + count];
  if (count == 0 || count > 15 - sign || in[sign] == '0' || after == '.' || (after | 0x20) == 'e') return 0;
  return sign + count;
}

/// Writes the number that starts at `in` canonically. `out` has room for what is read plus `max_number_octets`.
[[nodiscard]] copied copy_number(const char* in, const char* end, char* out);

/// The double that a number in the grammar's form stands for; infinity when it overflows, 0 when it is no number.
[[nodiscard]] double read_double(const char* in, const char* end);

/// Writes a finite double canonically; gives the end of what was written, at most `max_number_octets` further.
[[nodiscard]] char* write_double(double number, char* out);

}  // namespace cuelight::json
