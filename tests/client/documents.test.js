/** @file Every room has its README: what lives there, what it may import, how to add to it. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../web/build/run.js';
import { filesIn } from '../support/imports.js';

const parts = new Set(filesIn('web').flatMap((file) => /^web\/\w+(?=\/)/.exec(file) ?? []));
const rooms = ['core', 'bindings', 'web', ...parts, 'tests', 'cmake'];
const longest = 30;

for (const room of rooms) {
  test(`${room} says what it is, in at most ${longest} lines`, () => {
    const file = join(root, room, 'README.md');
    assert.ok(existsSync(file), `${room}/README.md is missing`);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.trimEnd().split('\n').length <= longest, `${room}/README.md is too long`);
    assert.ok(text.startsWith(`# ${room}\n`), `${room}/README.md is headed by its path`);
    assert.match(text, /\*\*May import:\*\* /);
    assert.match(text, /\*\*To (add|export) [^*]+:\*\* /);
  });
}

test('a README that names a file of its folder names one that is there', () => {
  for (const room of rooms) {
    const text = readFileSync(join(root, room, 'README.md'), 'utf8');
    for (const [, name] of text.matchAll(/`([\w./-]+\.(?:js|css|cpp|hpp|html|json|sh|cmake))`/g)) {
      const there = [join(room, name), join(room, 'src', name), name];
      assert.ok(
        there.some((path) => existsSync(join(root, path))),
        `${room}/README.md: ${name}`,
      );
    }
  }
});

test('every decision has its four parts and its line in the index, in order', () => {
  const folder = join(root, 'docs/decisions');
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const files = readdirSync(folder).filter((name) => name !== 'README.md');
  const rows = files.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    assert.match(name, /^\d{4}-[a-z0-9-]+\.md$/);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    for (const heading of ['Question', 'Choice', 'Figures', 'What would change it'])
      assert.ok(headings.includes(heading), `${name} has no "${heading}"`);
    return `- [${name.slice(0, 4)}](${name}) ${/^# (.+)$/m.exec(text)?.[1]}`;
  });
  assert.deepEqual(index.match(/^- \[\d{4}\].*$/gm), rows);
});

test('every guide has its line in the index', () => {
  const folder = join(root, 'docs/guides');
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const name of readdirSync(folder))
    assert.ok(name === 'README.md' || index.includes(`](${name})`), `docs/guides/README.md: ${name}`);
});
