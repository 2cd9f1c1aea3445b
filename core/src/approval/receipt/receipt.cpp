#include "approval/receipt/statement.hpp"
#include "cuelight/approval.hpp"
#include "cuelight/base64.hpp"
#include "cuelight/ed25519.hpp"

namespace cuelight::approval {
namespace {

constexpr std::string_view receipt_format = "cuelight-receipt/1";

std::unexpected<error> malformed(std::string_view message) {
  return refuse("approval.bad_receipt", message);
}

/// The value of a Base64url text without padding (RFC 4648 section 5), as WebAuthn writes its challenge.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (c == '+' || c == '/' || c == '=') return std::nullopt;
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  plain.append((4 - plain.size() % 4) % 4, '=');
  return from_base64(plain);
}

/// One confirmation under examination.
class confirmation {
 public:
  confirmation(const json::value& entry, std::string_view digest_hex) : entry_(entry), digest_hex_(digest_hex) {}

  json::value report() {
    statement();
    const auto method = json::text_member(entry_, "method");
    report_["signature"] = "invalid";
    if (method == "ed25519") {
      ed25519_signature();
    } else if (method == "webauthn") {
      webauthn_assertion();
    } else {
      problem("approval.receipt_method");
    }
    report_["method"] = method.value_or("");
    report_["problems"] = std::move(problems_);
    return std::move(report_);
  }

 private:
  void problem(const char* code) { problems_.push_back(code); }

  void statement() {
    for (const char* name : {"purpose", "tenant", "expiresAt", "viewDigest"}) report_[name] = "";
    report_["signer"] = json::value::object({{"id", ""}, {"name", ""}});
    const auto text = json::text_member(entry_, "statement");
    if (!text) return problem("approval.receipt_statement");
    statement_ = *text;
    const auto document = json::parse(statement_);
    if (!document || !is_statement(*document) || json::write(*document) != statement_) {
      return problem("approval.receipt_statement");
    }
    for (const char* name : {"purpose", "tenant", "expiresAt", "viewDigest", "signer"})
      report_[name] = *json::member(*document, name);
    if (json::text_member(*document, "digest") != digest_hex_) problem("approval.receipt_other_payload");
  }

  std::optional<std::string> octets(const char* member) {
    const auto text = json::text_member(entry_, member);
    auto decoded = text ? hash::from_hex(*text) : std::nullopt;
    if (!decoded) problem("approval.receipt_member");
    return decoded;
  }

  void ed25519_signature() {
    const auto key = octets("publicKey");
    const auto signature = octets("signature");
    if (!key || !signature) return;
    report_["publicKey"] = hash::hex(std::string_view(*key));
    const bool holds = ed25519::verify(pre_authentication(statement_type, statement_), *signature, *key);
    report_["signature"] = holds ? "valid" : "invalid";
    if (!holds) problem("approval.receipt_signature");
  }

  /// WebAuthn level 2, section 7.2, as far as it needs no P-256: what was signed is this statement's digest, by a
  /// person who was present and verified. The signature itself is left to the caller.
  void webauthn_assertion() {
    const auto key = octets("publicKey");
    const auto signature = octets("signature");
    const auto authenticator = octets("authenticatorData");
    const auto client = octets("clientDataJSON");
    const auto algorithm = json::integer_member(entry_, "algorithm");
    if (!algorithm) problem("approval.receipt_member");
    if (!key || !signature || !authenticator || !client || !algorithm) return;
    report_["publicKey"] = hash::hex(std::string_view(*key));
    report_["signatureOctets"] = hash::hex(std::string_view(*signature));
    report_["algorithm"] = *algorithm;

    const auto data = json::parse(*client);
    if (!data || json::text_member(*data, "type") != "webauthn.get") {
      problem("approval.receipt_client_data");
    } else {
      const auto challenge = from_base64url(json::text_member(*data, "challenge").value_or(""));
      const hash::digest expected = digest_of(statement_type, statement_);
      if (challenge != hash::octets_of(expected)) problem("approval.receipt_challenge");
    }
    constexpr std::size_t flags_at = 32;
    constexpr unsigned present_and_verified = 0b101;
    if (authenticator->size() < flags_at + 5 ||
        (static_cast<unsigned char>((*authenticator)[flags_at]) & present_and_verified) != present_and_verified) {
      problem("approval.receipt_user_verification");
    }
    report_["signedOctets"] = hash::hex(*authenticator + std::string(hash::octets_of(hash::sha256(*client))));
    if (problems_.empty()) report_["signature"] = "unchecked";
  }

  const json::value& entry_;
  std::string_view digest_hex_;
  std::string statement_;
  json::value report_ = json::value::object({{"publicKey", ""}});
  json::value problems_ = json::value::array();
};

}  // namespace

result<std::string> verify_receipt(std::string_view receipt) {
  const auto document = json::parse(receipt);
  if (!document) return std::unexpected(document.error());
  if (json::text_member(*document, "format") != receipt_format) {
    return malformed("This is no receipt: its format is not cuelight-receipt/1.");
  }
  const auto type = json::text_member(*document, "type");
  const auto payload = json::text_member(*document, "payload");
  const json::value* const confirmations = json::member(*document, "confirmations");
  if (!type || !payload || confirmations == nullptr || !confirmations->is_array()) {
    return malformed("A receipt holds format, type, payload and confirmations.");
  }

  json::value problems = json::value::array();
  const auto digested = digest(*type, *payload);
  if (!digested || digested->canonical != *payload) problems.push_back("approval.receipt_payload");
  const std::string hex = hash::hex(digest_of(*type, *payload));
  if (json::text_member(*document, "digest") != hex) problems.push_back("approval.receipt_digest");
  if (confirmations->empty()) problems.push_back("approval.receipt_unsigned");

  json::value reports = json::value::array();
  bool ok = problems.empty();
  for (const json::value& entry : json::elements(*confirmations)) {
    reports.push_back(confirmation(entry, hex).report());
    const json::value& report = reports.back();
    ok = ok && json::member(report, "problems")->empty() && json::text_member(report, "signature") == "valid" &&
         json::text_member(report, "purpose") == "confirm";
  }
  return json::write(json::value::object({{"ok", ok},
                                          {"type", *type},
                                          {"digest", hex},
                                          {"confirmations", std::move(reports)},
                                          {"problems", std::move(problems)}}));
}

}  // namespace cuelight::approval
