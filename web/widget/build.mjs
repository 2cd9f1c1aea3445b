/** @file Builds the one-script-tag widget: dist/availability.js, and beside it the slim wasm in dist/generated/. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const generated = fileURLToPath(new URL('../client/generated/', import.meta.url));

/** @param {string} [folder] where to put it */
export async function buildWidget(folder = `${here}dist`) {
  await build({
    entryPoints: { availability: `${here}define.js` },
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
  if (existsSync(`${generated}calendar.wasm`)) cpSync(`${generated}calendar.wasm`, `${folder}/generated/calendar.wasm`);
  cpSync(`${here}fallback.css`, `${folder}/fallback.css`);
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget();
