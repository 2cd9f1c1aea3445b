/** @file Break-glass, the administrators' side: opening one workspace for reading, what is read there, and ending it. */
import { breakGlass, endGlass, glassBy, mostMinutes, throughGlass } from './break-glass.js';
import { artistsBehind, engagementsBehind, workspaceBehind } from './break-glass-reading.js';
import { memberRows } from '../workspaces/members.js';
import { readRecord } from '../audit/service.js';
import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import { limited, limits } from '../../http/limits.js';
import { notFound } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { whoAsks, whoChanges, whoSecures } from '../accounts/session.js';
import { govern } from './routes.js';
import { glass } from '../workspaces/routes.js';

/** @typedef {import('../../context.js').House} House */
/** @typedef {import('../../database/index.js').Tx} Tx */

const over = { 410: '`glass.over`: it ran out or was ended.' };
const recorded = 'Each look is written to the workspace’s record before it is answered. Nothing can be changed.';

/**
 * A page of rows that were asked for with one more than fits.
 * @template T
 * @param {T[]} rows @param {number} limit @param {(last: T) => Record<string, string | number>} place
 */
const pageOf = (rows, limit, place) => ({
  items: rows.slice(0, limit),
  next: rows.length > limit ? cursorOf(place(rows[limit - 1])) : null,
});

/** @param {import('fastify').FastifyInstance} app @param {House} house */
export function glassRoutes(app, house) {
  app.post(
    '/api/admin/workspaces/:id/break-glass',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'Open one workspace for reading, for a reason and a short time',
        description:
          'Needs a proof of identity at most 15 minutes old. Recorded at once in the workspace’s record and the platform’s; the owners get a mail, and can end it.',
        params: { id: s.idOf('workspace') },
        body: s.body({ reason: s.text(500), minutes: s.integer(1, mostMinutes) }),
        gives: { 201: s.answer({ id: s.id, until: s.instant }) },
        refuses: { 403: '`access.mfa_required` or `access.reauthentication_required`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      govern(house, who, 'workspace.break_glass', 'workspace');
      await limited(house, reply, limits.breakGlass, who.person.id);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const wish = /** @type {{ reason: string, minutes: number }} */ (request.body);
      return reply.code(201).send(await breakGlass(house, who, id, wish));
    },
  );

  app.get(
    '/api/admin/break-glass',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'One’s own last 50 openings',
        gives: {
          200: s.page(s.answer({ ...glass.properties, workspace: s.answer({ id: s.id, name: s.text(200) }) })),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      govern(house, who, 'platform.read', 'workspace');
      return { items: await glassBy(house, who), next: null };
    },
  );

  app.delete(
    '/api/admin/break-glass/:id',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'End an opening of one’s own',
        params: { id: s.idOf('glass') },
        gives: { 204: 'Ended.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(house, request, reply);
      govern(house, who, 'platform.read', 'workspace');
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endGlass(house, who, id))) throw notFound();
      return reply.code(204).send();
    },
  );

  /**
   * One address that reads through the glass.
   * @param {string} path below the opening
   * @param {Parameters<typeof throughGlass>[3]} what
   * @param {{ summary: string, query?: Record<string, s.Schema>, gives: s.Schema, read: (tx: Tx, workspace: string, query: any) => Promise<any> }} about
   */
  const reading = (path, what, { summary, query, gives, read }) =>
    app.get(
      `/api/admin/break-glass/:id${path}`,
      {
        schema: s.operation({
          tag: 'Break-glass',
          owner: 'platform',
          summary,
          description: recorded,
          params: { id: s.idOf('glass') },
          ...(query ? { query } : {}),
          gives: { 200: gives },
          refuses: over,
        }),
      },
      async (request, reply) => {
        const who = await whoAsks(house, request);
        govern(house, who, 'platform.read', 'workspace');
        await limited(house, reply, limits.glassRead, who.person.id);
        const { id } = /** @type {{ id: string }} */ (request.params);
        return throughGlass(house, who, id, what, (tx, workspace) => read(tx, workspace, request.query));
      },
    );

  reading('', 'workspace', {
    summary: 'The workspace behind an opening',
    gives: s.answer({ id: s.id, name: s.text(200), kind: s.text(20), verified: s.flag }),
    read: workspaceBehind,
  });
  reading('/members', 'members', {
    summary: 'Its members',
    gives: s.page(
      s.answer({
        id: s.id,
        name: s.text(200),
        email: s.email,
        roles: s.list(s.text(40)),
        owner: s.flag,
        state: s.word('pending', 'active'),
      }),
    ),
    read: async (tx, workspace) => ({ items: await memberRows(tx, workspace), next: null }),
  });
  reading('/artists', 'artists', {
    summary: 'Its artists, with their levels',
    query: paging,
    gives: s.page(s.answer({ id: s.id, name: s.text(200), level: s.level, optedIn: s.flag, represented: s.flag })),
    read: async (tx, workspace, { cursor, limit }) => {
      const after = /** @type {any} */ (readCursor(cursor, { name: 'string', id: 'string' }));
      const rows = await artistsBehind(tx, workspace, { after, limit: limit + 1 });
      return pageOf(rows, limit, ({ name, id }) => ({ name, id }));
    },
  });
  reading('/engagements', 'engagements', {
    summary: 'Its engagements, without fees, documents and notes',
    query: paging,
    gives: s.page(s.answer({ id: s.id, state: s.text(40) }, ['id'])),
    read: async (tx, workspace, { cursor, limit }) => {
      const place = readCursor(cursor, { at: 'instant', id: 'string' });
      const after = place && { at: new Date(place.at), id: place.id };
      const { items, next } = pageOf(
        await engagementsBehind(house, tx, workspace, { after, limit: limit + 1 }),
        limit,
        ({ at, id }) => ({ at, id }),
      );
      return { items: items.flatMap(({ item }) => item ?? []), next };
    },
  });
  reading('/record', 'record', {
    summary: 'Its record, newest first',
    query: paging,
    gives: s.page(s.anything),
    read: async (tx, workspace, { cursor, limit }) => {
      const before = readCursor(cursor, { seq: 'integer' })?.seq ?? null;
      return pageOf(await readRecord(tx, workspace, { before, limit: limit + 1 }), limit, ({ seq }) => ({ seq }));
    },
  });
}
