/** @file Builds the confirmation for pages without a bundler: dist/confirm.js, and beside it core in dist/generated/. */
import { cpSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const generated = fileURLToPath(new URL('../client/generated/', import.meta.url));

/** @param {string} [folder] where to put it */
export async function buildConfirm(folder = `${here}dist`) {
  await build({
    entryPoints: { confirm: `${here}define.js` },
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
  cpSync(`${generated}core.wasm`, `${folder}/generated/core.wasm`);
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConfirm();
