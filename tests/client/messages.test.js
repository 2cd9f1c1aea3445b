/** @file The catalogues: every language says the same things, nothing is said that is in none, and nothing stands there for nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from '@messageformat/parser';
import { parse as parseScript } from 'acorn';
import { parseFragment } from 'parse5';
import { coreWords, declarations, languages, parameters, readCatalogues } from '../../web/build/messages.js';
import { root } from '../../web/build/run.js';
import { pieces } from '../../web/messages/pieces.js';

/** @typedef {import('../../web/build/messages.js').Texts} Texts */

/** Messages by `part.key`, folders taken apart. @param {Texts} texts @param {string} [under] @returns {[string, string][]} */
const flat = (texts, under = '') =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${under}${key}`, value]] : flat(value, `${under}${key}/`),
  );

/** What a message asks for, and which cases of a select it knows: what a translation must have alike. @param {string} text */
function shape(text) {
  const tokens = parse(text);
  /** @type {string[]} */
  const selects = [];
  /** @param {import('@messageformat/parser').Token[]} some */
  const walk = (some) => {
    for (const token of some) {
      if (!('cases' in token)) continue;
      if (token.type === 'select') {
        selects.push(`${token.arg}: ${token.cases.map(({ key }) => key).sort()}`);
      }
      for (const { tokens: inner } of token.cases) walk(inner);
    }
  };
  walk(tokens);
  return { given: [...parameters(tokens)].sort(), selects: [...new Set(selects)].sort() };
}

const english = new Map(flat(readCatalogues('en')));

for (const language of languages) {
  describe(`texts in ${language}`, () => {
    const texts = new Map(flat(readCatalogues(language)));
    test('are the same keys, in the same order', () => {
      assert.deepEqual([...texts.keys()], [...english.keys()]);
    });
    test('take the same parameters and tell the same cases apart', () => {
      for (const [key, text] of texts) {
        assert.ok(text.trim(), key);
        assert.deepEqual(shape(text), shape(english.get(key) ?? ''), key);
      }
    });
    test('count in the categories that the language has', () => {
      const categories = /** @type {any} */ (new Intl.PluralRules(language).resolvedOptions().pluralCategories);
      for (const [, text] of texts)
        parse(text, { cardinal: categories, ordinal: [...categories, 'one', 'two', 'few'] });
    });
  });
}

test('the declared types are those of the English catalogues', async () => {
  for (const [file, text] of await declarations()) {
    assert.equal(readFileSync(`${root}/web/messages/${file}`, 'utf8'), text, `${file}: run node web/build/messages.js`);
  }
});

test('core’s words are those of its catalogue', () => {
  const file = 'core/src/approval/words/catalog.inc';
  assert.equal(readFileSync(`${root}/${file}`, 'utf8'), coreWords(), `${file}: run node web/build/messages.js`);
});

test('an element stands where its language puts it', () => {
  const name = { element: 'b' };
  assert.deepEqual(
    pieces(({ day, name: who }) => `Le ${day}, ${who} !`, { name, day: 3 }),
    ['Le 3, ', name, ' !'],
  );
});

// ------------------------------------------------------------------------------------------------------- the sources

/** Every script under a folder. @param {string} folder @returns {string[]} */
const scripts = (folder) =>
  readdirSync(`${root}/${folder}`, { withFileTypes: true })
    .filter(({ name }) => !['dist', 'compiled', 'node_modules', 'generated'].includes(name))
    .flatMap((entry) => (entry.isDirectory() ? scripts(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .filter((file) => file.endsWith('.js'));

/** @typedef {{ type: string, [member: string]: any }} Syntax */

/** Every node of a script. @param {Syntax} node @param {(node: Syntax, parent: Syntax | null) => void} visit @param {Syntax | null} [parent] */
function visitAll(node, visit, parent = null) {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === 'string') visitAll(child, visit, node);
    }
  }
}

/** @param {string} file */
const syntaxOf = (file) =>
  /** @type {Syntax} */ (
    parseScript(readFileSync(`${root}/${file}`, 'utf8'), {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
    })
  );

/** Texts that are looked up by what the server says: an action, a role, a state; and core’s own. */
const byCode = /^(sheet\/|dashboard\/(record|roles|entitlements|kinds|states|types|steps)\/|verifier\/audit\.)/;

test('no key is there that nothing says', () => {
  const said = new Set();
  for (const file of scripts('web')) {
    /** `words.part`, as the dashboard says it. @param {Syntax | null} node @returns {string | null} */
    const part = (node) =>
      file.startsWith('web/dashboard/') && node?.type === 'MemberExpression' && node.object.name === 'words'
        ? `dashboard/${node.property.name}`
        : null;
    visitAll(syntaxOf(file), (node) => {
      const key = node.property?.name ?? node.property?.value;
      if (node.type === 'MemberExpression') said.add(part(node.object) ? `${part(node.object)}/${key}` : key);
      if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern') {
        for (const one of node.id.properties) said.add(`${part(node.init)}/${one.key?.name}`).add(one.key?.name);
      }
      if (node.type === 'Literal') said.add(node.value);
      if (node.type === 'Property') said.add(node.key.name);
    });
  }
  for (const [, key] of readFileSync(`${root}/web/verifier/index.html`, 'utf8').matchAll(/data-text="(\w+)"/g))
    said.add(key);
  const idle = [...english.keys()].filter(
    (key) => !byCode.test(key) && !said.has(key) && !said.has(key.replace(/^(?!dashboard).*\//, '')),
  );
  assert.deepEqual(idle, []);
});

/** Names and signs that are the same in every language. */
const untranslated = new Set(['Cuelight', 'DE', 'https://calendar.example/me.ics']);
const readAloud = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label']);
const hasWords = (/** @type {string} */ text) => /\p{L}{2}/u.test(text) && !untranslated.has(text.trim());

/** Text that stands in a template itself, between its tags and in the attributes that people read. @param {string} template */
function literalTexts(template) {
  /** @type {string[]} */
  const found = [];
  /** @param {any} node */
  const walk = (node) => {
    if (node.nodeName === '#text') found.push(node.value);
    if (['code', 'style', 'script'].includes(node.nodeName)) return;
    for (const { name, value } of node.attrs ?? []) if (readAloud.has(name)) found.push(value);
    for (const child of node.childNodes ?? []) walk(child);
  };
  walk(parseFragment(template));
  return found.map((text) => text.replaceAll('\u{f8ff}', ' ')).filter(hasWords);
}

/** What a call shows: its last arguments, and what a text is set to. @param {Syntax} node */
const shownLiterals = (node) => {
  if (node.type === 'AssignmentExpression' && node.left.property?.name === 'textContent') return [node.right];
  if (node.type === 'CallExpression' && node.callee.name === 'h') return node.arguments.slice(2);
  if (node.type === 'CallExpression' && ['notice', 'emptyBlock', 'head'].includes(node.callee.name))
    return node.arguments;
  return [];
};

test('templates hold no words of their own', () => {
  /** @type {string[]} */
  const found = [];
  const pages = ['dashboard', 'widget', 'confirm', 'verifier'].flatMap((part) => scripts(`web/${part}`));
  // The command speaks English, as commands do.
  for (const file of pages.filter((name) => name !== 'web/verifier/cli.js')) {
    visitAll(syntaxOf(file), (node, parent) => {
      const at = `${file}:${node.loc.start.line}`;
      if (node.type === 'TaggedTemplateExpression' && ['html', 'svg'].includes(node.tag.name)) {
        const template = node.quasi.quasis.map((/** @type {Syntax} */ piece) => piece.value.cooked).join('\u{f8ff}');
        for (const text of literalTexts(template)) found.push(`${at} ${text.trim()}`);
      }
      for (const { type, value } of shownLiterals(node)) {
        if (type === 'Literal' && typeof value === 'string' && /\p{L} |^\p{Lu}\p{Ll}/u.test(value))
          found.push(`${at} ${value}`);
      }
      // A sentence anywhere else but in an error for developers: it begins like one and has several words.
      if (parent?.type === 'NewExpression') return;
      if (
        node.type === 'Literal' &&
        typeof node.value === 'string' &&
        /^\p{Lu}\p{L}*,? [\p{L} ]+.*[.!?]$/u.test(node.value)
      ) {
        found.push(`${at} ${node.value}`);
      }
    });
  }
  assert.deepEqual([...new Set(found)], []);
});

test('mails hold no words of their own', () => {
  /** @type {string[]} */
  const found = [];
  for (const file of scripts('web/server')) {
    visitAll(syntaxOf(file), ({ type, properties, loc }) => {
      if (type !== 'ObjectExpression') return;
      const said = properties.filter((/** @type {Syntax} */ { key }) => ['subject', 'text'].includes(key?.name));
      const literal = said.some((/** @type {Syntax} */ { value }) =>
        ['Literal', 'TemplateLiteral'].includes(value.type),
      );
      if (said.length === 2 && literal) found.push(`${file}:${loc.start.line}`);
    });
  }
  assert.deepEqual(found, []);
});

test('problems are said by key: they hold no words of their own', () => {
  /** @type {string[]} */
  const found = [];
  /** @param {string} file @param {Syntax} said */
  const note = (file, said) =>
    visitAll(said, ({ type, value, loc }) => {
      const text = type === 'Literal' ? value : type === 'TemplateElement' ? value.cooked : null;
      if (/\p{L},? \p{L}/u.test(text)) found.push(`${file}:${loc.start.line} ${text}`);
    });
  for (const file of scripts('web/server')) {
    visitAll(syntaxOf(file), (node) => {
      const { type, callee, key, value, arguments: given = [] } = node;
      if (type === 'NewExpression' && ['Problem', 'CoreRefusal', 'Postponed'].includes(callee.name))
        for (const one of given) note(file, one);
      if (type === 'Property' && key.name === 'detail' && value.type.endsWith('Literal')) note(file, value);
    });
  }
  assert.deepEqual([...new Set(found)], []);
});
