/**
 * @file The signature of a confirmation: by a passkey or by a device key, checked as a receipt's reader will check it.
 */
import { checkPasskeys } from '../../../client/passkey.js';
import { fromBase64, fromHex, toHex } from '../../../shared/bytes.js';
import { Problem } from '../../http/problems.js';
import { useDeviceKey } from '../accounts/keys.js';
import { askPasskey, passkeyOf, publicKeyOf, takeAssertion } from '../accounts/passkeys.js';
import { confirmationEntry } from './receipts.js';
import { statementType } from './service.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../context.js').Context} Context */
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
 * @property {Uint8Array} public_key a device key's 32 bytes; a passkey's SubjectPublicKeyInfo
 * @property {number | null} algorithm
 * @property {Uint8Array | null} authenticator_data
 * @property {Uint8Array | null} client_data
 */

/** A passkey's challenge is the statement's digest. @param {Context} context @param {Uint8Array} statement */
const challengeOf = (context, statement) =>
  context.core.approval.digest({ type: statementType, payload: new Uint8Array(statement) }).digest;

/**
 * What the browser needs to sign a statement with a passkey; null for who has none.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {Uint8Array} statement
 */
export const passkeyRequest = (context, tx, who, statement) =>
  askPasskey(context, tx, who, challengeOf(context, statement));

/**
 * Takes a signature of `statement` by a key of this person, or refuses it.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @param {ApprovalRow} approval
 * @param {Uint8Array} statement
 * @param {Signed} signed
 * @returns {Promise<Signature>}
 */
export async function takeSignature(context, tx, who, approval, statement, signed) {
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
    await refuseUnlessSound(context, approval, statement, signature);
    await useDeviceKey(context, tx, who, publicKey);
    return signature;
  }
  const passkey = await passkeyOf(tx, who, signed.passkey.id);
  const { response } = signed.passkey;
  const { algorithm, spki } = publicKeyOf(passkey.public_key);
  const signature = /** @type {Signature} */ ({
    method: 'webauthn',
    signature: fromBase64(response.signature),
    public_key: spki,
    algorithm,
    authenticator_data: fromBase64(response.authenticatorData),
    client_data: fromBase64(response.clientDataJSON),
  });
  await refuseUnlessSound(context, approval, statement, signature);
  await takeAssertion(context, tx, passkey, signed.passkey, challengeOf(context, statement));
  return signature;
}

/**
 * Core's own check, over the bytes that the receipt will carry.
 * @param {Context} context
 * @param {ApprovalRow} approval
 * @param {Uint8Array} statement
 * @param {Signature} signature
 */
async function refuseUnlessSound(context, approval, statement, signature) {
  const receipt = {
    format: 'cuelight-receipt/1',
    type: approval.type,
    payload: Buffer.from(approval.canonical).toString(),
    digest: toHex(approval.digest),
    confirmations: [confirmationEntry({ statement, ...signature })],
  };
  const report = await checkPasskeys(context.core.approval.verifyReceipt(JSON.stringify(receipt)));
  if (report.ok) return;
  throw new Problem(
    422,
    'approval.bad_signature',
    {},
    {
      problems: report.confirmations[0].problems,
    },
  );
}
