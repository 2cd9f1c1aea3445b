#include "cuelight/base64.hpp"

#include <algorithm>
#include <cstdint>

namespace cuelight {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int value_of(char c) {
  const std::size_t at = c == '\0' ? std::string_view::npos : alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string base64(std::string_view octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < octets.size() ? static_cast<std::uint8_t>(octets[i + k]) : 0U);
    }
    const std::size_t used = std::min<std::size_t>(octets.size() - i, 3);
    for (std::size_t k = 0; k < 4; ++k) out.push_back(k <= used ? alphabet[bits >> (18 - 6 * k) & 63U] : '=');
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return {};
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t padding = 0;
    if (i + 4 == text.size()) padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int value = k < 4 - padding ? value_of(text[i + k]) : 0;
      if (value < 0) return {};
      bits = bits << 6 | static_cast<std::uint32_t>(value);
    }
    if ((bits & ((1U << 8 * padding) - 1)) != 0) return {};
    for (std::size_t k = 0; k < 3 - padding; ++k) out.push_back(static_cast<char>(bits >> (16 - 8 * k) & 0xffU));
  }
  return out;
}

}  // namespace cuelight
