/** @file Break-glass, the administrators' side: opening one workspace for reading, what is read there, and ending it. */

import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import { limited, limits } from '../../http/limits.js';
import { notFound } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { whoAsks, whoChanges, whoSecures } from '../accounts/session.js';
import { auditRow } from '../audit/schemas.js';
import { readLog } from '../audit/service.js';
import { seenEngagement } from '../engagements/schemas.js';
import { memberRows } from '../workspaces/members.js';
import { opening } from '../workspaces/schemas.js';
import { breakGlass, endBreakGlass, mostMinutes, openingsBy, withBreakGlass } from './break-glass.js';
import { artistsBehind, engagementsBehind, workspaceBehind } from './break-glass-reading.js';
import { govern } from './governing.js';

/** What of a list is asked for. @typedef {{ cursor?: string, limit: number }} Page */
/** @typedef {import('../../context.js').Context} Context */
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

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function breakGlassRoutes(app, context) {
  app.post(
    '/api/v1/admin/workspaces/:id/break-glass',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'Open one workspace for reading, for a reason and a short time',
        description:
          'Needs a proof of identity at most 15 minutes old. Recorded at once in the workspace’s record and the platform’s; the owners get a mail, and can end it.',
        params: { id: s.idOf('workspace') },
        body: s.body({ reason: s.text(500), minutes: s.integer(1, mostMinutes) }),
        responses: { 201: s.answer({ id: s.id, until: s.instant }) },
        errors: { 403: '`access.mfa_required` or `access.reauthentication_required`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      govern(context, who, 'workspace.break_glass', 'workspace');
      await limited(context, reply, limits.breakGlass, who.person.id);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const wish = /** @type {{ reason: string, minutes: number }} */ (request.body);
      return reply.code(201).send(await breakGlass(context, who, id, wish));
    },
  );

  app.get(
    '/api/v1/admin/break-glass',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'One’s own last 50 openings',
        responses: {
          200: s.page(s.answer({ ...opening.properties, workspace: s.answer({ id: s.id, name: s.text(200) }) })),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      govern(context, who, 'platform.read', 'workspace');
      return { items: await openingsBy(context, who), next: null };
    },
  );

  app.delete(
    '/api/v1/admin/break-glass/:id',
    {
      schema: s.operation({
        tag: 'Break-glass',
        owner: 'platform',
        summary: 'End an opening of one’s own',
        params: { id: s.idOf('glass') },
        responses: { 204: 'Ended.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      govern(context, who, 'platform.read', 'workspace');
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endBreakGlass(context, who, id))) throw notFound();
      return reply.code(204).send();
    },
  );

  /**
   * One address that reads what was opened.
   * @param {string} path below the opening
   * @param {Parameters<typeof withBreakGlass>[3]} what
   * @param {{ summary: string, query?: Record<string, s.Schema>, response: s.Schema, read: (tx: Tx, workspace: string, query: Page) => Promise<unknown> }} about
   */
  const reading = (path, what, { summary, query, response, read }) =>
    app.get(
      `/api/v1/admin/break-glass/:id${path}`,
      {
        schema: s.operation({
          tag: 'Break-glass',
          owner: 'platform',
          summary,
          description: recorded,
          params: { id: s.idOf('glass') },
          ...(query ? { query } : {}),
          responses: { 200: response },
          errors: over,
        }),
      },
      async (request, reply) => {
        const who = await whoAsks(context, request);
        govern(context, who, 'platform.read', 'workspace');
        await limited(context, reply, limits.breakGlassRead, who.person.id);
        const { id } = /** @type {{ id: string }} */ (request.params);
        return withBreakGlass(context, who, id, what, (tx, workspace) =>
          read(tx, workspace, /** @type {Page} */ (request.query)),
        );
      },
    );

  reading('', 'workspace', {
    summary: 'The workspace behind an opening',
    response: s.answer({ id: s.id, name: s.text(200), kind: s.text(20), verified: s.flag }),
    read: workspaceBehind,
  });
  reading('/members', 'members', {
    summary: 'Its members',
    response: s.page(
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
    response: s.page(s.answer({ id: s.id, name: s.text(200), level: s.level, optedIn: s.flag, represented: s.flag })),
    read: async (tx, workspace, { cursor, limit }) => {
      const after = readCursor(cursor, { name: 'string', id: 'string' });
      const rows = await artistsBehind(tx, workspace, { after, limit: limit + 1 });
      return pageOf(rows, limit, ({ name, id }) => ({ name, id }));
    },
  });
  reading('/engagements', 'engagements', {
    summary: 'Its engagements, without fees, documents and notes',
    query: paging,
    response: s.page(seenEngagement),
    read: async (tx, workspace, { cursor, limit }) => {
      const place = readCursor(cursor, { at: 'instant', id: 'string' });
      const after = place && { at: new Date(place.at), id: place.id };
      const { items, next } = pageOf(
        await engagementsBehind(context, tx, workspace, { after, limit: limit + 1 }),
        limit,
        ({ at, id }) => ({ at, id }),
      );
      return { items: items.flatMap(({ item }) => item ?? []), next };
    },
  });
  reading('/record', 'record', {
    summary: 'Its record, newest first',
    query: paging,
    response: s.page(auditRow),
    read: async (tx, workspace, { cursor, limit }) => {
      const before = readCursor(cursor, { seq: 'integer' })?.seq ?? null;
      return pageOf(await readLog(tx, workspace, { before, limit: limit + 1 }), limit, ({ seq }) => ({ seq }));
    },
  });
}
