import { fromHex, toHex } from '../shared/bytes.js';
import { jsonArgument, octetString, parseJson, parseText, taken, utf8 } from './boundary.js';

/** @typedef {import('./types/approval.d.ts').ApprovalApi} ApprovalApi */

const digestOctets = 32;
const publicKeyOctets = 32;
const secretKeyOctets = 64;
const nothing = new Uint8Array();

/** `make` that gives its last answer again for the same argument. @template A, R @param {(argument: A) => R} make */
function remembered(make) {
  /** @type {{ argument: A, answer: R } | undefined} */
  let last;
  return (/** @type {A} */ argument) => {
    if (last?.argument !== argument) last = { argument, answer: make(argument) };
    return last.answer;
  };
}

/** A reply of canonical octets and their digest, in core's memory. @param {Uint8Array} reply @param {Uint8Array} [into] */
function digested(reply, into) {
  const digest = reply.slice(-digestOctets);
  return { digest, hex: toHex(digest), canonical: taken(reply.subarray(0, -digestOctets), into) };
}

/** BODY of a pre-authentication encoding `DSSEv1 LENGTH TYPE LENGTH BODY`. @param {Uint8Array} encoded @param {number} typeOctets */
function bodyOf(encoded, typeOctets) {
  return encoded.subarray(encoded.indexOf(0x20, `DSSEv1 ${typeOctets} `.length + typeOctets + 1) + 1);
}

/**
 * @param {import('./boundary.js').Call} call
 * @param {(octets: Uint8Array) => string} [sha256] the platform's own, in lower-case hex, where it answers at once: on
 *   machines with instructions for it three times as fast as what WebAssembly can reach, with the same result. Elsewhere
 *   WebCrypto has it, and answers later.
 * @returns {ApprovalApi}
 */
export function approvalApi(call, sha256) {
  const typeOctets = remembered((/** @type {string} */ type) => utf8(type, 'type'));
  /** @param {{ type: string, payload: import('./types/json.d.ts').Text }} ask */
  const named = ({ type, payload }) => /** @type {const} */ ([typeOctets(type), utf8(payload, 'payload')]);
  /** @type {ApprovalApi['digest']} */
  const digest = ({ type, payload, into }) => {
    const typed = typeOctets(type);
    const octets = utf8(payload, 'payload');
    if (!sha256) return digested(call.view('approval_digest', typed, octets), into);
    const encoded = call.view('approval_signing_octets', typed, octets);
    const hashed = sha256(encoded);
    return { digest: fromHex(hashed), hex: hashed, canonical: taken(bodyOf(encoded, typed.length), into) };
  };
  const subtle = sha256 ? undefined : globalThis.crypto?.subtle;
  return {
    digest,

    async digestAsync({ type, payload, into }) {
      if (!subtle) return digest({ type, payload, into });
      const ask = named({ type, payload });
      const encoded = call.view('approval_signing_octets', ...ask);
      const hashing = subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (encoded));
      // WebCrypto has copied the octets by now, and core's memory is free for the next call.
      const canonical = taken(bodyOf(encoded, ask[0].length), into);
      const hashed = new Uint8Array(await hashing);
      return { digest: hashed, hex: toHex(hashed), canonical };
    },

    describe: ({ type, payload, previous, ...options }) =>
      parseJson(
        call(
          'approval_describe',
          ...named({ type, payload }),
          previous === undefined ? nothing : utf8(previous, 'previous'),
          jsonArgument(options, 'options'),
        ),
      ),

    types: () => parseJson(call('approval_types')),

    keyPair: (seed) => {
      const both = call('approval_key_pair', octetString(seed, 'seed', 32));
      return { publicKey: both.slice(0, publicKeyOctets), secretKey: both.slice(publicKeyOctets) };
    },

    sign: ({ secretKey, ...ask }) =>
      call('approval_sign', ...named(ask), octetString(secretKey, 'secretKey', secretKeyOctets)),

    verify: ({ signature, publicKey, ...ask }) =>
      call(
        'approval_verify',
        ...named(ask),
        octetString(signature, 'signature'),
        octetString(publicKey, 'publicKey'),
      )[0] === 1,

    signingOctets: (ask) => call('approval_signing_octets', ...named(ask)),

    envelope: ({ signatures, ...ask }) => {
      const list = signatures.map(({ keyid, signature }) => ({
        keyid,
        sig: toHex(octetString(signature, 'signature')),
      }));
      return parseText(call('approval_envelope', ...named(ask), jsonArgument(list, 'signatures')));
    },

    open: ({ envelope, keys, threshold }) => {
      const known = keys.map(({ keyid, publicKey }) => ({
        keyid,
        publicKey: toHex(octetString(publicKey, 'publicKey')),
      }));
      const reply = call('approval_open', utf8(envelope, 'envelope'), jsonArgument({ keys: known, threshold }, 'keys'));
      const line = reply.indexOf(0x0a);
      return { ...parseJson(reply.slice(0, line)), payload: reply.slice(line + 1) };
    },

    statement: (statement) => ({
      type: 'application/vnd.cuelight.statement+json',
      ...digested(call.view('approval_statement', jsonArgument(statement, 'statement'))),
    }),

    verifyReceipt: (receipt) => parseJson(call('approval_verify_receipt', utf8(receipt, 'receipt'))),
  };
}
