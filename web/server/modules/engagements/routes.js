/** @file Engagements: the week, and each engagement with their events. */

import { toHex } from '../../../shared/bytes.js';
import { instant } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { cursorOf, paging, readCursor } from '../../http/cursor.js';
import * as s from '../../http/schemas.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { concerning, propose } from '../approvals/service.js';
import { viewerOf } from '../artists/service.js';
import { denyAccess } from '../audit/denied-access.js';
import { requestEngagement, takeEvent } from './actions.js';
import { engagement, named, wholeEngagement } from './schemas.js';
import { engagementActor, listEngagements, shownEngagement, visibleEngagements } from './service.js';
import { week } from './week.js';

/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../context.js').Context} Context */

const weekItem = s.answer(
  {
    id: s.text(80),
    engagementId: s.nullable(s.id),
    title: s.text(300),
    state: s.word('hold', 'confirmed', 'cancelled', 'busy'),
    engagementState: s.text(20),
    start: s.instant,
    end: s.instant,
    timeZone: s.timeZone,
    place: s.nullable({ type: 'string' }),
    artist: s.nullable(named),
    presenter: s.nullable(named),
    rank: s.integer(1, 100),
    conflicts: s.list(s.text(80)),
  },
  ['id', 'title', 'state', 'start', 'end'],
);
const moneyIn = s.body({ amountMinor: s.integer(-9e15, 9e15), currency: { type: 'string', pattern: '^[A-Z]{3}$' } });
const venueIn = s.body({ name: s.text(200), city: s.text(200), country: { type: 'string', pattern: '^[A-Z]{2}$' } });
const clauses = s.list(s.body({ heading: s.text(200), text: s.text(20_000) }));

/** The members of an event, beside its name; which of them it needs, core says. */
const eventMembers = {
  note: s.text(2000),
  expiresAt: s.instant,
  deadline: s.instant,
  validUntil: s.instant,
  signBy: s.instant,
  rank: s.integer(1, 100),
  cause: s.word('force_majeure', 'presenter', 'artist'),
  fee: moneyIn,
  venue: venueIn,
  programme: s.text(2000),
  terms: clauses,
  payments: s.list(s.body({ label: s.text(200), due: s.date, amount: moneyIn })),
  governingLaw: s.text(200),
  invoice: s.body({ id: s.text(64), kind: s.word('deposit', 'balance', 'other') }, ['id']),
  payload: { type: 'object', description: 'The whole payload, where it is written by hand.' },
};

