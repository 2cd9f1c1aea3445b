/** @file What the host has given: what is to be shown, to whom, and until when it may be confirmed. */
import { thisMoment } from './reading.js';

export class Given {
  type = '';
  /** @type {Uint8Array | null} */
  payload = null;
  /** @type {Uint8Array | null} */
  previous = null;
  locale = '';
  timeZone = '';
  /** @type {import('../client/types/approval.d.ts').Party[]} */
  knownParties = [];
  now = '';
  expectedDigest = '';
  expiresAt = '';

  /**
   * What core is asked about it; null while there is no payload or no type.
   * @param {string} locale the reader's
   * @param {string} timeZone
   * @returns {import('./reading.js').DescribeOptions | null}
   */
  question(locale, timeZone) {
    const { type, payload, previous, knownParties, now } = this;
    if (!payload || !type) return null;
    return {
      type,
      payload,
      ...(previous ? { previous } : {}),
      locale,
      timeZone,
      knownParties,
      now: now || thisMoment(),
    };
  }
}

/** A copy of the octets. @param {unknown} given */
export function octets(given) {
  if (given === null || given === undefined || given === '') return null;
  if (typeof given === 'string') return new TextEncoder().encode(given);
  if (given instanceof Uint8Array) return given.slice();
  throw new TypeError('A payload is a string or a Uint8Array.');
}
