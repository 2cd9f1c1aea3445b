/** @file Artists: the roster, one artist, and who can see her. */

import { instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import { Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { calendarState, ours } from '../engagements/service.js';
import { proposeLevel } from './levels.js';
import { publicProfileRoutes } from './public-profile-routes.js';
import { relationRoutes } from './relation-routes.js';
import { artist, audience, preview, rosterItem } from './schemas.js';
import { artistById, grantsOf, identityOfArtist, listArtists, ownArtist, subjectOf, viewerOf } from './service.js';
import { explained, previewed, seenBy, valuesOf, viewers } from './visibility.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./service.js').Artist} Artist */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../accounts/people.js').Who} Who */

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function artistRoutes(app, context) {
  app.get(
    '/api/v1/roster',
    {
      schema: s.operation({
        tag: 'Artists',
        owner: 'artist',
        summary: 'The artists that the viewer may see',
        description:
          '`level`, `levelReason` and `sees` stand only in the answers to the artist and the artist’s own agency.',
        query: paging,
        responses: { 200: s.page(rosterItem) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'roster.read', { kind: 'artist' });
      const { cursor, limit } = /** @type {{ cursor?: string, limit: number }} */ (request.query);
      return withIdentity(context.db, identityOf(who), async (tx) => {
        const viewer = await viewerOf(context, tx, who);
        const items = [];
        let after = readCursor(cursor, { name: 'string', id: 'string' });
        // Core may hide some of what the outer wall lets through, so the page is filled until it is full or all is read.
        for (;;) {
          const rows = await listArtists(tx, { after, limit: limit + 1 });
          for (const item of await rosterItems(context, tx, viewer, rows)) items.push(item);
          const last = rows.at(-1);
          if (items.length > limit || rows.length <= limit || !last) break;
          after = { name: last.name, id: last.id };
        }
        const shown = items.slice(0, limit);
        const end = shown.at(-1);
        return {
          items: shown,
          next: items.length > limit && end ? cursorOf({ name: String(end.name), id: end.id }) : null,
        };
      });
    },
  );

  app.get(
    '/api/v1/artists/:id',
    {
      schema: s.operation({
        tag: 'Artists',
        owner: 'artist',
        summary: 'One artist, as far as the viewer may see',
        params: { id: s.idOf('artist') },
        responses: { 200: artist },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const answer = await withIdentity(context.db, identityOf(who), (tx) => oneArtist(context, tx, who, id));
      if (!answer) throw await denyAccess(context, who, 'artist', id);
      return answer;
    },
  );

  app.get(
    '/api/v1/artists/:id/audience',
    {
      schema: s.operation({
        tag: 'Artists',
        owner: 'artist',
        summary: 'Who can see this artist, now and at each level',
        description: 'For the artist and the artist’s own agency.',
        params: { id: s.idOf('artist') },
        responses: { 200: audience },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'audience.read', { kind: 'artist' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const answer = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await ownArtist(tx, who.workspace.id, id);
        if (!row) return null;
        const { levels, ...rest } = await explained(context, tx, row);
        const names = new Map(rest.audience.map((entry) => [entry.id, entry]));
        const named = (/** @type {string} */ one) => ({
          id: one,
          name: names.get(one)?.name ?? null,
          kind: names.get(one)?.kind ?? null,
        });
        return {
          ...rest,
          levels: levels.map((step) => ({
            ...step,
            gains: step.gains.map(named),
            loses: step.loses.map(named),
            sees: step.sees.map((one) => ({ ...named(one.id), reason: one.reason, fields: one.fields })),
          })),
        };
      });
      if (!answer) throw await denyAccess(context, who, 'artist', id);
      return answer;
    },
  );

  app.get(
    '/api/v1/artists/:id/preview',
    {
      schema: s.operation({
        tag: 'Artists',
        owner: 'artist',
        summary: 'How this artist looks to another kind of viewer',
        description:
          'For the artist and the artist’s own agency; `level` considers another one, with the consent it needs.',
        params: { id: s.idOf('artist') },
        query: { as: s.word(...Object.keys(viewers)), level: s.level },
        responses: { 200: preview },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'audience.read', { kind: 'artist' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const { as: kind = 'anyone', level } = /** @type {{ as?: string, level?: Artist['level'] }} */ (request.query);
      const answer = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await ownArtist(tx, who.workspace.id, id);
        return row ? previewed(context, tx, row, { as: kind, level }) : null;
      });
      if (!answer) throw await denyAccess(context, who, 'artist', id);
      return answer;
    },
  );

  app.post(
    '/api/v1/artists/:id/visibility',
    {
      schema: s.operation({
        tag: 'Artists',
        owner: 'artist',
        summary: 'Propose another level',
        description: 'Gives an approval that the artist confirms; nothing changes before.',
        params: { id: s.idOf('artist') },
        body: s.body({ level: s.level, note: s.text(2000) }, ['level']),
        responses: { 202: s.answer({ approvalId: s.id }) },
        errors: { 409: 'It is at this level already.', 422: 'Not confirmable.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'visibility.propose', { kind: 'artist' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const { level, note } = /** @type {{ level: string, note?: string }} */ (request.body);
      const approval = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await ownArtist(tx, who.workspace.id, id);
        if (!row) return null;
        if (row.level === level) throw new Problem(409, 'artist.same_level');
        return proposeLevel(context, tx, who, row, level, note);
      });
      if (!approval) throw await denyAccess(context, who, 'artist', id);
      return reply.code(202).send({ approvalId: approval.id });
    },
  );

  relationRoutes(app, context);
  publicProfileRoutes(app, context);
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {import('../../../client/types/visibility.d.ts').Viewer} viewer
 * @param {Artist[]} rows
 */
async function rosterItems(context, tx, viewer, rows) {
  const grants = await grantsOf(tx, rows);
  const next = await nextDates(context, tx, rows);
  const subjects = rows.map((row) => subjectOf(row, grants, { fields: identityOfArtist(row) }));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = context.core.visibility.filter({ subjects, viewer });
  const own = shown.filter(({ level }) => level).flatMap(({ id }) => byId.get(id) ?? []);
  const seen = await seenBy(context, tx, own);
  return shown.map(({ id, fields, level }) => ({
    id,
    .../** @type {ReturnType<typeof identityOfArtist>['identity']} */ (fields.identity),
    nextDate: next.get(id) ?? null,
    ...(level ? { level, ...seen.get(id) } : {}),
  }));
}

/** The next date of each artist that the viewer knows of. @param {Context} context @param {Tx} tx @param {Artist[]} rows */
async function nextDates(context, tx, rows) {
  /** @type {{ artist_id: string, next: Date }[]} */
  const dates = await tx.rows(
    `select artist_id, min(starts_at) as next from engagement
     where ${ours} and artist_id = any ($1) and starts_at > $2 and answered and state = any ($3) group by artist_id`,
    [
      rows.map((row) => row.id),
      context.clock(),
      Object.keys(calendarState).filter((state) => calendarState[state] !== 'cancelled'),
    ],
  );
  return new Map(dates.map((row) => [row.artist_id, instantOrNull(row.next)]));
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {string} id
 */
async function oneArtist(context, tx, who, id) {
  const row = await artistById(tx, id);
  if (!row) return null;
  const grants = await grantsOf(tx, [row]);
  const [projection] = context.core.visibility.filter({
    subjects: [subjectOf(row, grants, await valuesOf(context, tx, row))],
    viewer: await viewerOf(context, tx, who),
  });
  if (!projection) return null;
  const { identity, ...groups } = /** @type {{ identity?: object }} */ (projection.fields);
  const answer = { id, ...identity, ...groups, sights: projection.sights };
  if (!projection.level) return answer;
  return {
    ...answer,
    level: projection.level,
    ...(await seenBy(context, tx, [row])).get(id),
    explain: await explained(context, tx, row),
  };
}
