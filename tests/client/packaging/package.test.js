/** @file The tarball as a stranger gets it: installed in an empty folder, used, type-checked, bundled. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import { dirname, extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pack } from '../../../web/build/package.js';
import { root } from '../../../web/build/run.js';
import { launch, open } from '../../support/browser.js';

const work = mkdtempSync(join(os.tmpdir(), 'cuelight-package-'));
const home = join(work, 'empty');
const bin = join(root, 'node_modules/.bin');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** @type {Awaited<ReturnType<typeof pack>>} */
let packed;

before(async () => {
  packed = await pack(join(work, 'tarball'));
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', packed.tarball], {
    cwd: home,
    stdio: 'pipe',
  });
});
after(() => rmSync(work, { recursive: true, force: true }));

/** Runs a module in the empty folder, without code from strings. @param {string} code */
function inHome(code) {
  const args = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', code];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: home, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test('it is small, and has no dependency', () => {
  assert.ok(packed.size < 600_000, `${packed.size} octets`);
  assert.equal(manifest.dependencies, undefined);
});

test('publint finds nothing', async () => {
  const { messages } = await publint({
    pack: { tarball: readFileSync(packed.tarball).buffer },
    strict: true,
  });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test('attw finds nothing', () => {
  const files = Object.keys(manifest.exports).filter((entry) => /\.(wasm|css)$/.test(entry));
  const args = [
    packed.tarball,
    '--profile',
    'esm-only',
    '--no-emoji',
    '--format',
    'ascii',
    '--exclude-entrypoints',
    ...files,
  ];
  const { status, stdout, stderr } = spawnSync(join(bin, 'attw'), args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  assert.equal(status, 0, stdout + stderr);
});

for (const [module, moduleResolution] of [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
]) {
  test(`the public types hold under ${moduleResolution}`, () => {
    cpSync(join(root, 'tests/client/types/use.ts'), join(home, 'use.ts'));
    const args = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2023,dom', '--exactOptionalPropertyTypes'];
    args.push('--module', module, '--moduleResolution', moduleResolution, 'use.ts');
    const { status, stdout } = spawnSync(join(bin, 'tsc'), args, { cwd: home, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });
}

test('every entry can be imported in bare Node', () => {
  for (const entry of Object.keys(manifest.exports)) {
    if (/\.(wasm|css|json)$/.test(entry)) continue;
    inHome(`await import('${entry.replace('.', 'cuelight')}')`);
  }
});

test('it is used once well and once with bad input', () => {
  const said = inHome(`
    import { loadCore, CuelightError } from 'cuelight';
    const core = await loadCore();
    console.log(new TextDecoder().decode(core.json.canonicalize('{ "b": 1.50, "a": [] }')));
    try { core.json.canonicalize('{"a":1,"\\\\u0061":2}'); } catch (error) { console.log(error instanceof CuelightError, error.code, error.offset); }
    console.log(core.calendar.expand({ dtstart: '2026-11-22T19:30:00', rrule: 'FREQ=WEEKLY;COUNT=2' }).join());
    try { core.calendar.expand({ dtstart: '2026-11-22T19:30:00', rrule: 'FREQ=NEVER' }); } catch (error) { console.log(error instanceof CuelightError, error.code); }
  `);
  const lines = said.split('\n');
  assert.equal(lines[0], '{"a":[],"b":1.5}');
  assert.match(lines[1], /^true json\.duplicate_name \d+$/);
  assert.equal(lines[2], '2026-11-22T19:30:00,2026-11-29T19:30:00');
  assert.match(lines[3], /^true calendar\./);
});

test('the wasm is there under its own name, the octets that the loader expects', () => {
  inHome(`
    import { loadCore } from 'cuelight';
    import { readFile } from 'node:fs/promises';
    const octets = await readFile(new URL(import.meta.resolve('cuelight/core.wasm')));
    const core = await loadCore({ wasm: octets });
    if (core.wasmHash === null) throw new Error('not checked');
  `);
});

test('npx cuelight answers', () => {
  const { status, stdout } = spawnSync(join(home, 'node_modules/.bin/cuelight'), ['--version'], { encoding: 'utf8' });
  assert.deepEqual([status, stdout.trim()], [0, manifest.version]);
  const wrong = spawnSync(join(home, 'node_modules/.bin/cuelight'), ['verify', 'no-such-file'], { encoding: 'utf8' });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr + wrong.stdout, /no-such-file/);
});

describe('bundled', () => {
  const types = /** @type {Record<string, string>} */ ({
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.wasm': 'application/wasm',
  });
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src data:";
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  /** The example in a folder of its own, with the tarball and the named tools. @param {string} name @param {string[]} tools */
  function project(name, tools) {
    const folder = join(work, name);
    cpSync(join(root, 'web/examples', name), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    cpSync(join(home, 'node_modules/cuelight'), join(folder, 'node_modules/cuelight'), { recursive: true });
    for (const tool of tools) {
      mkdirSync(dirname(join(folder, 'node_modules', tool)), { recursive: true });
      symlinkSync(join(root, 'node_modules', tool), join(folder, 'node_modules', tool));
    }
    return folder;
  }

  /** Opens a page and waits for what the examples show. @param {string} url @param {boolean} [strict] */
  async function look(url, strict = true) {
    const { page, context, records } = await open(browser, { origins: [new URL(url).origin] });
    await page.goto(url);
    await page.waitForFunction(() => document.getElementById('refused')?.textContent !== '');
    assert.equal(await page.textContent('#canonical'), '{"currency":"EUR","fee":4500}');
    assert.equal(await page.textContent('#refused'), 'json.duplicate_name');
    assert.deepEqual(records.foreign, []);
    if (strict) assert.deepEqual([records.console, records.csp], [[], []]);
    await context.close();
    return records.requests;
  }

  /** @param {string} folder */
  async function served(folder) {
    const server = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : new URL(request.url ?? '/', 'http://x').pathname;
      try {
        const body = readFileSync(join(folder, path));
        response
          .writeHead(200, { 'Content-Type': types[extname(path)] ?? 'text/plain', 'Content-Security-Policy': policy })
          .end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve())));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    try {
      return await look(`http://127.0.0.1:${port}/`);
    } finally {
      server.close();
    }
  }

  test('by Vite, for production under a strict policy', { timeout: 120_000 }, async () => {
    const folder = project('vite', ['vite']);
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: folder,
      stdio: 'pipe',
    });
    const requests = await served(join(folder, 'dist'));
    // Core's two, each once.
    assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 2);
  });

  test('by Vite, in development', { timeout: 120_000 }, async () => {
    const { createServer: createVite } = await import('vite');
    const folder = join(work, 'vite-dev');
    cpSync(project('vite', []), folder, { recursive: true, dereference: true });
    const server = await createVite({
      root: folder,
      configFile: false,
      optimizeDeps: { exclude: ['cuelight'] },
      logLevel: 'error',
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await server.listen();
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer?.address() ?? { port: 0 });
      await look(`http://127.0.0.1:${port}/`, false);
    } finally {
      await server.close();
    }
  });

  for (const [name, tools] of Object.entries({
    esbuild: ['esbuild'],
    webpack: ['webpack'],
    rollup: ['rollup', '@rollup/plugin-node-resolve'],
  })) {
    test(`by ${name}, under a strict policy`, { timeout: 120_000 }, async () => {
      const folder = project(name, tools);
      execFileSync(process.execPath, ['build.js'], { cwd: folder, stdio: 'pipe' });
      const requests = await served(join(folder, 'dist'));
      // Core's two, each once.
      assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 2);
    });
  }
});
