// Whatever the document: the state machine and the access table answer; what the machine accepts counts one version up.
#include "cuelight/engagement.hpp"

#include <cstdint>

#include "cuelight/access.hpp"

namespace json = cuelight::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tree = json::parse({reinterpret_cast<const char*>(data), size});
  if (!tree) return 0;
  const json::value answer = cuelight::engagement::next(*tree);
  if (const json::value* after = json::member(answer, "engagement")) {
    const auto before = json::integer_member(*json::member(*tree, "engagement"), "version");
    if (json::integer_member(*after, "version") != *before + 1) __builtin_trap();
  }
  (void)cuelight::engagement::events(*tree);
  const json::value permission = cuelight::access::permits(*tree);
  const bool allowed = permission["allowed"] == json::value(true);
  if (allowed != (json::text_member(permission, "answer") == "allowed")) __builtin_trap();
  (void)cuelight::access::checkpoint(*tree);
  return 0;
}
