/** @file docs/reference says what the types say: nothing was changed in one and not in the other. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { reference } from '../../web/build/reference.js';
import { root } from '../../web/build/run.js';

const folder = join(root, 'docs/reference');

test('the reference is what `npm run reference` writes from the types', () => {
  const pages = reference();
  assert.deepEqual(readdirSync(folder).sort(), Object.keys(pages).sort());
  for (const [name, text] of Object.entries(pages)) assert.equal(readFileSync(join(folder, name), 'utf8'), text, name);
});

test('every call of the core has its sentence there', () => {
  for (const name of ['access', 'approval', 'audit', 'calendar', 'engagement', 'json', 'visibility']) {
    const page = readFileSync(join(folder, `${name}.md`), 'utf8');
    const api = page.match(/^(?:export )?interface \w+Api [\s\S]*?^}/m)?.[0] ?? '';
    const calls = [...api.matchAll(/^ {2}(\w+)[(<]/gm)].map(([, call]) => call);
    assert.ok(calls.length > 1, name);
    for (const call of calls) assert.match(page, new RegExp(`^- \`${call}\`: \\S`, 'm'), `${name}.${call}`);
  }
});
