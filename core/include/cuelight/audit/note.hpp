/// @file
/// Signed notes and checkpoints: C2SP signed-note and tlog-checkpoint, with Ed25519 signatures (type 0x01).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/ed25519.hpp"
#include "cuelight/error.hpp"
#include "cuelight/hash.hpp"

namespace cuelight::audit {

inline constexpr std::size_t max_note_octets = 1U << 20;
inline constexpr std::size_t max_note_signatures = 100;

/// The first four octets of SHA-256(name || 0x0A || 0x01 || public key), big-endian.
using key_id = std::uint32_t;

struct note_key {
  std::string name;
  ed25519::public_key key{};
};

[[nodiscard]] key_id id_of(const note_key& key);

/// Whether a key may have this name: not empty, well-formed UTF-8, no white space, no plus sign, no control character.
[[nodiscard]] bool is_key_name(std::string_view name);

/// The key as others configure it: `name+keyid+base64(0x01 || public key)`, key id as eight hex digits.
[[nodiscard]] std::string verifier_key(const note_key& key);

struct note_signature {
  std::string name;
  key_id id = 0;
  std::string signature;  ///< the octets after the key id, of any length: other algorithms may have signed too
};

struct note {
  std::string text;  ///< what is signed: ends with a line end
  std::vector<note_signature> signatures;
};

/// Code: `audit.note_malformed`.
[[nodiscard]] result<note> parse_note(std::string_view text);
[[nodiscard]] std::string write_note(const note& n);

/// Adds a signature. Codes: `audit.key_name` (see is_key_name), `audit.key_malformed` (not 64 octets).
[[nodiscard]] result<note> sign_note(note n, std::string_view name, std::string_view secret_key);

/// The names of the given keys that signed. Code: `audit.note_unsigned` when none did, `audit.note_bad_signature` when
/// one of them is named with its key id and the signature is wrong. Signatures by unknown keys are passed over.
[[nodiscard]] result<std::vector<std::string>> verify_note(const note& n, std::span<const note_key> keys);

struct checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  hash::digest root{};
  std::vector<std::string> extensions;
};

/// The note text of a checkpoint: origin, size, base64 root, extension lines. Code: `audit.checkpoint_malformed` when
/// the origin or an extension line is empty or holds control characters, or the size exceeds 2^53−1.
[[nodiscard]] result<std::string> write_checkpoint(const checkpoint& c);
/// Code: `audit.checkpoint_malformed`.
[[nodiscard]] result<checkpoint> parse_checkpoint(std::string_view note_text);

}  // namespace cuelight::audit
