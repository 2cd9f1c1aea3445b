#include "approval/receipt/statement.hpp"

#include <array>

#include "cuelight/approval.hpp"
#include "cuelight/instant.hpp"

namespace cuelight::approval {
namespace {

constexpr std::size_t max_text_octets = 800;

bool is_hex(std::optional<std::string_view> text, std::size_t least_octets, std::size_t most_octets) {
  if (!text || text->size() < 2 * least_octets || text->size() > 2 * most_octets) return false;
  return hash::from_hex(*text).has_value();
}

bool is_short(std::optional<std::string_view> text) {
  return text && !text->empty() && text->size() <= max_text_octets;
}

}  // namespace

bool is_statement(const json::value& document) {
  const json::value* const signer = json::member(document, "signer");
  if (signer == nullptr || document.size() != 7 || !signer->is_object() || signer->size() != 2) return false;
  const auto purpose = json::text_member(document, "purpose");
  const auto expires = json::text_member(document, "expiresAt");
  return is_hex(json::text_member(document, "digest"), 32, 32) &&
         is_hex(json::text_member(document, "viewDigest"), 32, 32) &&
         is_hex(json::text_member(document, "nonce"), 16, 64) && (purpose == "confirm" || purpose == "decline") &&
         is_short(json::text_member(document, "tenant")) && expires && expires->ends_with('Z') &&
         parse_instant(*expires).has_value() && is_short(json::text_member(*signer, "id")) &&
         is_short(json::text_member(*signer, "name"));
}

result<digested> statement(std::string_view statement) {
  const auto document = json::parse(statement);
  if (!document) return std::unexpected(document.error());
  if (!is_statement(*document)) {
    return refuse(
        "approval.bad_statement",
        "A statement holds digest, viewDigest, purpose, tenant, nonce, expiresAt and signer, and nothing else.");
  }
  std::string canonical = json::write(*document);
  const hash::digest d = digest_of(statement_type, canonical);
  return digested{std::move(canonical), d};
}

}  // namespace cuelight::approval
