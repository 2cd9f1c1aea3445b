#include "cuelight/hash.hpp"

namespace cuelight::hash {

std::string hex(std::string_view octets) {
  std::string text(2 * octets.size(), '\0');
  char* at = text.data();
  for (const char c : octets) {
    const auto octet = static_cast<std::uint8_t>(c);
    *at++ = "0123456789abcdef"[octet >> 4];
    *at++ = "0123456789abcdef"[octet & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string octets;
  octets.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    octets += static_cast<char>(high * 16 + low);
  }
  return octets;
}

}  // namespace cuelight::hash