/** @param {import('fastify').FastifyInstance} app @param {Context} context */
export function engagementRoutes(app, context) {
  app.get(
    '/api/v1/week',
    {
      schema: s.operation({
        tag: 'Season',
        owner: 'party',
        summary: 'What is on, day by day',
        query: { from: s.date, days: s.integer(1, 400, { default: 7 }), timeZone: { ...s.timeZone, default: 'UTC' } },
        responses: {
          200: s.answer({ from: s.instant, until: s.instant, timeZone: s.timeZone, items: s.list(weekItem) }),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'week.read', { kind: 'week' });
      const { from, days, timeZone } = /** @type {{ from?: string, days: number, timeZone: string }} */ (request.query);
      return withIdentity(context.db, identityOf(who), (tx) => week(context, tx, who, { from, days, timeZone }));
    },
  );

  app.get(
    '/api/v1/engagements',
    {
      schema: s.operation({
        tag: 'Season',
        owner: 'party',
        summary: 'Engagements that the viewer is a party of',
        query: {
          ...paging,
          state: s.text(200, { description: 'One state or several with commas.' }),
          artist: s.idOf('artist'),
          from: s.instant,
          until: s.instant,
        },
        responses: { 200: s.page(engagement) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'engagement.read', { kind: 'engagement' });
      const { cursor, limit, state, artist, from, until } =
        /** @type {{ cursor?: string, limit: number, state?: string, artist?: string, from?: string, until?: string }} */ (
          request.query
        );
      const place = readCursor(cursor, { at: 'instant', id: 'string' });
      return withIdentity(context.db, identityOf(who), async (tx) => {
        const rows = await listEngagements(tx, {
          states: state ? state.split(',') : null,
          artist: artist ?? null,
          from: from ? new Date(from) : null,
          until: until ? new Date(until) : null,
          after: place && { at: new Date(place.at), id: place.id },
          limit: limit + 1,
        });
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: visibleEngagements(context, who, await viewerOf(context, tx, who), shown),
          next: rows.length > limit && last ? cursorOf({ at: last.starts_at.toISOString(), id: last.id }) : null,
        };
      });
    },
  );

  app.get(
    '/api/v1/engagements/:id',
    {
      schema: s.operation({
        tag: 'Season',
        owner: 'party',
        summary: 'One engagement with its history and documents',
        params: { id: s.idOf('engagement') },
        responses: { 200: wholeEngagement },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const found = await withIdentity(context.db, identityOf(who), (tx) => oneEngagement(context, tx, who, id));
      if (!found) throw await denyAccess(context, who, 'engagement', id);
      return found;
    },
  );

  app.post(
    '/api/v1/engagements',
    {
      schema: s.operation({
        tag: 'Season',
        owner: 'party',
        summary: 'Ask for an artist',
        description: 'Lays an engagement down and proposes the request; it goes out when the presenter confirms it.',
        body: s.body(
          {
            artist: s.idOf('artist'),
            title: s.text(300),
            start: s.instant,
            end: s.instant,
            timeZone: s.timeZone,
            venue: venueIn,
            fee: moneyIn,
            note: s.text(2000),
          },
          ['artist', 'title', 'start', 'end', 'timeZone', 'venue'],
        ),
        responses: { 202: s.answer({ engagementId: s.id, approvalId: s.id }, ['engagementId']) },
        errors: { 422: 'Not confirmable.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'engagement.request', { kind: 'engagement' });
      const form = /** @type {Parameters<typeof requestEngagement>[3]} */ (request.body);
      const asked = await withIdentity(context.db, identityOf(who), (tx) => requestEngagement(context, tx, who, form));
      if (!asked) throw await denyAccess(context, who, 'artist', form.artist);
      return reply.code(202).send(asked);
    },
  );

  app.post(
    '/api/v1/engagements/:id/events',
    {
      schema: s.operation({
        tag: 'Season',
        owner: 'party',
        summary: 'Move an engagement on',
        description:
          'Core’s state machine decides. What commits somebody gives 202 and an approval; nothing happens before it is confirmed.',
        params: { id: s.idOf('engagement') },
        body: s.body({ event: s.text(40), ...eventMembers }, ['event']),
        responses: { 200: s.answer({ engagement: wholeEngagement }), 202: s.answer({ approvalId: s.id }) },
        errors: {
          409: 'Not from this state, not by this side, or not now: `code` says which.',
          422: 'Not confirmable.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      const { event, ...form } = /** @type {{ event: string } & Record<string, unknown>} */ (request.body);
      const outcome = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await shownEngagement(tx, id);
        if (!row || visibleEngagements(context, who, await viewerOf(context, tx, who), [row]).length === 0) return null;
        const side = row.value.presenter === who.workspace.id ? 'engagement.present' : 'engagement.represent';
        permit(context, who, side, { kind: 'engagement', id, workspace: row.workspace_id, parties: row.party_ids });
        const taken = await takeEvent(context, tx, who, row, event, form);
        return { ...taken, engagement: await oneEngagement(context, tx, who, id) };
      });
      if (!outcome) throw await denyAccess(context, who, 'engagement', id);
      if (outcome.approvalId) return reply.code(202).send({ approvalId: outcome.approvalId });
      return { engagement: outcome.engagement };
    },
  );

  app.post(
    '/api/v1/drafts',
    {
      schema: s.operation({
        tag: 'Approvals',
        owner: 'party',
        summary: 'Propose a payload',
        description:
          'A message or an export release, written whole. What moves an engagement is proposed by its event.',
        body: s.body({
          type: s.word('message', 'export-release'),
          payload: { type: 'object', properties: { engagement: s.idOf('engagement') } },
        }),
        responses: { 202: s.answer({ approvalId: s.id }) },
        errors: { 422: 'Not confirmable; `refusals` says which members and why.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'approval.propose', { kind: 'approval' });
      const { type, payload } = /** @type {{ type: string, payload: { engagement?: string } }} */ (request.body);
      const approval = await withIdentity(context.db, identityOf(who), async (tx) => {
        const engagementId = payload.engagement ?? null;
        const row = engagementId ? await shownEngagement(tx, engagementId) : null;
        if (engagementId && !row) return null;
        return propose(context, tx, {
          owner: who.workspace.id,
          type: `application/vnd.cuelight.${type}+json`,
          payload: JSON.stringify(payload),
          purpose: `draft.${type}`,
          effect: { kind: 'none' },
          engagement: row,
          partyIds: [who.workspace.id],
          by: { ...byOf(who), name: who.person.name },
        });
      });
      if (!approval) throw await denyAccess(context, who, 'engagement', payload.engagement ?? '');
      return reply.code(202).send({ approvalId: approval.id });
    },
  );
}

/**
 * @param {Context} context
 * @param {import('../../database/index.js').Tx} tx
 * @param {import('../accounts/people.js').Who} who
 * @param {string} id
 */
async function oneEngagement(context, tx, who, id) {
  const row = await shownEngagement(tx, id);
  if (!row) return null;
  const [seen] = visibleEngagements(context, who, await viewerOf(context, tx, who), [row]);
  if (!seen) return null;
  /** @type {Pick<import('../../database/rows.d.ts').AuditRowRow, 'seq' | 'canonical' | 'hash'>[]} */
  const rows = await tx.rows(
    'select seq, canonical, hash from audit_row where workspace_id = $1 and engagement_id = $2 order by seq desc limit 200',
    [who.workspace.id, id],
  );
  /** @type {Pick<ApprovalRow, 'id' | 'type' | 'intent' | 'state' | 'digest' | 'proposed_at' | 'closed_at'>[]} */
  const approvals = await tx.rows(
    `select id, type, intent, state, digest, proposed_at, closed_at from approval where ${concerning} and engagement_id = $1 order by proposed_at desc limit 100`,
    [id],
  );
  return {
    ...seen,
    allowed: context.core.engagement.events({
      engagement: row.value,
      actor: engagementActor(who),
      now: instant(context.clock()),
    }),
    history: rows.map(({ canonical, hash }) => ({
      ...JSON.parse(Buffer.from(canonical).toString()),
      hash: toHex(hash),
    })),
    approvals: approvals.map((one) => ({
      id: one.id,
      type: one.type,
      intent: one.intent,
      state: one.state,
      digest: toHex(one.digest),
      proposedAt: instant(one.proposed_at),
      closedAt: one.closed_at ? instant(one.closed_at) : null,
    })),
  };
}
