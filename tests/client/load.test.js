import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { CuelightError, loadCore } from 'cuelight';
import { imports } from '../../web/build/imports.js';
import { source as bare } from '../../web/client/core.js';
import { loadCore as loadInBrowser } from '../../web/client/index.js';
import { loader } from '../../web/client/load.js';

/** As Node's entry has it: files are read from disk. */
const source = { ...bare, read: (/** @type {URL} */ url) => readFile(url) };

const file = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../web/client/generated/${name}`, import.meta.url));
const octets = file('core.wasm');
const calendar = file('calendar.wasm');
const sha256 = createHash('sha256').update(octets).digest('hex');

/** The same module with one custom section more: valid, but not the built file. */
const altered = Buffer.concat([octets, Buffer.from([0, 2, 1, 0x78])]);

/** @param {string} code */
const refused = (code) => (/** @type {any} */ cause) => {
  assert.ok(cause instanceof CuelightError, String(cause?.stack));
  assert.equal(cause.code, code);
  return true;
};

test('every caller gets the same core, which knows its own version and hash', async () => {
  const [first, second] = await Promise.all([loadCore(), loadCore()]);
  assert.equal(first, second);
  assert.equal(loadCore(), loadCore());
  assert.equal(first.wasmHash, sha256);
  assert.equal(first.version, JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version);
});

test('octets in every form are checked against the stamped hash', async () => {
  const copy = new Uint8Array(octets);
  for (const wasm of [copy, copy.buffer, new DataView(copy.buffer.slice(0))]) {
    assert.equal((await loader(source)({ wasm })).wasmHash, sha256);
  }
  await assert.rejects(loadCore({ wasm: altered }), refused('core.integrity'));
  await assert.rejects(loadCore({ wasm: new Uint8Array() }), refused('core.integrity'));
  await assert.rejects(loadCore({ wasm: octets, integrity: '0'.repeat(64) }), refused('core.integrity'));
});

test('an own build is vouched for by its own hash, or by saying that nothing is checked', async () => {
  const own = createHash('sha256').update(altered).digest('hex');
  assert.equal((await loader(source)({ wasm: altered, integrity: own })).wasmHash, own);
  assert.equal((await loader(source)({ wasm: altered, integrity: false })).wasmHash, null);
  const truncated = octets.subarray(0, octets.length - 9);
  await assert.rejects(loader(source)({ wasm: truncated, integrity: false }), refused('core.malformed'));
});

test('a load that was not checked never answers for one that must be', async () => {
  const load = loader(source);
  assert.equal((await load({ wasm: altered, integrity: false })).wasmHash, null);
  await assert.rejects(load({ wasm: altered }), refused('core.integrity'));
});

test('a core without its calendar answers everything else, and never for a caller who wants one', async () => {
  const load = loader(source);
  const bare = await load({ calendar: false });
  assert.equal(bare.wasmHash, sha256);
  assert.throws(() => bare.calendar.zones(), refused('core.no_calendar'));
  assert.throws(() => bare.calendar.render(/** @type {any} */ ([])), refused('core.no_calendar'));
  const whole = await load();
  assert.notEqual(whole, bare);
  assert.equal(whole.calendar.zones().includes('Europe/Paris'), true);
  assert.equal(await load(), whole);
});

test('the calendar is handed in and checked like core', async () => {
  const wasm = octets;
  const core = await loader(bare)({ wasm, calendar: { wasm: new WebAssembly.Module(calendar) } });
  assert.equal(core.calendar.zones().includes('Europe/Paris'), true);
  const changed = Buffer.concat([calendar, Buffer.from([0, 2, 1, 0x78])]);
  await assert.rejects(loader(bare)({ wasm, calendar: { wasm: changed } }), refused('core.integrity'));
  await assert.rejects(loader(bare)({ wasm, calendar: { wasm: octets } }), refused('core.integrity'));
  await assert.rejects(loader(bare)({ wasm, calendar: { wasm: octets, integrity: false } }), refused('core.malformed'));
  const unchecked = await loader(bare)({ wasm: altered, integrity: false, calendar: { wasm: changed } });
  assert.equal(unchecked.wasmHash, null);
  // An edge runtime has neither a file nor an address of its own: the refusal names the option.
  const elsewhere = loader({
    ...bare,
    modules: bare.modules.map((m) => ({ ...m, url: new URL('http://127.0.0.1:1/') })),
  });
  await assert.rejects(elsewhere({ wasm }), (cause) => {
    refused('core.unreachable')(cause);
    assert.match(String(cause), /calendar\.wasmUrl/);
    return true;
  });
});

test('a module can ask its host for what stands in one list, and for nothing else', () => {
  const allowed = imports.map((name) => ({ module: 'env', name, kind: 'function' }));
  for (const name of ['core', 'calendar', 'availability']) {
    const asked = WebAssembly.Module.imports(new WebAssembly.Module(file(`${name}.wasm`)));
    assert.deepEqual(
      asked.sort((a, b) => (a.name < b.name ? -1 : 1)),
      allowed,
    );
  }
  // Nothing but registrations, memory and the end: no way to network, storage, clock or randomness.
  for (const name of imports) assert.match(name, /^(_embind_register_[a-z_]+|emscripten_resize_heap|_abort_js)$/);
});

test('a compiled module is taken, and its hash is not claimed', async () => {
  const core = await loader(source)({ wasm: new WebAssembly.Module(octets) });
  assert.equal(core.wasmHash, null);
});

test('an engine without SIMD is told so before anything is fetched', async (t) => {
  const validate = WebAssembly.validate;
  const asked = t.mock.method(WebAssembly, 'validate', () => false);
  const fetched = t.mock.method(globalThis, 'fetch');
  await assert.rejects(loader(bare)(), refused('core.no_simd'));
  assert.equal(fetched.mock.callCount(), 0);
  // The question is a whole module, of which such an engine knows no more than that 0xfd is no instruction.
  const question = /** @type {Uint8Array<ArrayBuffer>} */ (asked.mock.calls[0].arguments[0]);
  assert.equal(validate(question), true);
  assert.equal(validate(question.map((octet) => (octet === 0xfd ? 0xff : octet))), false);
});

test('a module of another make is refused', async () => {
  const empty = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  await assert.rejects(loader(source)({ wasm: empty }), refused('core.malformed'));
});

test('wrong options are refused in words', async () => {
  for (const options of [{ wasm: 'core.wasm' }, { wasm: 7 }, { integrity: 'sha256-abc' }, { wasmUrl: 'core.wasm' }]) {
    await assert.rejects(loader(source)(/** @type {any} */ (options)), refused('argument.type'));
  }
});

test('a failed load may be tried again', async () => {
  const nowhere = new URL('http://127.0.0.1:1/');
  const load = loader({ ...source, modules: source.modules.map((place) => ({ ...place, url: nowhere })) });
  await assert.rejects(load(), refused('core.unreachable'));
  assert.equal((await load({ wasm: octets, calendar: { wasm: calendar } })).wasmHash, sha256);
});

test('a core that answers wrongly is not started', async () => {
  const selfTest = () => {
    throw new Error('wrong answer');
  };
  for (const wrong of source.modules) {
    const modules = source.modules.map((place) => (place === wrong ? { ...place, selfTest } : place));
    await assert.rejects(loader({ ...source, modules })(), refused('core.self_test'));
  }
});

test('an instance that stopped is dropped, and the next load makes a new one', async () => {
  // No input may make the core trap, so a call of a function that it does not have stands in for one.
  for (const which of [0, 1]) {
    const load = loader({
      ...source,
      assemble: (calls) => ({ stop: () => /** @type {any} */ (calls[which])('no_such_function') }),
    });
    const first = await load({ wasm: octets });
    assert.throws(() => first.stop(), refused('core.lost'));
    assert.notEqual(await load({ wasm: octets }), first);
  }
});

describe('over HTTP', () => {
  /** @type {{ type: string | undefined, body: Uint8Array | string, status: number }} */
  let answer;
  /** @type {string[]} */
  let requests = [];
  let base = '';
  const server = createServer(({ url = '' }, response) => {
    requests.push(url);
    const right = { type: 'application/wasm', body: calendar, status: 200 };
    const { type, body, status } = url.startsWith('/calendar') ? right : answer;
    if (type) response.setHeader('Content-Type', type);
    response.writeHead(status).end(body);
  });
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  });
  after(() => server.close());
  beforeEach(() => {
    requests = [];
    answer = { type: 'application/wasm', body: octets, status: 200 };
  });

  test('both files are fetched once, streamed and checked; the calendar stands beside core', async () => {
    const core = await loader(source)({ wasmUrl: `${base}/core.wasm?v=1` });
    assert.equal(core.wasmHash, sha256);
    assert.deepEqual(requests.sort(), ['/calendar.wasm?v=1', '/core.wasm?v=1']);
  });

  test('the calendar can stand elsewhere', async () => {
    const wasmUrl = `${base}/assets/core-8Yq.wasm`;
    const core = await loader(source)({ wasmUrl, calendar: { wasmUrl: `${base}/calendar-x1.wasm` } });
    assert.deepEqual(requests.sort(), ['/assets/core-8Yq.wasm', '/calendar-x1.wasm']);
    assert.equal(core.calendar.zones().includes('Europe/Paris'), true);
    // A name that says nothing of the other: this package's own.
    assert.equal((await loader(source)({ wasmUrl })).calendar.zones().length > 300, true);
    assert.equal(requests.length, 3);
  });

  test('a wrong media type costs one line that names the header', async (t) => {
    const warn = t.mock.method(console, 'warn', () => {});
    answer.type = 'application/octet-stream';
    await loader(source)({ wasmUrl: new URL('/core.wasm', base) });
    requests.sort().reverse();
    assert.deepEqual(requests, ['/core.wasm', '/calendar.wasm']);
    assert.equal(warn.mock.callCount(), 1);
    assert.match(String(warn.mock.calls[0].arguments[0]), /Content-Type: application\/wasm/);
  });

  test('an altered file, a page instead of the file, and an error are refused', async () => {
    answer.body = altered;
    await assert.rejects(loader(source)({ wasmUrl: `${base}/core.wasm` }), refused('core.integrity'));
    answer = { type: 'text/html', body: '<!doctype html><title>Not found</title>', status: 200 };
    await assert.rejects(loader(source)({ wasmUrl: `${base}/core.wasm` }), (cause) => {
      refused('core.integrity')(cause);
      assert.match(String(cause), /no WebAssembly/);
      return true;
    });
    answer = { type: 'text/plain', body: 'gone', status: 404 };
    await assert.rejects(loader(source)({ wasmUrl: `${base}/core.wasm` }), refused('core.unreachable'));
    await assert.rejects(loader(source)({ wasmUrl: 'http://127.0.0.1:1/core.wasm' }), refused('core.unreachable'));
  });

  test('the opt-out loads an altered file', async () => {
    answer.body = altered;
    assert.equal((await loader(source)({ wasmUrl: `${base}/core.wasm`, integrity: false })).wasmHash, null);
  });

  test('the browser entry is the same loader without Node', async () => {
    assert.equal((await loadInBrowser({ wasmUrl: `${base}/core.wasm` })).wasmHash, sha256);
  });
});
