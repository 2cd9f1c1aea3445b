/**
 * @file The texts: web/messages/<language>/<part>.arb (or a folder of them) become web/messages/compiled/<language>/<part>.js,
 * one module of strings and functions, and its types. `node web/build/messages.js` does this alone, and core's words.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { languages as spoken } from '../messages/languages.js';
import { withLock } from './lock.js';
import { Failure, program, root } from './run.js';

export const languages = /** @type {Language[]} */ (Object.keys(spoken));
/** @typedef {import('../messages/languages.js').Language} Language */

/** @typedef {{ [key: string]: string | Texts }} Texts messages by key, in ICU's MessageFormat; a folder's by file and key */
/** @typedef {import('@messageformat/parser').Token} Token */

const folder = `${root}/web/messages`;

/** A catalogue's messages, without what is said about them (keys with `@`). @param {string} file @returns {Texts} */
function readCatalogue(file) {
  try {
    const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
    return Object.fromEntries(entries.filter(([key]) => !key.startsWith('@')));
  } catch (cause) {
    throw new Failure(
      `${file.slice(root.length + 1)} can’t be read: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

/** Every part of a language. @param {Language} language @returns {Record<string, Texts>} */
export function readCatalogues(language) {
  /** @param {string} place @returns {Record<string, Texts>} */
  const read = (place) =>
    Object.fromEntries(
      readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.name.endsWith('.arb'))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((entry) => [
          entry.name.replace(/\.arb$/, ''),
          entry.isDirectory() ? read(`${place}/${entry.name}`) : readCatalogue(`${place}/${entry.name}`),
        ]),
    );
  return read(`${folder}/${language}`);
}

/**
 * What a message needs to be told, by name: what plural and selectordinal count, and `{n, number}`, are numbers.
 * @param {Token[]} tokens @param {Map<string, string>} [found]
 */
export function parameters(tokens, found = new Map()) {
  for (const token of tokens) {
    if (token.type === 'content' || token.type === 'octothorpe') continue;
    const type = { argument: 'string | number', function: 'number', select: 'string' }[
      /** @type {string} */ (token.type)
    ];
    if (!found.has(token.arg) || token.type !== 'argument') found.set(token.arg, type ?? 'number');
    if ('cases' in token) for (const { tokens: inner } of token.cases) parameters(inner, found);
  }
  return found;
}

/** A text 40 % longer and plainly foreign, so that a screenshot shows what is not from a catalogue and what has no room. @param {string} text */
function pseudo(text) {
  // Only what is said, never what ICU reads between braces.
  let depth = 0;
  let said = 0;
  const accents = /** @type {Record<string, string>} */ ({ a: 'á', e: 'ë', i: 'ï', o: 'ö', u: 'ü', c: 'ç', n: 'ñ' });
  const foreign = [...text].map((character) => {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth > 0 || character === '}') return character;
    said += 1;
    return accents[character] ?? character;
  });
  return said ? `[${foreign.join('')}${'·'.repeat(Math.ceil(said * 0.4))}]` : text;
}

/** @param {Texts} texts @returns {Texts} */
const pseudoTexts = (texts) =>
  Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, typeof value === 'string' ? pseudo(value) : pseudoTexts(value)]),
  );

/** The types of a part, from its English texts. @param {Texts} texts */
async function typesOf(texts) {
  const { parse } = await import('@messageformat/parser');
  /** @param {Texts} some @param {string} indent @returns {string[]} */
  const members = (some, indent) =>
    Object.entries(some).flatMap(([key, value]) => {
      const name = /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
      if (typeof value !== 'string') return [`${indent}${name}: {`, ...members(value, `${indent}  `), `${indent}};`];
      const given = [...parameters(parse(value))].map(([argument, type]) => `${argument}: ${type}`);
      return `${indent}${name}: ${given.length ? `(given: { ${given.join('; ')} }) => string` : 'string'};`;
    });
  return [
    '// Written by web/build/messages.js from the English catalogue. Change that, not this.',
    'export interface Messages {',
    ...members(texts, '  '),
    '}',
    'declare const messages: Messages;',
    'export default messages;',
    '',
  ].join('\n');
}

/** A module that needs no other: strings, and functions where something is filled in. @param {Language} language @param {Texts} texts */
async function moduleOf(language, texts) {
  const { build } = await import('esbuild');
  const require = createRequire(import.meta.url);
  /** @type {new (language: string) => object} */
  const MessageFormat = require('@messageformat/core');
  /** @type {(format: object, texts: Texts) => string} */
  const compileModule = require('@messageformat/core/compile-module');
  const functions = compileModule(new MessageFormat(language), texts);
  const { outputFiles } = await build({
    // What needs nothing filled in is a plain string.
    stdin: {
      contents: functions.replace(/: \(\) => ("(?:[^"\\]|\\.)*")(?=,?$)/gm, ': $1'),
      resolveDir: root,
      sourcefile: `${language}.js`,
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** Writes what changed. @param {string} file @param {string} text */
function write(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The types of every part by the file that declares them, as they must stand in the tree. @returns {Promise<Map<string, string>>} */
export async function declarations() {
  const found = new Map();
  for (const [part, texts] of Object.entries(readCatalogues('en'))) {
    if (part === sheet) continue;
    found.set(`compiled/en/${part}.d.ts`, await typesOf(texts));
    for (const language of languages.slice(1)) {
      found.set(`compiled/${language}/${part}.d.ts`, `export { default } from '../en/${part}.js';\n`);
    }
  }
  return found;
}

/** Part that is core's: the sentences of a sheet, which bind, are said by core alone. */
const sheet = 'sheet';

/** Core's words as a table, which is kept in the tree because core is built without Node. */
export function coreWords() {
  const [en, fr, de] = /** @type {const} */ (['en', 'fr', 'de']).map((language) => readCatalogues(language)[sheet]);
  const rows = Object.keys(en).map(
    (name) => `WORD(${name}, ${[en, fr, de].map((texts) => JSON.stringify(texts[name])).join(', ')})\n`,
  );
  return `// Every word that a view shows and that is not the payload's own: WORD(name, English, French, German).
// Written by web/build/messages.js from web/messages/*/sheet.arb. Change those, not this.
${rows.join('')}`;
}

/** Compiles every catalogue; a module whose texts have not changed is left as it is. */
export async function buildMessages() {
  await withLock('messages', async () => {
    const wanted = await declarations();
    for (const [file, text] of wanted) write(`${folder}/${file}`, text);
    write(`${root}/core/src/approval/words/catalog.inc`, coreWords());
    for (const language of languages) {
      for (const [part, texts] of Object.entries(readCatalogues(language))) {
        if (part === sheet) continue;
        const file = `compiled/${language}/${part}.js`;
        const said = process.env.CUELIGHT_PSEUDO === '1' ? pseudoTexts(texts) : texts;
        write(`${folder}/${file}`, await moduleOf(language, said));
        wanted.set(file, '');
      }
      for (const name of readdirSync(`${folder}/compiled/${language}`)) {
        if (!wanted.has(`compiled/${language}/${name}`)) rmSync(`${folder}/compiled/${language}/${name}`);
      }
    }
  });
}

if (import.meta.url === `file://${process.argv[1]}`) await program(buildMessages);
