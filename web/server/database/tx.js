/** @file What both databases give in a transaction. */

/**
 * One transaction. Who asks says what a row is, by the type of what takes the answer (rows.d.ts names each table's);
 * of a row that nobody names, each column is unknown.
 * @typedef {object} Tx
 * @property {<Row = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>} rows all rows of the answer
 * @property {<Row = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row | null>} one its first row, or null
 * @property {(script: string) => Promise<void>} script several statements, without values
 */

/**
 * What both drivers answer, as one shape.
 * @param {Tx['rows']} rows
 * @param {(script: string) => Promise<unknown>} script
 * @returns {Tx}
 */
export function txOf(rows, script) {
  /** @template Row @param {string} text @param {unknown[]} [values] @returns {Promise<Row | null>} */
  const one = async (text, values) => {
    /** @type {Row[]} */
    const [first] = await rows(text, values);
    return first ?? null;
  };
  return { rows, one, script: async (text) => void (await script(text)) };
}
