#include "cuelight/json.hpp"

#include <cstdint>

#include "boundary.hpp"

namespace {

namespace json = cuelight::json;
using cuelight::result;
using cuelight::boundary::bind;

result<std::string> canonicalize(std::string_view text) {
  return json::canonicalize(text);
}

/// `limits`: {maxOctets, maxDepth}, each a whole number or absent.
result<std::string> canonicalize_within(std::string_view text, std::string_view limits) {
  return json::parse(limits).and_then([&](const json::value& asked) -> result<std::string> {
    json::limits within;
    for (const auto& [name, limit] : {std::pair("maxOctets", &within.max_octets), {"maxDepth", &within.max_depth}}) {
      if (json::member(asked, name) == nullptr) continue;
      const auto number = json::integer_member(asked, name);
      if (!number || *number < 0 || *number > INT32_MAX) {
        return cuelight::refuse("argument.value", "maxOctets and maxDepth must be whole numbers from 0 to 2147483647.");
      }
      *limit = static_cast<std::size_t>(*number);
    }
    return json::canonicalize(text, within);
  });
}

result<std::string> diff(std::string_view before, std::string_view after) {
  return json::diff(before, after);
}

}  // namespace

EMSCRIPTEN_BINDINGS(json) {
  bind<canonicalize>("json_canonicalize(frame, text)");
  bind<canonicalize_within>("json_canonicalize_within(frame, text, limits)");
  bind<diff>("json_diff(frame, before, after)");
}
