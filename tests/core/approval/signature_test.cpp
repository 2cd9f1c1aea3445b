#include "catch_amalgamated.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/base64.hpp"
#include "cuelight/ed25519.hpp"
#include "cuelight/json.hpp"

namespace approval = cuelight::approval;
namespace ed25519 = cuelight::ed25519;
namespace hash = cuelight::hash;
namespace json = cuelight::json;

namespace {

template <std::size_t N>
std::string octets(const std::array<std::uint8_t, N>& a) {
  return {reinterpret_cast<const char*>(a.data()), a.size()};
}

std::string code(const auto& outcome) {
  return outcome ? "" : outcome.error().code;
}

const std::string type = "application/vnd.cuelight.message+json";
const std::string canonical = R"({"a":1,"b":"é"})";

struct signer {
  explicit signer(char seed) : keys(*ed25519::from_seed(std::string(32, seed))) {}
  [[nodiscard]] std::string key() const { return octets(keys.public_part); }
  [[nodiscard]] std::string sign(const std::string& message) const {
    return octets(*ed25519::sign(message, octets(keys.secret_part)));
  }
  ed25519::key_pair keys;
};

}  // namespace

// The example of DSSE's protocol.md.
TEST_CASE("the pre-authentication encoding is DSSE's", "[approval]") {
  CHECK(approval::pre_authentication("http://example.com/HelloWorld", "hello world") ==
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  CHECK(approval::pre_authentication("", "") == "DSSEv1 0  0 ");
}

TEST_CASE("the digest covers type and canonical octets", "[approval]") {
  const auto digested = approval::digest(type, "{ \"b\": \"\\u00e9\", \"a\": 1.0 }");
  REQUIRE(digested);
  CHECK(digested->canonical == canonical);
  CHECK(digested->digest == hash::sha256(approval::pre_authentication(type, canonical)));
  CHECK(approval::digest(type + "x", canonical)->digest != digested->digest);
  for (std::size_t i = 0; i < canonical.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = canonical;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      CAPTURE(changed);
      CHECK(approval::digest_of(type, changed) != digested->digest);
    }
  }
  CHECK(code(approval::digest("", "{}")) == "approval.bad_type");
  CHECK(code(approval::digest("a b", "{}")) == "approval.bad_type");
  CHECK(code(approval::digest(std::string(256, 'a'), "{}")) == "approval.bad_type");
  CHECK(code(approval::digest(type, "{\"a\":1,\"a\":1}")) == "json.duplicate_name");
}

TEST_CASE("an envelope opens for whoever holds a key that signed it", "[approval]") {
  const signer ann('a');
  const signer ben('b');
  const std::string message = approval::pre_authentication(type, canonical);
  const approval::envelope_signature signatures[]{{"ann", ann.sign(message)}, {"", ben.sign(message)}};
  const std::string text = approval::envelope(type, canonical, signatures).value();
  const json::value document = *json::parse(text);
  CHECK(*json::text_member(document, "payload") == cuelight::base64(canonical));

  const approval::envelope_key keys[]{{"ann", ann.key()}, {"ben", ben.key()}, {"eve", signer('e').key()}};
  const auto opened = approval::open(text, keys, 2);
  REQUIRE(opened);
  CHECK(opened->payload == canonical);
  CHECK(opened->type == type);
  CHECK(opened->signed_by == std::vector<std::size_t>{0, 1});
  CHECK(code(approval::open(text, keys, 3)) == "approval.no_valid_signature");
  CHECK(code(approval::open(text, std::span(keys).subspan(2))) == "approval.no_valid_signature");
  CHECK(code(approval::open(text, {}, 0)) == "approval.no_valid_signature");
  // The same key under two ids is one signer.
  const approval::envelope_key twice[]{{"", ann.key()}, {"", ann.key()}};
  CHECK(code(approval::open(text, twice, 2)) == "approval.no_valid_signature");
}

