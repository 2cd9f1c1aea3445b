/** @file Engagements: read as far as core lets a viewer see, moved on only as core's state machine says. */

import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { CoreRefusal, Problem } from '../../http/problems.js';
import { appendToLog } from '../audit/service.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').EngagementRow} EngagementRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */
/** @typedef {import('../../../client/types/engagement.d.ts').Engagement} Engagement */
/** @typedef {import('../../../client/types/engagement.d.ts').EngagementEvent} EngagementEvent */
/** @typedef {import('../../../client/types/engagement.d.ts').EngagementActor} EngagementActor */
/** @typedef {import('../../../client/types/visibility.d.ts').Viewer} Viewer */

/** A side of an engagement; an artist stands there by id too. @typedef {{ side: string, id?: string, workspace: string | null, name: string }} Party */
/** @typedef {{ name: string, city: string, country: string }} Venue */
/** A visitor who asked, before there is an account. @typedef {{ name: string, email: string, organisation: string }} Guest */

/** What a state looks like in a calendar. States that are not here take no time. @type {Record<string, 'hold' | 'confirmed' | 'cancelled'>} */
export const calendarState = {
  held: 'hold',
  quoted: 'hold',
  accepted: 'confirmed',
  contracting: 'confirmed',
  executed: 'confirmed',
  performed: 'confirmed',
  settling: 'confirmed',
  disputed: 'confirmed',
  settled: 'confirmed',
  closed: 'confirmed',
  cancelled: 'cancelled',
  released: 'cancelled',
  expired: 'cancelled',
  void: 'cancelled',
};

/** States in which the date is taken for good. */
const taken = Object.keys(calendarState).filter((state) => calendarState[state] === 'confirmed');

/** Engagements that the transaction's workspace has a part in. */
export const ours = 'cuelight_workspace() = any (party_ids)';
/** A request that its presenter has not sent yet is nobody else's business. */
export const shown = `${ours} and (state <> 'new' or value ->> 'presenter' = cuelight_workspace())`;

/** The engagement as a viewer may come across it. @param {Tx} tx @param {string} id @returns {Promise<EngagementRow | null>} */
export const shownEngagement = (tx, id) => tx.one(`select * from engagement where id = $1 and ${shown}`, [id]);

/** For the server's own work. @param {Tx} tx @param {string} id @returns {Promise<EngagementRow | null>} */
export const engagementById = (tx, id) => tx.one('select * from engagement where id = $1', [id]);

/**
 * Engagements by their start, as far as a workspace has a part in them: all of them without a limit.
 * @param {Tx} tx
 * @param {{ from?: Date | null, until?: Date | null, states?: string[] | null, artist?: string | null, after?: { at: Date, id: string } | null, limit?: number | null }} ask
 * @returns {Promise<EngagementRow[]>}
 */
export const listEngagements = (
  tx,
  { from = null, until = null, states = null, artist = null, after = null, limit = null },
) =>
  tx.rows(
    `select * from engagement
     where ${shown} and ($1::timestamptz is null or ends_at > $1) and ($2::timestamptz is null or starts_at < $2)
       and ($3::text[] is null or state = any ($3)) and ($4::text is null or artist_id = $4)
       and ($5::timestamptz is null or (starts_at, id) > ($5, $6))
     order by starts_at, id limit $7`,
    [from, until, states, artist, after?.at ?? null, after?.id ?? null, limit],
  );

/** How the parties of an engagement are called, by side. @param {Pick<EngagementRow, 'parties'>} row */
export function partiesOf(row) {
  const of = (/** @type {string} */ side) => {
    const party = row.parties.find((one) => one.side === side);
    return party ? { id: party.id ?? party.workspace, name: party.name } : null;
  };
  return { artist: of('artist'), agency: of('agency'), presenter: of('presenter'), counsel: of('counsel') };
}

/**
 * What core decides an engagement's visibility by.
 * @param {Pick<EngagementRow, 'artist_id' | 'parties' | 'answered'>} row
 * @returns {Pick<import('../../../client/types/visibility.d.ts').EngagementSubject, 'kind' | 'parties' | 'answered'>}
 */
