// Two documents, one a line: the patch between them, applied by nlohmann_json's own RFC 6902, gives the second.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "cuelight/json.hpp"

namespace json = cuelight::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto before = json::parse(text.substr(0, line));
  const auto after = json::parse(text.substr(line + 1));
  if (!before || !after) return 0;
  const auto theirs = [](const json::value& tree) { return nlohmann::json::parse(json::write(tree)); };
  if (theirs(*before).patch(theirs(json::diff_trees(*before, *after))) != theirs(*after)) __builtin_trap();
  return 0;
}
