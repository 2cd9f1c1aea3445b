#include "cuelight/approval.hpp"
#include "cuelight/base64.hpp"
#include "cuelight/ed25519.hpp"

namespace cuelight::approval {
namespace {

std::unexpected<error> malformed() {
  return refuse("approval.bad_envelope",
                "A DSSE envelope is an object with payloadType, payload and one or more signatures.");
}

}  // namespace

result<std::string> envelope(std::string_view type, std::string_view payload,
                             std::span<const envelope_signature> signatures) {
  const auto digested = digest(type, payload);
  if (!digested) return std::unexpected(digested.error());
  json::value document = json::value::object();
  document["payloadType"] = type;
  document["payload"] = base64(digested->canonical);
  json::value& list = document["signatures"] = json::value::array();
  for (const envelope_signature& s : signatures) {
    json::value entry = json::value::object();
    if (!s.key_id.empty()) entry["keyid"] = s.key_id;
    entry["sig"] = base64(s.signature);
    list.push_back(std::move(entry));
  }
  return json::write(document);
}

// DSSE's verification (dsse protocol.md), step by step; over 25 in cognitive complexity because every step may refuse.
result<opened> open(std::string_view envelope, std::span<const envelope_key> keys, std::size_t threshold) {
  const auto document = json::parse(envelope);
  if (!document) return std::unexpected(document.error());
  const auto type = json::text_member(*document, "payloadType");
  const auto encoded = json::text_member(*document, "payload");
  const json::value* const signatures = json::member(*document, "signatures");
  if (!type || !encoded || signatures == nullptr || !signatures->is_array() || signatures->empty()) return malformed();
  auto payload = from_base64(*encoded);
  if (!payload) return refuse("approval.bad_base64", "The envelope's payload is not Base64 (RFC 4648 section 4).");

  opened out{std::string(*type), std::move(*payload), {}};
  const std::string signed_octets = pre_authentication(out.type, out.payload);
  std::string holds(keys.size(), 0);  // 1 for each key that signed
  for (const json::value& entry : json::elements(*signatures)) {
    const auto encoded_signature = json::text_member(entry, "sig");
    if (!encoded_signature) return malformed();
    const auto signature = from_base64(*encoded_signature);
    if (!signature) return refuse("approval.bad_base64", "A signature is not Base64 (RFC 4648 section 4).");
    // A key id is a hint, never a proof: it only saves trying the other keys.
    const std::string_view hint = json::text_member(entry, "keyid").value_or("");
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (!hint.empty() && !keys[i].key_id.empty() && keys[i].key_id != hint) continue;
      if (ed25519::verify(signed_octets, *signature, keys[i].public_key)) holds[i] = 1;
    }
  }
  // One person counts once, under however many ids a key is listed.
  for (std::size_t i = 0; i < keys.size(); ++i) {
    bool first = holds[i] != 0;
    for (std::size_t j = 0; j < i; ++j) first = first && !(holds[j] != 0 && keys[j].public_key == keys[i].public_key);
    if (first) out.signed_by.push_back(i);
  }
  if (out.signed_by.size() < std::max<std::size_t>(threshold, 1)) {
    return refuse("approval.no_valid_signature", "Too few of the known keys signed this envelope.");
  }
  const auto canonical = json::canonicalize(out.payload);
  if (!canonical) return std::unexpected(canonical.error());
  if (*canonical != out.payload) {
    return refuse("approval.not_canonical", "The envelope's payload is not in canonical form (RFC 8785).");
  }
  return out;
}

}  // namespace cuelight::approval