export function standing(row) {
  const workspaceOf = (/** @type {string} */ side) => row.parties.find((one) => one.side === side)?.workspace ?? null;
  return {
    kind: 'engagement',
    parties: {
      artist: row.artist_id,
      artistWorkspace: workspaceOf('artist'),
      agency: workspaceOf('agency'),
      presenter: /** @type {string} */ (workspaceOf('presenter')),
      counsel: row.parties.flatMap((one) => (one.side === 'counsel' && one.workspace ? [one.workspace] : [])),
    },
    answered: row.answered,
  };
}

/** @param {EngagementRow} row @returns {import('../../../client/types/visibility.d.ts').EngagementSubject} */
export function engagementSubject(row) {
  const { artist, agency, presenter, counsel } = partiesOf(row);
  const { hold, challenge } = row.value;
  const when = { start: instant(row.starts_at), end: instant(row.ends_at), timeZone: row.time_zone, place: row.place };
  const deadline = challenge?.deadline ?? hold?.expiresAt ?? row.value.quote?.validUntil ?? null;
  const moved = {
    state: row.state,
    version: row.value.version,
    ...(hold ? { rank: hold.rank, hold } : {}),
    // Who challenges is the rival's business: the deadline is all that both sides share.
    ...(challenge ? { challenge: { deadline: challenge.deadline } } : {}),
    ...(row.value.challenging ? { challenging: row.value.challenging } : {}),
    ...(deadline ? { deadline } : {}),
    changedAt: instant(row.changed_at),
  };
  return {
    ...standing(row),
    id: row.id,
    fields: {
      identity: { artist, agency, presenter, ...(counsel ? { counsel } : {}), title: row.title, demo: row.demo },
      availability: when,
      engagement: moved,
      fees: row.fee_minor === null ? {} : { fee: { amountMinor: row.fee_minor, currency: row.currency } },
      documents: { digests: digestsOf(row.value) },
      ...(row.guest ? { contact: { guest: row.guest } } : {}),
      notes: { note: row.note },
    },
    coarse: {
      identity: { artist, presenter, title: row.title, demo: row.demo },
      engagement: { state: row.state, version: row.value.version, changedAt: instant(row.changed_at) },
    },
  };
}

/** @param {Engagement} value */
const digestsOf = ({ quote, contract, settlement, invoices }) => ({
  ...(quote ? { quote: quote.digest } : {}),
  ...(contract ? { contract: contract.digest } : {}),
  ...(settlement ? { settlement: settlement.digest } : {}),
  ...(invoices ? { invoices: invoices.map(({ id, digest, state }) => ({ id, digest, state })) } : {}),
});

/**
 * Which engagements a viewer may see, and which groups of fields of each.
 * @param {Context} context
 * @param {Viewer} viewer
 * @param {EngagementRow[]} rows
 * @returns {{ id: string, fields: Record<string, any> }[]}
 */
export const seenEngagements = (context, viewer, rows) =>
  context.core.visibility.filter({ subjects: rows.map(engagementSubject), viewer });

/**
 * The engagements that a viewer may see, each as the viewer may see it, with what she may do.
 * @param {Context} context
 * @param {Who} who
 * @param {Viewer} viewer
 * @param {EngagementRow[]} rows
 */
export function visibleEngagements(context, who, viewer, rows) {
  const values = new Map(rows.map((row) => [row.id, row.value]));
  return seenEngagements(context, viewer, rows).map(({ id, fields }) => {
    const { identity, availability, engagement, fees, documents, contact, notes } = fields;
    return {
      id,
      ...identity,
      ...availability,
      ...engagement,
      ...fees,
      ...(documents ? { documents: documents.digests } : {}),
      ...contact,
      ...(notes?.note ? { note: notes.note } : {}),
      actions: context.core.engagement
        .events({
          engagement: /** @type {Engagement} */ (values.get(id)),
          actor: engagementActor(who),
          now: instant(context.clock()),
        })
        .map(({ type, requires }) => ({ event: type, needsApproval: requires.length > 0 })),
    };
  });
}