TEST_CASE("an envelope that was changed does not open", "[approval]") {
  const signer ann('a');
  const approval::envelope_key keys[]{{"", ann.key()}};
  const auto with = [&](std::string_view payload, const char* member, const json::value& value) {
    const std::string body(payload);
    const approval::envelope_signature signature{"", ann.sign(approval::pre_authentication(type, body))};
    json::value document = json::value::object();
    document["payloadType"] = type;
    document["payload"] = cuelight::base64(body);
    document["signatures"] =
        json::value::array({json::value::object({{"sig", cuelight::base64(signature.signature)}})});
    if (member != nullptr) document[member] = value;
    return code(approval::open(json::write(document), keys));
  };
  CHECK(with(canonical, nullptr, {}).empty());
  CHECK(with(canonical, "payloadType", "text/plain") == "approval.no_valid_signature");
  CHECK(with(canonical, "payload", cuelight::base64("{}")) == "approval.no_valid_signature");
  CHECK(with(canonical, "payload", "***") == "approval.bad_base64");
  CHECK(with(canonical, "signatures", json::value::array()) == "approval.bad_envelope");
  CHECK(with(canonical, "signatures", 1) == "approval.bad_envelope");
  CHECK(with(R"({"b":1,"a":2})", nullptr, {}) == "approval.not_canonical");
  CHECK(with(R"({"a":1,"a":2})", nullptr, {}) == "json.duplicate_name");
  CHECK(with("not json", nullptr, {}) == "json.unexpected_octet");
}

namespace {

json::value a_statement(const std::string& digest_hex) {
  return json::value::object({{"digest", digest_hex},
                              {"viewDigest", std::string(64, 'a')},
                              {"purpose", "confirm"},
                              {"tenant", "ws_lyon"},
                              {"nonce", std::string(32, '0')},
                              {"expiresAt", "2026-12-01T12:00:00Z"},
                              {"signer", json::value::object({{"id", "per_1"}, {"name", "Zoé"}})}});
}

json::value a_receipt(const signer& who, const json::value& statement) {
  const std::string text = json::write(statement);
  json::value entry = json::value::object();
  entry["method"] = "ed25519";
  entry["statement"] = text;
  entry["publicKey"] = hash::hex(std::string_view(who.key()));
  entry["signature"] =
      hash::hex(std::string_view(who.sign(approval::pre_authentication(approval::statement_type, text))));
  json::value receipt = json::value::object();
  receipt["format"] = "cuelight-receipt/1";
  receipt["type"] = type;
  receipt["payload"] = canonical;
  receipt["digest"] = hash::hex(approval::digest_of(type, canonical));
  receipt["confirmations"] = json::value::array({entry});
  return receipt;
}

}  // namespace

TEST_CASE("a statement has exactly its members", "[approval]") {
  const json::value sound = a_statement(std::string(64, '0'));
  const auto digested = approval::statement(json::write(sound));
  REQUIRE(digested);
  CHECK(digested->digest == approval::digest_of(approval::statement_type, json::write(sound)));
  const auto with = [&](const char* name, const std::optional<json::value>& value) {
    json::value changed = sound;
    if (value) {
      changed[name] = *value;
    } else {
      changed.erase(name);
    }
    return code(approval::statement(json::write(changed)));
  };
  const std::string bad = "approval.bad_statement";
  for (const char* const name : {"digest", "viewDigest", "purpose", "tenant", "nonce", "expiresAt", "signer"}) {
    CAPTURE(name);
    CHECK(with(name, std::nullopt) == bad);
    CHECK(with(name, 1) == bad);
  }
  CHECK(with("extra", 1) == bad);
  CHECK(with("digest", std::string(64, 'A')) == bad);
  CHECK(with("purpose", "sign") == bad);
  CHECK(with("nonce", "00") == bad);
  CHECK(with("expiresAt", "2026-12-01T12:00:00+01:00") == bad);
  CHECK(with("signer", json::value::object({{"id", "x"}})) == bad);
}

