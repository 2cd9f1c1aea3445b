#include "cuelight/access.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
using cuelight::boundary::bind;
namespace access = cuelight::access;
namespace json = cuelight::json;

result<std::string> permits(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(access::permits(a)); });
}

result<std::string> checkpoint(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(access::checkpoint(a)); });
}

std::string actions() {
  return json::write(access::actions());
}

}  // namespace

EMSCRIPTEN_BINDINGS(access) {
  bind<permits>("access_permits(frame, ask)");
  bind<checkpoint>("access_checkpoint(frame, ask)");
  emscripten::function("access_actions", &actions);
}
