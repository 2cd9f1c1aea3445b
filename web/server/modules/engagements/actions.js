/** @file Steps: what a person asks to happen to an engagement, done at once or proposed for confirmation. */

import { fromHex } from '../../../shared/bytes.js';
import { as } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { byOf } from '../accounts/people.js';
import { compose, payloadOf, payloadType } from '../approvals/payloads.js';
import { concerning, propose } from '../approvals/service.js';
import { artistById, grantsOf, identityOfArtist, subjectOf, viewerOf } from '../artists/service.js';
import { applyEvent, engagementActor, foresee, lay, placeOf } from './service.js';

/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').EngagementRow} EngagementRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/** Events that answer a payload which stands already: they confirm those very bytes, not new ones. @type {Record<string, (value: EngagementRow['value']) => string | undefined>} */
const standing = {
  accept: (value) => value.quote?.digest,
  approve_contract: (value) => value.contract?.digest,
  agree_settlement: (value) => value.settlement?.digest,
};

/** Drafts that stand at once, and that each side then approves by an event of its own. @type {Record<string, { payload: string, approve: string }>} */
const drafts = { draft_contract: { payload: 'contract', approve: 'approve_contract' } };

/**
 * A visitor's request names no venue; the first step that needs one brings it.
 * @param {Tx} tx as the home
 * @param {EngagementRow} row
 * @param {import('./service.js').Venue | undefined} venue
 * @returns {Promise<EngagementRow>}
 */
async function settleVenue(tx, row, venue) {
  if (!venue || row.venue) return row;
  /** @type {EngagementRow[]} */
  const [placed] = await tx.rows(
    'update engagement set venue = $3, place = $4 where workspace_id = $1 and id = $2 returning *',
    [row.workspace_id, row.id, JSON.stringify(venue), placeOf(venue)],
  );
  return placed;
}

/**
 * @param {Context} context
 * @param {Tx} tx as who asks
 * @param {Who} who
 * @param {EngagementRow} unsettled
 * @param {string} type the event
 * @param {Record<string, any>} form
 * @returns {Promise<{ approvalId?: string }>}
 */
