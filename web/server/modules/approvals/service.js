/** @file Approvals: how they are proposed, with the exact bytes, and how they stand. confirming.js takes them on. */

import { toHex } from '../../../shared/bytes.js';
import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { CoreRefusal, Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { appendToLog } from '../audit/service.js';
import { ours } from '../engagements/service.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../database/rows.d.ts').ConfirmationRow} ConfirmationRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

export const statementType = 'application/vnd.cuelight.statement+json';

/**
 * One confirmation that an approval waits for. `party` is a workspace's or an artist's id. `event`: what this very
 * confirmation does to the engagement, where each side's word counts by itself.
 * @typedef {{ key: string, side: string, roles: string[], party: string, name: string, event?: string }} Need
 */

/**
 * What the last confirmation carries out.
 * @typedef {{ kind: 'engagement', event: Record<string, any> } | { kind: 'publication', home: string, artist: string, level: string }
 *   | { kind: 'access' } | { kind: 'none' }} Effect
 */

/** Who proposed an approval. @typedef {{ id: string | null, kind: string, workspace: string, name: string | null }} Proposer */
/** Who confirmed one. @typedef {{ id: string, name: string, workspace: string, roles: string[] }} Confirmer */

/** Approvals that the transaction's workspace proposed or has a part in. */
export const concerning = '(workspace_id = cuelight_workspace() or cuelight_workspace() = any (party_ids))';

/**
 * Stores a payload for confirmation. Refuses what can't be confirmed, and says why.
 * @param {Context} context
 * @param {Tx} tx
 * @param {object} proposal
 * @param {string} proposal.owner the workspace that proposes it
 * @param {string} proposal.type
 * @param {string | Uint8Array} proposal.payload
 * @param {string} proposal.purpose a word for the list, such as `engagement.quote`
 * @param {Effect} proposal.effect
 * @param {import('../../database/rows.d.ts').EngagementRow | null} [proposal.engagement] its row, when it concerns one
 * @param {Need[]} [proposal.needs] as the payload's own description says, unless given
 * @param {string[]} proposal.partyIds who may see it
 * @param {import('../audit/service.js').By & { name?: string }} proposal.by
 * @param {Uint8Array | null} [proposal.previous] what stood before
 * @returns {Promise<{ id: string, hex: string }>}
 */
export async function propose(context, tx, proposal) {
  const { owner, type, payload, purpose, effect, engagement: row = null, partyIds, by, previous = null } = proposal;
  const engagement = row?.id ?? null;
  const { digest, hex, canonical } = context.core.approval.digest({ type, payload });
  const view = describe(context, { type, canonical, previous });
  if (!view.confirmable) {
    const [first] = view.refusals;
    const [code, more] = /** @type {const} */ (['approval.not_confirmable', { refusals: view.refusals }]);
    throw first ? new CoreRefusal(422, { code, message: first.message }, more) : new Problem(422, code, {}, more);
  }
  const needs =
    proposal.needs ?? view.confirmers.map(({ side, roles, id, name }) => ({ key: side, side, roles, party: id, name }));
  const id = newId(context.random, 'apr');
  const now = context.clock();
  if (row)
    await as(tx, { workspace: row.workspace_id }, () =>
      voidOlder(context, tx, { type, engagement: row.id, purpose, by }),
    );
  return as(tx, { workspace: owner }, async () => {
    await tx.rows(
      `insert into approval (workspace_id, id, type, canonical, digest, previous, purpose, intent, needs, party_ids, engagement_id, effect,
         state, proposed_by, proposed_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14, $15)`,
      [
        owner,
        id,
        type,
        canonical,
        digest,
        previous,
        purpose,
        view.intent.title,
        JSON.stringify(needs),
        partyIds,
        engagement,
        JSON.stringify(effect),
        JSON.stringify({ id: by.id, kind: by.kind, workspace: by.workspace, name: by.name ?? null }),
        now,
        new Date(now.getTime() + view.lifetimeSeconds * 1000),
      ],
    );
    await appendToLog(context, tx, partyIds, {
      action: 'approval.proposed',
      entity: { kind: 'approval', id },
      engagement,
      by: plain(by),
      detail: { type, digest: hex, purpose },
    });
    return { id, hex };
  });
}

