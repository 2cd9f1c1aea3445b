// Our own compression function, because the digest bounds the speed of approvals and audit chains in WebAssembly: all
// 64 rounds are unrolled over eight names that rotate, and the message schedule is made four words at a time in
// vectors, beside the rounds.
#include <algorithm>
#include <bit>
#include <cstring>

#include "crypto/compress.hpp"
#include "cuelight/hash.hpp"

namespace cuelight::hash {
namespace {

/// FIPS 180-4 section 5.3.3.
constexpr std::array<std::uint32_t, 8> initial_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

inline void store_big_endian(std::uint8_t* p, std::uint32_t word) {
  for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(word >> (24 - 8 * i));
}

/// Four words of the message, or of its schedule.
using words [[gnu::vector_size(16)]] = std::uint32_t;

inline words load_words(const char* in) {
  using octets [[gnu::vector_size(16)]] = std::uint8_t;
  octets four;
  std::memcpy(&four, in, sizeof four);
  if constexpr (std::endian::native == std::endian::little) {
    four = __builtin_shufflevector(four, four, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  }
  return reinterpret_cast<words>(four);
}

inline words load_constants(std::size_t four) {
  words k;
  std::memcpy(&k, &round_constants[4 * four], sizeof k);
  return k;
}

inline words schedule_early(words x) {
  return (x >> 7 ^ x << 25) ^ (x >> 18 ^ x << 14) ^ x >> 3;
}
/// Of two words, each standing twice in 64 bits, where a shift turns as well: the results are the low halves.
inline words schedule_late(words twice) {
  using longs [[gnu::vector_size(16)]] = std::uint64_t;
  const auto turned = reinterpret_cast<longs>(twice);
  return reinterpret_cast<words>(turned >> 17 ^ turned >> 19) ^ twice >> 10;
}

/// The four words that follow sixteen; the last two of them need the first two.
inline words next_words(words a, words b, words c, words d) {
  const words none{};
  words next =
      a + schedule_early(__builtin_shufflevector(a, b, 1, 2, 3, 4)) + __builtin_shufflevector(c, d, 1, 2, 3, 4);
  constexpr std::size_t low = std::endian::native == std::endian::little ? 0 : 1;
  words late = schedule_late(__builtin_shufflevector(d, d, 2, 2, 3, 3));
  next += __builtin_shufflevector(late, none, low, 2 + low, 4, 4);
  late = schedule_late(__builtin_shufflevector(next, next, 0, 0, 1, 1));
  next += __builtin_shufflevector(late, none, 4, 4, low, 2 + low);
  return next;
}

/// Round I. The eight working variables are seen rotated by I, so nothing is ever moved. `bc` is where b and c differ,
/// which is where a and b differed in the round before: with it the majority takes one operation less.
template <std::size_t I>
[[gnu::always_inline]] inline void step(std::uint32_t (&v)[8], std::uint32_t& bc, std::uint32_t w) {
  const std::uint32_t a = v[(64 - I) % 8];
  const std::uint32_t b = v[(65 - I) % 8];
  std::uint32_t& d = v[(67 - I) % 8];
  const std::uint32_t e = v[(68 - I) % 8];
  const std::uint32_t f = v[(69 - I) % 8];
  const std::uint32_t g = v[(70 - I) % 8];
  std::uint32_t& h = v[(71 - I) % 8];
  h += w + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + (g ^ (e & (f ^ g)));
  d += h;
  h += (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + (b ^ (bc & (a ^ b)));
  bc = a ^ b;
}

/// Four rounds, of which the first is the 4I-th of sixteen, and the words of the rounds that come sixteen later.
template <std::size_t I, bool More>
[[gnu::always_inline]] inline void four_steps(std::uint32_t (&v)[8], std::uint32_t& bc, words (&w)[4],
                                              std::size_t fours) {
  const words sum = w[I] + load_constants(fours + I);
  if constexpr (More) w[I] = next_words(w[I], w[(I + 1) % 4], w[(I + 2) % 4], w[(I + 3) % 4]);
  step<4 * I>(v, bc, sum[0]);
  step<4 * I + 1>(v, bc, sum[1]);
  step<4 * I + 2>(v, bc, sum[2]);
  step<4 * I + 3>(v, bc, sum[3]);
}

/// Sixteen rounds, after which the working variables and the words stand where they stood.
template <bool More>
[[gnu::always_inline]] inline void sixteen_steps(std::uint32_t (&v)[8], std::uint32_t& bc, words (&w)[4],
                                                 std::size_t fours) {
  four_steps<0, More>(v, bc, w, fours);
  four_steps<1, More>(v, bc, w, fours);
  four_steps<2, More>(v, bc, w, fours);
  four_steps<3, More>(v, bc, w, fours);
}

}  // namespace

void compress_in_vectors(chaining_state& state, const char* blocks, std::size_t count) {
  for (; count > 0; --count, blocks += block_octets) {
    words w[4];
    for (std::size_t i = 0; i < 4; ++i) w[i] = load_words(blocks + 16 * i);
    std::uint32_t v[8];
    std::copy(state.begin(), state.end(), v);
    std::uint32_t bc = v[1] ^ v[2];
    // Sixteen at a time and not all of them in one: what is written out is downloaded.
    for (std::size_t fours = 0; fours < 12; fours += 4) sixteen_steps<true>(v, bc, w, fours);
    sixteen_steps<false>(v, bc, w, 12);
    for (std::size_t i = 0; i < 8; ++i) state[i] += v[i];
  }
}

void sha256_stream::compress(const char* blocks, std::size_t count) {
#if defined(__x86_64__)
  static const auto best = has_sha_extensions() ? compress_by_extensions : compress_in_vectors;
  best(state_, blocks, count);
#else
  compress_in_vectors(state_, blocks, count);
#endif
}

sha256_stream::sha256_stream() : state_(initial_state), octets_(0), pending_{} {}

void sha256_stream::update(std::string_view octets) {
  const std::size_t held = octets_ % block_octets;
  octets_ += octets.size();
  if (held != 0 && !octets.empty()) {
    const std::size_t taken = std::min(block_octets - held, octets.size());
    std::memcpy(pending_.data() + held, octets.data(), taken);
    octets.remove_prefix(taken);
    if (held + taken < block_octets) return;
    compress(pending_.data(), 1);
  }
  compress(octets.data(), octets.size() / block_octets);
  octets.remove_prefix(octets.size() / block_octets * block_octets);
  if (!octets.empty()) std::memcpy(pending_.data(), octets.data(), octets.size());
}

digest sha256_stream::finish() {
  const std::uint64_t bits = octets_ * 8;
  std::size_t held = octets_ % block_octets;
  pending_[held++] = static_cast<char>(0x80);
  if (held > block_octets - 8) {
    std::memset(pending_.data() + held, 0, block_octets - held);
    compress(pending_.data(), 1);
    held = 0;
  }
  std::memset(pending_.data() + held, 0, block_octets - 8 - held);
  for (std::size_t i = 0; i < 8; ++i) pending_[block_octets - 1 - i] = static_cast<char>(bits >> (8 * i));
  compress(pending_.data(), 1);
  digest out;
  for (std::size_t i = 0; i < 8; ++i) store_big_endian(out.data() + 4 * i, state_[i]);
  *this = sha256_stream();
  return out;
}

digest sha256(std::string_view octets) {
  sha256_stream stream;
  stream.update(octets);
  return stream.finish();
}

}  // namespace cuelight::hash
