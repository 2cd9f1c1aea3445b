/**
 * What every refused call throws. `code` is the stable string a program switches on, the same in C++, JavaScript and
 * the documents; `message` is one sentence for a person; `offset` is the octet offset into the input, where one applies.
 */
export class CuelightError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number | null} [offset]
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, offset = null, options = undefined) {
    super(message, options);
    this.name = 'CuelightError';
    /** @readonly */
    this.code = code;
    /** @readonly */
    this.offset = offset;
  }
}
