/** @file The verifier page in real Chromium: exports and receipts, whole and tampered, with and without a connection. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { buildVerifier } from '../../web/build/verifier.js';
import { loadCore } from '../../web/client/node.js';
import { cases, type } from '../../web/examples/confirm/payloads.js';
import { axe, launch, open } from '../support/browser.js';
import { exportOf, receiptOf, signedCheckpoint } from '../support/evidence.js';
import { serve } from '../support/site.js';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const folder = mkdtempSync(join(tmpdir(), 'cuelight-verifier-'));
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {any} */
let core;
/** @type {ReturnType<typeof exportOf>} */
let record;

before(async () => {
  await buildVerifier(folder);
  core = await loadCore();
  record = exportOf(core, 4000);
  site = await serve({ '/verifier/': folder, '/favicon.ico': { status: 204 } }, { 'content-security-policy': policy });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @type {(() => Promise<void>)[]} */
const closing = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** @param {import('playwright-core').BrowserContextOptions} [context] */
async function page(context = {}) {
  const opened = await open(browser, { origins: [site.origin], ...context });
  closing.push(() => opened.context.close());
  await opened.page.goto(`${site.origin}/verifier/`);
  return { ...opened, title: opened.page.locator('#verdict > h2') };
}

/** @param {import('playwright-core').Page} page @param {string} content @param {string} [name] */
const give = (page, content, name = 'export.jsonl') =>
  page.setInputFiles('#file', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

describe('an export', () => {
  test('that holds: the sentence, the unbroken line, nothing asked of anybody', async () => {
    const at = await page();
    await give(at.page, record.text);
    await at.title.waitFor();
    assert.equal(await at.title.textContent(), 'Unbroken to row 4,000.');
    assert.equal(await at.page.locator('svg.line').getAttribute('aria-label'), 'The line is unbroken over 4,000 rows.');
    assert.equal(await at.page.locator('svg.line .cut').count(), 0);
    assert.equal(await at.page.evaluate(() => document.activeElement?.id), 'verdict');
    const asked = at.records.requests.length;
    await give(at.page, record.text);
    await at.page.waitForTimeout(300);
    assert.equal(at.records.requests.length, asked);
    assert.deepEqual([at.records.console, at.records.csp, at.records.foreign], [[], [], []]);
    assert.deepEqual(await at.context.cookies(), []);
    assert.deepEqual(await axe(at.page), []);
  });

  test('tampered: cut at the row, with what was expected and found', async () => {
    const at = await page({ viewport: { width: 390, height: 800 } });
    const lines = [...record.lines];
    lines[2500] = lines[2500].replace('hold.placed', 'hold.taken');
    await give(at.page, lines.join('\n'));
    await at.title.waitFor();
    assert.equal(
      await at.title.textContent(),
      'Cut at row 2,501: its content does not give its hash; it was changed after it was recorded.',
    );
    assert.ok((await at.page.locator('svg.line .cut').count()) > 0);
    const { expected, actual } = core.audit.verifyChain(lines.join('\n')).divergence;
    const facts = (await at.page.locator('#verdict dd').allTextContents()).map((text) => text.replaceAll(' ', ''));
    assert.ok(facts.includes(expected) && facts.includes(actual));
    assert.deepEqual(await axe(at.page), []);
    assert.equal(await at.page.evaluate(() => document.documentElement.scrollWidth), 390);
  });

  test('truncated: noticed with the checkpoint that was kept, not without', async () => {
    const at = await page({ colorScheme: 'dark' });
    const { note, key } = signedCheckpoint(core, record, 3900);
    const short = record.lines.slice(0, 3000).join('\n');
    await give(at.page, short);
    await at.title.filter({ hasText: 'Unbroken to row 3,000.' }).waitFor();
    await at.page.locator('summary').click();
    await at.page.locator('#note').fill(note);
    await give(at.page, record.text);
    await at.title.filter({ hasText: 'A checkpoint is only worth its signature' }).waitFor();
    await at.page.locator('#key').fill(key);
    await give(at.page, short);
    await at.title.filter({ hasText: 'Cut off after row 3,000: the end is missing.' }).waitFor();
    await give(at.page, record.text);
    await at.title.filter({ hasText: 'Unbroken to row 4,000, anchored to row 3,900.' }).waitFor();
    assert.equal(await at.page.locator('svg.line .anchor').count(), 1);
    assert.deepEqual(await axe(at.page), []);
  });

  test('shows how far it is, and stops when asked to', async () => {
    const at = await page();
    // Some 40 MB, so that there is time to stop it.
    await at.page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(
          Array.from({ length: 40 }, () => text),
          'long.jsonl',
        ),
      );
      document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, dataTransfer: transfer }));
      Object.assign(window, { long: transfer.files[0] });
    }, `${record.lines[0]}\n`.repeat(4000));
    // The same row again and again is cut at the second one; before that is said, the whole file is read. Cancel is
    // pressed as soon as progress is shown, whatever else the machine is doing.
    const progress = await at.page.evaluate(
      () =>
        new Promise((resolve) => {
          const count = /** @type {HTMLElement} */ (document.getElementById('count'));
          const seen = new MutationObserver(() => {
            if (!/\d+ rows? · .+ of \d/.test(count.textContent ?? '')) return;
            seen.disconnect();
            document.getElementById('cancel')?.click();
            resolve(document.getElementById('progress')?.getAttribute('max'));
          });
          seen.observe(count, { childList: true, characterData: true, subtree: true });
          const transfer = new DataTransfer();
          transfer.items.add(/** @type {any} */ (window).long);
          document.body.dispatchEvent(
            new DragEvent('drop', { bubbles: true, dataTransfer: transfer, cancelable: true }),
          );
        }),
    );
    assert.equal(progress, '1');
    await at.title.filter({ hasText: 'Cancelled. Nothing was decided about this file.' }).waitFor();
    assert.equal(await at.page.locator('#work').isVisible(), false);
  });
});

