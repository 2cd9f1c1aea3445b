// Whatever the octets: packed facts are decided or refused without reading beyond, and documents that core can parse
// are decided and explained; nothing malformed is ever visible.
#include "cuelight/visibility.hpp"

#include <cstdint>

namespace json = cuelight::json;
namespace visibility = cuelight::visibility;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t words = size > 0 ? 4 * static_cast<std::size_t>(data[0]) : 0;
  (void)visibility::decide_packed(text.substr(0, words), words < size ? text.substr(words) : std::string_view{});
  const auto tree = json::parse(text);
  if (!tree) return 0;
  const json::value* subject = json::member(*tree, "subject");
  const json::value* viewer = json::member(*tree, "viewer");
  if (subject != nullptr && viewer != nullptr) {
    const auto decision = visibility::decide(*subject, *viewer);
    if (decision.visible() != (decision.why <= visibility::reason::requester)) __builtin_trap();
  }
  (void)visibility::explain(*tree);
  return 0;
}
