/// @file
/// Octet classes, and the blocks of sixteen octets that scanning and copying stand on: the compiler's vector types, so
/// that one text serves WebAssembly's SIMD, SSE2, NEON and machines without any.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cuelight::json {

inline std::uint8_t octet(char c) {
  return static_cast<std::uint8_t>(c);
}
inline bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
inline bool is_digit(char c) {
  return static_cast<unsigned>(c - '0') <= 9;
}

using block [[gnu::vector_size(16)]] = std::uint8_t;
using block_test [[gnu::vector_size(16)]] = std::int8_t;  ///< what comparing blocks gives: 0 or -1 for each octet

inline constexpr std::size_t block_octets = 16;

inline block load_block(const char* in) {
  block b;
  std::memcpy(&b, in, sizeof b);
  return b;
}
inline void store_block(char* out, block b) {
  std::memcpy(out, &b, sizeof b);
}

/// The highest bit of each octet, the first octet's lowest.
inline unsigned bits(block_test t) {
#if defined(__wasm_simd128__)
  return wasm_i8x16_bitmask(reinterpret_cast<v128_t>(t));
#elif defined(__SSE2__)
  return static_cast<unsigned>(_mm_movemask_epi8(reinterpret_cast<__m128i>(t)));
#else
  unsigned all = 0;
  for (unsigned i = 0; i < block_octets; ++i) all |= static_cast<unsigned>(t[i] < 0) << i;
  return all;
#endif
}

/// Each octet less `n`, and 0 where that would be below 0.
inline block minus_or_zero(block b, std::uint8_t n) {
  block less{};
  less += n;
#if defined(__wasm_simd128__)
  return reinterpret_cast<block>(wasm_u8x16_sub_sat(reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(less)));
#elif defined(__SSE2__)
  return reinterpret_cast<block>(_mm_subs_epu8(reinterpret_cast<__m128i>(b), reinterpret_cast<__m128i>(less)));
#else
  return reinterpret_cast<block>(b > less) & (b - less);
#endif
}

/// The number of octets before the first one that the test found; all of them when there is none.
inline std::size_t octets_before(unsigned found) {
  return static_cast<std::size_t>(std::countr_zero(found | 1U << block_octets));
}

/// The octets beyond ASCII.
inline unsigned beyond_ascii(block b) {
  return bits(reinterpret_cast<block_test>(b));
}

/// What can't be copied into a canonical string without a look: control characters, the quotation mark and the
/// backslash. The mark joins the control characters when one bit is turned.
inline unsigned special_octets(block b) {
  const auto turned = reinterpret_cast<block_test>(b ^ 0x82);  // 0x80 as well: the compiler has signed comparisons only
  return bits((turned < 0x21 - 0x80) | (b == '\\'));
}

/// The same and what is beyond ASCII.
inline unsigned odd_octets(block b) {
  return bits((reinterpret_cast<block_test>(b ^ 0x02) < 0x21) | (b == '\\'));
}

inline constexpr std::size_t copy_slack = 63;

/// Copies what may be more than a block, in blocks: up to `copy_slack` octets behind both ends are read and written.
inline void copy_blocks(const char* from, char* to, std::size_t octets) {
  if (octets >= 1024) {
    std::memmove(to, from, octets);
    return;
  }
  for (std::size_t i = 0; i < octets; i += 4 * block_octets) {
    for (std::size_t j = 0; j < 4 * block_octets; j += block_octets) store_block(to + i + j, load_block(from + i + j));
  }
}

}  // namespace cuelight::json
