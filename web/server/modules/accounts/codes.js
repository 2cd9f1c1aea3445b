/** @file Reviewed-access codes: made, used so many times, until a day, revoked. Kept as hashes. */

import { dayMs } from '../../../shared/duration.js';
import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { hashToken, newCode, newId, normalCode } from '../../secrets.js';
import { appendToLog } from '../audit/service.js';
import { platform } from '../platform/workspace.js';
import { byOf, identityOf } from './people.js';

/** @typedef {import('../../database/rows.d.ts').AccessCodeRow} AccessCodeRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */

/**
 * Every code, with what is left of it and who made it. Those that can be used come first.
 * @param {Context} context
 * @param {Who} who
 */
export const codesOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {(AccessCodeRow & { by_name: string | null, usable: boolean })[]} */
    const rows = await tx.rows(
      `select c.*, p.name as by_name, (c.revoked_at is null and c.uses_left > 0 and c.expires_at > $2) as usable
       from access_code c left join person p on p.workspace_id = c.workspace_id and p.id = c.created_by
       where c.workspace_id = $1 order by usable desc, c.created_at desc, c.id`,
      [platform, context.clock()],
    );
    return rows.map((row) => ({
      id: row.id,
      label: row.label,
      uses: row.uses,
      usesLeft: row.uses_left,
      state: row.usable ? 'open' : row.revoked_at ? 'revoked' : row.uses_left === 0 ? 'used' : 'expired',
      createdBy: row.by_name ?? '',
      createdAt: instant(row.created_at),
      expiresAt: instant(row.expires_at),
      revokedAt: instantOrNull(row.revoked_at),
    }));
  });

/**
 * Makes a code, shown this once.
 * @param {Context} context
 * @param {Who} who
 * @param {{ label: string, uses: number, days: number }} terms
 */
export async function issueCode(context, who, { label, uses, days }) {
  const code = newCode(context.random);
  const id = newId(context.random, 'code');
  const now = context.clock();
  const expires = new Date(now.getTime() + days * dayMs);
  await withIdentity(context.db, identityOf(who), async (tx) => {
    await tx.rows(
      `insert into access_code (workspace_id, id, code_hash, label, uses, uses_left, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
      [platform, id, hashToken(normalCode(code)), label, uses, now, who.person.id, expires],
    );
    await appendToLog(context, tx, [platform], {
      action: 'access.code_issued',
      entity: { kind: 'code', id },
      by: byOf(who),
      detail: { uses, days },
    });
  });
  return { id, code, expires };
}

/**
 * Takes one use of a code.
 * @param {Context} context
 * @param {Tx} tx as the platform
 * @param {string} code
 * @returns {Promise<string | null>} its id; null when it opens nothing
 */
export async function useCode(context, tx, code) {
  /** @type {Pick<AccessCodeRow, 'id'> | null} */
  const row = await tx.one(
    `update access_code set uses_left = uses_left - 1
     where workspace_id = $1 and code_hash = $2 and uses_left > 0 and revoked_at is null and expires_at > $3 returning id`,
    [platform, hashToken(normalCode(code)), context.clock()],
  );
  return row?.id ?? null;
}

/**
 * Ends a code at once. Accounts that it opened stay open.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when there is none
 */
export const revokeCode = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const row = await tx.one(
      'update access_code set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning uses_left',
      [platform, id, context.clock()],
    );
    if (!row) {
      if (!(await tx.one('select 1 from access_code where workspace_id = $1 and id = $2', [platform, id])))
        return false;
      throw new Problem(409, 'access.code_revoked');
    }
    await appendToLog(context, tx, [platform], {
      action: 'access.code_revoked',
      entity: { kind: 'code', id },
      by: byOf(who),
      detail: { usesLeft: row.uses_left },
    });
    return true;
  });
