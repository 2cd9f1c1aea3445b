/**
 * @file The signature of a confirmation: by a passkey or by a device key, checked as a receipt's reader will check it.
 */
import { checkPasskeys } from '../../../client/passkey.js';
import { Problem } from '../../http/problems.js';
import { statementType } from './service.js';
import { useDeviceKey } from '../accounts/keys.js';
import { askPasskey, passkeyOf, publicKeyOf, takeAssertion } from '../accounts/passkeys.js';
import { confirmationEntry } from './receipts.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').House} House */
/** @typedef {import('../accounts/people.js').Who} Who */

/**
 * What a page hands in: the signature of a device key, or the assertion of a passkey.
 * @typedef {{ signature: string, publicKey: string, passkey?: undefined }
 *   | { passkey: import('../accounts/passkeys.js').Assertion, signature?: undefined, publicKey?: undefined }} Signed
 */

/**
 * A signature as the table of confirmations keeps it.
 * @typedef {object} Signature
 * @property {'ed25519' | 'webauthn'} method
 * @property {Uint8Array} signature
 * @property {Uint8Array} public_key a device key's 32 octets; a passkey's SubjectPublicKeyInfo
 * @property {number | null} algorithm
 * @property {Uint8Array | null} authenticator_data
 * @property {Uint8Array | null} client_data
 */

const fromHex = (/** @type {string} */ text) => Buffer.from(text, 'hex');
const fromBase64Url = (/** @type {string} */ text) => Buffer.from(text, 'base64url');

/** A passkey's challenge is the statement's digest. @param {House} house @param {Uint8Array} statement */
const challengeOf = (house, statement) =>
  house.core.approval.digest({ type: statementType, payload: new Uint8Array(statement) }).digest;

/**
 * What the browser needs to sign a statement with a passkey; null for who has none.
 * @param {House} house
 * @param {Tx} tx
 * @param {Who} who
 * @param {Uint8Array} statement
 */
export const passkeyRequest = (house, tx, who, statement) => askPasskey(house, tx, who, challengeOf(house, statement));

/**
 * Takes a signature of `statement` by a key of this person, or refuses it.
 * @param {House} house
 * @param {Tx} tx
 * @param {Who} who
 * @param {any} approval
 * @param {Uint8Array} statement
 * @param {Signed} signed
 * @returns {Promise<Signature>}
 */
export async function takeSignature(house, tx, who, approval, statement, signed) {
  if (!signed.passkey) {
    const { publicKey } = signed;
    const signature = /** @type {Signature} */ ({
      method: 'ed25519',
      signature: fromHex(signed.signature),
      public_key: fromHex(publicKey),
      algorithm: null,
      authenticator_data: null,
      client_data: null,
    });
    await refuseUnlessSound(house, approval, statement, signature);
    await useDeviceKey(house, tx, who, publicKey);
    return signature;
  }
  const passkey = await passkeyOf(tx, who, signed.passkey.id);
  const { response } = signed.passkey;
  const { algorithm, spki } = publicKeyOf(passkey.public_key);
  const signature = /** @type {Signature} */ ({
    method: 'webauthn',
    signature: fromBase64Url(response.signature),
    public_key: spki,
    algorithm,
    authenticator_data: fromBase64Url(response.authenticatorData),
    client_data: fromBase64Url(response.clientDataJSON),
  });
  await refuseUnlessSound(house, approval, statement, signature);
  await takeAssertion(house, tx, passkey, signed.passkey, challengeOf(house, statement));
  return signature;
}

/**
 * Core's own check, over the octets that the receipt will carry.
 * @param {House} house
 * @param {any} approval
 * @param {Uint8Array} statement
 * @param {Signature} signature
 */
async function refuseUnlessSound(house, approval, statement, signature) {
  const receipt = {
    format: 'cuelight-receipt/1',
    type: approval.type,
    payload: Buffer.from(approval.canonical).toString(),
    digest: Buffer.from(approval.digest).toString('hex'),
    confirmations: [confirmationEntry({ statement, ...signature })],
  };
  const report = await checkPasskeys(house.core.approval.verifyReceipt(JSON.stringify(receipt)));
  if (report.ok) return;
  throw new Problem(422, 'approval.bad_signature', 'The signature is not of this showing by this key.', {
    problems: report.confirmations[0].problems,
  });
}
