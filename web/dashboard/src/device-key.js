/**
 * @file This device's signing key: Ed25519, made once, non-extractable where the browser's WebCrypto has Ed25519, else a
 * random seed for the core's own. It never leaves the browser; the server sees the public half and signatures.
 */
import { get, set } from 'idb-keyval';
import { toHex } from '../../shared/bytes.js';
import { loadCore } from './core.js';

/** @typedef {{ sign(payload: Uint8Array, type: string): Promise<{ signature: string, publicKey: string }> }} DeviceKey */
/** @typedef {{ pair: CryptoKeyPair } | { seed: Uint8Array }} Stored */

const place = 'cuelight.device-key';

/** The key of this browser; made when there is none. @returns {Promise<DeviceKey>} */
export async function deviceKey() {
  const stored = /** @type {Stored | undefined} */ (await get(place)) ?? (await make());
  return 'pair' in stored ? platformKey(stored.pair) : coreKey(stored.seed);
}

/** The public half of this browser's key, in hex; null when there is none yet. */
export async function knownDeviceKey() {
  const stored = /** @type {Stored | undefined} */ (await get(place));
  if (!stored) return null;
  return 'pair' in stored ? platformPublicKey(stored.pair) : (await coreKeyPair(stored.seed)).publicKey;
}

/** Makes a key in place of the one that was there. @returns {Promise<string>} its public half, in hex */
export async function renewDeviceKey() {
  await make();
  return /** @type {Promise<string>} */ (knownDeviceKey());
}

/** @returns {Promise<Stored>} */
async function make() {
  /** @type {Stored} */
  let stored;
  try {
    stored = {
      pair: /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])),
    };
  } catch {
    stored = { seed: crypto.getRandomValues(new Uint8Array(32)) };
  }
  await set(place, stored);
  return stored;
}

/** @param {CryptoKeyPair} pair @returns {DeviceKey} */
const platformKey = (pair) => ({
  async sign(payload, type) {
    const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, preAuthentication(payload, type));
    return { signature: toHex(new Uint8Array(signature)), publicKey: await platformPublicKey(pair) };
  },
});

/** @param {CryptoKeyPair} pair */
const platformPublicKey = async ({ publicKey }) =>
  toHex(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));

/** @param {Uint8Array} seed @returns {DeviceKey} */
const coreKey = (seed) => ({
  async sign(payload, type) {
    const { approval } = await loadCore();
    const { publicKey, secretKey } = await coreKeyPair(seed);
    return { signature: toHex(approval.sign({ type, payload, secretKey })), publicKey };
  },
});

/** @param {Uint8Array} seed */
async function coreKeyPair(seed) {
  const { approval } = await loadCore();
  const { publicKey, secretKey } = approval.keyPair(seed);
  return { publicKey: toHex(publicKey), secretKey };
}

/** DSSE's pre-authentication encoding: exactly what is signed. @param {Uint8Array} payload @param {string} type */
function preAuthentication(payload, type) {
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  const encoded = new Uint8Array(head.length + payload.length);
  encoded.set(head);
  encoded.set(payload, head.length);
  return encoded;
}
