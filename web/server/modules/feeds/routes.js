/** @file Feeds: making, changing and ending them, and the calendar behind a secret address. */

import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { hashToken, newId, newToken } from '../../secrets.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges, whoSecures } from '../accounts/session.js';
import { ownArtist } from '../artists/service.js';
import { denyAccess } from '../audit/denied-access.js';
import { appendToLog } from '../audit/service.js';
import { shownEngagement } from '../engagements/service.js';
import { publicRoutes } from './public-routes.js';
import { sendCalendar } from './send-calendar.js';
import { tokenFeed } from './service.js';

/** @typedef {import('../../database/rows.d.ts').FeedRow} FeedRow */
/** @typedef {import('../../context.js').Context} Context */

const feed = s.answer(
  {
    id: s.id,
    kind: s.word('week', 'engagement', 'availability'),
    label: s.text(200),
    engagementId: s.nullable(s.id),
    artistId: s.nullable(s.id),
    createdAt: s.instant,
    rotatedAt: s.nullable(s.instant),
    lastFetchedAt: s.nullable(s.instant),
    revokedAt: s.nullable(s.instant),
  },
  ['id', 'kind', 'label', 'createdAt', 'lastFetchedAt'],
);
const once = s.answer({ id: s.id, url: s.text(500, { description: 'Shown this once.' }), webcal: s.text(500) });
const maxFeeds = 50;

/** @param {import('../../database/rows.d.ts').FeedRow} row */
const feedOf = (row) => ({
  id: row.id,
  kind: row.kind,
  label: row.label,
  engagementId: row.engagement_id,
  artistId: row.artist_id,
  createdAt: instant(row.created_at),
  rotatedAt: instantOrNull(row.rotated_at),
  lastFetchedAt: instantOrNull(row.last_fetched_at),
  revokedAt: instantOrNull(row.revoked_at),
});

