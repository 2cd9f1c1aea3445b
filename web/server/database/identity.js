/**
 * @file The one path to a tenant's rows: a transaction that works as `cuelight_app`, for one identity. Row-level security
 * reads that identity; nothing outlives the transaction.
 */

/** @typedef {import('./index.js').Database} Database */
/** @typedef {import('./index.js').Tx} Tx */

/**
 * @typedef {object} Identity
 * @property {string | null} [workspace] whose rows
 * @property {string | null} [person]
 * @property {boolean} [listing] that workspace is a verified presenter
 * @property {string | null} [presented] a secret's hash, an address or an id, by which one row may be found
 */

const assume = `select set_config('role', 'cuelight_app', true), set_config('cuelight.workspace', $1, true),
  set_config('cuelight.person', $2, true), set_config('cuelight.listing', $3, true), set_config('cuelight.presented', $4, true)`;

/** @param {Tx} tx @param {Identity} identity */
const become = (tx, identity) =>
  tx.rows(assume, [
    identity.workspace ?? '',
    identity.person ?? '',
    identity.listing ? 'on' : '',
    identity.presented ?? '',
  ]);

/** @type {WeakMap<Tx, Identity>} */
const identities = new WeakMap();

/**
 * Runs `work` in one transaction, as `identity`.
 * @template T
 * @param {Pick<Database, 'transaction'>} db
 * @param {Identity} identity
 * @param {(tx: Tx) => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withIdentity = (db, identity, work) => db.transaction((tx) => as(tx, identity, work));

/**
 * Runs `work` as another identity inside a running transaction, then goes back. For what one action writes into another
 * party's audit log.
 * @template T
 * @param {Tx} tx
 * @param {Identity} identity
 * @param {(tx: Tx) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function as(tx, identity, work) {
  const before = identities.get(tx);
  await stayAs(tx, identity);
  const answer = await work(tx);
  // After a failure the transaction is undone whole, so there is nothing to go back to.
  if (before) await stayAs(tx, before);
  return answer;
}

/** Makes the rest of a running transaction another identity's. @param {Tx} tx @param {Identity} identity */
export async function stayAs(tx, identity) {
  identities.set(tx, identity);
  await become(tx, identity);
}
