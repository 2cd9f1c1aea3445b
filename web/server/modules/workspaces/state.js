/**
 * @file What a locked or archived workspace still does. Its people change nothing; they read, sign in and out, take access
 * away, and its owners open it again. What others send it arrives and waits.
 */
import { instant } from '../../context.js';
import { Problem } from '../../http/problems.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {{ state: 'locked' | 'archived', reason: string, by: string, since: string }} Closure */

/** What may enter the audit log by people of a workspace that is closed. */
const stillPossible = new Set([
  'workspace.locked',
  'workspace.unlocked',
  'workspace.archived',
  'workspace.restored',
  'session.opened',
  'session.revoked',
  'factor.given',
  'passkey.revoked',
  'device_key.revoked',
  'feed.revoked',
  'glass.ended',
  'audit.exported',
  'access.denied',
  'access.held',
  'access.blocked',
]);

/** Why the workspace `w` of a query is closed, as `closure`: archived before locked. */
export const closureColumn = `(select jsonb_build_object('state', s.state, 'reason', s.reason, 'by', p.name, 'at', s.shut_at)
  from workspace_shut s left join person p on p.workspace_id = s.workspace_id and p.id = s.shut_by
  where s.workspace_id = w.id order by s.state limit 1) as closure`;

/** @typedef {Pick<import('../../database/rows.d.ts').WorkspaceShutRow, 'state' | 'reason'> & { by: string | null, at: string }} ClosureColumn */

/** @param {ClosureColumn | null} closure @returns {Closure | null} */
export const closureOf = (closure) =>
  closure && {
    state: closure.state,
    reason: closure.reason,
    by: closure.by ?? 'somebody who has left',
    since: instant(new Date(closure.at)),
  };

/** A workspace as its people are told of it. @param {import('../accounts/people.js').Who} who */
export const workspaceAnswer = ({ workspace: { closure, ...workspace } }) => ({ ...workspace, shut: closure });

/** Refuses what changes something in a workspace that is closed. @param {Closure | null} closure */
export function refuseUnlessOpen(closure) {
  if (!closure) return;
  const { state, reason, by, since } = closure;
  throw new Problem(
    423,
    state === 'locked' ? 'workspace.locked' : 'workspace.archived',
    { by, reason, since: new Date(since) },
    { since },
  );
}

/**
 * Refuses what may not enter the audit log of a workspace that is closed. Asked with the chain's head locked, on which locking
 * waits too: what comes after `workspace.locked` in a chain is what was still possible, and nothing else.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {import('../audit/service.js').Entry} entry
 */
export async function refuseEntryUnlessOpen(tx, workspace, { by, action }) {
  if (by.workspace !== workspace || stillPossible.has(action)) return;
  /** @type {{ closure: ClosureColumn | null } | null} */
  const row = await tx.one(`select ${closureColumn} from workspace w where w.id = $1`, [workspace]);
  refuseUnlessOpen(closureOf(row?.closure ?? null));
}