/** @param {Context} context @param {string} id @param {string} token */
const addressOf = (context, id, token) => {
  const url = `${context.publicUrl()}/feeds/${token}.ics`;
  return { id, url, webcal: url.replace(/^https?:/, 'webcal:') };
};

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function feedRoutes(app, context) {
  app.get(
    '/api/v1/feeds',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'person',
        summary: 'One’s feeds',
        responses: { 200: s.page(feed) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'feed.read', { kind: 'feed', owner: who.person.id });
      /** @type {FeedRow[]} */
      const rows = await withIdentity(context.db, identityOf(who), (tx) =>
        tx.rows(
          'select * from feed where workspace_id = $1 and person_id = $2 order by revoked_at is not null, created_at desc, id',
          [who.workspace.id, who.person.id],
        ),
      );
      return { items: rows.map(feedOf), next: null };
    },
  );

  app.post(
    '/api/v1/feeds',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'person',
        summary: 'Make a feed',
        description:
          'A secret, read-only, one-way address for a calendar program. `artistId` names the artist of an availability feed; an artist need not give her own.',
        body: s.body(
          {
            kind: s.word('week', 'engagement', 'availability'),
            label: s.text(200),
            engagementId: s.idOf('engagement'),
            artistId: s.idOf('artist'),
          },
          ['kind', 'label'],
        ),
        responses: { 201: once },
        errors: { 409: 'Too many feeds.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'feed.create', { kind: 'feed', owner: who.person.id });
      const form =
        /** @type {{ kind: import('../../database/rows.d.ts').FeedRow['kind'], label: string, engagementId?: string, artistId?: string }} */ (
          request.body
        );
      if ((form.artistId && form.kind !== 'availability') || (form.engagementId && form.kind !== 'engagement'))
        throw new Problem(400, 'request.invalid.feed_of_nobody');
      const artistId = form.kind === 'availability' ? (form.artistId ?? who.artist?.id) : null;
      const engagementId = form.engagementId ?? null;
      if (form.kind === 'engagement' && !engagementId) throw new Problem(400, 'request.invalid.feed_engagement');
      if (form.kind === 'availability' && !artistId) throw new Problem(400, 'request.invalid.feed_artist');
      const token = newToken(context.random);
      const id = newId(context.random, 'feed');
      const made = await withIdentity(context.db, identityOf(who), async (tx) => {
        if (engagementId && !(await shownEngagement(tx, engagementId))) return false;
        if (artistId && !(await ownArtist(tx, who.workspace.id, artistId))) return false;
        /** @type {{ kept: number }[]} */
        const [{ kept }] = await tx.rows(
          'select count(*)::integer as kept from feed where workspace_id = $1 and person_id = $2 and revoked_at is null',
          [who.workspace.id, who.person.id],
        );
        if (kept >= maxFeeds) throw new Problem(409, 'feed.too_many', { most: maxFeeds });
        await tx.rows(
          'insert into feed (workspace_id, id, token_hash, kind, label, person_id, engagement_id, artist_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
          [
            who.workspace.id,
            id,
            hashToken(token),
            form.kind,
            form.label,
            who.person.id,
            engagementId,
            artistId,
            context.clock(),
          ],
        );
        await appendToLog(context, tx, [who.workspace.id], {
          action: 'feed.created',
          entity: { kind: 'feed', id },
          by: byOf(who),
          detail: { kind: form.kind },
        });
        return true;
      });
      if (!made)
        throw await denyAccess(context, who, engagementId ? 'engagement' : 'artist', engagementId ?? String(artistId));
      return reply.code(201).send(addressOf(context, id, token));
    },
  );

  app.post(
    '/api/v1/feeds/:id/rotate',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'person',
        summary: 'Give a feed a new address; the old one ends at once',
        params: { id: s.idOf('feed') },
        responses: { 200: once },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      permit(context, who, 'feed.rotate', { kind: 'feed', id, owner: who.person.id });
      const token = newToken(context.random);
      const changed = await change(context, who, id, 'feed.rotated', 'token_hash = $4, rotated_at = $5', [
        hashToken(token),
        context.clock(),
      ]);
      if (!changed) throw await denyAccess(context, who, 'feed', id);
      return addressOf(context, id, token);
    },
  );

  app.delete(
    '/api/v1/feeds/:id',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'person',
        summary: 'Revoke a feed',
        params: { id: s.idOf('feed') },
        responses: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      permit(context, who, 'feed.revoke', { kind: 'feed', id, owner: who.person.id });
      if (!(await change(context, who, id, 'feed.revoked', 'revoked_at = $4', [context.clock()])))
        throw await denyAccess(context, who, 'feed', id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/feeds/:token.ics',
    {
      schema: s.operation({
        tag: 'Calendars',
        owner: 'secret',
        summary: 'The calendar behind a feed’s address',
        description: 'Unknown, rotated and revoked addresses are the same 404.',
        needs: 'none',
        params: { token: s.text(128) },
        responses: { 200: { type: 'string' } },
      }),
    },
    async (request, reply) => {
      const { token } = /** @type {{ token: string }} */ (request.params);
      const feed = await tokenFeed(context, token);
      if (!feed) throw notFound();
      return sendCalendar(request, reply, feed, {
        type: 'text/calendar; charset=utf-8',
        cache: 'private, no-cache',
      });
    },
  );

  publicRoutes(app, context);
}

/**
 * @param {Context} context
 * @param {import('../accounts/people.js').Who} who
 * @param {string} id
 * @param {string} action
 * @param {string} assignments over $4 and following
 * @param {unknown[]} values
 */
const change = (context, who, id, action, assignments, values) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const row = await tx.one(
      `update feed set ${assignments} where workspace_id = $1 and person_id = $2 and id = $3 and revoked_at is null returning id`,
      [who.workspace.id, who.person.id, id, ...values],
    );
    if (row)
      await appendToLog(context, tx, [who.workspace.id], { action, entity: { kind: 'feed', id }, by: byOf(who) });
    return row !== null;
  });
