#include "cuelight/ed25519.hpp"

#include <sodium/crypto_sign_ed25519.h>
#include <sodium/utils.h>

#include <algorithm>
#include <span>

#include "cuelight/hash.hpp"

namespace cuelight::ed25519 {
namespace {

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<key_pair> from_seed(std::string_view seed) {
  if (seed.size() != seed_octets) return std::nullopt;
  key_pair pair;
  crypto_sign_ed25519_seed_keypair(pair.public_part.data(), pair.secret_part.data(), octets(seed));
  return pair;
}

std::optional<signature> sign(std::string_view message, std::string_view secret) {
  if (secret.size() != secret_key_octets) return std::nullopt;
  // To sign under a public half that belongs to another seed would give the key away, so the half is made anew. That
  // takes as long as to sign: what is known of the last key is kept, by its digest.
  thread_local hash::digest sound{};
  const hash::digest asked = hash::sha256(secret);
  secret_key key;
  std::ranges::copy(secret, key.begin());
  if (asked != sound) {
    key = from_seed(secret.substr(0, seed_octets))->secret_part;
    if (std::ranges::equal(std::span(octets(secret), secret.size()), key)) sound = asked;
  }
  signature out;
  crypto_sign_ed25519_detached(out.data(), nullptr, octets(message), message.size(), key.data());
  sodium_memzero(key.data(), key.size());
  return out;
}

bool verify(std::string_view message, std::string_view signature_text, std::string_view key) {
  if (signature_text.size() != signature_octets || key.size() != public_key_octets) return false;
  return crypto_sign_ed25519_verify_detached(octets(signature_text), octets(message), message.size(), octets(key)) == 0;
}

}  // namespace cuelight::ed25519
