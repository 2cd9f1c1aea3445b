/// @file
/// Decimal digits to the nearest IEEE 754 double (Clinger, PLDI 1990; exact integers where 64 bits do not decide) and back
/// (Giulietti's Schubfach, 2020): exact for every input, without the C locale and without the large tables that
/// std::to_chars brings into WebAssembly (docs/decisions/0006-double-writer.md).
#pragma once

#include <cstdint>
#include <string_view>

namespace cuelight::json {

/// A decimal number as it was scanned: (-1)^negative × digits × 10^exponent. `digits` may hold one '.', which counts
/// for nothing: `exponent` already allows for the digits behind it.
struct decimal {
  std::string_view digits;    ///< starts with a digit other than 0; at least one
  std::int64_t exponent = 0;  ///< of ten, of the last digit
};

/// The double nearest to the magnitude of `number`; infinity when it overflows. O(digits); beyond 800 significant
/// digits the rest counts only as "more than nothing", which no rounding can tell apart.
[[nodiscard]] double nearest_double(const decimal& number);

/// digits × 10^exponent; the last digit is not 0.
struct shortest_decimal {
  std::uint64_t digits;
  int exponent;
};

/// The decimal of the fewest digits that rounds to `v`; among several the one closest to it, among two as close the
/// even one (ECMA-262 section 6.1.6.1.20, Number::toString). Precondition: v is finite and above 0.
[[nodiscard]] shortest_decimal shortest(double v);

}  // namespace cuelight::json
