/**
 * @file How much later than an empty page one is ready that loads core: cold, in Chromium, from the navigation to the
 * moment that its module script has core (without a calendar). With and without a hint that fetches the file early.
 */
import { readFileSync } from 'node:fs';
import { build as bundle } from 'esbuild';
import { root } from '../../web/build/run.js';
import { launch, open } from '../support/browser.js';
import { serve } from '../support/site.js';
import { median } from './harness.js';

/** @param {string} source */
async function script(source) {
  const { outputFiles } = await bundle({
    stdin: { contents: source, resolveDir: root },
    ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error' },
  });
  return { body: outputFiles[0].contents };
}

/** @param {string} name of the page's script @param {string} [hint] */
const page = (name, hint = '') => ({
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Start</title>${hint}<script type="module" src="/${name}.js"></script>`,
});

/** @param {number} times */
export async function benchStart(times) {
  const integrity = readFileSync(`${root}/web/client/generated/integrity.js`, 'utf8').match(
    /core = '([0-9a-f]+)'/,
  )?.[1];
  const sri = `sha256-${Buffer.from(String(integrity), 'hex').toString('base64')}`;
  const hint = `<link rel="preload" href="/core.wasm" as="fetch" type="application/wasm" crossorigin integrity="${sri}">`;
  const site = await serve({
    '/empty': page('empty'),
    '/core': page('core'),
    '/hinted': page('core', hint),
    '/empty.js': { body: 'globalThis.ready = performance.now();' },
    '/core.js': await script(`
      import { loadCore } from './web/client/index.js';
      const began = performance.now();
      const core = await loadCore({ calendar: false, wasmUrl: '/core.wasm' });
      globalThis.parts = { script: began, core: performance.now() - began };
      core.json.canonicalize('{}');
      globalThis.ready = performance.now();`),
    '/core.wasm': { body: readFileSync(`${root}/web/client/generated/core.wasm`) },
  });
  const browser = await launch();
  /** @type {Record<string, number[]>} */
  const ready = { empty: [], core: [], hinted: [] };
  const rows = [];
  try {
    for (let i = 0; i < times; i++) {
      for (const [name, found] of Object.entries(ready)) {
        const { page, context, records } = await open(browser, { origins: [site.origin] });
        await page.goto(`${site.origin}/${name}`);
        await page.waitForFunction(() => 'ready' in globalThis);
        found.push(await page.evaluate(() => /** @type {any} */ (globalThis).ready));
        if (i === 0) rows.push(`${name}: ${records.requests.filter((url) => url.endsWith('.wasm')).length} fetched`);
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
  const late = (/** @type {string} */ name) => (median(ready[name]) - median(ready.empty)).toFixed(0);
  const least = (/** @type {string} */ name) => (Math.min(...ready[name]) - Math.min(...ready.empty)).toFixed(0);
  return [
    '## Start, later than an empty page, in ms',
    `| | median | smallest |\n|---|---:|---:|\n| \`calendar: false\` | ${late('core')} | ${least('core')} |\n| with a preload | ${late('hinted')} | ${least('hinted')} |`,
    rows.join('; '),
  ].join('\n\n');
}