describe('a receipt', () => {
  test('that holds, with the sheet that was confirmed', async () => {
    const at = await page();
    await give(at.page, JSON.stringify(receiptOf(core, type, cases.first.payload)), 'receipt.json');
    await at.title.waitFor();
    assert.equal(await at.title.textContent(), 'This receipt holds: 1 confirmation of exactly these bytes.');
    assert.equal(await at.page.locator('.people bdi').first().textContent(), 'Θεοδώρα ⟦U+202E⟧Z');
    const sheet = at.page.locator('cuelight-confirm');
    await sheet.locator('.row').first().waitFor();
    assert.equal(await sheet.locator('button.confirm, button.decline').count(), 0);
    assert.deepEqual([at.records.console, at.records.csp], [[], []]);
    assert.deepEqual(await axe(at.page), []);
  });

  test('tampered', async () => {
    const at = await page();
    const receipt = receiptOf(core, type, cases.first.payload);
    receipt.payload = receipt.payload.replace('1100000', '1900000');
    await give(at.page, JSON.stringify(receipt), 'receipt.json');
    await at.title.waitFor();
    assert.equal(await at.title.textContent(), 'This receipt does not hold.');
    assert.equal(await at.page.locator('#verdict').getAttribute('class'), 'bad');
  });
});

test('without a connection, after the first visit', async () => {
  const at = await page();
  await at.page.evaluate(() => navigator.serviceWorker.ready.then(() => caches.keys()));
  await at.context.setOffline(true);
  await at.page.reload();
  await give(at.page, record.text);
  await at.title.filter({ hasText: 'Unbroken to row 4,000.' }).waitFor();
  await at.context.setOffline(false);
});

test('without WebAssembly it decides nothing, and says so', async () => {
  const opened = await open(browser, { origins: [site.origin] });
  closing.push(() => opened.context.close());
  await opened.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await opened.page.goto(`${site.origin}/verifier/`);
  await give(opened.page, record.text);
  await opened.page.locator('#verdict.bad .code', { hasText: 'core.no_webassembly' }).waitFor();
});
