#include "json/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "json/decimal.hpp"
#include "json/octets.hpp"

namespace cuelight::json {
namespace {

const char* skip_digits(const char* in, const char* end) {
  while (in != end && is_digit(*in)) ++in;
  return in;
}

/// A number's parts as they stand in the text.
struct scanned {
  const char* first_digit;
  const char* integer_end;
  const char* fraction_end;  ///< `integer_end` when there is none
  const char* end;
  std::int64_t exponent = 0;  ///< as written; saturates far beyond every double
  fault what = fault::none;
};

fault missing_digit(const char* in, const char* end) {
  return in == end ? fault::unexpected_end : fault::invalid_number;
}

scanned scan(const char* in, const char* end) {
  if (in != end && *in == '-') ++in;
  scanned s{in, in, in, in};
  const auto wrong = [&](const char* at, fault what) {
    s.end = at;
    s.what = what;
    return s;
  };
  if (in == end || !is_digit(*in)) return wrong(in, missing_digit(in, end));
  s.integer_end = skip_digits(in, end);
  if (*in == '0' && s.integer_end - in > 1) return wrong(in, fault::leading_zero);
  in = s.fraction_end = s.integer_end;
  if (in != end && *in == '.') {
    ++in;
    s.fraction_end = skip_digits(in, end);
    if (s.fraction_end == in) return wrong(in, missing_digit(in, end));
    in = s.fraction_end;
  }
  if (in != end && (*in == 'e' || *in == 'E')) {
    ++in;
    const bool negative = in != end && *in == '-';
    if (in != end && (*in == '-' || *in == '+')) ++in;
    const char* const digits = in;
    in = skip_digits(in, end);
    if (in == digits) return wrong(in, missing_digit(in, end));
    for (const char* d = digits; d != in; ++d)
      s.exponent = std::min<std::int64_t>(s.exponent * 10 + (*d - '0'), 1LL << 40);
    if (negative) s.exponent = -s.exponent;
  }
  s.end = in;
  return s;
}

constexpr std::ptrdiff_t exact_digits = 15;  // every decimal of so many digits survives the trip through a double
constexpr std::ptrdiff_t plain_zeros = 5;    // 0.000001 is the smallest number that ECMAScript writes without exponent

/// Writes a number without exponent and with few digits, whose canonical form is its own text less needless zeros.
/// Gives null when the text is not of that kind.
char* copy_short(const scanned& s, bool negative, char* out) {
  const char* last = s.fraction_end;
  if (last != s.integer_end) {
    while (last[-1] == '0') --last;
    if (last[-1] == '.') --last;
  }
  if (s.exponent != 0 || last - s.first_digit > exact_digits) return nullptr;
  if (*s.first_digit == '0') {
    if (last - s.first_digit == 1) {
      *out++ = '0';  // -0 too
      return out;
    }
    const char* significant = s.first_digit + 2;
    while (*significant == '0') ++significant;
    if (significant - (s.first_digit + 2) > plain_zeros) return nullptr;
  }
  if (negative) *out++ = '-';
  const auto octets = static_cast<std::size_t>(last - s.first_digit);
  std::memcpy(out, s.first_digit, octets);
  return out + octets;
}

double magnitude(const scanned& s) {
  const char* significant = s.first_digit;
  while (significant != s.fraction_end && (*significant == '0' || *significant == '.')) ++significant;
  if (significant == s.fraction_end) return 0;
  const std::ptrdiff_t fraction = s.fraction_end == s.integer_end ? 0 : s.fraction_end - s.integer_end - 1;
  return nearest_double({{significant, s.fraction_end}, s.exponent - fraction});
}

char* append(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

char* append_zeros(char* out, int count) {
  std::memset(out, '0', static_cast<std::size_t>(count));
  return out + count;
}

}  // namespace

copied copy_number(const char* in, const char* end, char* out) {
  const bool negative = *in == '-';
  const scanned s = scan(in, end);
  if (s.what != fault::none) return {s.end, out, s.what};
  if (char* const written = copy_short(s, negative, out)) return {s.end, written};

  const double number = magnitude(s);
  if (std::isinf(number)) return {in, out, fault::number_overflow};
  return {s.end, write_double(negative ? -number : number, out)};
}

double read_double(const char* in, const char* end) {
  const bool negative = in != end && *in == '-';
  const scanned s = scan(in, end);
  if (s.what != fault::none) return 0;
  return negative ? -magnitude(s) : magnitude(s);
}

char* write_double(double number, char* out) {
  if (number == 0) {
    *out++ = '0';
    return out;
  }
  if (number < 0) {
    *out++ = '-';
    number = -number;
  }
  const shortest_decimal decimal = shortest(number);
  char digits[24];
  const int count = static_cast<int>(std::to_chars(digits, digits + sizeof digits, decimal.digits).ptr - digits);
  const std::string_view all(digits, static_cast<std::size_t>(count));
  const int point = decimal.exponent + count;  // the value is 0.digits × 10^point
  if (count <= point && point <= 21) return append_zeros(append(out, all), point - count);
  if (0 < point && point <= 21) {
    out = append(out, all.substr(0, static_cast<std::size_t>(point)));
    *out++ = '.';
    return append(out, all.substr(static_cast<std::size_t>(point)));
  }
  if (-6 < point && point <= 0) return append(append_zeros(append(out, "0."), -point), all);
  *out++ = digits[0];
  if (count > 1) {
    *out++ = '.';
    out = append(out, all.substr(1));
  }
  *out++ = 'e';
  *out++ = point > 0 ? '+' : '-';
  const int shown = point > 0 ? point - 1 : 1 - point;
  return std::to_chars(out, out + 4, shown).ptr;
}

}  // namespace cuelight::json
