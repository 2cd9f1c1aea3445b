/** @file What a user downloads, per file: raw, gzip, brotli. A gzip size over its budget fails the build. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { fingerprint } from './fingerprint.mjs';
import { Failure, root, say } from './run.mjs';

const client = `${root}/web/client`;
const cacheFile = `${root}/build/sizes.json`;

/** @typedef {{ name: string, raw: number, gzip: number, brotli: number }} Size */

/** @param {string} name @param {Uint8Array} octets @returns {Size} */
function measure(name, octets) {
  return {
    name,
    raw: octets.length,
    gzip: gzipSync(octets, { level: 9 }).length,
    brotli: brotliCompressSync(octets).length,
  };
}

/** The JavaScript of one entry, bundled and minified as a user's bundler would. @param {string} name @param {string} entry */
async function bundle(name, entry) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [`${client}/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    loader: { '.wasm': 'empty' },
  });
  return measure(name, outputFiles[0].contents);
}

/** Every size, measured anew only when a file changed. @returns {Promise<Size[]>} */
export async function sizes() {
  const built = ['core.wasm', 'calendar.wasm', 'integrity.js', 'glue.js', 'calendar-glue.js'];
  const key =
    fingerprint(['web/client', 'cmake/sizes.mjs']) + fingerprint(built.map((name) => `web/client/generated/${name}`));
  const known = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : {};
  if (known.key === key) return known.sizes;
  const found = [];
  for (const name of ['core', 'calendar']) {
    const file = `${client}/generated/${name}.wasm`;
    if (existsSync(file)) found.push(measure(`${name}.wasm`, readFileSync(file)));
  }
  found.push(await bundle('core glue and facade', 'index.js'));
  if (existsSync(`${client}/load-calendar.js`))
    found.push(await bundle('calendar glue and facade', 'load-calendar.js'));
  mkdirSync(`${root}/build`, { recursive: true });
  writeFileSync(cacheFile, JSON.stringify({ key, sizes: found }));
  return found;
}

/** Prints the table and refuses what is over budget. @param {{ quiet?: boolean }} [options] */
export async function checkSizes({ quiet = false } = {}) {
  const budget = JSON.parse(readFileSync(`${root}/cmake/budget.json`, 'utf8'));
  const found = await sizes();
  const over = found.filter(({ name, gzip }) => gzip > budget[name]);
  if (!quiet || over.length > 0) {
    say(`${''.padEnd(26)}${'raw'.padStart(9)}${'gzip'.padStart(9)}${'brotli'.padStart(9)}${'budget'.padStart(9)}`);
    for (const { name, raw, gzip, brotli } of found) {
      const columns = [raw, gzip, brotli, budget[name]].map((n) => String(n ?? '').padStart(9)).join('');
      say(`${name.padEnd(26)}${columns}`);
    }
  }
  if (over.length > 0) {
    throw new Failure(
      `${over.map(({ name }) => name).join(', ')} outgrew the gzip budget in cmake/budget.json. Make it smaller, or raise the budget in the commit that needs it.`,
    );
  }
}
