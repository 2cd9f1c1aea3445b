/** @file web/shared: bytes as text, beside the platform's own. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64, fromHex, toBase64, toBase64Url, toHex } from '../../web/shared/bytes.js';

test('hex and Base64 are what Node’s Buffer writes, for every length and for more than one call takes', () => {
  for (const length of [...Array(70).keys(), 8191, 8192, 8193, 300_000]) {
    const octets = new Uint8Array(randomBytes(length));
    const peer = Buffer.from(octets);
    assert.equal(toHex(octets), peer.toString('hex'));
    assert.equal(toBase64(octets), peer.toString('base64'));
    assert.equal(toBase64Url(octets), peer.toString('base64url'));
    assert.deepEqual(fromHex(peer.toString('hex')), octets);
    assert.deepEqual(fromHex(peer.toString('hex').toUpperCase()), octets);
    assert.deepEqual(fromBase64(peer.toString('base64')), octets);
    assert.deepEqual(fromBase64(peer.toString('base64url')), octets);
  }
});

test('what is no Base64 is refused', () => {
  for (const text of ['a', 'a===', 'ab c*', 'é'])
    assert.throws(() => fromBase64(text), { name: 'InvalidCharacterError' }, text);
});
