#include "boundary.hpp"
#include "cuelight/calendar/calls.hpp"
#include "cuelight/calendar/render.hpp"

namespace calls = cuelight::calendar::calls;
using cuelight::boundary::call;

EMSCRIPTEN_BINDINGS(calendar_documents) {
  emscripten::function("calendar_parse", &call<calls::parse>);
  emscripten::function("calendar_render", &call<cuelight::calendar::render>);
  emscripten::function("calendar_feed", &call<calls::feed>);
  emscripten::function("calendar_expand", &call<calls::expand>);
  emscripten::function("calendar_lint", &call<calls::lint>);
  emscripten::function("calendar_zones", &call<calls::zones>);
}
