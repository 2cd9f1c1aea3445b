/** @file Calendars that people bring: a real .ics in, busy time out. */
import { withIdentity } from '../database/identity.js';
import { artistById } from '../domain/artists.js';
import { keepCalendar, maxCalendarOctets, readCalendar } from '../domain/calendars.js';
import { byOf, identityOf, permit } from '../domain/people.js';
import { hidden } from '../domain/probes.js';
import { record } from '../domain/record.js';
import { instant } from '../house.js';
import { limits } from '../http/limits.js';
import { Problem } from '../http/problems.js';
import * as s from '../http/schemas.js';
import { whoAsks, whoChanges } from '../http/session.js';

/** @typedef {import('../house.js').House} House */

const problemLine = s.answer({ code: s.text(100), line: s.integer(0, 1e9), message: s.text(500) });
const calendar = s.answer(
  {
    id: s.id,
    name: s.text(200),
    artistId: s.nullable(s.id),
    events: s.integer(0, 1e6),
    busy: s.integer(0, 1e6),
    importedAt: s.instant,
    problems: s.list(problemLine),
  },
  ['id', 'name', 'events'],
);

/** @param {import('fastify').FastifyInstance} app @param {House} house */
export function calendarRoutes(app, house) {
  app.post(
    '/api/calendars/import',
    {
      bodyLimit: maxCalendarOctets,
      schema: s.operation({
        tag: 'Calendars',
        summary: 'Import a calendar',
        description: `The body is the .ics file as it is, at most ${maxCalendarOctets} octets. What it holds is busy time from then on. \`artistId\` says whose; an artist’s own need not be said.`,
        query: {
          name: s.text(200),
          artistId: s.id,
          timeZone: { ...s.timeZone, default: 'UTC', description: 'The zone of times that name none.' },
        },
        consumes: ['text/calendar', 'application/octet-stream', 'text/plain'],
        gives: { 201: s.answer({ calendar, problems: s.list(problemLine) }) },
        refuses: {
          413: 'Too large.',
          422: 'Not a calendar, or more than can be read; `problems` says what is wrong, line by line.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply, limits.import);
      permit(house, who, 'calendar.import', { kind: 'calendar' });
      const { name, artistId, timeZone } = /** @type {{ name?: string, artistId?: string, timeZone: string }} */ (
        request.query
      );
      const octets = request.body;
      if (!(octets instanceof Uint8Array) || octets.length === 0)
        throw new Problem(400, 'request.invalid', 'Send the calendar file itself as the body.');
      const artist = artistId ?? who.artist?.id ?? null;
      const { problems, events, busy, title } = readCalendar(house, new Uint8Array(octets), timeZone);
      const kept = await withIdentity(house.db, identityOf(who), async (tx) => {
        if (artist) {
          const row = await artistById(tx, artist);
          if (row?.workspace_id !== who.workspace.id && row?.self_workspace !== who.workspace.id) return null;
        }
        const called = name ?? title ?? 'Imported calendar';
        const id = await keepCalendar(house, tx, {
          workspace: who.workspace.id,
          artist,
          name: called,
          octets: new Uint8Array(octets),
          events,
          problems,
          by: who.person.id,
        });
        await record(house, tx, [who.workspace.id], {
          action: 'calendar.imported',
          entity: { kind: 'calendar', id },
          by: byOf(who),
          detail: { events, busy, problems: problems.length },
        });
        return { id, name: called, artistId: artist, events, busy, importedAt: instant(house.clock()) };
      });
      if (!kept) throw await hidden(house, who, 'artist', String(artist));
      return reply.code(201).send({ calendar: kept, problems });
    },
  );

  app.get(
    '/api/calendars',
    { schema: s.operation({ tag: 'Calendars', summary: 'Imported calendars', gives: { 200: s.page(calendar) } }) },
    async (request) => {
      const who = await whoAsks(house, request);
      permit(house, who, 'calendar.read', { kind: 'calendar' });
      const rows = await withIdentity(house.db, identityOf(who), (tx) =>
        tx.rows(
          'select id, name, artist_id, events, problems, imported_at from imported_calendar where workspace_id = $1 order by imported_at desc, id',
          [who.workspace.id],
        ),
      );
      const items = rows.map((row) => ({
        id: row.id,
        name: row.name,
        artistId: row.artist_id,
        events: row.events,
        problems: row.problems,
        importedAt: instant(row.imported_at),
      }));
      return { items, next: null };
    },
  );

  app.delete(
    '/api/calendars/:id',
    {
      schema: s.operation({
        tag: 'Calendars',
        summary: 'Remove an imported calendar',
        params: { id: s.id },
        gives: { 204: 'Removed.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      permit(house, who, 'calendar.delete', { kind: 'calendar' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const removed = await withIdentity(house.db, identityOf(who), async (tx) => {
        const row = await tx.one('delete from imported_calendar where workspace_id = $1 and id = $2 returning id', [
          who.workspace.id,
          id,
        ]);
        if (row)
          await record(house, tx, [who.workspace.id], {
            action: 'calendar.removed',
            entity: { kind: 'calendar', id },
            by: byOf(who),
          });
        return row;
      });
      if (!removed) throw await hidden(house, who, 'calendar', id);
      return reply.code(204).send();
    },
  );
}
