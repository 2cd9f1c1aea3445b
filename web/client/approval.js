import { jsonBytes, octetString, parseJson, parseText, utf8 } from './boundary.js';

/** @typedef {import('./types/approval.d.ts').ApprovalApi} ApprovalApi */

const digestOctets = 32;
const publicKeyOctets = 32;
const secretKeyOctets = 64;
const nothing = new Uint8Array();
const pairs = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** @param {Uint8Array} octets */
function hex(octets) {
  let text = '';
  for (let i = 0; i < octets.length; i++) text += pairs[octets[i]];
  return text;
}

/** A reply of a digest and canonical octets, in core's memory. @param {Uint8Array} reply */
function digested(reply) {
  const digest = reply.slice(0, digestOctets);
  return { digest, hex: hex(digest), canonical: reply.slice(digestOctets) };
}

/**
 * @param {import('./boundary.js').Call} call
 * @returns {ApprovalApi}
 */
export function approvalApi(call) {
  /** @param {{ type: string, payload: import('./types/json.d.ts').Text }} ask */
  const named = ({ type, payload }) => /** @type {const} */ ([utf8(type, 'type'), utf8(payload, 'payload')]);
  return {
    digest: (ask) => digested(call.view('approval_digest', ...named(ask))),

    describe: ({ type, payload, previous, ...options }) =>
      parseJson(
        call(
          'approval_describe',
          ...named({ type, payload }),
          previous === undefined ? nothing : utf8(previous, 'previous'),
          jsonBytes(options, 'options'),
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
      const list = signatures.map(({ keyid, signature }) => ({ keyid, sig: hex(octetString(signature, 'signature')) }));
      return parseText(call('approval_envelope', ...named(ask), jsonBytes(list, 'signatures')));
    },

    open: ({ envelope, keys, threshold }) => {
      const known = keys.map(({ keyid, publicKey }) => ({
        keyid,
        publicKey: hex(octetString(publicKey, 'publicKey')),
      }));
      const reply = call('approval_open', utf8(envelope, 'envelope'), jsonBytes({ keys: known, threshold }, 'keys'));
      const line = reply.indexOf(0x0a);
      return { ...parseJson(reply.slice(0, line)), payload: reply.slice(line + 1) };
    },

    statement: (statement) => ({
      type: 'application/vnd.cuelight.statement+json',
      ...digested(call.view('approval_statement', jsonBytes(statement, 'statement'))),
    }),

    verifyReceipt: (receipt) => parseJson(call('approval_verify_receipt', utf8(receipt, 'receipt'))),
  };
}
