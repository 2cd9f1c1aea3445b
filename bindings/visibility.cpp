#include "cuelight/visibility.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
using cuelight::boundary::bind;
namespace json = cuelight::json;
namespace visibility = cuelight::visibility;

result<std::string> decide(std::string_view words, std::string_view texts) {
  return visibility::decide_packed(words, texts);
}

result<std::string> explain(std::string_view ask) {
  return json::parse(ask).and_then([](const json::value& a) { return visibility::explain(a); }).transform(json::write);
}

std::string vocabulary() {
  return json::write(visibility::vocabulary());
}

}  // namespace

EMSCRIPTEN_BINDINGS(visibility) {
  bind<decide>("visibility_decide(frame, words, texts)");
  bind<explain>("visibility_explain(frame, ask)");
  emscripten::function("visibility_vocabulary", &vocabulary);
}
