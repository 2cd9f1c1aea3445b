// Whatever the octets: canonicalize and parse agree, and a canonical text is its own canonical form.
#include "cuelight/json.hpp"

#include <cstdint>

namespace json = cuelight::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto canonical = json::canonicalize(text);
  const auto tree = json::parse(text);
  if (canonical.has_value() != tree.has_value()) __builtin_trap();
  if (!canonical) {
    if (canonical.error().offset > size) __builtin_trap();
    return 0;
  }
  if (json::canonicalize(*canonical) != *canonical) __builtin_trap();
  if (json::write(*tree) != *canonical) __builtin_trap();
  (void)json::parse_canonical(text);  // never a fault, even on what is not canonical
  return 0;
}
