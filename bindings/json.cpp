#include "cuelight/json.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;

result<std::string> canonicalize(std::string_view text) { return cuelight::json::canonicalize(text); }

result<std::string> diff(std::string_view before, std::string_view after) {
  return cuelight::json::diff(before, after);
}

}  // namespace

EMSCRIPTEN_BINDINGS(json) {
  emscripten::function("json_canonicalize", &cuelight::boundary::call<canonicalize>);
  emscripten::function("json_diff", &cuelight::boundary::call<diff>);
}
