/** @file Receipts: one file with what was confirmed, by whom, and the rows of the audit log that tell of it. */

import { toHex } from '../../../shared/bytes.js';
import { confirmationsOf, statementType, stateOf } from './service.js';

const textOf = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString();

/** A confirmation as a receipt carries it (docs/spec/approval.md). @param {Pick<import('../../database/rows.d.ts').ConfirmationRow, 'statement'> & import('./signing.js').Signature} row of the table, or what is to become one */
export const confirmationEntry = (row) => ({
  method: row.method,
  statementType,
  statement: textOf(row.statement),
  signature: toHex(row.signature),
  publicKey: toHex(row.public_key),
  ...(row.method === 'webauthn'
    ? {
        algorithm: row.algorithm,
        authenticatorData: toHex(/** @type {Uint8Array} */ (row.authenticator_data)),
        clientDataJSON: toHex(/** @type {Uint8Array} */ (row.client_data)),
      }
    : {}),
});

/**
 * @param {import('../../context.js').Context} context
 * @param {import('../../database/index.js').Tx} tx as the viewer
 * @param {import('../accounts/people.js').Who} who
 * @param {import('../../database/rows.d.ts').ApprovalRow} approval
 * @returns {Promise<Record<string, unknown> | null>} null before the first confirmation
 */
export async function receiptOf(context, tx, who, approval) {
  const confirmations = await confirmationsOf(tx, approval);
  if (confirmations.length === 0) return null;
  /** @type {Pick<import('../../database/rows.d.ts').AuditRowRow, 'canonical' | 'prev_hash' | 'hash'>[]} */
  const rows = await tx.rows(
    `select canonical, prev_hash, hash from audit_row
     where workspace_id = $1 and entity_id = $2 order by seq`,
    [who.workspace.id, approval.id],
  );
  // Who else looked for it is the audit log's business, not a receipt's, which goes to others.
  const told = rows.filter(({ canonical }) => !JSON.parse(textOf(canonical)).action.startsWith('access.'));
  return {
    format: 'cuelight-receipt/1',
    state: stateOf(context, approval),
    type: approval.type,
    payload: textOf(approval.canonical),
    digest: toHex(approval.digest),
    confirmations: confirmations.map(confirmationEntry),
    record: told.map(({ canonical, prev_hash, hash }) => ({
      row: textOf(canonical),
      prevHash: toHex(prev_hash),
      hash: toHex(hash),
    })),
  };
}
