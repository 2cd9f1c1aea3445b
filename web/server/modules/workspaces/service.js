/**
 * @file Elevated operations of owners: locking a workspace, so that nothing changes in it, and archiving it, so that it is
 * found by nobody either; and opening it again. Core wants a proof of identity that is fresh for each.
 */
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { asOfNow, byOf, identityOf, permit } from '../accounts/people.js';
import { setVerified } from '../accounts/service.js';
import { appendToLog } from '../audit/service.js';
import { platform } from '../platform/workspace.js';

/** @typedef {import('../../database/rows.d.ts').WorkspaceRow} WorkspaceRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */
/** @typedef {import('./state.js').Closure['state']} State */

/** What core is asked, and what the audit log says. */
const words = /** @type {const} */ ({
  locked: { action: 'workspace.lock', closed: 'workspace.locked', opened: 'workspace.unlocked' },
  archived: { action: 'workspace.archive', closed: 'workspace.archived', opened: 'workspace.restored' },
});

/**
 * Works on one's own workspace, with its row locked against whoever closes, reopens or verifies it meanwhile.
 * @param {Context} context
 * @param {Who} asked
 * @param {State} state
 * @param {(tx: Tx, who: Who, verified: boolean) => Promise<string>} work gives what the audit log shall say
 */
const onWorkspace = (context, asked, state, work) =>
  withIdentity(context.db, identityOf(asked), async (tx) => {
    const { id } = asked.workspace;
    /** @type {Pick<WorkspaceRow, 'verified'>[]} */
    const [{ verified }] = await tx.rows('select verified from workspace where id = $1 for no key update', [id]);
    const who = await asOfNow(context, tx, asked);
    permit(context, who, words[state].action, { kind: 'workspace', id });
    if (id === platform) throw new Problem(409, 'workspace.platform');
    const action = await work(tx, who, verified);
    await appendToLog(context, tx, [id], { action, entity: { kind: 'workspace', id }, by: byOf(who) });
  });

/**
 * Locks or archives one's workspace, from the next request on.
 * @param {Context} context
 * @param {Who} asked
 * @param {State} state
 * @param {string} reason
 */
export const closeWorkspace = (context, asked, state, reason) =>
  onWorkspace(context, asked, state, async (tx, who, verified) => {
    const { id } = who.workspace;
    const closed = await tx.one(
      `insert into workspace_shut (workspace_id, state, reason, shut_by, shut_at, was_verified) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing returning 1`,
      [id, state, reason, who.person.id, context.clock(), verified],
    );
    if (!closed) throw new Problem(409, 'workspace.unchanged', { state });
    // Core shows an unverified workspace's artists to nobody else.
    if (state === 'archived' && verified) await setVerified(tx, id, false);
    return words[state].closed;
  });

/**
 * Unlocks or restores one's workspace, as it was before.
 * @param {Context} context
 * @param {Who} asked
 * @param {State} state
 */
export const reopenWorkspace = (context, asked, state) =>
  onWorkspace(context, asked, state, async (tx, who) => {
    const { id } = who.workspace;
    const was = await tx.one(
      'delete from workspace_shut where workspace_id = $1 and state = $2 returning was_verified as verified',
      [id, state],
    );
    if (!was) throw new Problem(409, 'workspace.unchanged.open', { state });
    if (state === 'archived' && was.verified) await setVerified(tx, id, true);
    return words[state].opened;
  });
