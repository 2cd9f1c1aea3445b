/// @file
/// What a person approves: the digest of the exact octets, the described view, signatures, statements and receipts.
/// Specified in docs/spec/approval.md; the shapes of views and payloads stand in web/client/types/approval.d.ts.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"
#include "cuelight/hash.hpp"
#include "cuelight/json.hpp"

namespace cuelight::approval {

/// The payload type of a statement (see `statement`).
inline constexpr std::string_view statement_type = "application/vnd.cuelight.statement+json";

/// The largest payload that is described, in octets.
inline constexpr std::size_t max_payload_octets = 1U << 20;

/// DSSE's pre-authentication encoding, `DSSEv1 SP len(type) SP type SP len(body) SP body` (dsse protocol.md). Total.
[[nodiscard]] std::string pre_authentication(std::string_view type, std::string_view body);

/// SHA-256 of the pre-authentication encoding, without building it.
[[nodiscard]] hash::digest digest_of(std::string_view type, std::string_view canonical);

/// A payload's canonical octets and their digest.
struct digested {
  std::string canonical;
  hash::digest digest;
};

/// Canonicalises, then digests. `type`: 1 to 255 printable ASCII characters without space, else `approval.bad_type`.
/// Further errors: those of `json::canonicalize`.
[[nodiscard]] result<digested> digest(std::string_view type, std::string_view payload);

/// What a signature of `payload` signs and what its digest is taken of: the pre-authentication encoding of its
/// canonical octets. Refuses as `digest` does.
[[nodiscard]] result<std::string> signing_octets(std::string_view type, std::string_view payload);

/// What a view is computed from, besides the payload.
struct reader {
  std::string_view previous;   ///< the version shown before, as JSON; empty: none
  std::string_view locale;     ///< `en`, `fr-CH`, …; unknown: English
  std::string_view time_zone;  ///< IANA name; empty or unknown: none
  std::string_view now;  ///< RFC 3339 (else `approval.bad_option`); empty: nothing is said about what is past or close
  json::value known_parties = {};  ///< array of {id, name}
};

/// The view model of a payload, as canonical JSON: a pure function of the arguments. A payload that JSON accepts and
/// that has at most `max_payload_octets` gets a view; whether it may be confirmed stands in it. Errors: those of
/// `digest`, of `json::parse` for `previous`, and `approval.too_large` when the view would be beyond all reading.
[[nodiscard]] result<std::string> describe(std::string_view type, std::string_view payload, const reader& reader);

/// The payload types, as canonical JSON.
[[nodiscard]] std::string types();

/// One signature of an envelope.
struct envelope_signature {
  std::string key_id;     ///< may be empty
  std::string signature;  ///< octets
};

/// A DSSE envelope (dsse envelope.md) over the canonical payload, as canonical JSON. Errors: those of `digest`.
[[nodiscard]] result<std::string> envelope(std::string_view type, std::string_view payload,
                                           std::span<const envelope_signature> signatures);

/// An envelope that was opened: the octets are the very ones that were signed.
struct opened {
  std::string type;
  std::string payload;
  std::vector<std::size_t> signed_by;  ///< indices of the keys whose signatures hold, ascending
};

/// A key that may sign an envelope.
struct envelope_key {
  std::string key_id;      ///< empty: tried on every signature
  std::string public_key;  ///< 32 octets
};

/// Opens a DSSE envelope with Ed25519 signatures. Errors: those of `json::parse`; `approval.bad_envelope`,
/// `approval.bad_base64`, `approval.not_canonical` (the payload is JSON, but not its canonical form),
/// `approval.no_valid_signature` (fewer than `threshold` of the keys signed; at least one must).
[[nodiscard]] result<opened> open(std::string_view envelope, std::span<const envelope_key> keys,
                                  std::size_t threshold = 1);

/// Checks what a confirmer is about to sign and gives its canonical octets and digest (a passkey's challenge).
/// Error: `approval.bad_statement`, or those of `json::parse`.
[[nodiscard]] result<digested> statement(std::string_view statement);

/// Checks an offline receipt; the report as canonical JSON. Errors: those of `json::parse`, and `approval.bad_receipt`
/// when it is no receipt at all. Everything that can be wrong with a receipt stands in the report.
[[nodiscard]] result<std::string> verify_receipt(std::string_view receipt);

}  // namespace cuelight::approval