/** @param {Who} who @returns {EngagementActor} */
export const engagementActor = (who) => ({
  id: who.person.id,
  kind: 'person',
  workspace: who.workspace.id,
  artist: who.artist?.id ?? null,
});

/**
 * What would become of an engagement, or a refusal. Run as the engagement's home: other holds bear on the answer, and
 * are not shown to who asks.
 * @param {Context} context
 * @param {Tx} tx as the engagement's home
 * @param {EngagementRow} row
 * @param {EngagementEvent} event without facts
 */
export async function foresee(context, tx, row, event) {
  // Whoever moves one of an artist's dates waits for whoever moves another: ranks and double bookings are judged on
  // what is there when the change is stored.
  await tx.rows('select 1 from artist where workspace_id = $1 and id = $2 for update', [
    row.workspace_id,
    row.artist_id,
  ]);
  /** @type {Pick<EngagementRow, 'id' | 'state' | 'value' | 'starts_at' | 'ends_at'>[]} */
  const others = await tx.rows(
    `select id, state, value, starts_at, ends_at from engagement
     where workspace_id = $1 and artist_id = $2 and id <> $3 and (state = any ($4) or (state = any ($5) and starts_at < $7 and ends_at > $6))`,
    [row.workspace_id, row.artist_id, row.id, taken, ['held', 'quoted'], row.starts_at, row.ends_at],
  );
  const facts = {
    holds: others
      .filter((other) => !taken.includes(other.state))
      .flatMap(({ id, value: { hold } }) => (hold ? [{ id, rank: hold.rank }] : [])),
    confirmed: others
      .filter((other) => taken.includes(other.state))
      .map((other) => ({ id: other.id, start: instant(other.starts_at), end: instant(other.ends_at) })),
  };
  const outcome = context.core.engagement.next({
    engagement: row.value,
    event: { ...event, facts },
    now: instant(context.clock()),
  });
  if (outcome.refused) throw new CoreRefusal(409, outcome.refused);
  return outcome;
}

/**
 * Carries an event out: stores what core computed, does what follows from it to other engagements, and records it all.
 * @param {Context} context
 * @param {Tx} tx as the engagement's home
 * @param {EngagementRow} row
 * @param {EngagementEvent} event
 * @param {import('../audit/service.js').By} by
 * @param {number} [depth]
 * @returns {Promise<EngagementRow>} the row as it is now
 */
export async function applyEvent(context, tx, row, event, by, depth = 0) {
  const { engagement, effects, audit } = await foresee(context, tx, row, event);
  const { side } = audit;
  const answered = row.answered || (side === 'artist' && !['decline', 'request'].includes(event.type));
  /** @type {EngagementRow | null} */
  const stored = await tx.one(
    `update engagement set value = $4, state = $5, answered = $6, changed_at = $7
     where workspace_id = $1 and id = $2 and (value ->> 'version')::integer = $3 returning *`,
    [
      row.workspace_id,
      row.id,
      row.value.version,
      JSON.stringify(engagement),
      engagement.state,
      answered,
      context.clock(),
    ],
  );
  if (!stored) throw new Problem(409, 'engagement.changed');
  if (answered && !row.answered) await letSee(tx, stored);
  await keepDue(tx, stored);
  const { from, to, version, digest } = audit;
  await appendToLog(context, tx, stored.party_ids, {
    action: audit.action,
    entity: { kind: 'engagement', id: row.id },
    engagement: row.id,
    by,
    detail: { side, from, to, version, ...(digest ? { digest } : {}) },
  });
  // What one release sets off ends at the lowest hold; the bound only guards against a circle.
  if (depth > 64) throw new Problem(409, 'engagement.changed.too_many');
  for (const effect of effects) {
    /** @type {EngagementRow[]} */
    const [other] = await tx.rows('select * from engagement where workspace_id = $1 and id = $2', [
      row.workspace_id,
      effect.engagement,
    ]);
    const actor = { id: 'clock', kind: /** @type {const} */ ('clock'), workspace: row.workspace_id };
    await applyEvent(
      context,
      tx,
      other,
      { ...effect.event, actor },
      { kind: 'clock', id: null, workspace: row.workspace_id },
      depth + 1,
    );
  }
  return stored;
}

