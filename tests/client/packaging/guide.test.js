/** @file docs/guides/confirm-on-your-server.md, followed to the letter in an empty folder, in Chromium. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pack } from '../../../web/build/package.js';
import { root } from '../../../web/build/run.js';
import { launch, open } from '../../support/browser.js';
import { read, state } from '../../support/confirm.js';

const work = mkdtempSync(join(os.tmpdir(), 'cuelight-guide-'));
const home = join(work, 'server');
const guide = readFileSync(join(root, 'docs/guides/confirm-on-your-server.md'), 'utf8');
/** @type {import('node:child_process').ChildProcess} */
let server;
let address = '';

before(async () => {
  const { tarball } = await pack(join(work, 'tarball'));
  mkdirSync(home);
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: home, stdio: 'pipe' });
  // A block whose fence names a file is a piece of that file.
  for (const [, name, code] of guide.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm))
    appendFileSync(join(home, name), code);
  server = spawn(process.execPath, ['server.mjs'], { cwd: home, env: { ...process.env, PORT: '0' } });
  [address] = String(await once(/** @type {import('node:stream').Readable} */ (server.stdout), 'data')).split('\n');
});
after(() => {
  server?.kill();
  rmSync(work, { recursive: true, force: true });
});

/** @param {string} path @param {object} body */
const post = async (path, body) => {
  const response = await fetch(new URL(path, address), { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, ...(await response.json()) };
};

test('the guide is whole: what is shown, confirmed and committed is one and the same', {
  timeout: 180_000,
}, async () => {
  const early = await post('/confirm', { signature: '00', publicKey: '00' });
  assert.deepEqual([early.status, early.code], [409, 'approval.presentation_over']);
  const now = new Date().toISOString();
  const other = await post('/present', { digest: '0'.repeat(64), viewDigest: '0'.repeat(64), locale: 'en', now });
  assert.deepEqual([other.status, other.code], [409, 'approval.view_differs']);

  const browser = await launch();
  try {
    const { page, records } = await open(browser, { origins: [new URL(address).origin] });
    await page.goto(address);
    await page.waitForFunction(() => customElements.get('cuelight-confirm'));
    await read(page);
    const confirmed = page.waitForResponse((response) => response.url().endsWith('/confirm'));
    await page.locator('cuelight-confirm').locator('.confirm').click();
    const { receipt } = await (await confirmed).json();
    await state(page, ['sealed']);
    assert.deepEqual([records.console, records.csp, records.foreign], [[], [], []]);

    writeFileSync(join(home, 'receipt.json'), JSON.stringify(receipt));
    const verify = spawnSync(join(home, 'node_modules/.bin/cuelight'), ['verify', 'receipt.json'], { cwd: home });
    assert.equal(verify.status, 0, String(verify.stdout));
    assert.match(receipt.payload, /the ensemble is free on 13 March/);
  } finally {
    await browser.close();
  }
  const again = await post('/present', { digest: '', viewDigest: '', locale: 'en', now });
  assert.equal(again.code, 'approval.committed');
});
