/** Field groups: the facade takes their names and number from core, with room for sixteen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { visibilityApi } from '../../web/client/visibility.js';

const groups = Array.from({ length: 16 }, (_, i) => `group${i}`);
const sights = groups.map((_, i) => ['shown', 'coarse', 'absent'][i % 3]);

/** A core with sixteen groups, in which everybody has the same sights. */
function sixteen() {
  const bits = sights.reduce((sum, sight, i) => sum + ({ absent: 0, coarse: 1, shown: 2 }[sight] ?? 0) * 4 ** i, 0);
  const vocabulary = { rows: [], levels: [], groups, viewers: [], reasons: ['visibility.self'] };
  const replies = /** @type {Record<string, () => Uint8Array>} */ ({
    visibility_vocabulary: () => new TextEncoder().encode(JSON.stringify(vocabulary)),
    visibility_decide: () => new Uint8Array(Uint32Array.of(bits, 0).buffer),
  });
  const call = (/** @type {string} */ name) => replies[name]();
  return visibilityApi(/** @type {any} */ (Object.assign(call, { view: call })));
}

test('sixteen groups have room in a decision and in a projection', () => {
  const visibility = sixteen();
  const values = (/** @type {string} */ word) => Object.fromEntries(groups.map((group) => [group, `${word} ${group}`]));
  /** @type {any} */
  const subject = { kind: 'artist', id: 'a', fields: values('exact'), coarse: values('coarse') };
  /** @type {any} */
  const viewer = {};
  const expected = Object.fromEntries(groups.map((group, i) => [group, sights[i]]));
  assert.deepEqual(visibility.groups(), groups);
  assert.deepEqual({ ...visibility.decide({ subject, viewer }).fields }, expected);
  const [{ fields }] = visibility.filter({ subjects: [subject], viewer });
  for (const [i, group] of groups.entries()) {
    const value = { shown: `exact ${group}`, coarse: `coarse ${group}` }[sights[i]];
    assert.equal(/** @type {any} */ (fields)[group], value, group);
  }
});

test("the groups are core's, each in every row of the table, and in the types", async () => {
  const { visibility } = await loadCore();
  for (const { fields } of visibility.table()) {
    assert.deepEqual(Object.keys(fields).sort(), visibility.groups().sort());
  }
  const types = readFileSync(new URL('../../web/client/types/visibility.d.ts', import.meta.url), 'utf8');
  const [, union] = /** @type {RegExpExecArray} */ (/type FieldGroup =([^;]*);/.exec(types));
  assert.deepEqual(
    [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name),
    visibility.groups(),
  );
});
