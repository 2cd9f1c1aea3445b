/** @file Effects: what a confirmed approval does, in the transaction of its last confirmation. */
import { as } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { byOf } from '../accounts/people.js';
import { appendToLog } from '../audit/service.js';
import { applyEvent, engagementActor, engagementById } from '../engagements/service.js';
import { giveGrant } from '../workspaces/grants.js';
import { payloadOf, payloadType } from './payloads.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../database/rows.d.ts').EngagementRow} EngagementRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/**
 * Carries out what was confirmed, in the transaction of the last confirmation.
 * @param {Context} context
 * @param {Tx} tx as the approval's owner
 * @param {Who} who
 * @param {ApprovalRow} approval
 * @param {string} digest
 */
export async function commit(context, tx, who, approval, digest) {
  const effect = approval.effect;
  let readers = approval.party_ids;
  if (effect.kind === 'engagement') {
    const row = await onEngagement(context, tx, who, approval, effect.event);
    sameRank(row, approval);
    await keepFee(tx, row, approval);
    // From here on it is between the parties.
    readers = row.party_ids;
  }
  if (effect.kind === 'publication') {
    await as(tx, { workspace: effect.home }, () =>
      tx.rows('update artist set level = $3, opted_in = $4, changed_at = $5 where workspace_id = $1 and id = $2', [
        effect.home,
        effect.artist,
        effect.level,
        effect.level === 'public',
        context.clock(),
      ]),
    );
    await appendToLog(context, tx, approval.party_ids, {
      action: 'artist.level_changed',
      entity: { kind: 'artist', id: effect.artist },
      by: byOf(who),
      detail: { level: effect.level, digest },
    });
  }
  if (effect.kind === 'access') await giveGrant(context, tx, who, approval, digest);
  await tx.rows(
    `update approval set state = 'committed', closed_at = $3, party_ids = $4 where workspace_id = $1 and id = $2`,
    [approval.workspace_id, approval.id, context.clock(), readers],
  );
  await tx.rows('update confirmation set party_ids = $3 where workspace_id = $1 and approval_id = $2', [
    approval.workspace_id,
    approval.id,
    readers,
  ]);
  await appendToLog(context, tx, readers, {
    action: 'approval.committed',
    entity: { kind: 'approval', id: approval.id },
    engagement: approval.engagement_id,
    by: byOf(who),
    detail: { type: approval.type, digest },
  });
}

/**
 * @param {Context} context
 * @param {Tx} tx as the approval's owner, a party of the engagement
 * @param {Who} who
 * @param {ApprovalRow} approval
 * @param {Record<string, any>} event
 */
export async function onEngagement(context, tx, who, approval, event) {
  // An approval's engagement is never removed.
  const engagement = async () =>
    /** @type {EngagementRow} */ (await engagementById(tx, /** @type {string} */ (approval.engagement_id)));
  const { workspace_id: home } = await engagement();
  return as(tx, { workspace: home }, async () => {
    const row = await engagement();
    return applyEvent(context, tx, row, /** @type {any} */ ({ ...event, actor: engagementActor(who) }), byOf(who));
  });
}

/**
 * A hold is confirmed with its rank. When others took or left theirs since, the rank would be another than was confirmed.
 * @param {EngagementRow} row
 * @param {ApprovalRow} approval
 */
function sameRank(row, approval) {
  if (approval.type !== payloadType('hold')) return;
  const { rank } = payloadOf(approval);
  if (rank === row.value.hold?.rank) return;
  throw new Problem(
    409,
    'approval.stale.ranks',
    {},
    {
      rank: row.value.hold?.rank,
    },
  );
}

/** The fee that was quoted last is the fee that people see. @param {Tx} tx @param {EngagementRow} row @param {ApprovalRow} approval */
async function keepFee(tx, row, approval) {
  const { fee } = payloadOf(approval);
  if (!fee) return;
  await as(tx, { workspace: row.workspace_id }, () =>
    tx.rows('update engagement set fee_minor = $3, currency = $4 where workspace_id = $1 and id = $2', [
      row.workspace_id,
      row.id,
      fee.amountMinor,
      fee.currency,
    ]),
  );
}
