#include "json/decimal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>

namespace cuelight::json {
namespace {

__extension__ typedef unsigned __int128 u128;

// The first 64 bits of 10^(16k) for k from -22 to 22, truncated.
constexpr int coarse_step = 16;
constexpr int coarse_first = -22;
constexpr std::array<std::uint64_t, 45> coarse_powers{
    0xcd42a11346f34f7d, 0xe3e27a444d8d98b7, 0xfd00b897478238d0, 0x8c71dcd9ba0b4925, 0x9becce62836ac577,
    0xad1c8eab5ee43b66, 0xc0314325637a1939, 0xd5605fcdcf32e1d6, 0xece53cec4a314ebd, 0x8380dea93da4bc60,
    0x91ff83775423cc06, 0xa21727db38cb002f, 0xb3f4e093db73a093, 0xc7caba6e7c5382c8, 0xddd0467c64bce4a0,
    0xf64335bcf065d37d, 0x88b402f7fd75539b, 0x97c560ba6b0919a5, 0xa87fea27a539e9a5, 0xbb127c53b17ec159,
    0xcfb11ead453994ba, 0xe69594bec44de15b, 0x8000000000000000, 0x8e1bc9bf04000000, 0x9dc5ada82b70b59d,
    0xaf298d050e4395d6, 0xc2781f49ffcfa6d5, 0xd7e77a8f87daf7fb, 0xefb3ab16c59b14a2, 0x850fadc09923329e,
    0x93ba47c980e98cdf, 0xa402b9c5a8d3a6e7, 0xb616a12b7fe617aa, 0xca28a291859bbf93, 0xe070f78d3927556a,
    0xf92e0c3537826145, 0x8a5296ffe33cc92f, 0x9991a6f3d6bf1765, 0xaa7eebfb9df9de8d, 0xbd49d14aa79dbc82,
    0xd226fc195c6a2f8c, 0xe950df20247c83fd, 0x81842f29f2cce375, 0x8fcac257558ee4e6, 0x9fa42700db900ad2,
};

constexpr std::array<std::uint64_t, 16> fine_powers = [] {
  std::array<std::uint64_t, 16> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/// A number known up to an error: the true value lies within (mantissa ± error) × 2^exponent.
struct approximation {
  std::uint64_t mantissa;  // the top bit is set
  int exponent;
  std::uint64_t error;
};

approximation normalised(std::uint64_t value, int exponent, std::uint64_t error) {
  const int shift = std::countl_zero(value);
  return {value << shift, exponent - shift, error << shift};
}

approximation times(approximation a, std::uint64_t mantissa, int exponent, std::uint64_t error) {
  const u128 product = static_cast<u128>(a.mantissa) * mantissa;
  const auto high = static_cast<std::uint64_t>(product >> 64);
  return normalised(high, a.exponent + exponent + 64, a.error + error + 1);
}

/// floor(log2(10^n)) for |n| <= 352.
int binary_exponent(int n) {
  return (n * 217706) >> 16;
}

approximation approximate(std::uint64_t leading, bool truncated, int power) {
  const int coarse = (power >= 0 ? power : power - (coarse_step - 1)) / coarse_step;
  const auto fine = static_cast<std::size_t>(power - coarse * coarse_step);
  approximation a = normalised(leading, 0, truncated ? 1 : 0);
  if (fine != 0) {
    const int shift = std::countl_zero(fine_powers[fine]);
    a = times(a, fine_powers[fine] << shift, -shift, 0);
  }
  if (coarse != 0) {
    a = times(a, coarse_powers[static_cast<std::size_t>(coarse - coarse_first)],
              binary_exponent(coarse * coarse_step) - 63, 1);
  }
  return a;
}

/// A non-negative integer of up to 10,240 bits: enough for 800 digits against 10^1200.
class natural {
 public:
  explicit natural(std::uint64_t value) {
    words_[0] = static_cast<std::uint32_t>(value);
    words_[1] = static_cast<std::uint32_t>(value >> 32);
    size_ = 2;
    trim();
  }

  void multiply_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (std::size_t i = 0; i < size_; ++i) {
      carry += static_cast<std::uint64_t>(words_[i]) * factor;
      words_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0 && size_ < words_.size()) words_[size_++] = static_cast<std::uint32_t>(carry);
  }

  void multiply_by_power_of_five(std::int64_t power) {
    for (; power >= 13; power -= 13) multiply_add(1220703125, 0);
    for (; power > 0; --power) multiply_add(5, 0);
  }

  void shift_left(std::int64_t bits) {
    for (; bits >= 31; bits -= 31) multiply_add(1U << 31, 0);
    if (bits > 0) multiply_add(1U << bits, 0);
  }

  [[nodiscard]] int compare(const natural& other) const {
    if (size_ != other.size_) return size_ < other.size_ ? -1 : 1;
    for (std::size_t i = size_; i-- > 0;) {
      if (words_[i] != other.words_[i]) return words_[i] < other.words_[i] ? -1 : 1;
    }
    return 0;
  }

 private:
  void trim() {
    while (size_ > 0 && words_[size_ - 1] == 0) --size_;
  }

  std::array<std::uint32_t, 320> words_;
  std::size_t size_;
};

constexpr std::size_t max_digits = 800;

/// Compares digits × 10^exponent with half × 2^binary, exactly.
int compare_exactly(const decimal& number, std::uint64_t half, std::int64_t binary) {
  natural left(0);
  std::size_t taken = 0;
  std::int64_t exponent = number.exponent;
  bool more = false;
  for (const char c : number.digits) {
    if (c == '.') continue;
    if (taken < max_digits) {
      left.multiply_add(10, static_cast<std::uint32_t>(c - '0'));
      ++taken;
    } else {
      more = more || c != '0';
      ++exponent;
    }
  }
  if (more) {
    left.multiply_add(10, 1);
    --exponent;
  }
  natural right(half);
  (exponent >= 0 ? left : right).multiply_by_power_of_five(exponent >= 0 ? exponent : -exponent);
  const std::int64_t shift = exponent - binary;
  (shift >= 0 ? left : right).shift_left(shift >= 0 ? shift : -shift);
  return left.compare(right);
}

double assemble(std::uint64_t significand, int biased) {
  // A significand that was rounded up to 2^53 carries into the exponent, which is what it means.
  const std::uint64_t bits = (static_cast<std::uint64_t>(biased) << 52) + significand;
  constexpr std::uint64_t infinity = 0x7ff0000000000000;
  return std::bit_cast<double>(std::min(bits, infinity));
}

/// A finite double above zero as significand × 2^exponent, both integers.
struct binary {
  explicit binary(double v) {
    const auto bits = std::bit_cast<std::uint64_t>(v);
    const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
    const std::uint64_t fraction = bits & ((1ULL << 52) - 1);
    significand = biased == 0 ? fraction : fraction | 1ULL << 52;
    exponent = (biased == 0 ? 1 : biased) - 1075;
    subnormal = biased == 0;
    at_power_of_two = fraction == 0 && biased > 1;
  }