/** When the clock has to look at this engagement again. @param {Tx} tx @param {EngagementRow} row */
async function keepDue(tx, { workspace_id: home, id, value }) {
  const { state, hold, challenge, quote } = value;
  const open = state === 'held' || state === 'quoted';
  const [next] = [hold?.expiresAt, challenge?.deadline, state === 'quoted' ? quote?.validUntil : null]
    .filter((at) => open && at)
    .sort();
  if (!next) return tx.rows('delete from due where workspace_id = $1 and engagement_id = $2', [home, id]);
  return tx.rows(
    `insert into due (workspace_id, engagement_id, due_at) values ($1, $2, $3)
     on conflict (workspace_id, engagement_id) do update set due_at = excluded.due_at`,
    [home, id, next],
  );
}

/** Once the artist's side has answered, the other parties' outer wall opens for this artist. @param {Tx} tx @param {EngagementRow} row */
const letSee = (tx, row) =>
  tx.rows(
    `update artist set audience = (select array_agg(distinct one) from unnest(audience || $3::text[]) one) where workspace_id = $1 and id = $2`,
    [row.workspace_id, row.artist_id, row.party_ids.filter((id) => id !== row.workspace_id)],
  );

/** @param {{ name: string, city: string }} venue */
export const placeOf = ({ name, city }) => `${name}, ${city}`;

/**
 * @typedef {object} Draft
 * @property {string} [id]
 * @property {import('../artists/service.js').Artist} artist
 * @property {{ workspace: string, name: string } | null} agency
 * @property {{ workspace: string, name: string }} presenter
 * @property {{ workspace: string, name: string }[]} [counsel]
 * @property {string} title
 * @property {Date} start
 * @property {Date} end
 * @property {string} timeZone
 * @property {Venue | null} venue null while nobody has said it
 * @property {{ amountMinor: number, currency: string } | null} [fee]
 * @property {Guest | null} [guest]
 * @property {string} [note]
 * @property {boolean} [demo]
 */

/**
 * Puts a new engagement down, in state `new`: the request that follows is its first event.
 * @param {Context} context
 * @param {Tx} tx
 * @param {string} id
 * @param {Draft} draft
 * @returns {Promise<EngagementRow>}
 */
export async function lay(
  context,
  tx,
  id,
  { artist, agency, presenter, counsel = [], fee = null, guest = null, note = '', demo = false, ...draft },
) {
  const home = artist.workspace_id;
  const now = context.clock();
  const parties = [
    { side: 'artist', id: artist.id, workspace: artist.self_workspace, name: artist.name },
    ...(agency ? [{ side: 'agency', workspace: agency.workspace, name: agency.name }] : []),
    { side: 'presenter', workspace: presenter.workspace, name: presenter.name },
    ...counsel.map((one) => ({ side: 'counsel', workspace: one.workspace, name: one.name })),
  ];
  /** @type {Engagement} */
  const value = {
    id,
    state: 'new',
    version: 0,
    artist: artist.id,
    agency: agency?.workspace ?? null,
    presenter: presenter.workspace,
    start: instant(draft.start),
    end: instant(draft.end),
  };
  const partyIds = [...new Set([home, ...parties.map((party) => party.workspace)])].filter((one) => one !== null);
  /** @type {EngagementRow[]} */
  const [made] = await as(tx, { workspace: home }, () =>
    tx.rows(
      `insert into engagement (workspace_id, id, artist_id, title, state, starts_at, ends_at, time_zone, place, venue, value, parties, party_ids,
         fee_minor, currency, guest, note, demo, created_at, changed_at)
       values ($1, $2, $3, $4, 'new', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18) returning *`,
      [
        home,
        id,
        artist.id,
        draft.title,
        draft.start,
        draft.end,
        draft.timeZone,
        draft.venue ? placeOf(draft.venue) : '',
        draft.venue && JSON.stringify(draft.venue),
        JSON.stringify(value),
        JSON.stringify(parties),
        partyIds,
        fee?.amountMinor ?? null,
        fee?.currency ?? null,
        guest && JSON.stringify(guest),
        note,
        demo,
        now,
      ],
    ),
  );
  return made;
}
