/** @file DSSE in and out against Sigstore's implementation, and Ed25519 against Node's. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import sigstore from '@sigstore/core';
import { loadCore } from 'cuelight';

const { approval, json } = await loadCore();
const encoder = new TextEncoder();

/** Node's forms of an Ed25519 seed (RFC 8410: the fixed head of a PKCS #8 key). @param {Uint8Array} seed */
const privateKey = (seed) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
/** @param {Uint8Array} key */
const publicKey = (key) =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
    format: 'der',
    type: 'spki',
  });

const types = ['application/vnd.cuelight.contract+json', 'text/plain', 'x'.repeat(255)];
const payloads = ['{}', '{"name":"Nguyễn Thị Ánh Dương","fee":1}', JSON.stringify({ text: 'é'.repeat(20_000) })];

test('what is signed is what Sigstore would sign', () => {
  for (const type of types) {
    for (const payload of payloads) {
      const ours = approval.signingOctets({ type, payload });
      const theirs = sigstore.dsse.preAuthEncoding(type, Buffer.from(json.canonicalize(payload)));
      assert.deepEqual(Buffer.from(ours), Buffer.from(theirs));
    }
  }
});

test('an envelope of ours is verified by others', () => {
  const { publicKey: own, secretKey } = approval.keyPair(randomBytes(32));
  for (const type of types) {
    for (const payload of payloads) {
      const signature = approval.sign({ type, payload, secretKey });
      const envelope = JSON.parse(approval.envelope({ type, payload, signatures: [{ keyid: 'k', signature }] }));
      assert.deepEqual(Object.keys(envelope).sort(), ['payload', 'payloadType', 'signatures']);
      const body = Buffer.from(envelope.payload, 'base64');
      const signed = sigstore.dsse.preAuthEncoding(envelope.payloadType, body);
      assert.ok(verify(null, signed, publicKey(own), Buffer.from(envelope.signatures[0].sig, 'base64')));
    }
  }
});

test('an envelope of others’ making opens, and not when a bit of it was changed', () => {
  const seed = randomBytes(32);
  const { publicKey: key } = approval.keyPair(seed);
  const type = types[0];
  const body = Buffer.from(json.canonicalize(payloads[1]));
  const sig = sign(null, sigstore.dsse.preAuthEncoding(type, body), privateKey(seed));
  const envelope = {
    payloadType: type,
    payload: body.toString('base64'),
    signatures: [{ sig: sig.toString('base64') }],
  };
  const opened = approval.open({ envelope: JSON.stringify(envelope), keys: [{ publicKey: key }] });
  assert.equal(opened.type, type);
  assert.deepEqual(Buffer.from(opened.payload), body);
  assert.deepEqual(opened.signedBy, [0]);
  for (let bit = 0; bit < 64 * 8; bit += 7) {
    const forged = Buffer.from(sig);
    forged[bit >> 3] ^= 1 << (bit & 7);
    const signatures = [{ sig: forged.toString('base64') }];
    assert.throws(
      () => approval.open({ envelope: JSON.stringify({ ...envelope, signatures }), keys: [{ publicKey: key }] }),
      { code: 'approval.no_valid_signature' },
    );
  }
});

test('keys and signatures are those of Node, octet for octet', () => {
  for (let round = 0; round < 200; round += 1) {
    const seed = randomBytes(32);
    const { publicKey: key, secretKey } = approval.keyPair(seed);
    const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
    assert.deepEqual(Buffer.from(key), spki.subarray(-32), `seed ${seed.toString('hex')}`);
    const payload = encoder.encode(JSON.stringify({ n: round }));
    const ours = approval.sign({ type: types[1], payload, secretKey });
    const theirs = sign(null, approval.signingOctets({ type: types[1], payload }), privateKey(seed));
    assert.deepEqual(Buffer.from(ours), theirs, `seed ${seed.toString('hex')}`);
    assert.ok(approval.verify({ type: types[1], payload, signature: theirs, publicKey: key }));
  }
});
