/** @file What each kind of payload is called. */
import { words } from '../words.js';

/** "Contract" of `application/vnd.cuelight.contract+json` @param {string} type */
export const typeWord = (type) =>
  /** @type {Record<string, string>} */ ({ ...words.types })[
    type.replace(/^application\/vnd\.cuelight\.|\+json$/g, '')
  ] ?? type;
