/** @file What the set-up says when it can't go on: one sentence, a non-zero exit, nothing half-written. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, which } from '../../web/build/run.js';

const work = mkdtempSync(join(os.tmpdir(), 'cuelight-setup-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** A copy of the set-up's own files, with nothing built. @param {string} name */
function clone(name) {
  const folder = join(work, name);
  mkdirSync(join(folder, 'web/server'), { recursive: true });
  for (const part of ['cmake', 'web/build']) cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'web/server/config.js'])
    cpSync(join(root, file), join(folder, file));
  return folder;
}

/** @param {string} folder @param {NodeJS.ProcessEnv} env */
function start(folder, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['web/build/start.js'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: work, ...env },
    timeout: 60_000,
  });
  return { status, stdout, said: stderr.replace(/^\s*Cuelight\s*/, '').trim() };
}

test('a wrong setting is said before anything is installed', () => {
  const folder = clone('setting');
  const { status, said } = start(folder, { PORT: 'eighty' });
  assert.equal(status, 1);
  assert.match(said, /^PORT: set it to a port number [^\n]*\.$/);
  assert.equal(existsSync(join(folder, 'node_modules')), false);
  assert.equal(existsSync(join(folder, 'build')), false);
});

test('a port in use is said before anything is installed', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const child = spawn(process.execPath, ['web/build/start.js'], {
    cwd: clone('port'),
    env: { PATH: process.env.PATH, PORT: String(port), CUELIGHT_EXAMPLE_PORT: 'off' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  server.close();
  assert.equal(code, 1);
  assert.match(said, new RegExp(`PORT: port ${port} is in use; stop what uses it, or set PORT to another port\\.\\n$`));
});

test('without a network the npm packages can not come, and nothing counts as installed', () => {
  const folder = clone('network');
  const env = {
    PORT: '0',
    CUELIGHT_EXAMPLE_PORT: 'off',
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_fetch_retries: '0',
  };
  const { status, said } = start(folder, { ...env, npm_config_cache: join(work, 'cache') });
  assert.equal(status, 1);
  assert.match(
    said,
    /The npm packages could not be installed; npm’s reason stands above\. Check the network connection and free disk space, then try again\.$/,
  );
  assert.equal(existsSync(join(folder, 'node_modules/.package-lock.json')), false);
  assert.deepEqual(readdirSync(join(folder, 'build')), []);
});

test('an old Node is told so', () => {
  const code = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); await import('${root}/web/build/node-version.js')`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /^Cuelight needs Node 20 or newer; this is Node 18\.20\.0\. [^\n]+\.\n$/);
});

test('a machine without apt-get is told what to install', () => {
  const tools = join(work, 'tools');
  mkdirSync(tools);
  for (const tool of ['bash', 'dirname', 'mkdir', 'sort', 'head', 'id', 'sed', 'env'])
    symlinkSync(/** @type {string} */ (which(tool)), join(tools, tool));
  const env = { PATH: tools, CUELIGHT_TOOLCHAIN: join(work, 'toolchain') };
  const { status, stderr } = spawnSync(join(root, 'cmake/toolchain.sh'), ['emscripten'], { encoding: 'utf8', env });
  assert.equal(status, 1);
  assert.match(stderr, /this machine has no apt-get\. Install Emscripten 3\.1\.69 or newer/);
});

/** Two processes that take turns at one file, under the lock of `folder`. @param {string} folder */
async function contend(folder) {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { withLock } from '${folder}/web/build/lock.js';
    await withLock('turn', async () => {
      appendFileSync('${folder}/turns', 'in ');
      await setTimeout(400);
      appendFileSync('${folder}/turns', 'out ');
    });`;
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'pipe' }),
  );
  for (const [code] of await Promise.all(children.map((child) => once(child, 'close')))) assert.equal(code, 0);
  return readFileSync(join(folder, 'turns'), 'utf8');
}

test('set-ups in one folder wait for each other, also after one that was killed', async () => {
  const folder = clone('lock');
  mkdirSync(join(folder, 'build'));
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'close');
  writeFileSync(join(folder, 'build/turn.lock'), String(dead.pid));
  assert.equal(await contend(folder), 'in out '.repeat(3));
  assert.deepEqual(readdirSync(join(folder, 'build')), []);
});
