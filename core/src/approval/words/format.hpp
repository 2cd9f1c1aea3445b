/// @file
/// Amounts, dates and times as people read them, in the view's languages, without the C locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "approval/words/catalog.hpp"

namespace cuelight::approval {

/// An integer with the language's thousands separators: `12,345`, `12 345`, `12.345`.
[[nodiscard]] std::string grouped(std::int64_t n, language l);

/// An amount as the language writes it: `EUR 1,250.00`, `1 250,00 EUR`, `1.250,00 EUR`.
[[nodiscard]] std::string local_amount(std::int64_t minor, std::string_view currency, int exponent, language l);

/// The same in every language: `EUR 1250.00 = 125000 minor units`, with the last words translated.
[[nodiscard]] std::string exact_amount(std::int64_t minor, std::string_view currency, int exponent, language l);

/// Basis points as per cent: 810 is `8.10 %`, `8,10 %`.
[[nodiscard]] std::string percentage(std::int64_t basis_points, language l);

/// `Saturday 14 March 2026`, `samedi 14 mars 2026`, `Samstag, 14. März 2026`.
[[nodiscard]] std::string long_date(std::int64_t local_s, language l);

/// `20:00`, with seconds only where they are not zero.
[[nodiscard]] std::string clock_time(std::int64_t local_s);

/// `+01:00`.
[[nodiscard]] std::string offset_text(std::int32_t offset_s);

/// A catalog word and a number: `Performance 2`.
[[nodiscard]] std::string numbered(word w, std::size_t n, language l);

/// A non-negative whole number in words; empty from a million million on.
[[nodiscard]] std::string in_words(std::int64_t n, language l);

}  // namespace cuelight::approval
