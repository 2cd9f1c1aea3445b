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

CUELIGHT_EXPORT(access_permits, permits)
CUELIGHT_EXPORT(access_checkpoint, checkpoint)
CUELIGHT_EXPORT(access_actions, actions)
