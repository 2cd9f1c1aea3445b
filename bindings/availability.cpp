// What the availability widget needs of calendars.
#include "boundary.hpp"
#include "calendar_calls.hpp"

namespace calls = cuelight::calendar::calls;
using cuelight::boundary::bind;

EMSCRIPTEN_BINDINGS(availability) {
  bind<calls::heading>("calendar_heading(frame, ics)");
  bind<calls::busy>("calendar_busy(frame, ics, from, until, tzid)");
}
