#include "cuelight/visibility.hpp"

#include "boundary.hpp"

namespace {

using cuelight::result;
namespace json = cuelight::json;
namespace visibility = cuelight::visibility;

result<std::string> decide(std::string_view words, std::string_view texts) {
  return visibility::decide_packed(words, texts);
}

result<std::string> explain(std::string_view ask) {
  return json::parse(ask).and_then([](const json::value& a) { return visibility::explain(a); }).transform(json::write);
}

result<std::string> vocabulary() {
  return json::write(visibility::vocabulary());
}

}  // namespace

CUELIGHT_EXPORT(visibility_decide, decide)
CUELIGHT_EXPORT(visibility_explain, explain)
CUELIGHT_EXPORT(visibility_vocabulary, vocabulary)
