import { CuelightError } from './error.js';

/**
 * The raw module that Emscripten's glue makes.
 * @typedef {{ HEAPU8: Uint8Array, HEAPU32: Uint32Array, boundary_reserve(octets: number): number,
 *   [name: string]: any }} RawModule
 */

/** One call into core: the bound function's name and its arguments as octets; gives a copy of the reply's octets.
 * @typedef {(name: string, ...args: Uint8Array[]) => Uint8Array} Call
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The most octets that one call accepts: what a 32-bit memory holds beside the working copies. */
export const maxCallOctets = 512 * 1024 * 1024;

/**
 * A text argument as UTF-8. A string with a lone surrogate has no UTF-8 form and is refused, never repaired.
 * @param {string | Uint8Array} text
 * @param {string} name the argument's name, for the message
 * @returns {Uint8Array}
 */
export function utf8(text, name) {
  if (text instanceof Uint8Array) return text;
  if (typeof text !== 'string') {
    throw new CuelightError('argument.type', `${name} must be a string or a Uint8Array of UTF-8, not ${kind(text)}.`);
  }
  if (!isWellFormed(text)) {
    throw new CuelightError(
      'argument.ill_formed_string',
      `${name} holds half of a surrogate pair; it has no UTF-8 form.`,
    );
  }
  return encoder.encode(text);
}

/**
 * A structured argument as JSON text for core's own parser.
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array}
 */
export function jsonBytes(value, name) {
  if (typeof value !== 'object' || value === null) {
    throw new CuelightError('argument.type', `${name} must be an object, not ${kind(value)}.`);
  }
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new CuelightError('argument.type', `${name} can't be written as JSON.`, null, { cause });
  }
  return encoder.encode(text);
}

/**
 * Octets of a given length, such as a key or a digest.
 * @param {unknown} value
 * @param {string} name
 * @param {number} [octets] the required length
 * @returns {Uint8Array}
 */
export function octetString(value, name, octets) {
  if (!(value instanceof Uint8Array)) {
    throw new CuelightError('argument.type', `${name} must be a Uint8Array, not ${kind(value)}.`);
  }
  if (octets !== undefined && value.length !== octets) {
    throw new CuelightError('argument.length', `${name} must have ${octets} octets, not ${value.length}.`);
  }
  return value;
}

/** Core's own JSON reply as a value. @param {Uint8Array} octets */
export const parseJson = (octets) => JSON.parse(decoder.decode(octets));

/** Core's text reply. @param {Uint8Array} octets */
export const parseText = (octets) => decoder.decode(octets);

/**
 * Makes `call` for one instance of the module. `lost` is told when the instance trapped and must not be used again.
 * @param {RawModule} raw
 * @param {(cause: unknown) => void} lost
 * @returns {Call}
 */
export function boundary(raw, lost) {
  return (name, ...args) => {
    let octets = 4 * args.length;
    for (const arg of args) octets += arg.length;
    if (octets > maxCallOctets) {
      throw new CuelightError('argument.too_large', `The input has ${octets} octets; the limit is ${maxCallOctets}.`);
    }
    try {
      return invoke(raw, name, args, octets);
    } catch (cause) {
      if (cause instanceof CuelightError) throw cause;
      lost(cause);
      throw new CuelightError('core.lost', 'The core stopped unexpectedly. Load it again and retry.', null, { cause });
    }
  };
}

/**
 * @param {RawModule} raw
 * @param {string} name
 * @param {Uint8Array[]} args
 * @param {number} octets
 */
function invoke(raw, name, args, octets) {
  const frame = raw.boundary_reserve(octets);
  let at = frame + 4 * args.length;
  for (let i = 0; i < args.length; i++) {
    raw.HEAPU32[(frame >>> 2) + i] = args[i].length;
    raw.HEAPU8.set(args[i], at);
    at += args[i].length;
  }
  const reply = raw[name](frame) >>> 2;
  // Read one by one: taking a typed array apart costs more than a small decision.
  const words = raw.HEAPU32;
  const text = words[reply + 1];
  const body = raw.HEAPU8.slice(text, text + words[reply + 2]);
  if (words[reply]) return body;
  const code = words[reply + 3];
  const codeText = decoder.decode(raw.HEAPU8.slice(code, code + words[reply + 4]));
  const offset = words[reply + 5];
  throw new CuelightError(codeText, decoder.decode(body), offset === 0xffffffff ? null : offset);
}

/** @param {string} text */
function isWellFormed(text) {
  return typeof text.isWellFormed === 'function' ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
}

/** @param {unknown} value */
function kind(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
