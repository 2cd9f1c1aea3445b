#include "boundary.hpp"
#include "calendar_calls.hpp"
#include "cuelight/calendar/render.hpp"

namespace calls = cuelight::calendar::calls;
using cuelight::boundary::bind;

EMSCRIPTEN_BINDINGS(calendar) {
  bind<calls::heading>("calendar_heading(frame, ics)");
  bind<calls::free_busy>("calendar_free_busy(frame, request, ics)");
  bind<calls::availability>("calendar_availability(frame, request, ics)");
  bind<calls::to_utc>("calendar_to_utc(frame, request)");
  bind<calls::to_local>("calendar_to_local(frame, request)");
  bind<calls::parse>("calendar_parse(frame, ics, options)");
  bind<cuelight::calendar::render>("calendar_render(frame, jcal)");
  bind<calls::feed>("calendar_feed(frame, request, events)");
  bind<calls::expand>("calendar_expand(frame, request)");
  bind<calls::lint>("calendar_lint(frame, ics)");
  emscripten::function("calendar_zones", +[] { return calls::zones().value_or(""); });
}
