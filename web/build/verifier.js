/** @file Builds the verifier page, by itself into web/verifier/dist/: a folder of static files that any server can serve, or a stick can carry. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { textFiles, textsBeside } from './element.js';
import { root } from './run.js';

const web = `${root}/web`;
const here = `${web}/verifier`;
const texts = [...textFiles('verifier'), ...textFiles('confirm')];
const files = [
  ...['index.html', 'verifier.js', ...texts.map(([name]) => `${name}.js`)],
  ...['verifier.css', 'tokens.css', 'icon.svg', 'generated/core.wasm'],
];

/** @param {string} [folder] where to put it */
export async function buildVerifier(folder = `${here}/dist`) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/generated`, { recursive: true });
  const common = /** @type {const} */ ({
    bundle: true,
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  await build({
    ...common,
    entryPoints: Object.fromEntries([['verifier', `${here}/page.js`], ...texts]),
    outdir: folder,
    format: 'esm',
    plugins: [textsBeside],
  });
  for (const name of ['index.html', 'verifier.css', 'icon.svg']) cpSync(`${here}/${name}`, `${folder}/${name}`);
  cpSync(`${web}/dashboard/styles/tokens.css`, `${folder}/tokens.css`);
  cpSync(`${web}/client/generated/core.wasm`, `${folder}/generated/core.wasm`);

  const hash = createHash('sha256');
  for (const name of files) hash.update(readFileSync(`${folder}/${name}`));
  await build({
    ...common,
    entryPoints: [`${here}/sw.js`],
    outdir: folder,
    format: 'iife',
    define: {
      'self.VERSION': JSON.stringify(hash.digest('hex').slice(0, 16)),
      'self.FILES': JSON.stringify(['./', ...files]),
    },
  });
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildVerifier();
