/** @file The golden vectors in Chromium: the same answers, and the same octets as in Node. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { root } from '../../web/build/run.js';
import { loadCore } from '../../web/client/node.js';
import { launch, open } from '../support/browser.js';
import { compare } from '../support/golden.js';
import { readVectors } from '../support/golden-files.js';
import { serve } from '../support/site.js';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;

before(async () => {
  site = await serve(
    {
      '/web/': `${root}/web`,
      '/support/': `${root}/tests/support`,
      '/': { body: '<!doctype html><html lang="en"><title>Vectors</title></html>' },
      '/favicon.ico': { status: 204 },
    },
    { 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" },
  );
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test('every golden vector gives in Chromium what it gives in Node, octet for octet', async () => {
  const vectors = readVectors();
  const here = compare(await loadCore(), vectors);
  const { page, context, records } = await open(browser, { origins: [site.origin] });
  await page.goto(site.origin);
  const there = await page.evaluate(async (given) => {
    const from = (/** @type {string} */ path) => import(path);
    const { loadCore: load } = await from('/web/client/index.js');
    const { compare: inChromium } = await from('/support/golden.js');
    return inChromium(await load(), given);
  }, vectors);
  assert.deepEqual(there.wrong, []);
  assert.equal(there.compared, here.compared);
  assert.ok(there.digests.length > 200);
  assert.deepEqual(there.digests, here.digests);
  assert.deepEqual([records.csp, records.console, records.foreign], [[], [], []]);
  await context.close();
});

test('a payload that WebCrypto hashes in Chromium has the digest that core and OpenSSL give it', async () => {
  const type = 'application/vnd.cuelight.message+json';
  const payloads = [0, 1, 54, 55, 63, 64, 1000, 16_384, 1_048_576].map(
    (length) => `{"b":"é${'x'.repeat(length)}","a":1}`,
  );
  const { approval } = await loadCore();
  const { page, context, records } = await open(browser, { origins: [site.origin] });
  await page.goto(site.origin);
  const there = await page.evaluate(
    async ([typed, texts]) => {
      const { loadCore: load } = await /** @type {(path: string) => Promise<any>} */ ((path) => import(path))(
        '/web/client/index.js',
      );
      const core = await load({ calendar: false });
      // All at once: each must have its own octets before the next one is put into core's memory.
      const later = await Promise.all(texts.map((payload) => core.approval.digestAsync({ type: typed, payload })));
      return later.map(({ hex, canonical }, i) => [
        hex,
        core.approval.digest({ type: typed, payload: texts[i] }).hex,
        new TextDecoder().decode(canonical),
      ]);
    },
    /** @type {[string, string[]]} */ ([type, payloads]),
  );
  assert.deepEqual(
    there,
    payloads.map((payload) => {
      const { hex, canonical } = approval.digest({ type, payload });
      return [hex, hex, new TextDecoder().decode(canonical)];
    }),
  );
  assert.deepEqual([records.csp, records.console, records.foreign], [[], [], []]);
  await context.close();
});
