import { fromHex, toHex } from '../shared/bytes.js';
import { jsonArgument, octetString, parseJson, parseText, utf8 } from './boundary.js';
import { CuelightError } from './error.js';

/** @typedef {import('./boundary.js').Call} Call */
/** @typedef {import('./types/audit.d.ts').VerifyOptions} VerifyOptions */

/** How much of an export crosses the boundary at once: memory stays small whatever its size. */
const pieceOctets = 1 << 20;
const digestOctets = 32;

/** Octets, or their hex. @param {Uint8Array | string} value @param {string} name @returns {Uint8Array} */
function octetsOf(value, name) {
  if (typeof value !== 'string') return octetString(value, name);
  if (!/^(?:[0-9a-f]{2})*$/.test(value)) {
    throw new CuelightError('argument.type', `${name} must be a Uint8Array or lower-case hex.`);
  }
  return fromHex(value);
}

/** Octet strings, each behind its length. @param {readonly (Uint8Array | string)[]} list @param {string} name */
function packed(list, name) {
  if (!Array.isArray(list)) throw new CuelightError('argument.type', `${name} must be an array.`);
  const items = list.map((item) => octetsOf(item, name));
  const out = new Uint8Array(items.reduce((sum, item) => sum + 4 + item.length, 0));
  const words = new DataView(out.buffer);
  let at = 0;
  for (const item of items) {
    words.setUint32(at, item.length, true);
    out.set(item, at + 4);
    at += 4 + item.length;
  }
  return out;
}

/** @param {number} value */
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** @param {number} value @param {string} name */
function count(value, name) {
  if (!isCount(value)) throw new CuelightError('argument.type', `${name} must be a whole number up to 2^53-1.`);
  return BigInt(value);
}

/** @param {Uint8Array} octets */
function digests(octets) {
  return Array.from({ length: octets.length / digestOctets }, (_, i) =>
    octets.slice(i * digestOctets, (i + 1) * digestOctets),
  );
}

/** @param {Call} call */
function chainApi(call) {
  /** @param {VerifyOptions} options */
  function begin({ checkpoint = null, root = false }) {
    const anchor = checkpoint && { ...checkpoint, root: toHex(octetString(checkpoint.root, 'checkpoint.root')) };
    return call('audit_chain_begin', jsonArgument({ checkpoint: anchor, root }, 'options'));
  }

  /** @param {VerifyOptions | { state: Uint8Array }} [options] */
  function chainVerifier(options = {}) {
    let state = 'state' in options ? octetString(options.state, 'state').slice() : begin(options);
    return {
      get state() {
        return state.slice();
      },
      get rows() {
        return Number(parseText(call('audit_chain_rows', state)));
      },
      /** @param {Uint8Array | string} bytes */
      push(bytes) {
        const octets = utf8(bytes, 'bytes');
        for (let at = 0; at < octets.length; at += pieceOctets) {
          state = call('audit_chain_push', state, octets.subarray(at, at + pieceOctets));
        }
      },
      finish: () => parseJson(call('audit_chain_finish', state)),
    };
  }

  return {
    chainVerifier,
    /** @param {string | Uint8Array} jsonl @param {VerifyOptions} [options] */
    verifyChain(jsonl, options) {
      const verifier = chainVerifier(options);
      verifier.push(jsonl);
      return verifier.finish();
    },
  };
}

