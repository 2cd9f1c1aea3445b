/** @file One reading of a payload: what core was asked, the view it gave, and whether that may be confirmed. */

/**
 * @typedef {import('../client/types/approval.d.ts').ApprovalApi} ApprovalApi
 * @typedef {import('../client/types/approval.d.ts').DescribeOptions} DescribeOptions
 * @typedef {import('../client/types/approval.d.ts').PayloadView} PayloadView
 */

/** Now, as core reads instants. */
export const thisMoment = () => `${new Date().toISOString().slice(0, 19)}Z`;

export class Reading {
  #approval;
  #asked;

  /**
   * @param {ApprovalApi} approval
   * @param {DescribeOptions} asked
   * @throws {import('../client/error.js').CuelightError} what core can't read
   */
  constructor(approval, asked) {
    this.#approval = approval;
    this.#asked = asked;
    /** What is shown. @type {PayloadView} */
    this.view = approval.describe(asked);
  }

  /** What core was asked last. */
  get asked() {
    return this.#asked;
  }

  /** Why what is shown can't be confirmed; an empty string when it can. @param {{ expectedDigest: string, expiresAt: string }} given */
  judge({ expectedDigest, expiresAt }) {
    if (window.top !== window.self) return 'confirm.framed';
    if (expectedDigest && this.view.digest !== expectedDigest.toLowerCase()) return 'confirm.digest_mismatch';
    if (!this.view.confirmable) return 'confirm.not_confirmable';
    // What can't be read as a time has passed.
    if (expiresAt && !(Date.parse(expiresAt) > Date.now())) return 'confirm.expired';
    return '';
  }

  /**
   * Computes everything once more from the bytes: why it can't be confirmed now, and the error behind that.
   * @param {{ expectedDigest: string, expiresAt: string }} given
   * @returns {{ code: string, cause?: unknown }}
   */
  judgeAnew(given) {
    try {
      const holds = this.#holds();
      return { code: this.judge(given) || (holds ? '' : 'confirm.digest_mismatch') };
    } catch (cause) {
      return { code: 'confirm.no_core', cause };
    }
  }

  /** Whether core still says what is shown. */
  #holds() {
    const { digest, viewDigest } = this.#approval.describe(this.#asked);
    return digest === this.view.digest && viewDigest === this.view.viewDigest;
  }

  /** Asks as of this moment: whether the passing of time has changed what the sheet says. */
  outlived() {
    this.#asked = { ...this.#asked, now: thisMoment() };
    return !this.#holds();
  }
}
