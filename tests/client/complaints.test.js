/**
 * @file What users of canonical JSON complain of, each by its name: two texts with one digest, or one value with two. The
 * faults themselves, each with its place, stand in tests/vectors/json-reject; those on what is shown in attacks.test.js.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';

const { json, approval, audit } = await loadCore();
const decoder = new TextDecoder('utf-8', { fatal: true });
const canonical = (/** @type {string | Uint8Array} */ text) => decoder.decode(json.canonicalize(text));
const hex = (/** @type {string | Uint8Array} */ payload) => approval.digest({ type, payload }).hex;
const octets = (/** @type {(string | number)[]} */ ...parts) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part)))));
const first = /** @type {any} */ (cases.first.payload);
const described = (/** @type {object} */ payload) =>
  approval.describe({
    type,
    payload: JSON.stringify(payload),
    locale: 'en',
    timeZone: 'Europe/Paris',
    knownParties,
    now: '2026-11-22T09:00:00Z',
  });

test('complaint: half a surrogate pair becomes U+FFFD, "?" or itself, so two documents share a digest', () => {
  for (const half of ['\\ud800', '\\udc00', '\\udc00\\ud800', '\\uD800x', '\\ud83d\\u0041']) {
    assert.throws(() => canonical(`["ab${half}"]`), { code: 'json.lone_surrogate', offset: 4 }, half);
    assert.throws(() => canonical(`{"ab${half}":1}`), { code: 'json.lone_surrogate', offset: 4 }, half);
  }
  assert.throws(
    () => canonical(`["${'😀'.slice(0, 1)}"]`),
    { code: 'argument.ill_formed_string' },
    'cut through an emoji',
  );
});

test('complaint: octets that are no UTF-8 are copied through, or silently repaired', () => {
  for (const [name, wrong] of Object.entries({
    'a continuation': [0x80],
    'an overlong form': [0xc0, 0xaf],
    'a surrogate': [0xed, 0xa0, 0x80],
    'above U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
    'cut short': [0xe2, 0x82],
  }))
    assert.throws(() => canonical(octets('["é', ...wrong, '"]')), { code: 'json.invalid_utf8', offset: 4 }, name);
});

test('complaint: of two members with one name the last wins, and nobody sees the other', () => {
  assert.throws(() => canonical('{"fee":1,"fee":1000000}'), { code: 'json.duplicate_name', offset: 9 });
  assert.throws(() => canonical('{"fee":1,"\\u0066ee":1000000}'), { code: 'json.duplicate_name', offset: 9 });
  assert.throws(() => canonical('{"a":{"\\n":1,"\\u000a":2}}'), { code: 'json.duplicate_name' });
});

test('complaint: what is no number is written as null', () => {
  for (const text of ['[NaN]', '[Infinity]', '[-Infinity]', '[1e400]', '[-1e400]'])
    assert.throws(() => canonical(text));
  assert.throws(() => canonical('[1e400]'), { code: 'json.number_overflow', offset: 1 });
});

test('complaint: 9007199254740993 silently becomes …992: a payload holds no number that a double can’t', () => {
  assert.equal(canonical('[9007199254740993]'), '[9007199254740992]', 'as RFC 8785 has it');
  const payload = JSON.stringify(first).replace('"amountMinor":1100000', '"amountMinor":9007199254740993');
  const view = approval.describe({ type, payload });
  assert.equal(view.confirmable, false);
  assert.ok(view.refusals.some(({ pointer }) => pointer.startsWith('/fee/amountMinor')));
});

test('complaint: minus zero and zero are two digests of one value', () => {
  assert.equal(hex('[-0,0.0,0e5]'), hex('[0,0,0]'));
});

test('complaint: a hundred thousand brackets end the program', () => {
  const deep = '['.repeat(100_000);
  assert.throws(() => canonical(deep), { code: 'json.too_deep', offset: 128 });
  assert.throws(() => canonical(`{"a":${'{"a":'.repeat(100_000)}`), { code: 'json.too_deep' });
});

test('complaint: members are ordered by octets or code points, not by UTF-16 code units', () => {
  assert.equal(canonical('{"\\uff21":1,"\\ud83d\\ude00":2}'), '{"😀":2,"Ａ":1}');
});

test('complaint: composed and decomposed letters: neither is changed, and a known party’s name is told from its twin', () => {
  const [composed, decomposed] = ['NFC', 'NFD'].map((form) => {
    const payload = structuredClone(first);
    payload.presenter.name = payload.presenter.name.normalize(form);
    return payload;
  });
  assert.notEqual(hex(JSON.stringify(composed)), hex(JSON.stringify(decomposed)));
  assert.equal(canonical(JSON.stringify(decomposed.presenter.name)), JSON.stringify(decomposed.presenter.name));
  assert.deepEqual(described(composed).warnings, []);
  assert.deepEqual(
    described(decomposed).warnings.map(({ code, pointer }) => [code, pointer]),
    [['approval.known_id_other_name', '/presenter/name']],
  );
});

test('complaint: line separators and script ends are escaped by some and not by others', () => {
  assert.equal(canonical('["\\u2028\\u2029<\\/script>\\u007f"]'), '["\u2028\u2029</script>\u007f"]');
});

test('complaint: nested members were left out of the hash, so that a change there did not show', () => {
  const plain = hex(JSON.stringify(first));
  const seen = new Set([plain]);
  /** @param {any} node @param {any} whole */
  const walk = (node, whole) => {
    for (const [name, value] of Object.entries(node)) {
      if (typeof value === 'object') walk(value, whole);
      else {
        node[name] = typeof value === 'number' ? value + 1 : `${value}.`;
        seen.add(hex(JSON.stringify(whole)));
        node[name] = value;
      }
    }
    return seen.size;
  };
  const copy = structuredClone(first);
  const leaves = (/** @type {any} */ node) =>
    typeof node === 'object' ? Object.values(node).reduce((sum, one) => sum + leaves(one), 0) : 1;
  assert.equal(walk(copy, copy), leaves(first) + 1, 'every leaf, at any depth, has its own digest');
});

test('complaint: a member named toJSON or __proto__ changes how an object is written', () => {
  assert.equal(
    canonical('{"z":1,"toJSON":"x","__proto__":{"b":1,"a":2},"constructor":0}'),
    '{"__proto__":{"a":2,"b":1},"constructor":0,"toJSON":"x","z":1}',
  );
});

test('complaint: my chain has never verified: what comes back from a store in another order or form has its old hash', () => {
  const stored = { z: 1.5, at: '2026-11-22T18:30:00.123456789Z', nested: { b: '\u00e9', a: [] } };
  const row = audit.append({ row: JSON.stringify(stored) });
  const turned = `{ "nested": {"a":[ ],"b":"\\u00e9"}, "at":"2026-11-22T18:30:00.123456789Z", "z":15e-1 }`;
  assert.equal(audit.append({ row: turned }).hex, row.hex);
  const rounded = JSON.stringify({ ...stored, at: '2026-11-22T18:30:00.123456Z' });
  assert.notEqual(audit.append({ row: rounded }).hex, row.hex, 'a store that cuts nanoseconds is found out');
  assert.equal(audit.verifyChain(`${row.line}\n`).ok, true);
});
