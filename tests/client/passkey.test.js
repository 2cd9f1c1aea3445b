/** @file A passkey's signature, checked as a receipt's reader checks it: by core, and by the platform's WebCrypto. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/client/node.js';
import { checkPasskeys } from '../../web/client/passkey.js';
import { cases, type } from '../../web/examples/confirm/payloads.js';
import { receiptOf } from '../support/evidence.js';

/** @type {any} */
let core;
before(async () => {
  core = await loadCore();
});

const sha256 = (/** @type {Uint8Array} */ octets) => createHash('sha256').update(octets).digest();
const hex = (/** @type {Uint8Array} */ octets) => Buffer.from(octets).toString('hex');

/** @type {Record<number, () => import('node:crypto').KeyPairKeyObjectResult>} */
const kinds = {
  [-7]: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  [-8]: () => generateKeyPairSync('ed25519'),
  [-257]: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

/** A receipt that a passkey of the kind has signed. @param {number} algorithm */
function signedReceipt(algorithm) {
  const receipt = /** @type {any} */ (receiptOf(core, type, cases.first.payload));
  const [entry] = receipt.confirmations;
  const { digest } = core.approval.digest({ type: entry.statementType, payload: entry.statement });
  const challenge = Buffer.from(digest).toString('base64url');
  const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: 'https://cuelight.example' }));
  const data = Buffer.concat([sha256(Buffer.from('cuelight.example')), Buffer.from([5, 0, 0, 0, 1])]);
  const { publicKey, privateKey } = kinds[algorithm]();
  const signature = sign(algorithm === -8 ? null : 'sha256', Buffer.concat([data, sha256(client)]), privateKey);
  receipt.confirmations = [
    {
      method: 'webauthn',
      statementType: entry.statementType,
      statement: entry.statement,
      algorithm,
      publicKey: hex(publicKey.export({ type: 'spki', format: 'der' })),
      signature: hex(signature),
      authenticatorData: hex(data),
      clientDataJSON: hex(client),
    },
  ];
  return receipt;
}

/** @param {any} receipt */
const checked = (receipt) => checkPasskeys(core.approval.verifyReceipt(JSON.stringify(receipt)));

describe('a passkey’s receipt', () => {
  for (const [algorithm, kind] of /** @type {[number, string][]} */ ([
    [-7, 'ES256'],
    [-8, 'EdDSA'],
    [-257, 'RS256'],
  ])) {
    test(`${kind}: holds, and does not when any octet of it is another`, async () => {
      for (let i = 0; i < (algorithm === -7 ? 40 : 1); i++) {
        const report = await checked(signedReceipt(algorithm));
        assert.equal(report.ok, true, 'also where r or s begins with a zero');
        assert.equal(report.confirmations[0].signature, 'valid');
      }
      const receipt = signedReceipt(algorithm);
      for (const member of ['publicKey', 'signature', 'authenticatorData', 'clientDataJSON', 'statement']) {
        const text = receipt.confirmations[0][member];
        const at = text.length - 2;
        const other = text[at] === '0' ? '1' : '0';
        const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
        const report = await checked({
          ...receipt,
          confirmations: [{ ...receipt.confirmations[0], [member]: changed }],
        });
        assert.equal(report.ok, false, member);
      }
      const { publicKey } = signedReceipt(algorithm).confirmations[0];
      const report = await checked({ ...receipt, confirmations: [{ ...receipt.confirmations[0], publicKey }] });
      assert.deepEqual(
        [report.ok, report.confirmations[0].signature, report.confirmations[0].problems],
        [false, 'invalid', ['approval.receipt_signature']],
      );
    });
  }

  test('an algorithm that nobody knows stays unchecked, and the receipt does not hold', async () => {
    const receipt = signedReceipt(-7);
    const report = await checked({ ...receipt, confirmations: [{ ...receipt.confirmations[0], algorithm: -47 }] });
    assert.deepEqual([report.ok, report.confirmations[0].signature], [false, 'unchecked']);
  });

  test('an ECDSA signature has one form: longer, shorter, negative or padded ones do not hold', async () => {
    let receipt = signedReceipt(-7);
    // One whose r must be padded to stay positive.
    while (receipt.confirmations[0].signature.slice(6, 8) !== '21') receipt = signedReceipt(-7);
    const good = receipt.confirmations[0].signature;
    const rLength = Number.parseInt(good.slice(6, 8), 16);
    const [head, r, rest] = [good.slice(4, 8), good.slice(8, 8 + rLength * 2), good.slice(8 + rLength * 2)];
    assert.equal(head.slice(0, 2), '02');
    const octet = (/** @type {number} */ n) => n.toString(16).padStart(2, '0');
    const total = (/** @type {string} */ body) => `30${octet(body.length / 2)}${body}`;
    for (const bad of [
      '',
      '30',
      '3000',
      `${good}00`,
      good.slice(0, -2),
      total(`02${octet(rLength + 1)}00${r}${rest}`),
      total(`02${octet(rLength + 40)}${'00'.repeat(40)}${r}${rest}`),
      total(`0220${r.slice(2)}${rest}`),
      total(`0200${rest}`),
      total(`02${octet(rLength)}${r}`),
      `3081${good.slice(2)}`,
    ]) {
      const report = await checked({ ...receipt, confirmations: [{ ...receipt.confirmations[0], signature: bad }] });
      assert.equal(report.ok, false, bad);
    }
  });

  test('beside a device key’s, each is judged by itself', async () => {
    const receipt = signedReceipt(-7);
    const device = receiptOf(core, type, cases.first.payload);
    const both = { ...receipt, confirmations: [...device.confirmations, ...receipt.confirmations] };
    assert.equal((await checked(both)).ok, true);
    both.confirmations[0].signature = both.confirmations[0].signature.replace(/^../, '00');
    const report = await checked(both);
    assert.deepEqual([report.ok, report.confirmations.map((one) => one.signature)], [false, ['invalid', 'valid']]);
    assert.equal((await checked({ ...receipt, confirmations: [] })).ok, false);
  });
});
