#include "json/number.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <random>

#include "catch_amalgamated.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"
#include "json/decimal.hpp"

namespace hash = cuelight::hash;
namespace json = cuelight::json;

namespace {

std::string printed(double d) {
  char buffer[json::max_number_octets];
  return {buffer, json::write_double(d, buffer)};
}

std::string hexadecimal(std::uint64_t bits) {
  char buffer[20];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, bits, 16).ptr};
}

std::string canonical(const std::string& text) {
  return json::canonicalize(text).value_or("refused");
}

// The sequence of doubles that the authors of RFC 8785 describe for its Appendix B.
constexpr std::array<std::uint64_t, 168> fixed_numbers{
#include "number_sequence.inc"
};

class sequence {
 public:
  double next() {
    const std::size_t at = index_++;
    if (at < fixed_numbers.size()) return std::bit_cast<double>(fixed_numbers[at]);
    if (at < fixed_numbers.size() + 2000) {
      return std::bit_cast<double>(0x0010000000000000 + (at - fixed_numbers.size()));
    }
    double d = 0;
    while (d == 0 || !std::isfinite(d)) {
      if (held_ == 4) {
        const hash::digest digest = hash::sha256({reinterpret_cast<const char*>(block_.data()), 32});
        std::memcpy(block_.data(), digest.data(), 32);
        held_ = 0;
      }
      d = std::bit_cast<double>(block_[held_++]);
    }
    return d;
  }

 private:
  std::size_t index_ = 0;
  std::size_t held_ = 4;
  std::array<std::uint64_t, 4> block_{};
};

}  // namespace

TEST_CASE("the published digests of the number sequence", "[json][numbers]") {
  struct milestone {
    int lines;
    const char* digest;
  };
  const milestone milestones[]{
      {1'000, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687"},
      {10'000, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892"},
      {100'000, "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7"},
      {1'000'000, "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16"},
      {10'000'000, "b9f8a44a91d46813b21b9602e72f112613c91408db0b8341fb94603d9db135e0"},
      {100'000'000, "0f7dda6b0837dde083c5d6b896f7d62340c8a2415b0c7121d83145e08a755272"},
  };
  // The long run, up to 1e8 lines: CUELIGHT_NUMBER_LINES=100000000.
  const char* const asked = std::getenv("CUELIGHT_NUMBER_LINES");
  const int most = asked == nullptr ? 1'000'000 : std::atoi(asked);
  sequence numbers;
  hash::sha256_stream stream;
  int line = 0;
  for (const milestone& m : milestones) {
    if (m.lines > most) break;
    for (; line < m.lines; ++line) {
      const double d = numbers.next();
      stream.update(hexadecimal(std::bit_cast<std::uint64_t>(d)) + ',' + printed(d) + '\n');
    }
    CAPTURE(m.lines);
    CHECK(hash::hex(hash::sha256_stream(stream).finish()) == m.digest);
  }
}

namespace {

/// What std::to_chars writes, taken apart: the fewest digits, and of ten the power of the last.
std::pair<std::string, int> standard_digits(double d) {
  char buffer[32];
  const std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific).ptr);
  const std::size_t e = text.find('e');
  std::string digits = text.substr(0, e);
  std::erase(digits, '.');
  return {digits, std::stoi(text.substr(e + 1)) - static_cast<int>(digits.size()) + 1};
}

void check_shortest(double d) {
  const json::shortest_decimal found = json::shortest(d);
  CAPTURE(hexadecimal(std::bit_cast<std::uint64_t>(d)));
  REQUIRE(std::pair(std::to_string(found.digits), found.exponent) == standard_digits(d));
  const std::string text = printed(d);
  REQUIRE(json::read_double(text.data(), text.data() + text.size()) == d);
}

void check_shortest_around(double d) {
  for (int step = -3; step <= 3; ++step) {
    const auto near = std::bit_cast<double>(std::bit_cast<std::uint64_t>(d) + static_cast<std::uint64_t>(step));
    if (near > 0 && std::isfinite(near)) check_shortest(near);
  }
}

}  // namespace

TEST_CASE("the shortest digits are std::to_chars's", "[json][numbers]") {
  for (int power = -1074; power < 1024; ++power) check_shortest_around(std::ldexp(1.0, power));
  for (int power = -323; power <= 308; ++power) {
    check_shortest_around(std::strtod(("1e" + std::to_string(power)).c_str(), nullptr));
  }
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  // The long run: CUELIGHT_DOUBLES=10000000.
  const char* const asked = std::getenv("CUELIGHT_DOUBLES");
  const int most = asked == nullptr ? 100'000 : std::atoi(asked);
  for (int round = 0; round < most; ++round) {
    const auto d = std::fabs(std::bit_cast<double>(random()));
    if (d > 0 && std::isfinite(d)) check_shortest(d);
  }
}

TEST_CASE("printing and reading agree with the C library", "[json][numbers]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 200'000; ++round) {
    const std::uint64_t bits = random();
    // Every fourth near a power of two, where the neighbours' gaps differ; every eighth subnormal.
    const std::uint64_t shaped = round % 4 == 0 ? (bits & ~0xfffffffffffffULL) | (bits & 3) : bits;
    const auto d = std::bit_cast<double>(round % 8 == 1 ? shaped & 0x800fffffffffffffULL : shaped);
    if (!std::isfinite(d)) continue;
    const std::string text = printed(d);
    CAPTURE(text, hexadecimal(bits));
    REQUIRE(std::strtod(text.c_str(), nullptr) == d);
    char longest[64];
    std::snprintf(longest, sizeof longest, "%.*e", static_cast<int>(random() % 40), d);
    const std::string shown = longest;
    REQUIRE(json::read_double(shown.data(), shown.data() + shown.size()) == std::strtod(longest, nullptr));
    REQUIRE(canonical(text) == text);
  }
}

