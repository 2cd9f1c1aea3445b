/* Lists what libical reads in a calendar: start and end in seconds since 1970, whether they are days, status, title. */
#include <libical/ical.h>
#include <stdio.h>

static void one(icalcomponent *event, struct icaltime_span *span, void *unused) {
  (void)unused;
  const int days = icalcomponent_get_dtstart(event).is_date;
  /* Of days, libical's span ends a day late. */
  const long long length = days ? icaldurationtype_as_int(icalcomponent_get_duration(event)) : span->end - span->start;
  printf("%lld|%lld|%d|%d|%s\n", (long long)span->start, (long long)span->start + length, days,
         icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED, icalcomponent_get_summary(event));
}

int main(int argc, char **argv) {
  static char text[1 << 20];
  if (argc != 3) return 2;
  text[fread(text, 1, sizeof text - 1, stdin)] = 0;
  icalcomponent *calendar = icalparser_parse_string(text);
  if (!calendar) return 1;
  const struct icaltimetype from = icaltime_from_string(argv[1]), until = icaltime_from_string(argv[2]);
  for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
    icalcomponent_foreach_recurrence(event, from, until, one, 0);
  return icalcomponent_count_errors(calendar) != 0;
}
