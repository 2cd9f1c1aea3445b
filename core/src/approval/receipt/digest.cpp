#include <charconv>

#include "cuelight/approval.hpp"

namespace cuelight::approval {
namespace {

constexpr std::size_t max_type_octets = 255;

void append_decimal(std::string& text, std::size_t n) {
  char buffer[24];
  text.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr);
}

/// Everything of the pre-authentication encoding that stands before the body; `more` octets will follow.
std::string head(std::string_view type, std::size_t body_octets, std::size_t more) {
  std::string text;
  text.reserve(64 + type.size() + more);
  text += "DSSEv1 ";
  append_decimal(text, type.size());
  text += ' ';
  text += type;
  text += ' ';
  append_decimal(text, body_octets);
  text += ' ';
  return text;
}

bool is_type(std::string_view type) {
  if (type.empty() || type.size() > max_type_octets) return false;
  for (const char c : type) {
    if (c <= 0x20 || c >= 0x7f) return false;
  }
  return true;
}

result<std::string> canonical_payload(std::string_view type, std::string_view payload) {
  if (is_type(type)) return json::canonicalize(payload);
  return refuse("approval.bad_type", "A payload type has 1 to 255 printable ASCII characters and no space.");
}

}  // namespace

std::string pre_authentication(std::string_view type, std::string_view body) {
  std::string text = head(type, body.size(), body.size());
  text += body;
  return text;
}

hash::digest digest_of(std::string_view type, std::string_view canonical) {
  hash::sha256_stream stream;
  stream.update(head(type, canonical.size(), 0));
  stream.update(canonical);
  return stream.finish();
}

result<digested> digest(std::string_view type, std::string_view payload) {
  auto canonical = canonical_payload(type, payload);
  if (!canonical) return std::unexpected(canonical.error());
  const hash::digest d = digest_of(type, *canonical);
  return digested{std::move(*canonical), d};
}

result<std::string> signing_octets(std::string_view type, std::string_view payload) {
  const auto canonical = canonical_payload(type, payload);
  if (!canonical) return std::unexpected(canonical.error());
  return pre_authentication(type, *canonical);
}

}  // namespace cuelight::approval
