#include "cuelight/approval.hpp"

#include "boundary.hpp"
#include "cuelight/ed25519.hpp"

namespace {

namespace approval = cuelight::approval;
namespace json = cuelight::json;
using cuelight::result;
using cuelight::boundary::bind;

template <std::size_t N>
std::string octets(const std::array<std::uint8_t, N>& a) {
  return {reinterpret_cast<const char*>(a.data()), a.size()};
}

/// The canonical octets, then the digest's 32: there is mostly room for them, and nothing is copied.
result<std::string> joined(result<approval::digested> digested) {
  return std::move(digested).transform(
      [](approval::digested d) { return std::move(d.canonical.append(cuelight::hash::octets_of(d.digest))); });
}

std::string text(const json::value& options, std::string_view name) {
  return std::string(json::text_member(options, name).value_or(""));
}

result<std::string> digest(std::string_view type, std::string_view payload) {
  return joined(approval::digest(type, payload));
}

result<std::string> describe(std::string_view type, std::string_view payload, std::string_view previous,
                             std::string_view options_text) {
  return json::parse(options_text).and_then([&](const json::value& options) {
    const std::string locale = text(options, "locale");
    const std::string time_zone = text(options, "timeZone");
    const std::string now = text(options, "now");
    const json::value* const known = json::member(options, "knownParties");
    return approval::describe(type, payload,
                              {.previous = previous,
                               .locale = locale,
                               .time_zone = time_zone,
                               .now = now,
                               .known_parties = known == nullptr ? json::value() : *known});
  });
}

result<std::string> key_pair(std::string_view seed) {
  const auto pair = cuelight::ed25519::from_seed(seed);
  if (!pair) return cuelight::refuse("argument.length", "seed must have 32 octets.");
  return octets(pair->public_part) + octets(pair->secret_part);
}

result<std::string> sign(std::string_view type, std::string_view payload, std::string_view secret) {
  return approval::signing_octets(type, payload).and_then([&](const std::string& message) -> result<std::string> {
    const auto signature = cuelight::ed25519::sign(message, secret);
    if (!signature) return cuelight::refuse("argument.length", "secretKey must have 64 octets.");
    return octets(*signature);
  });
}

result<std::string> verify(std::string_view type, std::string_view payload, std::string_view signature,
                           std::string_view key) {
  return approval::signing_octets(type, payload).transform([&](const std::string& message) {
    return std::string(1, cuelight::ed25519::verify(message, signature, key) ? '\1' : '\0');
  });
}

/// `signatures`: array of {keyid, sig}, the signature in hexadecimal.
result<std::string> envelope(std::string_view type, std::string_view payload, std::string_view signatures) {
  return json::parse(signatures).and_then([&](const json::value& list) {
    std::vector<approval::envelope_signature> parsed;
    for (const json::value& entry : json::elements(list)) {
      parsed.push_back({text(entry, "keyid"), cuelight::hash::from_hex(text(entry, "sig")).value_or("")});
    }
    return approval::envelope(type, payload, parsed);
  });
}

/// `options`: {keys: array of {keyid, publicKey}, threshold}. Gives a line of JSON, then the payload's own octets.
result<std::string> open(std::string_view envelope, std::string_view options_text) {
  return json::parse(options_text).and_then([&](const json::value& options) -> result<std::string> {
    std::vector<approval::envelope_key> keys;
    if (const json::value* const list = json::member(options, "keys")) {
      for (const json::value& entry : json::elements(*list)) {
        keys.push_back({text(entry, "keyid"), cuelight::hash::from_hex(text(entry, "publicKey")).value_or("")});
      }
    }
    const std::int64_t threshold = json::integer_member(options, "threshold").value_or(1);
    return approval::open(envelope, keys, threshold < 1 ? keys.size() + 1 : static_cast<std::size_t>(threshold))
        .transform([](const approval::opened& o) {
          const json::value head = json::value::object({{"type", o.type}, {"signedBy", o.signed_by}});
          return json::write(head) + '\n' + o.payload;
        });
  });
}

result<std::string> statement(std::string_view text) {
  return joined(approval::statement(text));
}

result<std::string> verify_receipt(std::string_view receipt) {
  return approval::verify_receipt(receipt);
}

}  // namespace

EMSCRIPTEN_BINDINGS(approval) {
  bind<digest>("approval_digest(frame, type, payload)");
  bind<describe>("approval_describe(frame, type, payload, previous, options_text)");
  emscripten::function("approval_types", &approval::types);
  bind<key_pair>("approval_key_pair(frame, seed)");
  bind<approval::signing_octets>("approval_signing_octets(frame, type, payload)");
  bind<sign>("approval_sign(frame, type, payload, secret)");
  bind<verify>("approval_verify(frame, type, payload, signature, key)");
  bind<envelope>("approval_envelope(frame, type, payload, signatures)");
  bind<open>("approval_open(frame, envelope, options_text)");
  bind<statement>("approval_statement(frame, text)");
  bind<verify_receipt>("approval_verify_receipt(frame, receipt)");
}
