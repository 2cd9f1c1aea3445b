#include "cuelight/ed25519.hpp"

#include <sodium/crypto_sign_ed25519.h>

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
  // A secret key whose public half belongs to another seed would leak the key; the half is made anew, never trusted.
  const auto pair = from_seed(secret.substr(0, seed_octets));
  signature out;
  crypto_sign_ed25519_detached(out.data(), nullptr, octets(message), message.size(), pair->secret_part.data());
  return out;
}

bool verify(std::string_view message, std::string_view signature_text, std::string_view key) {
  if (signature_text.size() != signature_octets || key.size() != public_key_octets) return false;
  return crypto_sign_ed25519_verify_detached(octets(signature_text), octets(message), message.size(), octets(key)) == 0;
}

}  // namespace cuelight::ed25519
