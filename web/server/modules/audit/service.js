/** @file The audit log: one hash chain a workspace, each row written in the transaction of the change that it tells of. */

import { toHex } from '../../../shared/bytes.js';
import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { refuseEntryUnlessOpen } from '../workspaces/state.js';

/** @typedef {import('../../database/rows.d.ts').AuditRowRow} AuditRowRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */

/**
 * Who did it. No name and no address stands in the log: both may have to be forgotten one day, a row never is.
 * @typedef {{ kind: 'person' | 'automation' | 'clock' | 'anonymous', id: string | null, workspace: string | null, roles?: string[] }} By
 */

/**
 * @typedef {object} Entry
 * @property {string} action such as `engagement.place_hold`
 * @property {{ kind: string, id: string }} entity
 * @property {By} by
 * @property {string | null} [engagement] when it concerns one: its parties read the row
 * @property {Record<string, unknown>} [detail] ids, states and digests; no free text
 */

const zeros = new Uint8Array(32);

/** Begins a workspace's chain. @param {Tx} tx @param {string} workspace */
export const beginChain = (tx, workspace) =>
  as(tx, { workspace }, () =>
    tx.rows('insert into audit_head (workspace_id, rows, hash) values ($1, 0, $2)', [workspace, zeros]),
  );

/**
 * Appends one entry to the chain of each workspace named. Chains are locked in one order, so that two transactions can't
 * wait for each other.
 * @param {Context} context
 * @param {Tx} tx
 * @param {(string | null | undefined)[]} workspaces
 * @param {Entry} entry
 */
export async function appendToLog(context, tx, workspaces, entry) {
  const chains = [...new Set(workspaces)].filter((workspace) => typeof workspace === 'string').sort();
  const at = instant(context.clock());
  for (const chain of chains) {
    await as(tx, { workspace: chain }, async () => {
      /** @type {Pick<import('../../database/rows.d.ts').AuditHeadRow, 'rows' | 'hash'> | null} */
      const head = await tx.one('select rows, hash from audit_head where workspace_id = $1 for update', [chain]);
      // A guest's side has no workspace here yet, and so no chain.
      if (!head) return;
      await refuseEntryUnlessOpen(tx, chain, entry);
      const row = {
        v: 1,
        chain,
        seq: head.rows,
        at,
        action: entry.action,
        entity: entry.entity,
        actor: entry.by,
        ...(entry.engagement ? { engagement: entry.engagement } : {}),
        ...(entry.detail ? { detail: entry.detail } : {}),
      };
      const { hash, canonical } = context.core.audit.append({ row, prevHash: new Uint8Array(head.hash) });
      await tx.rows(
        'insert into audit_row (workspace_id, seq, engagement_id, entity_id, canonical, prev_hash, hash) values ($1, $2, $3, $4, $5, $6, $7)',
        [chain, head.rows, entry.engagement ?? null, entry.entity.id, canonical, head.hash, hash],
      );
      await tx.rows('update audit_head set rows = rows + 1, hash = $2 where workspace_id = $1', [chain, hash]);
    });
  }
}

/**
 * A row as an export line holds it: its canonical bytes with the two hashes put in their places.
 * @param {Pick<import('../../database/rows.d.ts').AuditRowRow, 'canonical' | 'prev_hash' | 'hash'>} row
 * @returns {Record<string, unknown> & { seq: number, prev_hash: string, hash: string }}
 */
export const exportRow = (row) => ({
  ...JSON.parse(Buffer.from(row.canonical).toString()),
  prev_hash: toHex(row.prev_hash),
  hash: toHex(row.hash),
});

/**
 * A part of a workspace's log, newest first.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {{ before: number | null, engagement?: string | null, limit: number }} page
 * @returns {Promise<ReturnType<typeof exportRow>[]>} as an export's lines
 */
export const readLog = async (tx, workspace, { before, engagement = null, limit }) =>
  (
    await /** @type {Promise<Pick<AuditRowRow, 'canonical' | 'prev_hash' | 'hash'>[]>} */ (
      tx.rows(
        `select canonical, prev_hash, hash from audit_row
       where workspace_id = $1 and ($2::bigint is null or seq < $2) and ($3::text is null or engagement_id = $3) order by seq desc limit $4`,
        [workspace, before, engagement, limit],
      )
    )
  ).map(exportRow);

/** The server itself, when a deadline passes or a visitor without an account acts. @type {By} */
export const theClock = { kind: 'clock', id: null, workspace: null };
/** @type {By} */
export const anybody = { kind: 'anonymous', id: null, workspace: null };
