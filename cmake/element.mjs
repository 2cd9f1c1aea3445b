/** @file Builds a custom element for pages without a bundler: one script, and beside it the wasm that it loads. */
import { cpSync, mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from './run.mjs';

/**
 * @param {string} part a folder of web/, whose define.js is the entry
 * @param {{ script: string, wasm: string, also?: string[], folder?: string }} made the script's and the module's names,
 *   further files of the part, and where to put all of them
 */
export async function buildElement(part, { script, wasm, also = [], folder = `${root}/web/${part}/dist` }) {
  await build({
    entryPoints: { [script]: `${root}/web/${part}/define.js` },
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
