/**
 * @file One door to the database: PGlite in a folder, or a PostgreSQL by address. Both give transactions that answer
 * plain parametrised SQL, and nothing else.
 */
import { openPglite } from './pglite.js';
import { openPostgres } from './postgres.js';

/** @typedef {import('./tx.js').Tx} Tx */

/**
 * @typedef {object} Database
 * @property {'pglite' | 'postgres'} kind
 * @property {<T>(work: (tx: Tx) => Promise<T>) => Promise<T>} transaction commits when `work` is done, undoes it when it throws
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} options
 * @param {string | null} options.url a PostgreSQL address, or null
 * @param {string} options.folder where PGlite keeps its files; `memory://` for none
 * @returns {Promise<Database>}
 */
export function openDatabase({ url, folder }) {
  return url ? openPostgres(url) : openPglite(folder);
}
