import { CuelightError } from './error.js';

/** What C++ binds in any of the modules, by name: the declarations that the build generates.
 * @typedef {import('./generated/core.d.ts').MainModule & import('./generated/calendar.d.ts').MainModule &
 *   import('./generated/availability.d.ts').MainModule} Bound
 */

/** A started module. Its memory is seen anew when it grew: read the views from here, each time.
 * @typedef {{ readonly HEAPU8: Uint8Array, readonly HEAPU32: Uint32Array } & Record<string, any>} RawModule
 */

/** @typedef {Uint8Array | string} Argument octets, or a well-formed string, which is encoded where core reads it */

/** The arguments of a call of `Bound[Name]`: octets where C++ takes their number, behind the frame; any other as it is.
 * @template {keyof Bound} Name
 * @typedef {Parameters<Bound[Name]> extends [number, ...infer Sent]
 *   ? { [At in keyof Sent]: Sent[At] extends number ? Argument : Sent[At] } : []} Arguments
 */

/** Its answer: octets where C++ gives the address of a reply; any other as it is.
 * @template {keyof Bound} Name
 * @typedef {ReturnType<Bound[Name]> extends number ? Uint8Array : ReturnType<Bound[Name]>} Answer
 */

/** A call into a module: the bound function's name and its arguments; gives a copy of the reply's octets. `view` gives the
 * octets where core keeps them, which holds only until the next call.
 * @typedef {(<Name extends keyof Bound>(name: Name, ...args: Arguments<Name>) => Answer<Name>) &
 *   { view<Name extends keyof Bound>(name: Name, ...args: Arguments<Name>): Answer<Name> }} Call
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The most octets that one call accepts: what a 32-bit memory holds beside the working copies. */
export const maxCallOctets = 512 * 1024 * 1024;

/** A frame of core's memory up to `keptOctets` is used again and again; a larger one is core's to give back. */
const leastOctets = 4096;
const keptOctets = 1024 * 1024;
/** A longer string is encoded outside: inside, room for three octets a unit would have to be there first. */
const longestUnits = 1024 * 1024;

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
  const short = ascii(text);
  if (short) return short;
  if (!isWellFormed(text)) {
    throw new CuelightError(
      'argument.ill_formed_string',
      `${name} holds half of a surrogate pair; it has no UTF-8 form.`,
    );
  }
  return encoder.encode(text);
}

/** A short ASCII text, such as a type or an identifier, without the encoder's fixed cost. @param {string} text */
function ascii(text) {
  if (text.length > 64) return null;
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return null;
    octets[i] = unit;
  }
  return octets;
}

/**
 * A structured argument as JSON text for core's own parser; JSON.stringify writes nothing ill-formed.
 * @param {unknown} value
 * @param {string} name
 * @returns {Argument}
 */
export function jsonArgument(value, name) {
  if (typeof value !== 'object' || value === null) {
    throw new CuelightError('argument.type', `${name} must be an object, not ${kind(value)}.`);
  }
  let text;
  try {
    text = JSON.stringify(value) ?? '';
  } catch (cause) {
    throw new CuelightError('argument.type', `${name} can't be written as JSON.`, null, { cause });
  }
  return textArgument(text);
}

/** A well-formed string as an argument. @param {string} text @returns {Argument} */
export const textArgument = (text) => (text.length > longestUnits ? encoder.encode(text) : text);

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

/**
 * Octets out of core's memory: fresh ones, or in the caller's own, of which the part that was written is the answer. A
 * browser takes longer to allocate than core takes to compute.
 * @param {Uint8Array} octets where core keeps them
 * @param {Uint8Array} [into]
 * @returns {Uint8Array}
 */
export function taken(octets, into) {
  if (into === undefined) return new Uint8Array(octets);
  if (octetString(into, 'into').length < octets.length) {
    throw new CuelightError('argument.length', `into has ${into.length} octets; the answer has ${octets.length}.`);
  }
  into.set(octets);
  return into.subarray(0, octets.length);
}

/** Core's own JSON reply as a value. @param {Uint8Array | string} reply */
export const parseJson = (reply) => JSON.parse(typeof reply === 'string' ? reply : decoder.decode(reply));

/** Core's text reply. @param {Uint8Array} octets */
export const parseText = (octets) => decoder.decode(octets);

/**
 * Makes `call` for one instance of the module. `lost` is told when the instance trapped and must not be used again.
 * @param {RawModule} raw
 * @param {(cause: unknown) => void} lost
 * @returns {Call}
 */
export function boundary(raw, lost) {
  let frame = 0;
  let room = 0;
  /** @param {string} name @param {Sent[]} args @param {boolean} copied */
  const ask = (name, args, copied) => {
    let octets = 0;
    for (const arg of args) octets += typeof arg === 'bigint' ? 0 : arg.length * (typeof arg === 'string' ? 3 : 1);
    if (octets > maxCallOctets) {
      throw new CuelightError('argument.too_large', `The input has ${octets} octets; the limit is ${maxCallOctets}.`);
    }
    try {
      if (args.length === 0) return raw[name]();
      if (octets > room || room > keptOctets) {
        room = Math.max(octets, leastOctets);
        frame = raw.boundary_reserve(room);
      }
      return invoke(raw, name, args, frame, copied);
    } catch (cause) {
      if (cause instanceof CuelightError) throw cause;
      lost(cause);
      throw new CuelightError('core.lost', 'The core stopped unexpectedly. Load it again and retry.', null, { cause });
    }
  };
  const call = (/** @type {string} */ name, /** @type {Sent[]} */ ...args) => ask(name, args, true);
  call.view = (/** @type {string} */ name, /** @type {Sent[]} */ ...args) => ask(name, args, false);
  return /** @type {Call} */ (call);
}

/** @typedef {Argument | bigint} Sent */

/**
 * @param {RawModule} raw
 * @param {string} name
 * @param {Sent[]} args
 * @param {number} frame address of enough room
 * @param {boolean} copied
 */
function invoke(raw, name, args, frame, copied) {
  let at = frame;
  /** @type {(number | bigint)[]} */
  const sent = [frame];
  for (const arg of args) {
    if (typeof arg === 'bigint') {
      sent.push(arg);
      continue;
    }
    let octets = arg.length;
    if (typeof arg === 'string') octets = encoder.encodeInto(arg, raw.HEAPU8.subarray(at)).written;
    else raw.HEAPU8.set(arg, at);
    sent.push(octets);
    at += octets;
  }
  const answer = raw[name](...sent);
  if (typeof answer !== 'number') return answer;
  const reply = answer >>> 2;
  // Read one by one: taking a typed array apart costs more than a small decision.
  const words = raw.HEAPU32;
  const text = words[reply + 1];
  const end = text + words[reply + 2];
  const body = raw.HEAPU8.subarray(text, end);
  // Unlike `slice`, the constructor writes no zeros first.
  if (words[reply]) return copied ? new Uint8Array(body) : body;
  const code = words[reply + 3];
  const codeText = decoder.decode(raw.HEAPU8.slice(code, code + words[reply + 4]));
  const offset = words[reply + 5];
  throw new CuelightError(codeText, decoder.decode(body), offset === 0xffffffff ? null : offset);
}

/** Whether every half of a surrogate pair has its other half. @param {string} text */
export function isWellFormed(text) {
  return typeof text.isWellFormed === 'function' ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
}

/** @param {unknown} value */
function kind(value) {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