/** @param {Call} call */
function merkleApi(call) {
  /** @param {Uint8Array | string} entry */
  const leafHash = (entry) => call('audit_leaf_hash', octetsOf(entry, 'entry'));
  return {
    leafHash,
    /** @param {readonly (Uint8Array | string)[]} entries */
    merkleRoot: (entries) => call('audit_merkle_root', packed(entries, 'entries')),
    /** @param {{ entries: readonly (Uint8Array | string)[], index: number }} ask */
    inclusionProof: ({ entries, index }) =>
      digests(call('audit_inclusion_proof', packed(entries, 'entries'), count(index, 'index'))),
    /** @param {Parameters<import('./types/audit.d.ts').AuditApi['verifyInclusion']>[0]} ask */
    verifyInclusion({ entry, leafHash: given, index, size, proof, root }) {
      if (!isCount(index) || !isCount(size)) return false;
      if (given === undefined && entry === undefined)
        throw new CuelightError('argument.type', 'Give entry or leafHash.');
      const leaf = given === undefined ? leafHash(/** @type {Uint8Array} */ (entry)) : octetsOf(given, 'leafHash');
      const hashes = packed(proof, 'proof');
      return call('audit_verify_inclusion', leaf, BigInt(index), BigInt(size), hashes, octetsOf(root, 'root'));
    },
    /** @param {{ entries: readonly (Uint8Array | string)[], size1: number }} ask */
    consistencyProof: ({ entries, size1 }) =>
      digests(call('audit_consistency_proof', packed(entries, 'entries'), count(size1, 'size1'))),
    /** @param {Parameters<import('./types/audit.d.ts').AuditApi['verifyConsistency']>[0]} ask */
    verifyConsistency({ size1, size2, proof, root1, root2 }) {
      if (!isCount(size1) || !isCount(size2)) return false;
      const roots = /** @type {const} */ ([octetsOf(root1, 'root1'), octetsOf(root2, 'root2')]);
      return call('audit_verify_consistency', BigInt(size1), BigInt(size2), packed(proof, 'proof'), ...roots);
    },
  };
}

/** @param {Call} call */
function checkpointApi(call) {
  /** @param {import('./types/audit.d.ts').NoteKey} key */
  const document = ({ name, publicKey }) => ({
    name,
    publicKey: toHex(octetString(publicKey, 'publicKey', digestOctets)),
  });
  return {
    /** @param {Parameters<import('./types/audit.d.ts').AuditApi['checkpoint']>[0]} ask */
    checkpoint({ origin, size, root, extensions = [], name = origin, secretKey }) {
      const content = { origin, size, root: toHex(octetsOf(root, 'root')), extensions, name };
      return parseText(
        call('audit_checkpoint', jsonArgument(content, 'checkpoint'), octetString(secretKey, 'secretKey')),
      );
    },
    /** @param {Parameters<import('./types/audit.d.ts').AuditApi['verifyCheckpoint']>[0]} ask */
    verifyCheckpoint({ note, keys, origin }) {
      const options = jsonArgument({ keys: keys.map(document), origin }, 'options');
      const verdict = parseJson(call('audit_verify_checkpoint', utf8(note, 'note'), options));
      if (verdict.checkpoint) verdict.checkpoint.root = octetsOf(verdict.checkpoint.root, 'root');
      return verdict;
    },
    /** @param {Parameters<import('./types/audit.d.ts').AuditApi['cosign']>[0]} ask */
    cosign: ({ note, name, secretKey }) =>
      parseText(call('audit_cosign', utf8(note, 'note'), utf8(name, 'name'), octetString(secretKey, 'secretKey'))),
    /** @param {import('./types/audit.d.ts').NoteKey} key */
    verifierKey: (key) => parseText(call('audit_verifier_key', jsonArgument(document(key), 'key'))),
  };
}

/**
 * @param {Call} call
 * @returns {import('./types/audit.d.ts').AuditApi}
 */
export function auditApi(call) {
  return {
    append({ row, prevHash }) {
      const text = typeof row === 'string' || row instanceof Uint8Array ? utf8(row, 'row') : jsonArgument(row, 'row');
      const before = prevHash == null ? new Uint8Array(digestOctets) : octetsOf(prevHash, 'prevHash');
      const reply = call('audit_append', text, before);
      const canonicalAt = digestOctets + 4;
      const lineAt = canonicalAt + new DataView(reply.buffer, reply.byteOffset).getUint32(digestOctets, true);
      const hash = reply.slice(0, digestOctets);
      return {
        hash,
        hex: toHex(hash),
        canonical: reply.slice(canonicalAt, lineAt),
        line: parseText(reply.subarray(lineAt)),
      };
    },
    ...chainApi(call),
    ...merkleApi(call),
    ...checkpointApi(call),
  };
}