TEST_CASE("a receipt holds offline, and every change to it shows", "[approval]") {
  const signer zoe('z');
  const json::value statement = a_statement(hash::hex(approval::digest_of(type, canonical)));
  const json::value sound = a_receipt(zoe, statement);
  const auto report_of = [](const json::value& receipt) {
    return json::parse_canonical(approval::verify_receipt(json::write(receipt)).value());
  };
  const auto problem_of = [&](const json::value& receipt) {
    const json::value report = report_of(receipt);
    CHECK(*json::member(report, "ok") == false);
    std::string all;
    for (const json::value& p : *json::member(report, "problems")) all += p.get<std::string>() + ' ';
    for (const json::value& c : *json::member(report, "confirmations")) {
      for (const json::value& p : *json::member(c, "problems")) all += p.get<std::string>() + ' ';
    }
    return all;
  };
  CHECK(*json::member(report_of(sound), "ok") == true);

  json::value changed = sound;
  changed["payload"] = R"({"a":2,"b":"é"})";
  CHECK(problem_of(changed) == "approval.receipt_digest approval.receipt_other_payload ");
  changed = sound;
  changed["payload"] = R"({"b":"é","a":1})";
  CHECK(problem_of(changed).starts_with("approval.receipt_payload "));
  changed = sound;
  changed["confirmations"][0]["signature"] = std::string(128, '0');
  CHECK(problem_of(changed) == "approval.receipt_signature ");
  changed = sound;
  changed["confirmations"][0]["statement"] = "{}";
  CHECK(problem_of(changed).starts_with("approval.receipt_statement "));
  changed = sound;
  changed["confirmations"][0]["method"] = "none";
  CHECK(problem_of(changed) == "approval.receipt_method ");
  changed = sound;
  changed["confirmations"] = json::value::array();
  CHECK(problem_of(changed) == "approval.receipt_unsigned ");
  CHECK(code(approval::verify_receipt("{}")) == "approval.bad_receipt");
  // Somebody else's statement, rightly signed, about another payload.
  CHECK(problem_of(a_receipt(zoe, a_statement(std::string(64, '0')))) == "approval.receipt_other_payload ");
  // A refusal is no confirmation.
  json::value declined = statement;
  declined["purpose"] = "decline";
  CHECK(problem_of(a_receipt(zoe, declined)).empty());
}

TEST_CASE("a passkey's confirmation is bound to the statement and to a verified person", "[approval]") {
  const signer zoe('z');
  const json::value statement = a_statement(hash::hex(approval::digest_of(type, canonical)));
  const hash::digest challenge = approval::digest_of(approval::statement_type, json::write(statement));
  std::string url = cuelight::base64(hash::octets_of(challenge));
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  std::erase(url, '=');
  const auto receipt_with = [&](const std::string& client, unsigned flags) {
    json::value receipt = a_receipt(zoe, statement);
    json::value& entry = receipt["confirmations"][0];
    std::string authenticator(37, '\0');
    authenticator[32] = static_cast<char>(flags);
    entry["method"] = "webauthn";
    entry["algorithm"] = -7;
    entry["clientDataJSON"] = hash::hex(std::string_view(client));
    entry["authenticatorData"] = hash::hex(std::string_view(authenticator));
    const json::value report = json::parse_canonical(approval::verify_receipt(json::write(receipt)).value());
    CHECK(*json::member(report, "ok") == false);  // the caller has still to check the signature
    const json::value& c = (*json::member(report, "confirmations"))[0];
    if (c["problems"].empty()) {
      CHECK(*json::text_member(c, "signedOctets") ==
            hash::hex(authenticator + std::string(hash::octets_of(hash::sha256(client)))));
      return *json::text_member(c, "signature") == "unchecked" ? std::string("unchecked") : std::string("?");
    }
    CHECK(*json::text_member(c, "signature") == "invalid");
    return c["problems"][0].get<std::string>();
  };
  const std::string client =
      R"({"type":"webauthn.get","challenge":")" + url + R"(","origin":"https://cuelight.example"})";
  CHECK(receipt_with(client, 0b101) == "unchecked");
  CHECK(receipt_with(client, 0b001) == "approval.receipt_user_verification");
  CHECK(receipt_with(client, 0b100) == "approval.receipt_user_verification");
  CHECK(receipt_with(R"({"type":"webauthn.create","challenge":")" + url + "\"}", 5) == "approval.receipt_client_data");
  CHECK(receipt_with(R"({"type":"webauthn.get","challenge":"AAAA"})", 5) == "approval.receipt_challenge");
  CHECK(receipt_with("{", 5) == "approval.receipt_client_data");
}
