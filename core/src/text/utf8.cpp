#include "text/utf8.hpp"

#include "json/octets.hpp"

namespace cuelight::json {
namespace {

/// Sets the highest bit of every octet that continues no sequence but should, or should none but does; the three
/// octets before `in` have to be there.
block misplaced(const char* in) {
  const block wanted = minus_or_zero(load_block(in - 1), 0xC0 - 0x80) | minus_or_zero(load_block(in - 2), 0xE0 - 0x80) |
                       minus_or_zero(load_block(in - 3), 0xF0 - 0x80);
  const auto continues = reinterpret_cast<block_test>(load_block(in)) < -64;  // 0x80 to 0xBF
  return wanted ^ reinterpret_cast<block>(continues);
}

/// Every octet that begins no sequence, or not one with every continuation, but those from F0: C0, C1, E0, ED. E1 is
/// told with them for speed, and what is told is looked at closer.
block_test doubtful(block b) {
  return ((b & 0xDE) == 0xC0) | (b == 0xED);
}

/// Every octet behind one that never stands in UTF-8, or that makes the one before it an overlong form, a surrogate or
/// a value above U+10FFFF.
block impossible(const char* in) {
  const block now = load_block(in);
  const block last = load_block(in - 1);
  const auto value = reinterpret_cast<block_test>(now);  // signed: 0x80 is the least, and all that counts is below 0xC0
  const block_test unknown = ((last & 0xFE) == 0xC0) | (last >= 0xF5);
  const block_test second = ((last == 0xE0) & (value < -96)) | ((last == 0xED) & (value > -97)) |
                            ((last == 0xF0) & (value < -112)) | ((last == 0xF4) & (value > -113));
  return reinterpret_cast<block>(unknown | second);
}

bool is_utf8_slowly(const char* in, const char* end) {
  while (in != end) {
    const int octets = utf8_sequence(in, end);
    if (octets == 0) return false;
    in += octets;
  }
  return true;
}

}  // namespace

int utf8_sequence(const char* in, const char* end) {
  const std::uint8_t lead = octet(*in);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const int octets = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (end - in < octets) return 0;
  const std::uint8_t second = octet(in[1]);
  // Overlong forms, surrogates and values above U+10FFFF all show in the second octet (RFC 3629 section 4).
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < low || second > high) return 0;
  for (int i = 2; i < octets; ++i) {
    if ((octet(in[i]) & 0xC0) != 0x80) return 0;
  }
  return octets;
}

[[gnu::noinline]] bool is_utf8(std::string_view text) {
  constexpr std::size_t chunk = 4 * block_octets;
  const char* in = text.data();
  const char* const end = in + text.size();
  if (text.size() < chunk + 3) return is_utf8_slowly(in, end);
  for (const char* const first = in + 3; in < first;) {
    const int octets = utf8_sequence(in, end);
    if (octets == 0) return false;
    in += octets;
  }
  block wrong{};
  for (bool last = false; !last; in += chunk) {
    // The last chunk begins among octets that were looked at already.
    last = static_cast<std::size_t>(end - in) <= chunk;
    if (last) in = end - chunk;
    block any = load_block(in - 3);
    for (std::size_t i = 0; i < chunk; i += block_octets) any |= load_block(in + i);
    if (beyond_ascii(any) == 0) continue;
    block_test doubt{};
    block high{};
    for (std::size_t i = 0; i < chunk; i += block_octets) {
      wrong |= misplaced(in + i);
      doubt |= doubtful(load_block(in + i - 1));
      high |= minus_or_zero(load_block(in + i - 1), 0xF0 - 0x80);
    }
    if ((bits(doubt) | beyond_ascii(high)) == 0) continue;
    for (std::size_t i = 0; i < chunk; i += block_octets) wrong |= impossible(in + i);
  }
  return beyond_ascii(wrong) == 0 && octet(end[-1]) < 0xC0 && octet(end[-2]) < 0xE0 && octet(end[-3]) < 0xF0;
}

char* write_utf8(char32_t scalar, char* out) {
  const auto put = [&](char32_t bits) { *out++ = static_cast<char>(bits); };
  if (scalar < 0x80) {
    put(scalar);
  } else if (scalar < 0x800) {
    put(0xC0 | scalar >> 6);
    put(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    put(0xE0 | scalar >> 12);
    put(0x80 | (scalar >> 6 & 0x3F));
    put(0x80 | (scalar & 0x3F));
  } else {
    put(0xF0 | scalar >> 18);
    put(0x80 | (scalar >> 12 & 0x3F));
    put(0x80 | (scalar >> 6 & 0x3F));
    put(0x80 | (scalar & 0x3F));
  }
  return out;
}

}  // namespace cuelight::json
