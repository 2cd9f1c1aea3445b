/** @file Ed25519: sign and verify a small approval, against npm's build of libsodium, which is handed the octets as they are. */
import sodium from 'libsodium-wrappers';

const type = 'application/vnd.cuelight.contract+json';
const payload = '{"fee":{"amount":450000,"currency":"EUR"},"schema":1}';

/** @param {import('./harness.js').Bench} bench */
export default async (bench) => {
  await sodium.ready;
  const { approval } = bench.core;
  const { publicKey, secretKey } = approval.keyPair(new Uint8Array(32).fill(7));
  const message = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} ${payload}`);
  const signature = approval.sign({ type, payload, secretKey });
  await bench.compare('sign', {
    unit: 'signatures',
    amount: 1,
    ours: () => approval.sign({ type, payload, secretKey }),
    peers: { 'libsodium-wrappers 0.8.4': () => sodium.crypto_sign_detached(message, secretKey) },
    check: (answer) => {
      if (!signature.every((/** @type {number} */ octet, /** @type {number} */ i) => octet === answer[i]))
        throw new Error('another signature');
    },
  });
  await bench.compare('verify a signature', {
    unit: 'signatures',
    amount: 1,
    ours: () => approval.verify({ type, payload, signature, publicKey }),
    peers: { 'libsodium-wrappers 0.8.4': () => sodium.crypto_sign_verify_detached(signature, message, publicKey) },
    check: (answer) => {
      if (answer !== true) throw new Error('the signature was not found sound');
    },
  });
};
