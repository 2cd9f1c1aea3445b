/** @file Calendars that people bring, as a file or by its address: a real .ics in, busy time out. */

import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { languageFor } from '../../http/language.js';
import { limits } from '../../http/limits.js';
import { Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { appendToLog } from '../audit/service.js';
import { keepCalendar, maxCalendarBytes, mayBringFor, readCalendar } from './service.js';
import { readingLimits, readingProblem, readNow, subscribe } from './subscriptions.js';

/** @typedef {import('../../context.js').Context} Context */

const problemLine = s.answer({ code: s.text(100), line: s.integer(0, 1e9), message: s.text(500) });
const subscription = s.answer({
  host: s.text(300, { description: 'Of the address; the rest of it may be a secret and is never shown again.' }),
  askedAt: s.instant,
  readAt: s.instant,
  nextAt: s.nullable(s.instant),
  failures: s.integer(0, 1e9),
  problem: s.nullable(s.answer({ code: s.text(100), detail: s.text(500) })),
});
const calendar = s.answer(
  {
    id: s.id,
    name: s.text(200),
    artistId: s.nullable(s.id),
    events: s.integer(0, 1e6),
    busy: s.integer(0, 1e6),
    importedAt: s.instant,
    problems: s.list(problemLine),
    subscription: s.nullable(subscription),
  },
  ['id', 'name', 'events'],
);
const timeZone = { ...s.timeZone, default: 'UTC', description: 'The zone of times that name none.' };

/** @typedef {import('../../database/rows.d.ts').ImportedCalendarRow} ImportedCalendarRow */
/** @typedef {import('../../database/rows.d.ts').CalendarSubscriptionRow} CalendarSubscriptionRow */
/**
 * A calendar, and how it is subscribed to where it is.
 * @typedef {Pick<ImportedCalendarRow, 'id' | 'name' | 'artist_id' | 'events' | 'problems' | 'imported_at'>
 *   & Pick<CalendarSubscriptionRow, 'host' | 'asked_at' | 'read_at' | 'failures' | 'problem'> & { due_at: Date | null }} CalendarRow
 */

/** @param {CalendarRow} row @param {import('../../http/language.js').Language} language */
const calendarOf = (row, language) => ({
  id: row.id,
  name: row.name,
  artistId: row.artist_id,
  events: row.events,
  problems: row.problems,
  importedAt: instant(row.imported_at),
  subscription: row.host && {
    host: row.host,
    askedAt: instant(row.asked_at),
    readAt: instant(row.read_at),
    nextAt: instantOrNull(row.due_at),
    failures: row.failures,
    problem: readingProblem(row.problem, language),
  },
});

/** @param {Context} context @param {import('../accounts/people.js').Who} who @param {import('fastify').FastifyRequest} request @param {string | null} [id] of one alone */
const shownCalendars = (context, who, { headers }, id = null) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {CalendarRow[]} */
    const rows = await tx.rows(
      `select c.id, c.name, c.artist_id, c.events, c.problems, c.imported_at, s.host, s.asked_at, s.read_at, s.failures, s.problem, d.due_at
       from imported_calendar c
         left join calendar_subscription s on s.workspace_id = c.workspace_id and s.calendar_id = c.id
         left join fetch_due d on d.workspace_id = c.workspace_id and d.calendar_id = c.id
       where c.workspace_id = $1 and ($2::text is null or c.id = $2) order by c.imported_at desc, c.id`,
      [who.workspace.id, id],
    );
    const language = languageFor(who, headers);
    return rows.map((/** @type {CalendarRow} */ row) => calendarOf(row, language));
  });

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function calendarRoutes(app, context) {
  app.post(
    '/api/v1/calendars/import',
    {
      bodyLimit: maxCalendarBytes,
      schema: s.operation({
        tag: 'Calendars',
        owner: 'workspace',
        summary: 'Import a calendar',
        description: `The body is the .ics file as it is, at most ${maxCalendarBytes} octets. What it holds is busy time from then on. \`artistId\` says whose; an artist’s own need not be said.`,
        query: {
          name: s.text(200),
          artistId: s.idOf('artist'),
          timeZone,
        },
        consumes: ['text/calendar', 'application/octet-stream', 'text/plain'],
        responses: { 201: s.answer({ calendar, problems: s.list(problemLine) }) },
        errors: {
          413: 'Too large.',
          422: 'Not a calendar, or more than can be read; `problems` says what is wrong, line by line.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.import);
      permit(context, who, 'calendar.import', { kind: 'calendar' });
      const { name, artistId, timeZone } = /** @type {{ name?: string, artistId?: string, timeZone: string }} */ (
        request.query
      );
      const bytes = request.body;
      if (!(bytes instanceof Uint8Array) || bytes.length === 0) throw new Problem(400, 'request.invalid.calendar_file');
      const artist = artistId ?? who.artist?.id ?? null;
      const { problems, events, busy, title } = readCalendar(context, new Uint8Array(bytes), timeZone);
      const kept = await withIdentity(context.db, identityOf(who), async (tx) => {
        if (!(await mayBringFor(tx, who.workspace.id, artist))) return null;
        const called = name ?? title ?? 'Imported calendar';
        const id = await keepCalendar(context, tx, {
          workspace: who.workspace.id,
          artist,
          name: called,
          bytes: new Uint8Array(bytes),
          events,
          problems,
          by: who.person.id,
        });
        await appendToLog(context, tx, [who.workspace.id], {
          action: 'calendar.imported',
          entity: { kind: 'calendar', id },
          by: byOf(who),
          detail: { events, busy, problems: problems.length },
        });
        return { id, name: called, artistId: artist, events, busy, importedAt: instant(context.clock()) };
      });
      if (!kept) throw await denyAccess(context, who, 'artist', String(artist));
      return reply.code(201).send({ calendar: kept, problems });
    },
  );

  app.post(
    '/api/v1/calendars/subscribe',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'workspace',
        summary: 'Subscribe to a calendar',
        description: `Reads a public http, https or webcal address now and about every hour from then on, at most ${readingLimits.bytes} octets. What was read last counts while a reading fails. \`artistId\` says whose; an artist’s own need not be said.`,
        body: s.body({ address: s.text(2000), name: s.text(200), artistId: s.idOf('artist'), timeZone }, ['address']),
        responses: { 201: s.answer({ calendar, problems: s.list(problemLine) }) },
        errors: { 422: 'The address can’t be read, or what stands there is no calendar; `code` says which.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.fetch);
      permit(context, who, 'calendar.import', { kind: 'calendar' });
      const { artistId, ...form } =
        /** @type {{ address: string, name?: string, artistId?: string, timeZone: string }} */ (request.body);
      const artist = artistId ?? who.artist?.id ?? null;
      const identity = { ...identityOf(who), workspace: who.workspace.id, person: who.person.id };
      const kept = await subscribe(context, identity, { ...form, artist }, (tx, { id, events, busy, problems }) =>
        appendToLog(context, tx, [who.workspace.id], {
          action: 'calendar.subscribed',
          entity: { kind: 'calendar', id },
          by: byOf(who),
          detail: { events, busy, problems: problems.length },
        }),
      );
      if (!kept) throw await denyAccess(context, who, 'artist', String(artist));
      const [calendar] = await shownCalendars(context, who, request, kept.id);
      return reply.code(201).send({ calendar, problems: kept.problems });
    },
  );

  app.post(
    '/api/v1/calendars/:id/read',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'workspace',
        summary: 'Read a subscribed calendar now',
        description: 'Whether it could be read stands in `subscription.problem`.',
        params: { id: s.idOf('calendar') },
        responses: { 200: calendar },
        errors: { 409: 'It is being read just now.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.fetch);
      permit(context, who, 'calendar.import', { kind: 'calendar' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const read = await readNow(context, who.workspace.id, id);
      const [calendar] = read ? await shownCalendars(context, who, request, id) : [];
      if (!calendar) throw await denyAccess(context, who, 'calendar', id);
      return calendar;
    },
  );

  app.get(
    '/api/v1/calendars',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'workspace',
        summary: 'Imported calendars',
        responses: { 200: s.page(calendar) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'calendar.read', { kind: 'calendar' });
      return { items: await shownCalendars(context, who, request), next: null };
    },
  );

  app.delete(
    '/api/v1/calendars/:id',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'workspace',
        summary: 'Remove an imported calendar',
        params: { id: s.idOf('calendar') },
        responses: { 204: 'Removed.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'calendar.delete', { kind: 'calendar' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const removed = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await tx.one('delete from imported_calendar where workspace_id = $1 and id = $2 returning id', [
          who.workspace.id,
          id,
        ]);
        if (row)
          await appendToLog(context, tx, [who.workspace.id], {
            action: 'calendar.removed',
            entity: { kind: 'calendar', id },
            by: byOf(who),
          });
        return row;
      });
      if (!removed) throw await denyAccess(context, who, 'calendar', id);
      return reply.code(204).send();
    },
  );
}
