/**
 * @file One door to the database: PGlite in a folder, or a PostgreSQL by address. Both give transactions that answer
 * plain parametrised SQL, and nothing else.
 */
import { openPglite } from './pglite.js';
import { openPostgres } from './postgres.js';

/**
 * One transaction.
 * @typedef {object} Tx
 * @property {(text: string, values?: unknown[]) => Promise<any[]>} rows all rows of the answer
 * @property {(text: string, values?: unknown[]) => Promise<any | null>} one its first row, or null
 * @property {(script: string) => Promise<void>} script several statements, without values
 */

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

/**
 * What both drivers answer, as one shape.
 * @param {(text: string, values?: unknown[]) => Promise<any[]>} rows
 * @param {(script: string) => Promise<unknown>} script
 * @returns {Tx}
 */
export function txOf(rows, script) {
  return {
    rows,
    one: async (text, values) => (await rows(text, values))[0] ?? null,
    script: async (text) => void (await script(text)),
  };
}
