/** @file A person's signing keys, passkeys and device keys alike: listed, named, revoked. */

import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { appendToLog } from '../audit/service.js';
import { byOf, identityOf } from './people.js';

/** @typedef {import('../../database/rows.d.ts').PasskeyRow} PasskeyRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */

/** How many keys in use one person may have. */
const most = 20;

/** Both kinds as one: a passkey's id is ours, a device key's is the key itself. */
const all = `
  select id, 'passkey' as kind, name, second_factor, added_at, used_at, revoked_at from passkey where workspace_id = $1 and person_id = $2
  union all
  select public_key, 'device', name, false, added_at, used_at, revoked_at from device_key where workspace_id = $1 and person_id = $2`;

/** Where a key of either kind is kept. @param {string} id */
const placeOf = (id) =>
  id.startsWith('psk_')
    ? { table: 'passkey', column: 'id', action: 'passkey.revoked', detail: { passkey: id } }
    : { table: 'device_key', column: 'public_key', action: 'device_key.revoked', detail: { publicKey: id } };

/** @param {Context} context @param {Who} who */
export const keysOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {(Pick<PasskeyRow, 'id' | 'name' | 'second_factor' | 'added_at' | 'used_at' | 'revoked_at'> & { kind: 'passkey' | 'device' })[]} */
    const rows = await tx.rows(`${all} order by added_at desc, id`, [who.workspace.id, who.person.id]);
    return rows.map(({ id, kind, name, second_factor, added_at, used_at, revoked_at }) => ({
      id,
      kind,
      name,
      secondFactor: second_factor,
      addedAt: instant(added_at),
      usedAt: instantOrNull(used_at),
      revokedAt: instantOrNull(revoked_at),
    }));
  });

/** Refuses one more key than a person may have. @param {Tx} tx @param {Who} who */
export async function roomForKey(tx, who) {
  /** @type {{ used: number }[]} */
  const [{ used }] = await tx.rows(`select count(*)::integer as used from (${all}) as keys where revoked_at is null`, [
    who.workspace.id,
    who.person.id,
  ]);
  if (used >= most) throw new Problem(409, 'key.too_many', { most });
}

/**
 * Keeps a device key under a name; its first use would otherwise keep it without one.
 * @param {Context} context
 * @param {Who} who
 * @param {{ name: string, publicKey: string }} key
 */
export const addDeviceKey = (context, who, { name, publicKey }) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    if (!(await keepDeviceKey(context, tx, who, { name, publicKey, used: false }))) throw new Problem(409, 'key.known');
  });

/**
 * A device key that signed belongs to the person who first signs with it; its first use is in the audit log.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {string} publicKey
 */
export async function useDeviceKey(context, tx, who, publicKey) {
  const known = await tx.one(
    `update device_key set used_at = $4 where workspace_id = $1 and person_id = $2 and public_key = $3 returning revoked_at`,
    [who.workspace.id, who.person.id, publicKey, context.clock()],
  );
  if (known?.revoked_at) throw new Problem(403, 'approval.key_revoked');
  if (!known) await keepDeviceKey(context, tx, who, { name: '', publicKey, used: true });
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {{ name: string, publicKey: string, used: boolean }} key
 */
async function keepDeviceKey(context, tx, who, { name, publicKey, used }) {
  await roomForKey(tx, who);
  const now = context.clock();
  const kept = await tx.one(
    `insert into device_key (workspace_id, person_id, public_key, name, added_at, used_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning 1`,
    [who.workspace.id, who.person.id, publicKey, name, now, used ? now : null],
  );
  if (!kept) return false;
  await appendToLog(context, tx, [who.workspace.id], {
    action: 'device_key.added',
    entity: { kind: 'person', id: who.person.id },
    by: byOf(who),
    detail: { publicKey },
  });
  return true;
}

/**
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @param {string} name
 * @returns {Promise<boolean>} false when it is none of hers
 */
export const nameKey = (context, who, id, name) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const { table, column } = placeOf(id);
    return Boolean(
      await tx.one(
        `update ${table} set name = $4 where workspace_id = $1 and person_id = $2 and ${column} = $3 returning 1`,
        [who.workspace.id, who.person.id, id, name],
      ),
    );
  });

/**
 * From now on nothing is confirmed with it; what was, stays confirmed.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when it is none of hers, or revoked already
 */
export const revokeKey = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const { table, column, action, detail } = placeOf(id);
    const row = await tx.one(
      `update ${table} set revoked_at = $4 where workspace_id = $1 and person_id = $2 and ${column} = $3 and revoked_at is null returning 1`,
      [who.workspace.id, who.person.id, id, context.clock()],
    );
    if (!row) return false;
    await appendToLog(context, tx, [who.workspace.id], {
      action,
      entity: { kind: 'person', id: who.person.id },
      by: byOf(who),
      detail,
    });
    return true;
  });
