#include "json/decimal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>

namespace cuelight::json {
namespace {

__extension__ typedef unsigned __int128 u128;

/// floor(log2(10^n)) for |n| <= 1233.
constexpr int binary_exponent(int n) {
  return (n * 1741647) >> 19;
}

struct words128 {
  std::uint64_t high;
  std::uint64_t low;
};

// The first 128 bits of 10^n for every 27th n from -346 on, rounded up; those between are made from them by a power of
// five, as in Jeon's Dragonbox (2020): a fortieth of the table that has all of them.
constexpr int first_power = -346;
constexpr int power_step = 27;
constexpr std::array<words128, 26> sparse_powers{{
    {0xc3c05ee50655e1fa, 0x521fac92a873b262}, {0x9e20735e8cb16382, 0x55b46e5f5d5535b1},
    {0xff77b1fcbebcdc4f, 0x25e8e89c13bb0f7b}, {0xce5d73ff402d98e3, 0xfb0a3d212dc81290},
    {0xa6b34ad8c9dfc06f, 0xf42faa48c0ea481f}, {0x86a8d39ef77164bc, 0xae5dff9c02033198},
    {0xd98ddaee19068c76, 0x3badd624dd9b0958}, {0xafbd2350644eeacf, 0xe5d1929ef90898fb},
    {0x8df5efabc5979c8f, 0xca8d3ffa1ef463c2}, {0xe55990879ddcaabd, 0xcc420a6a101d0516},
    {0xb94470938fa89bce, 0xf808e40e8d5b3e6a}, {0x95a8637627989aad, 0xdde7001379a44aa9},
    {0xf1c90080baf72cb1, 0x5324c68b12dd6339}, {0xc350000000000000, 0x0000000000000000},
    {0x9dc5ada82b70b59d, 0xf020000000000000}, {0xfee50b7025c36a08, 0x02f236d04753d5b5},
    {0xcde6fd5e09abcf26, 0xed4c0226b55e6f87}, {0xa6539930bf6bff45, 0x84db8346b786151d},
    {0x865b86925b9bc5c2, 0x0b8a2392ba45a9b3}, {0xd910f7ff28069da4, 0x1b2ba1518094da05},
    {0xaf58416654a6babb, 0x387ac8d1970027b3}, {0x8da471a9de737e24, 0x5ceaecfed289e5d3},
    {0xe4d5e82392a40515, 0x0fabaf3feaa5334b}, {0xb8da1662e7b00a17, 0x3d6a751f3b936244},
    {0x95527a5202df0ccb, 0x0f37801e0c43ebc9}, {0xf13e34aabb430a15, 0x647726b9e7c68ff0},
}};

constexpr std::array<std::uint64_t, power_step> powers_of_five = [] {
  std::array<std::uint64_t, power_step> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 5;
  return powers;
}();

constexpr std::array<double, 23> exact_powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// The first 128 bits of 10^n, that is of 10^n × 2^(127 - binary_exponent(n)), from 0 to 3 too large. -346 <= n <= 355.
words128 power_of_ten(int n) {
  const int base = (n - first_power) / power_step;
  const int above = (n - first_power) % power_step;
  const words128 sparse = sparse_powers[static_cast<std::size_t>(base)];
  if (above == 0) return sparse;
  const std::uint64_t five = powers_of_five[static_cast<std::size_t>(above)];
  const u128 low = static_cast<u128>(sparse.low) * five;
  const u128 high = static_cast<u128>(sparse.high) * five + static_cast<std::uint64_t>(low >> 64);
  const int more = binary_exponent(n) - binary_exponent(n - above) - above;
  const auto middle = static_cast<std::uint64_t>(high);
  return {static_cast<std::uint64_t>(high >> more),
          (middle << (64 - more) | static_cast<std::uint64_t>(low) >> more) + 1};
}

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

approximation approximate(std::uint64_t leading, bool truncated, int power) {
  return times(normalised(leading, 0, truncated ? 1 : 0), power_of_ten(power).high, binary_exponent(power) - 63, 1);
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

/// floor(n × 2^-128) of a factor and the first 128 bits of a power, its last bit set when anything was cut off.
std::uint64_t round_to_odd(words128 power, std::uint64_t factor) {
  const u128 high = static_cast<u128>(power.high) * factor +
                    static_cast<std::uint64_t>((static_cast<u128>(power.low) * factor) >> 64);
  return static_cast<std::uint64_t>(high >> 64) | static_cast<std::uint64_t>(static_cast<std::uint64_t>(high) > 1);
}

shortest_decimal without_zeros(shortest_decimal d) {
  while (d.digits % 10 == 0) {
    d.digits /= 10;
    ++d.exponent;
  }
  return d;
}

}  // namespace

// Schubfach (Giulietti, "The Schubfach way to render doubles", 2020, figure 4), with his names in brackets.
shortest_decimal shortest(double v) {
  const auto bits = std::bit_cast<std::uint64_t>(v);
  const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
  const std::uint64_t fraction = bits & ((1ULL << 52) - 1);
  const std::uint64_t significand = biased == 0 ? fraction : fraction | 1ULL << 52;  // c
  const int exponent = (biased == 0 ? 1 : biased) - 1075;                            // q
  // At a power of two the gap to the next smaller double is half the gap to the next larger.
  const bool uneven = fraction == 0 && biased > 1;
  const int power = (exponent * 1262611 - (uneven ? 524031 : 0)) >> 22;  // k: floor(log10) of the gap
  const int shift = exponent + binary_exponent(-power) + 1;              // h
  const words128 ten = power_of_ten(-power);
  // Four times the value and the middles to its neighbours, in units of the last digit; a middle counts for an even
  // one.
  const std::uint64_t odd = significand & 1;
  const std::uint64_t value = round_to_odd(ten, 4 * significand << shift);
  const std::uint64_t least = round_to_odd(ten, (4 * significand - (uneven ? 1 : 2)) << shift) + odd;
  const std::uint64_t most = round_to_odd(ten, (4 * significand + 2) << shift) - odd;
  const std::uint64_t below = value / 4;  // s
  if (below >= 10) {
    // Of two neighbours with one digit less at most one lies within.
    const std::uint64_t tens = below / 10;
    const bool lower = least <= 40 * tens;
    const bool upper = 40 * tens + 40 <= most;
    if (lower != upper) return without_zeros({tens + (upper ? 1 : 0), power + 1});
  }
  const bool lower = least <= 4 * below;
  const bool upper = 4 * below + 4 <= most;
  const std::uint64_t middle = 4 * below + 2;
  const bool up = lower == upper ? value > middle || (value == middle && (below & 1) != 0) : upper;
  return without_zeros({below + (up ? 1 : 0), power});
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

  if (!truncated && leading <= (1ULL << 53) && power >= -22 && power <= 22) {
    // Both are exact doubles, so one IEEE 754 operation rounds once (Clinger, "How to read floating point numbers
    // accurately", 1990).
    const auto exact = static_cast<double>(leading);
    const double scale = exact_powers[static_cast<std::size_t>(power < 0 ? -power : power)];
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
