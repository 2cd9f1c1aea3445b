/**
 * @file A passkey's own signature (WebAuthn level 3, section 7.2, step 21). Core binds it to the statement and to a
 * verified person, and leaves the curve to the platform's WebCrypto: here.
 */

import { fromHex } from '../shared/bytes.js';

/** @typedef {import('./types/approval.d.ts').ReceiptReport} ReceiptReport */

/** What WebCrypto calls a COSE algorithm: ES256, EdDSA, RS256. @type {Record<number, { key: any, raw?: typeof fromDer }>} */
const algorithms = {
  [-7]: { key: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }, raw: fromDer },
  [-8]: { key: { name: 'Ed25519' } },
  [-257]: { key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } },
};

/**
 * Checks what core left unchecked in a receipt's report.
 * @param {ReceiptReport} report
 * @returns {Promise<ReceiptReport>} a signature of a kind that this platform does not know stays `unchecked`
 */
export async function checkPasskeys(report) {
  const confirmations = await Promise.all(
    report.confirmations.map(async (one) => {
      if (one.signature !== 'unchecked') return one;
      const holds = await signatureHolds(one);
      if (holds === null) return one;
      return holds
        ? { ...one, signature: /** @type {const} */ ('valid') }
        : {
            ...one,
            signature: /** @type {const} */ ('invalid'),
            problems: [...one.problems, 'approval.receipt_signature'],
          };
    }),
  );
  const ok =
    report.problems.length === 0 &&
    confirmations.length > 0 &&
    confirmations.every(
      ({ signature, problems, purpose }) => signature === 'valid' && problems.length === 0 && purpose === 'confirm',
    );
  return { ...report, ok, confirmations };
}

/** Null when this platform can't tell. @param {ReceiptReport['confirmations'][number]} confirmation */
async function signatureHolds({ algorithm, publicKey, signatureOctets = '', signedOctets = '' }) {
  const known = algorithms[algorithm ?? 0];
  const subtle = globalThis.crypto?.subtle;
  if (!known || !subtle) return null;
  try {
    const key = await subtle.importKey('spki', fromHex(publicKey), known.key, false, ['verify']);
    const signature = known.raw ? known.raw(fromHex(signatureOctets)) : fromHex(signatureOctets);
    return signature !== null && (await subtle.verify(known.key, key, signature, fromHex(signedOctets)));
  } catch (cause) {
    return cause instanceof DOMException && cause.name === 'NotSupportedError' ? null : false;
  }
}

/**
 * WebAuthn's ECDSA signature is DER, `30 len 02 len r 02 len s` in its one shortest form; WebCrypto takes r ‖ s.
 * @param {Uint8Array<ArrayBuffer>} der
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
function fromDer(der) {
  const raw = new Uint8Array(64);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1];
    const integer = der.subarray(at + 2, at + 2 + length);
    const padded = integer[0] === 0 && length > 1;
    const shortest = padded ? integer[1] >= 0x80 : integer[0] < 0x80;
    const magnitude = padded ? integer.subarray(1) : integer;
    if (der[at] !== 0x02 || integer.length !== length || !shortest || magnitude.length > 32) return null;
    raw.set(magnitude, end - magnitude.length);
    at += 2 + length;
  }
  return at === der.length ? raw : null;
}
