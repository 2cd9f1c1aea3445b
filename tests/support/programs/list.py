"""Lists what python3-icalendar and recurring_ical_events read in a calendar: start, end, whether cancelled, title."""
import sys
from datetime import datetime, timezone

import icalendar
import recurring_ical_events


def written(value):
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
window = [datetime.fromisoformat(text) for text in sys.argv[1:3]]
for event in recurring_ical_events.of(calendar).between(*window):
    start, end = written(event["DTSTART"].dt), written(event["DTEND"].dt)
    print(start, end, int(event.get("STATUS") == "CANCELLED"), event["SUMMARY"], sep="|")
