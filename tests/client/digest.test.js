/** @file Payload digests: the same whoever hashes, and never more than one working copy of what is hashed. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadCore as loadAsPagesDo } from '../../web/client/index.js';
import { loadCore } from '../../web/client/node.js';

const wasm = readFileSync(new URL('../../web/client/generated/core.wasm', import.meta.url));
const type = 'application/vnd.cuelight.contract+json';

test('the platform’s SHA-256, core’s own and an independent one agree, whatever the length', async () => {
  const [{ approval: here }, { approval: inPages }] = await Promise.all([
    loadCore(),
    loadAsPagesDo({ wasm, calendar: false }),
  ]);
  for (const typed of ['a', 'application/json', type, 'x'.repeat(255)]) {
    // Every length around SHA-256's blocks, and where the length in the encoding gains a digit.
    for (const length of [...Array(140).keys(), 990, 998, 9_990, 70_000]) {
      const payload = `{ "b": "${'é'.repeat(length % 3)}${'x'.repeat(length)}", "a": 1 }`;
      const body = Buffer.from(`{"a":1,"b":"${'é'.repeat(length % 3)}${'x'.repeat(length)}"}`);
      const head = `DSSEv1 ${typed.length} ${typed} ${body.length} `;
      const expected = createHash('sha256').update(head).update(body).digest();
      for (const approval of [here, inPages]) {
        const { digest, hex, canonical } = approval.digest({ type: typed, payload });
        assert.equal(hex, expected.toString('hex'), `${typed}, ${length}`);
        assert.deepEqual([digest, canonical], [new Uint8Array(expected), new Uint8Array(body)]);
        assert.deepEqual(await approval.digestAsync({ type: typed, payload }), { digest, hex, canonical });
      }
    }
  }
  for (const approval of [here, inPages]) {
    assert.throws(() => approval.digest({ type: 'a b', payload: '{}' }), { code: 'approval.bad_type' });
    await assert.rejects(approval.digestAsync({ type: 'a b', payload: '{}' }), { code: 'approval.bad_type' });
    await assert.rejects(approval.digestAsync({ type, payload: '{"a":1,"a":2}' }), { code: 'json.duplicate_name' });
    await assert.rejects(approval.digestAsync({ type, payload: '{}', into: new Uint8Array(1) }), {
      code: 'argument.length',
    });
  }
});

test('what is hashed later is what was handed over, whatever core and the caller do meanwhile', async () => {
  const { json, approval } = await loadAsPagesDo({ wasm, calendar: false });
  const payloads = Array.from({ length: 20 }, (_, i) =>
    new TextEncoder().encode(`{"b":"${'x'.repeat(1000 * i)}","a":${i}}`),
  );
  const expected = payloads.map((payload) => approval.digest({ type, payload }));
  const later = payloads.map((payload) => {
    const promise = approval.digestAsync({ type, payload });
    payload.fill(0);
    json.canonicalize(`"${'y'.repeat(50_000)}"`);
    return promise;
  });
  assert.deepEqual(await Promise.all(later), expected);
});

test('a page without WebCrypto hashes in core', async () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
  try {
    // An instance of its own, whose file can't be checked against its hash either.
    const { approval } = await loadAsPagesDo({ wasm: new Uint8Array(wasm), integrity: false, calendar: false });
    const ask = { type, payload: '{"b":2,"a":1}' };
    assert.deepEqual(await approval.digestAsync(ask), approval.digest(ask));
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
  }
});

test('canonical octets go into the caller’s own where they fit, and nothing else of them changes', async () => {
  const payload = '{ "b": "é", "a": 1 }';
  const expected = new TextEncoder().encode('{"a":1,"b":"é"}');
  for (const load of [loadCore, () => loadAsPagesDo({ wasm, calendar: false })]) {
    const { json, approval } = await load();
    for (const write of [
      (/** @type {any} */ into) => json.canonicalize(payload, { into }),
      (/** @type {any} */ into) => json.canonicalize(payload, { into, maxDepth: 1 }),
      (/** @type {any} */ into) => approval.digest({ type, payload, into }).canonical,
    ]) {
      const own = new Uint8Array(40).fill(7);
      const written = write(own.subarray(3));
      assert.deepEqual(written, expected);
      assert.equal(written.buffer, own.buffer);
      assert.deepEqual([...own], [7, 7, 7, ...expected, ...Array(37 - expected.length).fill(7)]);
      assert.equal(write(own.subarray(0, expected.length)).length, expected.length);
      // Without it, the octets are fresh, whatever is asked next.
      const fresh = write(undefined);
      assert.notEqual(fresh.buffer, own.buffer);
      json.canonicalize('[0,0,0,0,0,0,0,0,0,0]');
      assert.deepEqual(fresh, expected);
      own.fill(7);
      assert.throws(() => write(own.subarray(0, expected.length - 1)), { code: 'argument.length' });
      assert.ok(own.every((octet) => octet === 7));
      assert.throws(() => write([]), { code: 'argument.type' });
    }
    assert.throws(() => json.canonicalize('[[]]', { maxDepth: 1 }), { code: 'json.too_deep' });
    assert.deepEqual(json.canonicalize('[[]]', {}), new TextEncoder().encode('[[]]'));
  }
});

/** A core of its own, and its memory. @param {typeof loadCore} load */
async function loadWithMemory(load) {
  const { instantiate } = WebAssembly;
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {WebAssembly.Module} */ module, /** @type {WebAssembly.Imports} */ imports) => {
      const instance = await instantiate(module, imports);
      for (const one of Object.values(instance.exports)) if (one instanceof WebAssembly.Memory) memory = one;
      return instance;
    }
  );
  const core = await load({ wasm: new Uint8Array(wasm), calendar: false }).finally(() => {
    WebAssembly.instantiate = instantiate;
  });
  assert.ok(memory);
  return { core, memory };
}

test('beside a payload and its answer, memory holds one copy at most', async () => {
  // 64 MiB in the worst order: the outermost object's members change places.
  const payload = new Uint8Array(64 << 20).fill(0x78);
  payload.set(Buffer.from('{"b":"'));
  payload.set(Buffer.from('","a":1}'), payload.length - 8);
  for (const [entry, load] of Object.entries({ Node: loadCore, pages: loadAsPagesDo })) {
    for (const work of ['canonicalize', 'digest']) {
      const { core, memory } = await loadWithMemory(load);
      const before = memory.buffer.byteLength;
      for (let round = 0; round < 3; round += 1) {
        const { length } =
          work === 'digest' ? core.approval.digest({ type, payload }).canonical : core.json.canonicalize(payload);
        assert.equal(length, payload.length);
        const copies = (memory.buffer.byteLength - before) / payload.length;
        assert.ok(copies < 3.1, `${entry}, ${work}, round ${round}: ${copies.toFixed(2)} times the payload`);
      }
    }
  }
});
