/// @file
/// Octet classes and the block scan that the string fast path stands on.
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

/// Printable ASCII other than the quotation mark and the backslash: copied as it is.
inline bool is_plain(char c) {
  return octet(c) >= 0x20 && octet(c) < 0x80 && c != '"' && c != '\\';
}

/// Copies one block from `in` to `out` and counts its leading plain octets.
#if defined(__wasm_simd128__)
inline constexpr std::size_t block_octets = 16;

inline std::size_t copy_plain(const char* in, char* out) {
  const v128_t block = wasm_v128_load(in);
  wasm_v128_store(out, block);
  // Signed comparison: octets of 0x80 and above are negative, so one test finds them and the control characters.
  const v128_t odd = wasm_v128_or(
      wasm_i8x16_lt(block, wasm_i8x16_splat(0x20)),
      wasm_v128_or(wasm_i8x16_eq(block, wasm_i8x16_splat('"')), wasm_i8x16_eq(block, wasm_i8x16_splat('\\'))));
  return static_cast<std::size_t>(std::countr_zero(wasm_i8x16_bitmask(odd) | 0x10000U));
}
#elif defined(__SSE2__)
inline constexpr std::size_t block_octets = 16;

inline std::size_t copy_plain(const char* in, char* out) {
  const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
  const __m128i odd =
      _mm_or_si128(_mm_cmplt_epi8(block, _mm_set1_epi8(0x20)),
                   _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')), _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'))));
  return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(_mm_movemask_epi8(odd)) | 0x10000U));
}
#else
inline constexpr std::size_t block_octets = 8;

inline std::size_t copy_plain(const char* in, char* out) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x8080808080808080;
  std::uint64_t block;
  std::memcpy(&block, in, sizeof block);
  std::memcpy(out, &block, sizeof block);
  if constexpr (std::endian::native == std::endian::big) block = __builtin_bswap64(block);
  // Exact up to and including the first octet found, which is all that the count needs.
  const auto zero = [](std::uint64_t x) { return (x - ones) & ~x; };
  const std::uint64_t odd =
      (block | (block - ones * 0x20) | zero(block ^ (ones * '"')) | zero(block ^ (ones * '\\'))) & tops;
  return odd == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(odd)) / 8;
}
#endif

}  // namespace cuelight::json
