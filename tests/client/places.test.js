/**
 * @file The lists of docs/guides: who adds a payload type, a field group, an event or an action finds here what was
 * forgotten. Each list is asked of core and looked up in every place that must know it.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../web/build/run.js';
import { loadCore } from '../../web/client/node.js';
import { filesIn } from '../support/imports.js';

const core = await loadCore();
/** @param {string} file */
const read = (file) => readFileSync(join(root, file), 'utf8');
/** @param {string[]} files */
const all = (files) => files.map(read).join('\n');
const server = all(filesIn('web/server').filter((file) => file.endsWith('.js')));
const pages = all(filesIn('web/dashboard/src', 'web/messages/en').filter((file) => /\.(js|arb)$/.test(file)));
const languages = readdirSync(join(root, 'web/messages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, 'web/messages', entry.name, 'confirm.arb')))
  .map(({ name }) => name);

/** Whether a name stands as a whole string, or as a member that something is said for. @param {string} text @param {string} name */
const quoted = (text, name) => text.includes(`'${name}'`) || text.includes(`"${name}"`);
/** @param {string} text @param {string} name */
const keyed = (text, name) => quoted(text, name) || new RegExp(`^\\s*${name}: `, 'm').test(text);

for (const { name, type } of core.approval.types()) {
  test(`payload type ${name}: declared, described, shown by an example, named in pages, made by the server`, () => {
    assert.ok(quoted(read('web/client/types/payloads.d.ts'), type), 'web/client/types/payloads.d.ts');
    assert.match(read('docs/spec/approval.md'), new RegExp(`^\\| \`${name}\` \\|`, 'm'), 'docs/spec/approval.md');
    const vector = `tests/vectors/approval/${name}.json`;
    assert.ok(existsSync(join(root, vector)), vector);
    assert.ok(keyed(pages, name), 'a word in the dashboard');
    assert.ok(keyed(server, name) || quoted(server, type), 'a place in web/server that makes it');
  });

  test(`payload type ${name}: its sheet says in every language what is committed`, () => {
    const { payload } = JSON.parse(read(`tests/vectors/approval/${name}.json`));
    const now = '2026-01-01T00:00:00Z';
    const texts = languages.map((locale) => {
      const view = core.approval.describe({ type, payload: JSON.stringify(payload), locale, now });
      assert.deepEqual(view.refusals, []);
      return view.intent.text;
    });
    assert.equal(new Set(texts).size, languages.length, 'each says it differently');
  });
}

/** Actions of core's table for which the reference server has no endpoint: hosts of core have. */
const forHosts = [
  ...['call.answer', 'personnel.assign', 'library.manage', 'roster.manage', 'brand.create_content'],
  ...['document.read', 'document.upload', 'document.delete', 'report.export', 'workspace.delete'],
  ...['org.manage', 'agency.manage', 'tenant.govern', 'platform.govern'],
];
/** Asked by nobody, since everybody may do it to her own alone, or an approval stands for it. */
const byOwnerOrApproval = ['profile.update', 'session.read', 'session.revoke', 'visibility.publish'];

test('every action of the access table is declared, described, agreed upon and asked', () => {
  const idle = new Set([...forHosts, ...byOwnerOrApproval]);
  for (const { action } of core.access.actions()) {
    assert.ok(quoted(read('web/client/types/access.d.ts'), action), `access.d.ts: ${action}`);
    assert.ok(read('docs/spec/access.md').includes(`| \`${action}\` |`), `docs/spec/access.md: ${action}`);
    assert.match(read('tests/vectors/access/actions.csv'), new RegExp(`^${action},`, 'm'), `actions.csv: ${action}`);
    assert.notEqual(quoted(server, action), idle.has(action), `asked by the server, or listed as idle: ${action}`);
    idle.delete(action);
  }
  assert.deepEqual([...idle], []);
});

test('every event of an engagement is declared, described, and has words', () => {
  for (const { event } of core.engagement.table()) {
    assert.ok(quoted(read('web/client/types/engagement.d.ts'), event), `engagement.d.ts: ${event}`);
    assert.ok(read('docs/spec/engagement.md').includes(`| \`${event}\` |`), `docs/spec/engagement.md: ${event}`);
    assert.match(pages, new RegExp(`engagement[._]${event}['"]?: `), `a word in the dashboard: ${event}`);
  }
});

test('every field group is declared, in the agreed table, and filled by the server', () => {
  const [header] = read('docs/spec/visibility.csv').split('\n');
  const groups = Object.keys(core.visibility.decide(/** @type {any} */ ({ subject: {}, viewer: {} })).fields);
  assert.deepEqual(groups, header.split(',').slice(-groups.length));
  for (const group of groups) {
    assert.ok(quoted(read('web/client/types/visibility.d.ts'), group), `visibility.d.ts: ${group}`);
    assert.ok(keyed(server, group), `web/server: ${group}`);
  }
});
