/** @file Secrets and ids: how they are made, and the form in which they are kept. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { toBase64Url } from '../shared/bytes.js';

/** @typedef {(bytes: number) => Uint8Array} Random */

/** A secret of 256 bits, for an address or a cookie. @param {Random} random */
export const newToken = (random) => toBase64Url(random(32));

/** The only form in which a secret is stored. @param {string} token */
export const hashToken = (token) => createHash('sha256').update(token).digest('hex');

/** An opaque id, such as `eng_…`. @param {Random} random @param {string} prefix */
export const newId = (random, prefix) => `${prefix}_${toBase64Url(random(15))}`;

/** Letters and digits that can't be mistaken for each other when read aloud. */
const spoken = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A reviewed-access code, `XXXXX-XXXXX-XXXXX-XXXXX`: 100 bits. @param {Random} random */
export function newCode(random) {
  const symbols = Array.from(random(20), (byte) => spoken[byte % spoken.length]).join('');
  return symbols.replace(/.{5}(?=.)/g, '$&-');
}

/** A code as it is compared: people may type it in lower case and without dashes. @param {string} code */
export const normalCode = (code) => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

/**
 * One key for one use.
 * @param {string} secret
 * @param {string} use
 * @returns {Buffer} 32 bytes
 */
export const deriveKey = (secret, use) => Buffer.from(hkdfSync('sha256', secret, 'cuelight', use, 32));

/**
 * @typedef {object} Keys
 * @property {Buffer} limits
 * @property {Buffer} feeds
 * @property {Buffer} checkpoints
 * @property {Buffer} factors
 * @property {Buffer} addresses
 */

/** @param {string} secret @returns {Keys} */
export const deriveKeys = (secret) => ({
  limits: deriveKey(secret, 'limits'),
  feeds: deriveKey(secret, 'feeds'),
  checkpoints: deriveKey(secret, 'checkpoints'),
  factors: deriveKey(secret, 'factors'),
  addresses: deriveKey(secret, 'addresses'),
});

/**
 * Closes what must be read again, such as a seed: AES-256-GCM.
 * @param {Uint8Array} key
 * @param {Uint8Array} nonce 12 bytes, never the same twice
 * @param {Uint8Array} bytes
 */
export function seal(key, nonce, bytes) {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @param {Uint8Array} key @param {Uint8Array} sealed */
export function unseal(key, sealed) {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
