/// @file
/// Ed25519 signatures (RFC 8032, pure Ed25519) by libsodium: strict, so one message and key have one valid form.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cuelight::ed25519 {

inline constexpr std::size_t seed_octets = 32;
inline constexpr std::size_t public_key_octets = 32;
inline constexpr std::size_t secret_key_octets = 64;
inline constexpr std::size_t signature_octets = 64;

using public_key = std::array<std::uint8_t, public_key_octets>;
using secret_key = std::array<std::uint8_t, secret_key_octets>;  ///< the seed, then the public key
using signature = std::array<std::uint8_t, signature_octets>;

struct key_pair {
  public_key public_part;
  secret_key secret_part;
};

/// The key pair of a secret seed. Core has no randomness: the caller supplies 32 octets of it. Nothing when `seed` has
/// another length.
[[nodiscard]] std::optional<key_pair> from_seed(std::string_view seed);

/// The signature of `message` (RFC 8032 section 5.1.6); deterministic. The public half of `secret` counts for nothing: it
/// is the one of the seed, whatever stands there. Nothing when `secret` has not 64 octets.
[[nodiscard]] std::optional<signature> sign(std::string_view message, std::string_view secret);

/// Whether `signature_text` is a signature of `message` under `key`. False for a wrong length, a small-order or
/// non-canonical key, a small-order R, and S not below the group order (no malleability).
[[nodiscard]] bool verify(std::string_view message, std::string_view signature_text, std::string_view key);

}  // namespace cuelight::ed25519
