/** @file Calendars: what people bring, and when an artist is busy. */

import { dayMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { ownArtist } from '../artists/service.js';
import { calendarState } from '../engagements/service.js';

/** @typedef {import('../../database/rows.d.ts').ImportedCalendarRow} ImportedCalendarRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../../client/types/calendar.d.ts').BusyInterval} BusyInterval */
/** @typedef {import('../../../client/types/calendar.d.ts').JcalComponent} JcalComponent */

/** The largest calendar taken in. Google's own limit for an import is the same. */
export const maxCalendarBytes = 1_048_576;
/** The most calendars that one artist or workspace may bring. */
const maxCalendars = 20;

/** What a feed shows: 30 days back to 18 months ahead, in whole days so that it changes once a day at most. @param {Date} now */
export function feedWindow(now) {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return { from: new Date(today - 31 * dayMs), until: new Date(today + 550 * dayMs) };
}

/**
 * Reads a calendar that somebody brought, or refuses it with what is wrong with it.
 * @param {Context} context
 * @param {Uint8Array} bytes
 * @param {string} timeZone of floating times
 */
export function readCalendar(context, bytes, timeZone) {
  const { jcal, problems } = context.core.calendar.parse(bytes);
  // One component is `[name, …]`, several are `[[name, …], …]`.
  const components = /** @type {JcalComponent[]} */ (typeof jcal[0] === 'string' ? [jcal] : jcal);
  const calendars = components.filter(([name]) => name === 'vcalendar');
  if (calendars.length === 0) {
    throw new Problem(422, 'calendar.no_calendar', {}, { problems: problems.slice(0, 100) });
  }
  const events = calendars.flatMap(([, , parts]) => parts).filter(([name]) => name === 'vevent').length;
  const { from, until } = feedWindow(context.clock());
  const busy = context.core.calendar.freeBusy({
    ics: bytes,
    from: instant(from),
    until: instant(until),
    tzid: timeZone,
  });
  const [, properties] = calendars[0];
  const title = properties.find(([name]) => name === 'name' || name === 'x-wr-calname')?.[3];
  return {
    problems,
    events,
    busy: busy.length,
    title: typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 200) : null,
  };
}

/**
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {{ workspace: string, artist: string | null, name: string, bytes: Uint8Array, events: number, problems: unknown[], by: string }} calendar
 */
export async function keepCalendar(context, tx, { workspace, artist, name, bytes, events, problems, by }) {
  /** @type {{ kept: number }[]} */
  const [{ kept }] = await tx.rows(
    'select count(*)::integer as kept from imported_calendar where workspace_id = $1 and artist_id is not distinct from $2',
    [workspace, artist],
  );
  if (kept >= maxCalendars) throw new Problem(409, 'calendar.too_many', { most: maxCalendars });
  const id = newId(context.random, 'cal');
  await tx.rows(
    `insert into imported_calendar (workspace_id, id, artist_id, name, source, events, problems, imported_by, imported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [workspace, id, artist, name, bytes, events, linesOf(problems), by, context.clock()],
  );
  return id;
}

/**
 * Puts a newer reading in a calendar's place, where it is another one.
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {{ workspace: string, id: string, bytes: Uint8Array, events: number, problems: unknown[] }} calendar
 */
export const renewCalendar = (context, tx, { workspace, id, bytes, events, problems }) =>
  tx.rows(
    'update imported_calendar set source = $3, events = $4, problems = $5, imported_at = $6 where workspace_id = $1 and id = $2 and source <> $3',
    [workspace, id, bytes, events, linesOf(problems), context.clock()],
  );

/** As many problems as anybody reads. @param {unknown[]} problems */
const linesOf = (problems) => JSON.stringify(problems.slice(0, 100));

/**
 * Whether this workspace may bring a calendar for an artist: its roster's, or its own self.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {string | null} artist
 */
export const mayBringFor = async (tx, workspace, artist) =>
  artist === null || Boolean(await ownArtist(tx, workspace, artist));

/**
 * Busy time that imported calendars bring.
 * @template {Pick<import('../../database/rows.d.ts').ImportedCalendarRow, 'source'>} T
 * @param {Context} context
 * @param {T[]} calendars
 * @param {{ from: Date, until: Date, timeZone: string }} window
 */
export function importedBusy(context, calendars, { from, until, timeZone }) {
  return calendars.flatMap((calendar) =>
    context.core.calendar
      .freeBusy({ ics: new Uint8Array(calendar.source), from: instant(from), until: instant(until), tzid: timeZone })
      .map((interval) => ({ ...interval, calendar })),
  );
}

/** @param {Tx} tx @param {string} workspace @param {string | null} artist */
export const calendarsOf = (tx, workspace, artist) =>
  /** @type {Promise<Pick<ImportedCalendarRow, 'id' | 'artist_id' | 'name' | 'source' | 'imported_at'>[]>} */ (
    tx.rows(
      'select id, artist_id, name, source, imported_at from imported_calendar where workspace_id = $1 and artist_id is not distinct from $2 order by id',
      [workspace, artist],
    )
  );

/**
 * Everything that keeps an artist busy, whoever knows of it: for the availability feed, which shows nothing but merged
 * busy time. Read as the artist's home and as the artist's own workspace.
 * @param {Context} context
 * @param {Tx} tx
 * @param {import('../artists/service.js').Artist} artist
 * @returns {Promise<BusyInterval[]>}
 */
export async function busyTimes(context, tx, artist) {
  const window = { ...feedWindow(context.clock()), timeZone: artist.time_zone };
  const engagements = await as(tx, { workspace: artist.workspace_id }, () => takenTimes(tx, artist, window));
  const calendars = [];
  for (const workspace of new Set([artist.workspace_id, artist.self_workspace])) {
    if (workspace) calendars.push(...(await as(tx, { workspace }, () => calendarsOf(tx, workspace, artist.id))));
  }
  return [...engagements, ...importedBusy(context, calendars, window).map(({ start, end }) => ({ start, end }))];
}

const takingStates = Object.keys(calendarState).filter((state) => calendarState[state] !== 'cancelled');
/** A column's instant, but for its Z, as JSON in SQL writes it the fastest. */
export const utc = (/** @type {string} */ column) => `date_trunc('second', ${column} at time zone 'UTC')`;

/**
 * When engagements take an artist's time. One text for all of them, since ten thousand rows cost a driver more than
 * everything that is done with them, and in JSON a database writes times the fastest.
 * @param {Tx} tx as the artist's home
 * @param {import('../artists/service.js').Artist} artist
 * @param {{ from: Date, until: Date }} window
 * @returns {Promise<BusyInterval[]>}
 */
async function takenTimes(tx, artist, { from, until }) {
  /** @type {{ taken: string | null }[]} */
  const [{ taken }] = await tx.rows(
    `select json_agg(json_build_array(${utc('starts_at')}, ${utc('ends_at')}))::text as taken from engagement
     where workspace_id = $1 and artist_id = $2 and ends_at > $3 and starts_at < $4 and state = any ($5)`,
    [artist.workspace_id, artist.id, from, until, takingStates],
  );
  return JSON.parse(taken ?? '[]').map((/** @type {string[]} */ [start, end]) => ({
    start: `${start}Z`,
    end: `${end}Z`,
  }));
}
