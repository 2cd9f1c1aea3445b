#include "cuelight/json.hpp"

#include <cstdint>

#include "boundary.hpp"

namespace {

namespace json = cuelight::json;
using cuelight::result;

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

CUELIGHT_EXPORT(json_canonicalize, canonicalize)
CUELIGHT_EXPORT(json_canonicalize_within, canonicalize_within)
CUELIGHT_EXPORT(json_diff, diff)
