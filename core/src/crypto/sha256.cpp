// Our own compression function, because the digest bounds the speed of approvals and audit chains in WebAssembly: all
// 64 rounds are unrolled over eight names that rotate, and the message schedule is made four words at a time in
// vectors, beside the rounds.
#include <algorithm>
#include <bit>
#include <cstring>

#include "cuelight/hash.hpp"

namespace cuelight::hash {
namespace {

constexpr std::size_t block_octets = 64;

constexpr std::array<std::uint32_t, 8> initial_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

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

void sha256_stream::compress(const char* blocks, std::size_t count) {
  for (; count > 0; --count, blocks += block_octets) {
    words w[4];
    for (std::size_t i = 0; i < 4; ++i) w[i] = load_words(blocks + 16 * i);
    std::uint32_t v[8];
    std::copy(state_.begin(), state_.end(), v);
    std::uint32_t bc = v[1] ^ v[2];
    // Sixteen at a time and not all of them in one: what is written out is downloaded.
    for (std::size_t fours = 0; fours < 12; fours += 4) sixteen_steps<true>(v, bc, w, fours);
    sixteen_steps<false>(v, bc, w, 12);
    for (std::size_t i = 0; i < 8; ++i) state_[i] += v[i];
  }
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
