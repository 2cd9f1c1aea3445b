/**
 * @file `npm run bench`: every tests/bench/*.bench.js against named peers, in Node and in Chromium.
 *
 * A bench file default-exports one async function and runs in both places, so it imports no Node built-in at the top
 * level (ask `bench.platform === 'node'` and import dynamically for a peer that needs Node):
 *
 *     import canonicalize from 'canonicalize';
 *
 *     export default async (bench) => {
 *       const next = bench.random(7);                      // seeded
 *       const text = makeInput(next);
 *       await bench.compare('canonicalise, 64 KB of contracts', {
 *         unit: 'MB', amount: text.length / 1e6,           // work that one call does
 *         ours: () => bench.core.json.canonicalize(text),  // bench.core is what loadCore() gives
 *         peers: { 'canonicalize 4.0.0': () => canonicalize(JSON.parse(text)) },
 *         check: (answer, candidate) => { if (…) throw new Error('what is wrong with it'); },
 *       });
 *     };
 *
 * Beside them stand the widget's pages against other calendars' (pages.js).
 *
 * Options: `--only NAME` (a part of a file's name), `--node`, `--chromium` or `--pages` alone, `--quick` (fewer rounds).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { build } from '../../web/build/build.js';
import { installPackages } from '../../web/build/packages.js';
import { program, root } from '../../web/build/run.js';
import { makeBench } from './harness.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    node: { type: 'boolean' },
    chromium: { type: 'boolean' },
    pages: { type: 'boolean' },
    quick: { type: 'boolean' },
    out: { type: 'string' },
  },
});
const all = !values.node && !values.chromium && !values.pages;
const setting = values.quick ? { rounds: 3, sampleMs: 40 } : {};

/** @param {import('./harness.js').Row} row */
const tell = ({ title, candidate, unit, rate, ratio, wrong }) =>
  process.stderr.write(
    `  ${title} | ${candidate} | ${rate?.toPrecision(4) ?? '–'} ${unit}/s | ${ratio?.toFixed(2) ?? '–'}${wrong ? ` | WRONG: ${wrong}` : ''}\n`,
  );

/** @param {string} platform @param {import('./harness.js').Row[]} rows */
function table(platform, rows) {
  const lines = [`## ${platform}`, '', '| work | candidate | rate | Cuelight is | |', '|---|---|---:|---:|---|'];
  for (const { title, candidate, unit, rate, ratio, wrong } of rows) {
    const figure =
      rate === null ? '–' : `${rate >= 100 ? Math.round(rate).toLocaleString('en') : rate.toPrecision(3)} ${unit}/s`;
    const times = ratio === null || candidate === 'Cuelight' ? '' : `${ratio.toFixed(2)} times`;
    lines.push(`| ${title} | ${candidate} | ${figure} | ${times} | ${wrong ? `wrong: ${wrong}` : ''} |`);
  }
  return lines.join('\n');
}

/** @param {string[]} files */
async function inNode(files) {
  const { loadCore } = await import('cuelight');
  const bench = makeBench({ platform: 'node', core: await loadCore(), report: tell, ...setting });
  for (const file of files) await (await import(`${root}/tests/bench/${file}`)).default(bench);
  return table(`Node ${process.version}`, bench.rows);
}

/** @param {string[]} files */
async function inChromium(files) {
  const { build: bundle } = await import('esbuild');
  const { chromium } = await import('playwright-core');
  const { browserPath, browserFlags } = await import('../support/chromium.js');
  const { outputFiles } = await bundle({
    stdin: {
      resolveDir: `${root}/tests/bench`,
      contents: `
        import { loadCore } from '${root}/web/client/index.js';
        import { makeBench } from './harness.js';
        ${files.map((file, i) => `import bench${i} from './${file}';`).join('\n')}
        globalThis.run = async (setting) => {
          const bench = makeBench({ platform: 'chromium', core: await loadCore({ wasmUrl: '/core.wasm' }), ...setting, report: globalThis.tell });
          for (const one of [${files.map((_, i) => `bench${i}`).join(', ')}]) await one(bench);
          return bench.rows;
        };`,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    logLevel: 'error',
  });
  const server = createServer((request, response) => {
    const [type, body] = request.url?.endsWith('.wasm')
      ? ['application/wasm', readFileSync(`${root}/web/client/generated${request.url}`)]
      : request.url === '/bench.js'
        ? ['text/javascript', outputFiles[0].contents]
        : ['text/html', '<!doctype html><meta charset="utf-8"><script type="module" src="/bench.js"></script>'];
    response.writeHead(200, { 'Content-Type': /** @type {string} */ (type) }).end(body);
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve())));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const browser = await chromium.launch({ executablePath: browserPath(), args: browserFlags });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (cause) => process.stderr.write(`  page: ${cause}\n`));
    await page.exposeFunction('tell', tell);
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => 'run' in globalThis);
    const rows = await page.evaluate((given) => /** @type {any} */ (globalThis).run(given), setting);
    return table(`Chromium ${browser.version()}`, rows);
  } finally {
    await browser.close();
    server.close();
  }
}

await program(async () => {
  await installPackages();
  await build({ quiet: true });
  const files = readdirSync(`${root}/tests/bench`)
    .filter((name) => name.endsWith('.bench.js') && name.includes(values.only ?? ''))
    .sort();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim();
  const machine = `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}, commit ${commit}`;
  const parts = [`Machine: ${machine}.`];
  if (all || values.node) parts.push(await inNode(files));
  if (all || values.chromium) parts.push(await inChromium(files));
  if (values.pages || (all && !values.only)) {
    parts.push(await (await import('./pages.js')).benchPages(values.quick ? 3 : 9));
    parts.push(await (await import('./start.js')).benchStart(values.quick ? 5 : 20));
  }
  const text = `${parts.join('\n\n')}\n`;
  process.stdout.write(text);
  if (values.out) writeFileSync(values.out, text);
});
