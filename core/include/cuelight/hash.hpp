/// @file
/// SHA-256 (FIPS 180-4), in one call or piece by piece, and lower-case hexadecimal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cuelight::hash {

inline constexpr std::size_t digest_octets = 32;

/// A SHA-256 digest.
using digest = std::array<std::uint8_t, digest_octets>;

/// The digest of `octets`.
[[nodiscard]] digest sha256(std::string_view octets);

/// A digest of octets that come in pieces: any split gives the digest of the whole. A value: copy it to fork it.
class sha256_stream {
 public:
  sha256_stream();
  void update(std::string_view octets);
  /// The digest of everything so far; the stream starts over.
  [[nodiscard]] digest finish();

 private:
  void compress(const char* blocks, std::size_t count);

  std::array<std::uint32_t, 8> state_;
  std::uint64_t octets_;
  std::array<char, 64> pending_;
};

/// The octets of a digest as text, for hashing and for the wasm boundary.
[[nodiscard]] inline std::string_view octets_of(const digest& d) {
  return {reinterpret_cast<const char*>(d.data()), d.size()};
}

/// Lower-case hexadecimal.
[[nodiscard]] std::string hex(std::string_view octets);
[[nodiscard]] inline std::string hex(const digest& d) {
  return hex(octets_of(d));
}

/// The octets of lower-case hexadecimal; nothing for any other text.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

}  // namespace cuelight::hash
