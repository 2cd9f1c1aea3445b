#include "cuelight/visibility.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
using cuelight::boundary::bind;
namespace json = cuelight::json;
namespace visibility = cuelight::visibility;

result<std::string> decide(std::string_view words, std::string_view texts) {
  return visibility::decide_frame(words, texts);
}

result<std::string> explain(std::string_view words, std::string_view texts, std::string_view names) {
  return json::parse(names)
      .and_then([&](const json::value& n) { return visibility::explain_frame(words, texts, n); })
      .transform(json::write);
}

std::string vocabulary() {
  return json::write(visibility::vocabulary());
}

}  // namespace

EMSCRIPTEN_BINDINGS(visibility) {
  bind<decide>("visibility_decide(frame, words, texts)");
  bind<explain>("visibility_explain(frame, words, texts, names)");
  emscripten::function("visibility_vocabulary", &vocabulary);
}