/** A name is for the list only; it stays out of the audit log. @param {import('../audit/service.js').By & { name?: string }} by */
const plain = ({ name: _name, ...by }) => by;

/**
 * A newer version voids what was open, and every confirmation that it had.
 * @param {Context} context
 * @param {Tx} tx as the engagement's home
 * @param {{ type: string, engagement: string, purpose: string, by: import('../audit/service.js').By }} which
 */
async function voidOlder(context, tx, { type, engagement, purpose, by }) {
  /** @type {Pick<ApprovalRow, 'id' | 'party_ids' | 'digest'>[]} */
  const older = await tx.rows(
    `update approval set state = 'voided', closed_at = $4 where engagement_id = $1 and type = $2 and purpose = $3 and state = 'open'
     returning id, party_ids, digest`,
    [engagement, type, purpose, context.clock()],
  );
  for (const { id, party_ids, digest } of older) {
    await tx.rows('update confirmation set voided_at = $2 where approval_id = $1', [id, context.clock()]);
    await appendToLog(context, tx, party_ids, {
      action: 'approval.voided',
      entity: { kind: 'approval', id },
      engagement,
      by: plain(by),
      detail: { digest: toHex(digest) },
    });
  }
}

/**
 * What a reader's page told core besides the bytes.
 * @typedef {{ locale: string, timeZone: string, now: string }} Reader
 */

/**
 * The view of stored bytes, in core's words.
 * @param {Context} context
 * @param {{ type: string, canonical: Uint8Array, previous?: Uint8Array | null }} what
 * @param {Partial<Reader> & { knownParties?: { id: string, name: string }[] }} [reader]
 */
export const describe = (context, { type, canonical, previous }, reader = {}) =>
  context.core.approval.describe({
    type,
    payload: new Uint8Array(canonical),
    ...(previous ? { previous: new Uint8Array(previous) } : {}),
    now: instant(context.clock()),
    ...reader,
  });

/**
 * Everybody that the viewer deals with, under the name last used: names in a payload are measured against them.
 * @param {Tx} tx as the viewer
 * @returns {Promise<{ id: string, name: string }[]>}
 */
export async function knownParties(tx) {
  /** @type {Pick<import('../../database/rows.d.ts').EngagementRow, 'parties'>[]} */
  const rows = await tx.rows(
    `select parties from engagement where ${ours} and answered order by changed_at desc, id limit 500`,
  );
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const { parties } of rows)
    for (const { id, workspace, name } of parties) {
      const party = id ?? workspace;
      if (party && !known.has(party)) known.set(party, name);
    }
  return [...known].map(([id, name]) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @param {Tx} tx @param {string} id @returns {Promise<ApprovalRow | null>} */
export const approvalById = (tx, id) => tx.one(`select * from approval where id = $1 and ${concerning}`, [id]);

/** The confirmations of approvals that still count, in the order they were given. @param {Tx} tx @param {ApprovalRow[]} approvals @returns {Promise<ConfirmationRow[]>} */
export const confirmationsOf = (tx, ...approvals) =>
  tx.rows(
    `select * from confirmation where workspace_id = any ($1) and approval_id = any ($2) and voided_at is null
     order by confirmed_at, need`,
    [approvals.map((one) => one.workspace_id), approvals.map((one) => one.id)],
  );

/** What an approval is now: one that ran out is expired whatever the row says. @param {Context} context @param {ApprovalRow} approval */
export const stateOf = (context, approval) =>
  approval.state === 'open' && approval.expires_at <= context.clock() ? 'expired' : approval.state;

/** What this person could confirm of it. @param {Who} who @param {ApprovalRow} approval @param {ConfirmationRow[]} confirmations @returns {Need | undefined} */
export const needOf = (who, approval, confirmations) =>
  approval.needs.find(
    (need) =>
      (need.party === who.workspace.id || need.party === who.artist?.id) &&
      need.roles.some((role) => who.person.roles.includes(role)) &&
      !confirmations.some((done) => done.need === need.key),
  );
