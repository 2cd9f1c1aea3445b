/** @file The calendar module alone, for the availability widget: a smaller file than the whole core. */
import { calendarTimesApi } from './calendar.js';
import glue from './generated/calendar-glue.js';
import { calendar as sha256 } from './generated/integrity.js';
import { loader } from './load.js';

/** @param {import('./types/calendar.d.ts').CalendarTimesApi} calendar */
function selfTest(calendar) {
  const { utc } = calendar.toUtc({ local: '2026-03-29T03:00:00', tzid: 'Europe/Paris' });
  if (utc !== '2026-03-29T01:00:00Z') throw new Error(`toUtc: ${utc}`);
}

/** Loads the calendar module once and gives its API. */
export const loadCalendar = loader({
  url: new URL('./generated/calendar.wasm', import.meta.url),
  sha256,
  glue,
  assemble: calendarTimesApi,
  selfTest,
});
