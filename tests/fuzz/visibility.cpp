// Whatever the octets: a frame is decided and explained, or refused, without reading beyond; nothing malformed is ever
// visible.
#include "cuelight/visibility.hpp"

#include <algorithm>
#include <cstdint>

namespace visibility = cuelight::visibility;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first octet says how many words there are; the texts follow them.
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t octets = std::min(4 * static_cast<std::size_t>(data[0]), input.size());
  const std::string_view words = input.substr(0, octets);
  const std::string_view texts = input.substr(octets);
  const auto reply = visibility::decide_frame(words, texts);
  for (std::size_t i = 0; reply && i < reply->size(); i += 8) {
    const bool visible = reply->substr(i, 4) != std::string_view("\0\0\0", 4);
    const auto why = static_cast<visibility::reason>((*reply)[i + 4]);
    if (visible != (why <= visibility::reason::requester)) __builtin_trap();
  }
  auto names = cuelight::json::value::array();
  while (names.size() < 2) {
    (void)visibility::explain_frame(words, texts, names);
    names.push_back(nullptr);
  }
  return 0;
}
