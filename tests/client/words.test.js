/** @file Words that docs/glossary.md replaced do not come back as names in the server. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tokenizer } from 'acorn';
import { root } from '../../web/build/run.js';
import { filesIn } from '../support/imports.js';

/** The word that was, and the one that is. @type {Record<string, string>} */
const replaced = {
  house: 'context',
  furnish: 'buildApp',
  sight: 'visibility',
  letters: 'mailed invitations',
  probes: 'denied access',
  committing: 'effects',
};
/** Whole names that the API says: core's answer. */
const elsewhere = new Set(['sights']);

/** The words of a name: `feedCache` is feed, cache. @param {string} name */
const wordsOf = (name) => name.split(/_|(?=[A-Z])/).map((word) => word.toLowerCase());

test('no name in web/server has a word that was replaced', () => {
  /** @type {string[]} */
  const found = [];
  for (const file of filesIn('web/server').filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(root, file), 'utf8');
    const tokens = /** @type {Iterable<any>} */ (tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module' }));
    for (const { type, value } of tokens) {
      if (type.label !== 'name' || elsewhere.has(value)) continue;
      for (const word of wordsOf(value))
        if (Object.hasOwn(replaced, word)) found.push(`${file}: ${value} (say ${replaced[word]})`);
    }
    for (const word of wordsOf(file.replace(/^.*\/|\.js$/g, '').replaceAll('-', '_')))
      if (Object.hasOwn(replaced, word)) found.push(`${file} (say ${replaced[word]})`);
  }
  assert.deepEqual([...new Set(found)], []);
});
