/** @file The week: engagements that take time and imported busy time, in order, with what overlaps. */

import { dayMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { Problem } from '../../http/problems.js';
import { viewerOf } from '../artists/service.js';
import { importedBusy } from '../calendars/service.js';
import { calendarState, listEngagements, visibleEngagements } from './service.js';

/** @typedef {import('../../database/rows.d.ts').ImportedCalendarRow} ImportedCalendarRow */
/** @typedef {import('../../context.js').Context} Context */

/**
 * @param {Context} context
 * @param {import('../../database/index.js').Tx} tx
 * @param {import('../accounts/people.js').Who} who
 * @param {{ from?: string, days: number, timeZone: string }} ask
 */
export async function week(context, tx, who, { from, days, timeZone }) {
  const { calendar } = context.core;
  const first = from ?? calendar.toLocal({ utc: instant(context.clock()), tzid: timeZone }).local.slice(0, 10);
  const midnight = (/** @type {number} */ plus) => {
    const day = new Date(`${first}T00:00:00Z`);
    if (Number.isNaN(day.getTime())) throw new Problem(400, 'request.invalid.day');
    const local = `${new Date(day.getTime() + plus * dayMs).toISOString().slice(0, 10)}T00:00:00`;
    return new Date(calendar.toUtc({ local, tzid: timeZone }).utc);
  };
  const window = { from: midnight(0), until: midnight(days) };
  const rows = await listEngagements(tx, window);
  const seen = visibleEngagements(context, who, await viewerOf(context, tx, who), rows);
  const items = seen
    .filter((one) => calendarState[one.state] && one.start)
    .map((one) => ({
      id: one.id,
      engagementId: one.id,
      title: one.title,
      state: /** @type {string} */ (calendarState[one.state]),
      engagementState: one.state,
      start: one.start,
      end: one.end,
      timeZone: one.timeZone,
      place: one.place ?? null,
      artist: one.artist ?? null,
      presenter: one.presenter ?? null,
      ...(one.rank ? { rank: one.rank } : {}),
      conflicts: /** @type {string[]} */ ([]),
    }));
  /** @type {(Pick<ImportedCalendarRow, 'id' | 'artist_id' | 'name' | 'source'> & { artist_name: string | null })[]} */
  const calendars = await tx.rows(
    'select c.id, c.artist_id, c.name, c.source, a.name as artist_name from imported_calendar c left join artist a on a.id = c.artist_id where c.workspace_id = $1',
    [who.workspace.id],
  );
  const busy = importedBusy(context, calendars, { ...window, timeZone }).map(
    ({ start, end, calendar: source }, index) => ({
      id: `${source.id}.${index}`,
      engagementId: null,
      title: source.name,
      state: 'busy',
      start,
      end,
      timeZone,
      place: null,
      artist: source.artist_id
        ? { id: source.artist_id, name: source.artist_name }
        : who.artist && { id: who.artist.id, name: who.artist.name },
      presenter: null,
      conflicts: /** @type {string[]} */ ([]),
    }),
  );
  const all = [...items, ...busy].sort((a, b) =>
    a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1,
  );
  markConflicts(all);
  return { from: instant(window.from), until: instant(window.until), timeZone, items: all };
}

/**
 * Notes which items of one artist overlap. Items come sorted by their start.
 * @param {{ id: string, start: string, end: string, state: string, artist: { id?: string | null } | null, conflicts: string[] }[]} items
 */
function markConflicts(items) {
  items.forEach((item, at) => {
    for (const other of items.slice(at + 1)) {
      if (other.start >= item.end) break;
      if (
        !item.artist?.id ||
        item.artist.id !== other.artist?.id ||
        item.state === 'cancelled' ||
        other.state === 'cancelled'
      )
        continue;
      item.conflicts.push(other.id);
      other.conflicts.push(item.id);
    }
  });
}
