#include "json/utf8.hpp"

#include "json/octets.hpp"

namespace cuelight::json {
namespace {

/// Every octet at `in` that can't stand behind the three before it, which have to be there.
block_test misplaced(const char* in) {
  const block now = load_block(in);
  const block last = load_block(in - 1);
  const block_test wanted = (last >= 0xC0) | (load_block(in - 2) >= 0xE0) | (load_block(in - 3) >= 0xF0);
  const auto value = reinterpret_cast<block_test>(now);  // signed: 0x80 is the least, and all that counts is below 0xC0
  const block_test continues = value < -64;
  // Overlong forms, surrogates and values above U+10FFFF all show in the second octet, or never begin.
  const block_test unknown = ((now & 0xFE) == 0xC0) | (now >= 0xF5);
  const block_test second = ((last == 0xE0) & (value < -96)) | ((last == 0xED) & (value > -97)) |
                            ((last == 0xF0) & (value < -112)) | ((last == 0xF4) & (value > -113));
  return (wanted ^ continues) | unknown | second;
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

bool is_utf8(std::string_view text) {
  const char* in = text.data();
  const char* const end = in + text.size();
  if (text.size() < 2 * block_octets) return is_utf8_slowly(in, end);
  for (const char* const first = in + 3; in < first;) {
    const int octets = utf8_sequence(in, end);
    if (octets == 0) return false;
    in += octets;
  }
  block_test wrong{};
  for (; static_cast<std::size_t>(end - in) > block_octets; in += block_octets) {
    if (beyond_ascii(load_block(in) | load_block(in - 3)) != 0) wrong |= misplaced(in);
  }
  wrong |= misplaced(end - block_octets);
  return bits(wrong) == 0 && octet(end[-1]) < 0xC0 && octet(end[-2]) < 0xE0 && octet(end[-3]) < 0xF0;
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
