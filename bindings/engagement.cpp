#include "cuelight/engagement.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
using cuelight::boundary::bind;
namespace engagement = cuelight::engagement;
namespace json = cuelight::json;

result<std::string> next(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::next(a)); });
}

result<std::string> events(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::events(a)); });
}

std::string table() {
  return json::write(engagement::table());
}

}  // namespace

EMSCRIPTEN_BINDINGS(engagement) {
  bind<next>("engagement_next(frame, ask)");
  bind<events>("engagement_events(frame, ask)");
  emscripten::function("engagement_table", &table);
}
