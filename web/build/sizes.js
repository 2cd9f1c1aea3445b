/** @file What a user downloads, per file: raw, gzip, brotli. A size over its budget fails the build. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { elementScripts } from './element.js';
import { fingerprint } from './fingerprint.js';
import { Failure, root, say } from './run.js';

const generated = `${root}/web/client/generated`;
const cacheFile = `${root}/build/sizes.json`;

/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Size */

/** Several files together, each compressed by itself, as a server sends them. @param {string} name @param {Uint8Array[]} files @returns {Size} */
function measure(name, ...files) {
  const total = (/** @type {(octets: Uint8Array) => number} */ size) =>
    files.reduce((sum, octets) => sum + size(octets), 0);
  return {
    name,
    raw: total((octets) => octets.length),
    gzip: total((octets) => gzipSync(octets, { level: 9 }).length),
    brotli: total((octets) => brotliCompressSync(octets).length),
  };
}

/** @param {string} name */
const wasm = (name) => readFileSync(`${generated}/${name}.wasm`);

/** The JavaScript of the package's entry, bundled and minified as a user's bundler would. */
async function facade() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [`${root}/web/client/index.js`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

/** Every size, measured anew only when a file changed. @returns {Promise<Size[]>} */
export async function sizes() {
  const key = fingerprint([
    ...['web/shared', 'web/client', 'web/widget', 'web/messages', 'web/build/sizes.js', 'web/build/element.js'],
    ...['core', 'calendar', 'availability'].flatMap((name) =>
      ['js', 'wasm'].map((kind) => `web/client/generated/${name}.${kind}`),
    ),
  ]);
  const known = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : {};
  if (known.key === key) return known.sizes;
  const script = await facade();
  const found = [
    measure('core.wasm', wasm('core')),
    measure('calendar.wasm', wasm('calendar')),
    measure('loadCore: glue and facade', script),
    measure('core with its JavaScript', wasm('core'), script),
    measure('loadCore, altogether', wasm('core'), wasm('calendar'), script),
    measure('availability.wasm', wasm('availability')),
    measure('widget, first load', wasm('availability'), (await elementScripts('widget'))[0].contents),
  ];
  mkdirSync(`${root}/build`, { recursive: true });
  writeFileSync(cacheFile, JSON.stringify({ key, sizes: found }));
  return found;
}

/** Prints the table and refuses what is over budget. @param {{ quiet?: boolean }} [options] */
export async function checkSizes({ quiet = false } = {}) {
  /** @type {Record<string, { gzip?: number, brotli?: number }>} */
  const budget = JSON.parse(readFileSync(`${root}/web/build/budget.json`, 'utf8'));
  const found = await sizes();
  const over = found.filter(
    ({ name, gzip, brotli }) => gzip > (budget[name]?.gzip ?? Infinity) || brotli > (budget[name]?.brotli ?? Infinity),
  );
  if (!quiet || over.length > 0) {
    const row = (/** @type {(string | number)[]} */ [name, ...columns]) =>
      say(String(name).padEnd(28) + columns.map((column) => String(column).padStart(9)).join(''));
    row(['', 'raw', 'gzip', 'brotli', '  budget']);
    for (const { name, raw, gzip, brotli } of found) {
      const [[by, most] = ['', '']] = Object.entries(budget[name] ?? {});
      row([name, raw, gzip, brotli, most && `${most} ${by}`.padStart(16)]);
    }
  }
  if (over.length > 0) {
    throw new Failure(
      `${over.map(({ name }) => name).join(', ')} outgrew the budget in web/build/budget.json. Make it smaller, or raise the budget in the commit that needs it.`,
    );
  }
}