  std::uint64_t significand;
  int exponent;
  bool subnormal;
  bool at_power_of_two;  ///< the gap to the next smaller double is half the gap to the next larger
};

constexpr int most_digits = 17;  // always enough to tell a double from all others
constexpr int sure_digits =
    15;  // so many never are ambiguous: at most one decimal of 15 digits rounds to a normal double

/// Looks for a decimal of `count` digits that rounds to `v`: the one closest to it.
class decimal_search {
 public:
  explicit decimal_search(double v) : v_(v), parts_(v) {
    const int top = parts_.exponent + static_cast<int>(std::bit_width(parts_.significand)) - 1;
    magnitude_ = (top * 315653) >> 20;  // floor(log10(2^top)): that of the value, or one too small
  }

  bool find(int count, shortest_decimal& found) {
    const int power = count - 1 - magnitude_;
    approximation a = approximate(parts_.significand, false, power);
    const int shift = -(a.exponent + parts_.exponent);
    std::uint64_t below = shift < 64 ? a.mantissa >> shift : 0;
    if (below >= power_of_ten(count)) {
      ++magnitude_;
      return find(count, found);
    }
    const u128 half = static_cast<u128>(1) << (shift - 1);
    const u128 rest = a.mantissa & ((half << 1) - 1);
    bool up = rest > half;
    if ((up ? rest - half : half - rest) <= a.error) up = above_middle(below, power);
    for (const bool above : {up, !up}) {
      found = {below + (above ? 1 : 0), -power};
      if (found.digits != 0 && rounds_to_it(found)) return true;
      if (!parts_.at_power_of_two && !parts_.subnormal) break;
    }
    return false;
  }

