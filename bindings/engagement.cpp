#include "cuelight/engagement.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
namespace engagement = cuelight::engagement;
namespace json = cuelight::json;

result<std::string> next(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::next(a)); });
}

result<std::string> events(std::string_view ask) {
  return json::parse(ask).transform([](const json::value& a) { return json::write(engagement::events(a)); });
}

result<std::string> table() {
  return json::write(engagement::table());
}

}  // namespace

EMSCRIPTEN_BINDINGS(engagement) {
  emscripten::function("engagement_next", &cuelight::boundary::call<next>);
  emscripten::function("engagement_events", &cuelight::boundary::call<events>);
  emscripten::function("engagement_table", &cuelight::boundary::call<table>);
}
