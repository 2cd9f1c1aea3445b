/**
 * @file Builds a custom element for pages without a bundler: one script, and beside it the wasm that it loads and the
 * scripts that it fetches when they are needed. By itself, `node web/build/element.js widget`, into web/widget/dist/.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages } from './messages.js';
import { root } from './run.js';

/** An element's folder of web/: its script's name and its module's, and what it fetches later. */
const elements = /** @type {const} */ ({
  widget: {
    script: 'availability',
    wasm: 'availability',
    later: ['request', 'subscribe'],
    also: ['fallback.css'],
  },
  confirm: { script: 'confirm', wasm: 'core', later: [], also: [] },
});

/** A style sheet in a script, without the blanks that only its readers need. @param {{ path: string }} file */
function withoutBlanks({ path }) {
  const tight = (/** @type {string} */ css) =>
    css
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replaceAll(': ', ':')
      .replaceAll(';}', '}');
  return { contents: readFileSync(path, 'utf8').replace(/(?<=lazySheet\(`)[^`]*/, tight) };
}

/** A part's texts but for the English ones, by the name of their script. @param {string} part */
export const textFiles = (part) =>
  languages.slice(1).map((language) => [`${part}-${language}`, `${root}/web/messages/compiled/${language}/${part}.js`]);

/** Texts that are fetched when they are needed stand beside the script, under that name. @type {import('esbuild').Plugin} */
export const textsBeside = {
  name: 'texts',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/messages\/compiled\// }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: `./${basename(path, '.js')}-${basename(dirname(path))}.js`, external: true }
        : undefined,
    ),
};

/**
 * The scripts, the first one first. Each stands alone: what is fetched later brings what it shares, so that the first
 * script is one request.
 * @param {keyof typeof elements} part
 */
export async function elementScripts(part) {
  const { build } = await import('esbuild');
  const { script, later } = elements[part];
  const from = (/** @type {string} */ name) => `${root}/web/${part}/${name}.js`;
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries([
      [script, from('define')],
      ...later.map((name) => [name, from(name)]),
      ...textFiles(part),
    ]),
    external: later.map((name) => `./${name}.js`),
    outdir: `${root}/web/${part}/dist`,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    plugins: [{ name: 'styles', setup: ({ onLoad }) => onLoad({ filter: /style\.js$/ }, withoutBlanks) }, textsBeside],
  });
  return outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
}

/**
 * Builds an element into a folder that any server can serve.
 * @param {keyof typeof elements} part
 * @param {string} [folder] where to put it
 */
export async function buildElement(part, folder = `${root}/web/${part}/dist`) {
  const { wasm, also } = elements[part];
  const scripts = await elementScripts(part);
  mkdirSync(`${folder}/generated`, { recursive: true });
  for (const { name, contents } of scripts) writeFileSync(`${folder}/${name}`, contents);
  cpSync(`${root}/web/client/generated/${wasm}.wasm`, `${folder}/generated/${wasm}.wasm`);
  for (const file of also) cpSync(`${root}/web/${part}/${file}`, `${folder}/${file}`);
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildElement(/** @type {keyof typeof elements} */ (process.argv[2]));