export async function takeEvent(context, tx, who, unsettled, type, form) {
  const rule = context.core.engagement.table().find((one) => one.event === type);
  if (!rule) throw new Problem(409, 'engagement.unknown_event');
  const { expiresAt, deadline, rank, validUntil, invoice, cause } = form;
  const event = /** @type {any} */ ({
    type,
    actor: engagementActor(who),
    ...Object.fromEntries(
      Object.entries({ expiresAt, deadline, rank, validUntil, invoice, cause }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  });
  return as(tx, { workspace: unsettled.workspace_id }, async () => {
    const row = await settleVenue(tx, unsettled, form.venue);
    const draft = drafts[type];
    const name = draft?.payload ?? rule.payloadType;
    if (!name) {
      await applyEvent(context, tx, row, event, byOf(who));
      return {};
    }
    const { payload, previous, digest } = await contentOf(context, tx, who, row, name, type, form, event);
    const exact = { ...event, digest };
    const outcome = await foresee(context, tx, row, exact);
    if (draft || outcome.requires.length === 0) await applyEvent(context, tx, row, exact, byOf(who));
    if (!draft && outcome.requires.length === 0) return {};
    const { actor: _actor, ...kept } = exact;
    const { id } = await propose(context, tx, {
      owner: who.workspace.id,
      type: payloadType(name),
      payload,
      previous,
      purpose: `engagement.${type}`,
      engagement: row,
      needs: draft ? bothSides(row, draft.approve) : outcome.requires.map((one) => needFrom(row, one)),
      effect: draft ? { kind: 'none' } : { kind: 'engagement', event: kept },
      partyIds: draft
        ? row.party_ids
        : [...new Set([who.workspace.id, ...outcome.requires.map(({ side }) => workspaceOf(row, side))])],
      by: { ...byOf(who), name: who.person.name },
    });
    return { approvalId: id };
  });
}

/**
 * The bytes that an event is about.
 * @param {Context} context
 * @param {Tx} tx as the home
 * @param {Who} who
 * @param {EngagementRow} row
 * @param {string} name of the payload type
 * @param {string} type of the event
 * @param {Record<string, any>} form
 * @param {any} event
 */
async function contentOf(context, tx, who, row, name, type, form, event) {
  const stands = standing[type]?.(row.value);
  if (standing[type]) {
    const kept =
      stands &&
      (await /** @type {Promise<Pick<ApprovalRow, 'canonical'> | null>} */ (
        tx.one(
          `select canonical from approval where ${concerning} and engagement_id = $1 and digest = $2 order by proposed_at limit 1`,
          [row.id, fromHex(stands)],
        )
      ));
    if (!kept) throw new Problem(409, 'engagement.wrong_state.unanswerable');
    return { payload: new Uint8Array(kept.canonical), previous: null, digest: /** @type {string} */ (stands) };
  }
  /** @type {Pick<ApprovalRow, 'canonical'> | null} */
  const last = await tx.one(
    `select canonical from approval where ${concerning} and engagement_id = $1 and type = $2 and state in ('committed', 'open', 'voided')
     order by proposed_at desc, id limit 1`,
    [row.id, payloadType(name)],
  );
  const previous = last && payloadOf(last);
  const rank = event.rank ?? row.value.hold?.rank ?? (await nextRank(tx, row));
  const key =
    previous?.id && name !== 'message'
      ? { id: previous.id, version: previous.version + 1 }
      : { id: newId(context.random, name.slice(0, 3)), version: 1 };
  const payload = JSON.stringify(
    form.payload ?? compose(context, name, row, { ...form, rank, event: type, from: sideOf(who, row) }, key),
  );
  return {
    payload,
    previous: last && name !== 'message' ? new Uint8Array(last.canonical) : null,
    digest: context.core.approval.digest({ type: payloadType(name), payload }).hex,
  };
}

/** The rank that a new hold will get. @param {Tx} tx @param {EngagementRow} row */
async function nextRank(tx, row) {
  /** @type {{ taken: number }[]} */
  const [{ taken }] = await tx.rows(
    `select coalesce(max((value -> 'hold' ->> 'rank')::integer), 0) as taken from engagement
     where workspace_id = $1 and artist_id = $2 and id <> $3 and state in ('held', 'quoted') and starts_at < $5 and ends_at > $4`,
    [row.workspace_id, row.artist_id, row.id, row.starts_at, row.ends_at],
  );
  return taken + 1;
}

/** @param {Who} who @param {EngagementRow} row */
const sideOf = (who, row) =>
  who.workspace.id === row.value.presenter ? 'presenter' : row.value.agency ? 'agency' : 'artist';

/** The workspace that speaks for a side. @param {EngagementRow} row @param {string} side @returns {string} */
const workspaceOf = (row, side) =>
  side === 'presenter' ? row.value.presenter : (row.value.agency ?? row.workspace_id);

/**
 * @param {EngagementRow} row
 * @param {import('../../../client/types/engagement.d.ts').Requirement} requirement
 * @returns {import('../approvals/service.js').Need}
 */
const needFrom = (row, { role, side }) => ({
  key: side,
  side,
  roles: [role],
  party: workspaceOf(row, side),
  name: nameOf(row, side),
});

/** @param {EngagementRow} row @param {string} event @returns {import('../approvals/service.js').Need[]} */
const bothSides = (row, event) =>
  ['artist', 'presenter'].map((side) => ({
    key: side,
    side,
    roles: side === 'presenter' ? ['presenter'] : [row.value.agency ? 'agent' : 'artist'],
    party: workspaceOf(row, side),
    name: nameOf(row, side),
    event,
  }));

/** @param {EngagementRow} row @param {string} side */
const nameOf = (row, side) => {
  const wanted = side === 'artist' && row.value.agency ? 'agency' : side;
  return row.parties.find((one) => one.side === wanted)?.name ?? '';
};

/**
 * A presenter asks for an artist: only for one that core lets her see.
 * @param {Context} context
 * @param {Tx} tx as the presenter
 * @param {Who} who
 * @param {{ artist: string, title: string, start: string, end: string, timeZone: string, venue: import('./service.js').Venue,
 *   fee?: { amountMinor: number, currency: string }, note?: string }} form
 * @returns {Promise<{ engagementId: string, approvalId?: string } | null>}
 */
export async function requestEngagement(context, tx, who, form) {
  const artist = await artistById(tx, form.artist);
  if (!artist) return null;
  const subject = subjectOf(artist, await grantsOf(tx, [artist]), { fields: identityOfArtist(artist) });
  if (!context.core.visibility.decide({ subject, viewer: await viewerOf(context, tx, who) }).visible) return null;
  const start = new Date(form.start);
  const end = new Date(form.end);
  if (!(end > start)) throw new Problem(422, 'engagement.malformed.end');
  /** @type {{ workspace: string, name: string } | null} */
  const agency = artist.represented
    ? await as(tx, { workspace: artist.workspace_id }, () =>
        tx.one('select id as workspace, name from workspace where id = $1', [artist.workspace_id]),
      )
    : null;
  const id = newId(context.random, 'eng');
  const row = await lay(context, tx, id, {
    artist,
    agency,
    presenter: { workspace: who.workspace.id, name: who.workspace.name },
    title: form.title,
    start,
    end,
    timeZone: form.timeZone,
    venue: form.venue,
    fee: form.fee ?? null,
    note: form.note ?? '',
  });
  return {
    engagementId: id,
    ...(await takeEvent(context, tx, who, row, 'request', { fee: form.fee, note: form.note })),
  };
}
