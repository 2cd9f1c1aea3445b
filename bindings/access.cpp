#include "cuelight/access.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
namespace access = cuelight::access;
namespace json = cuelight::json;

result<std::string> permits(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(access::permits(a)); });
}

result<std::string> checkpoint(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(access::checkpoint(a)); });
}

result<std::string> actions() {
  return json::write(access::actions());
}

}  // namespace

EMSCRIPTEN_BINDINGS(access) {
  emscripten::function("access_permits", &cuelight::boundary::call<permits>);
  emscripten::function("access_checkpoint", &cuelight::boundary::call<checkpoint>);
  emscripten::function("access_actions", &cuelight::boundary::call<actions>);
}
