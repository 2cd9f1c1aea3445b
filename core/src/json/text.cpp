#include "json/text.hpp"

#include <cstdint>
#include <cstring>

namespace cuelight::json {
namespace {

constexpr int no_digit = -1;

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : no_digit;
}

/// A \uXXXX escape at `in`.
struct unit {
  int value;    ///< the UTF-16 code unit; -1 when there is none
  bool short_;  ///< the text ended where the escape could still have gone on
};

unit read_unit(const char* in, const char* end) {
  if (in == end) return {-1, true};
  if (*in != '\\') return {-1, false};
  if (in + 1 == end) return {-1, true};
  if (in[1] != 'u') return {-1, false};
  int value = 0;
  for (int i = 2; i < 6; ++i) {
    if (in + i == end) return {-1, true};
    const int digit = hex_digit(in[i]);
    if (digit == no_digit) return {-1, false};
    value = value * 16 + digit;
  }
  return {value, false};
}

bool is_high(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

copied copy_unicode_escape(const char* in, const char* end, char* out) {
  const unit first = read_unit(in, end);
  if (first.short_) return {end, out, fault::unexpected_end};
  if (first.value < 0) return {in, out, fault::invalid_escape};
  if (is_low(first.value)) return {in, out, fault::lone_surrogate};
  if (!is_high(first.value)) {
    if (first.value < 0x80) return {in + 6, write_escaped(static_cast<char>(first.value), out)};
    return {in + 6, write_utf8(static_cast<char32_t>(first.value), out)};
  }
  const unit second = read_unit(in + 6, end);
  if (second.short_) return {end, out, fault::unexpected_end};
  if (!is_low(second.value)) return {in, out, fault::lone_surrogate};
  const int scalar = 0x10000 + ((first.value - 0xD800) << 10) + (second.value - 0xDC00);
  return {in + 12, write_utf8(static_cast<char32_t>(scalar), out)};
}

copied copy_escape(const char* in, const char* end, char* out) {
  if (in + 1 == end) return {end, out, fault::unexpected_end};
  char c;
  switch (in[1]) {
    case '"':
    case '\\':
    case '/':
      c = in[1];
      break;
    case 'b':
      c = '\b';
      break;
    case 'f':
      c = '\f';
      break;
    case 'n':
      c = '\n';
      break;
    case 'r':
      c = '\r';
      break;
    case 't':
      c = '\t';
      break;
    case 'u':
      return copy_unicode_escape(in, end, out);
    default:
      return {in, out, fault::invalid_escape};
  }
  return {in + 2, write_escaped(c, out)};
}

}  // namespace

char* write_escaped(char c, char* out) {
  if (octet(c) >= 0x20 && c != '"' && c != '\\') {
    *out++ = c;
    return out;
  }
  *out++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *out++ = c;
      return out;
    case '\b':
      *out++ = 'b';
      return out;
    case '\f':
      *out++ = 'f';
      return out;
    case '\n':
      *out++ = 'n';
      return out;
    case '\r':
      *out++ = 'r';
      return out;
    case '\t':
      *out++ = 't';
      return out;
    default:
      break;
  }
  std::memcpy(out, "u00", 3);
  out[3] = static_cast<char>('0' + (octet(c) >> 4));
  out[4] = "0123456789abcdef"[octet(c) & 15];
  return out + 5;
}

[[gnu::noinline]] copied copy_string(const char* in, const char* end, char* out, bool well_formed) {
  while (true) {
    while (well_formed && static_cast<std::size_t>(end - in) >= block_octets) {
      const block text = load_block(in);
      store_block(out, text);
      const std::size_t octets = octets_before(special_octets(text));
      in += octets;
      out += octets;
      if (octets != block_octets) break;
    }
    if (in == end) return {in, out, fault::unexpected_end};
    const char c = *in;
    if (c == '"') {
      *out++ = c;
      return {in + 1, out};
    }
    if (c == '\\') {
      const copied escape = copy_escape(in, end, out);
      if (escape.what != fault::none) return escape;
      in = escape.in;
      out = escape.out;
      continue;
    }
    if (octet(c) < 0x20) return {in, out, fault::control_character};
    const int octets = well_formed ? 1 : utf8_sequence(in, end);
    if (octets == 0) return {in, out, fault::invalid_utf8};
    for (int i = 0; i < octets; ++i) *out++ = *in++;
  }
}

}  // namespace cuelight::json
