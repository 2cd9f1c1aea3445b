/** @file What both databases give in a transaction. */

/**
 * One transaction.
 * @typedef {object} Tx
 * @property {(text: string, values?: unknown[]) => Promise<any[]>} rows all rows of the answer
 * @property {(text: string, values?: unknown[]) => Promise<any | null>} one its first row, or null
 * @property {(script: string) => Promise<void>} script several statements, without values
 */

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
