/**
 * @file Builds a custom element for pages without a bundler: one script, and beside it the wasm that it loads and the
 * scripts that it fetches when they are needed.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from './run.mjs';

/**
 * @param {string} part a folder of web/, whose define.js is the entry
 * @param {{ script: string, wasm: string, later?: string[], also?: string[], folder?: string }} made the script's and
 *   the module's names, the scripts of the part that are fetched later, further files of it, and where to put them
 */
export async function buildElement(part, { script, wasm, later = [], also = [], folder = `${root}/web/${part}/dist` }) {
  const from = (/** @type {string} */ name) => `${root}/web/${part}/${name}.js`;
  await build({
    entryPoints: { [script]: from('define'), ...Object.fromEntries(later.map((name) => [name, from(name)])) },
    // Each stands alone: what is fetched later brings what it shares, so that the first script is one request.
    external: later.map((name) => `./${name}.js`),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  mkdirSync(`${folder}/generated`, { recursive: true });
  cpSync(`${root}/web/client/generated/${wasm}.wasm`, `${folder}/generated/${wasm}.wasm`);
  for (const file of also) cpSync(`${root}/web/${part}/${file}`, `${folder}/${file}`);
  return folder;
}