  [[nodiscard]] bool subnormal() const { return parts_.subnormal; }

 private:
  static std::uint64_t power_of_ten(int n) {
    std::uint64_t power = 1;
    for (; n > 0; --n) power *= 10;
    return power;
  }

  /// Whether `v` lies above the middle between `below` and its successor; the even one wins a tie.
  [[nodiscard]] bool above_middle(std::uint64_t below, int power) const {
    char buffer[24];
    const char* const end = std::to_chars(buffer, buffer + sizeof buffer, below * 10 + 5).ptr;
    const int order = compare_exactly({{buffer, end}, -power - 1}, parts_.significand, parts_.exponent);
    return order < 0 || (order == 0 && (below & 1) != 0);
  }

  [[nodiscard]] bool rounds_to_it(const shortest_decimal& d) const {
    char buffer[24];
    const char* const end = std::to_chars(buffer, buffer + sizeof buffer, d.digits).ptr;
    return nearest_double({{buffer, end}, d.exponent}) == v_;
  }

  double v_;
  binary parts_;
  int magnitude_;
};

}  // namespace

shortest_decimal shortest(double v) {
  decimal_search search(v);
  shortest_decimal found{};
  int count = search.subnormal() ? 1 : sure_digits;
  while (!search.find(count, found) && count < most_digits) ++count;
  while (found.digits % 10 == 0) {
    found.digits /= 10;
    ++found.exponent;
  }
  return found;
}

double nearest_double(const decimal& number) {
  std::uint64_t leading = 0;
  std::int64_t digits = 0;
  bool truncated = false;
  std::int64_t power = number.exponent;
  for (const char c : number.digits) {
    if (c == '.') continue;
    if (digits < 19) {
      leading = leading * 10 + static_cast<std::uint64_t>(c - '0');
      ++digits;
    } else {
      truncated = truncated || c != '0';
      ++power;
    }
  }
  if (power + digits > 310) return std::numeric_limits<double>::infinity();
  if (power + digits < -326) return 0;

  if (!truncated && leading <= (1ULL << 53) && power >= -15 && power <= 15) {
    // Both are exact doubles, so one IEEE 754 operation rounds once (Clinger).
    const auto exact = static_cast<double>(leading);
    const auto scale = static_cast<double>(fine_powers[static_cast<std::size_t>(power < 0 ? -power : power)]);
    return power < 0 ? exact / scale : exact * scale;
  }

  const approximation a = approximate(leading, truncated, static_cast<int>(power));
  const int top = a.exponent + 63;  // the value lies in [2^top, 2^(top+1))
  const int subnormal = top < -1022 ? -1022 - top : 0;
  const int dropped = std::min(11 + subnormal, 66);  // bits of the mantissa that the double has no room for
  const u128 mantissa = a.mantissa;
  const u128 half = static_cast<u128>(1) << (dropped - 1);
  auto significand = static_cast<std::uint64_t>(mantissa >> dropped);
  const u128 rest = mantissa & ((half << 1) - 1);
  bool up = rest > half;
  if ((up ? rest - half : half - rest) <= a.error) {
    const int order = compare_exactly(number, 2 * significand + 1, a.exponent + dropped - 1);
    up = order > 0 || (order == 0 && (significand & 1) != 0);
  }
  if (up) ++significand;
  if (subnormal > 0) return assemble(significand, 0);
  return assemble(significand - (1ULL << 52), std::min(top + 1023, 2047));
}

}  // namespace cuelight::json