TEST_CASE("halfway cases of any length round to even", "[json][numbers]") {
  CHECK(canonical("9007199254740993") == "9007199254740992");
  CHECK(canonical("9007199254740993." + std::string(2000, '0')) == "9007199254740992");
  CHECK(canonical("9007199254740993." + std::string(2000, '0') + "1") == "9007199254740994");
  CHECK(canonical("9007199254740995") == "9007199254740996");
  CHECK(canonical("2.47032822920623272088284396434110686182e-324") == "0");
  CHECK(canonical("2.4703282292062327208828439643411068618252990130716238221279284125034e-324") == "5e-324");
  CHECK(canonical("2.2250738585072011e-308") == "2.225073858507201e-308");
  CHECK(canonical("1.7976931348623158e308") == "1.7976931348623157e+308");
  CHECK(canonical("1.7976931348623159e308") == "refused");
  CHECK(canonical("0." + std::string(5000, '0') + "1e5001") == "1");
  CHECK(canonical("1" + std::string(5000, '0') + "e-5000") == "1");
  CHECK(canonical("0e999999999999999999999") == "0");
  CHECK(canonical("1e-999999999999999999999") == "0");
  CHECK(canonical("1e999999999999999999999") == "refused");
}

TEST_CASE("short decimals keep their text", "[json][numbers]") {
  const auto seed = Catch::getSeed();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 100'000; ++round) {
    std::string text = random() % 2 != 0 ? "-" : "";
    text += std::to_string(random() % 1'000'000'000 / (random() % 2 != 0 ? 1 : 1'000'000'000));
    if (random() % 2 != 0) {
      text +=
          '.' + std::string(random() % 4, '0') + std::to_string(random() % 1'000'000) + std::string(random() % 3, '0');
    }
    CAPTURE(text);
    REQUIRE(canonical(text) == printed(std::strtod(text.c_str(), nullptr)));
  }
}
