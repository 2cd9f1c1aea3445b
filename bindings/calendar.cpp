// What the availability widget needs of calendars: the slim module holds this file alone.
#include "boundary.hpp"
#include "cuelight/calendar/calls.hpp"

namespace calls = cuelight::calendar::calls;
using cuelight::boundary::call;

EMSCRIPTEN_BINDINGS(calendar) {
  emscripten::function("calendar_heading", &call<calls::heading>);
  emscripten::function("calendar_free_busy", &call<calls::free_busy>);
  emscripten::function("calendar_availability", &call<calls::availability>);
  emscripten::function("calendar_to_utc", &call<calls::to_utc>);
  emscripten::function("calendar_to_local", &call<calls::to_local>);
}
