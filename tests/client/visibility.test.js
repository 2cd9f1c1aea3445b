/** Visibility through the package: the promises, the list, the projection, and what must not show through. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { random } from '../bench/harness.js';
import { randomSubject, randomViewer } from './visibility-cases.js';

const core = await loadCore();
const seed = Number(process.env.CUELIGHT_SEED ?? 1 + Math.floor(Date.now() % 1e9));
const vectors = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(new URL(`../vectors/visibility/${name}.json`, import.meta.url), 'utf8'));
const letters = (/** @type {Record<string, string>} */ sights) =>
  Object.values(sights)
    .map((sight) => ({ shown: 'S', coarse: 'c', absent: '-' })[sight])
    .join(' ');

test('every viewer sees what was promised', () => {
  const file = vectors('artists');
  for (const { name, viewer, subject, expect } of file.cases) {
    for (const [level, { view, reason }] of Object.entries(expect)) {
      const decision = core.visibility.decide({
        subject: { ...file.subject, level, ...subject },
        viewer: { now: file.now, ...viewer },
      });
      assert.equal(letters(decision.fields), file.views[view], `${name} at ${level}`);
      assert.equal(decision.reason, reason, `${name} at ${level}`);
      assert.equal(decision.visible, view !== 'none');
      assert.equal(decision.publicReason, view === 'none' ? 'not_found' : 'visible');
    }
  }
  const engagements = vectors('engagements');
  for (const { name, viewer, subject, expect } of engagements.cases) {
    const decision = core.visibility.decide({
      subject: { ...engagements.subject, ...subject },
      viewer: { now: engagements.now, ...viewer },
    });
    assert.equal(letters(decision.fields), engagements.views[expect.view], name);
    assert.equal(decision.reason, expect.reason, name);
  }
});

test(`the list is what decide shows, one by one (seed ${seed})`, () => {
  const next = random(seed);
  for (let round = 0; round < 200; round++) {
    const subjects = Array.from({ length: 50 }, () => randomSubject(next));
    const viewer = randomViewer(next);
    const shown = subjects.filter((subject) => core.visibility.decide({ subject, viewer }).visible);
    const list = core.visibility.filter({ subjects, viewer });
    assert.deepEqual(
      list.map(({ id }) => id),
      shown.map(({ id }) => id),
    );
    list.forEach((projection, i) => {
      const { fields, owner } = core.visibility.decide({ subject: shown[i], viewer });
      assert.deepEqual(projection.sights, fields);
      assert.equal('level' in projection, owner && shown[i].kind === 'artist');
    });
  }
});

test('nothing is cut off: a list longer than one frame', () => {
  /** @type {import('../../web/client/types/visibility.d.ts').ArtistSubject[]} */
  const subjects = Array.from({ length: 100_000 }, (_, i) => ({
    kind: 'artist',
    id: `art_${i}`,
    level: 'public',
    consent: true,
    verified: true,
    artistWorkspace: null,
    agencyWorkspace: 'ws_agency',
    fields: { identity: i },
  }));
  const viewer = { kind: /** @type {const} */ ('anonymous'), workspace: null, now: '2026-11-22T08:00:00Z' };
  assert.equal(core.visibility.filter({ subjects, viewer }).length, subjects.length);
});

test(`changing what a viewer may not see changes nothing that the viewer gets (seed ${seed})`, () => {
  const next = random(seed);
  let changed = 0;
  for (let round = 0; round < 3000; round++) {
    const subject = randomSubject(next);
    const viewer = randomViewer(next);
    const before = JSON.stringify(core.visibility.filter({ subjects: [subject], viewer }));
    const { fields } = core.visibility.decide({ subject, viewer });
    const other = structuredClone(subject);
    for (const [group, sight] of Object.entries(fields)) {
      const name = /** @type {keyof typeof fields} */ (group);
      if (sight !== 'shown' && other.fields) other.fields[name] = `changed ${next()}`;
      if (sight !== 'coarse' && other.coarse) other.coarse[name] = `changed ${next()}`;
      changed += sight === 'absent' ? 1 : 0;
    }
    assert.equal(JSON.stringify(core.visibility.filter({ subjects: [other], viewer })), before);
  }
  assert.ok(changed > 1000);
});

test(`an explanation says of every candidate what decide says (seed ${seed})`, () => {
  const next = random(seed);
  for (let round = 0; round < 300; round++) {
    const subject = randomSubject(next);
    if (subject.kind !== 'artist') continue;
    const candidates = Array.from({ length: 20 }, (_, i) => ({ ...randomViewer(next), id: `c${i}` }));
    const now = '2026-11-22T08:00:00Z';
    const { audience } = core.visibility.explain({ subject, candidates, now });
    candidates.forEach((candidate, i) => {
      const decision = core.visibility.decide({ subject, viewer: { ...candidate, now } });
      const entry = audience[i + 1];
      assert.equal(entry.id, candidate.id);
      assert.deepEqual(
        [entry.visible, entry.reason, entry.fields],
        [decision.visible, decision.reason, decision.fields],
      );
    });
  }
});

test('what is malformed hides, and never throws', () => {
  const viewer = { kind: 'agency', workspace: 'ws_agency', verified: true, now: '2026-11-22T08:00:00Z' };
  const good = {
    kind: 'artist',
    id: 'art_1',
    level: 'public',
    consent: true,
    verified: true,
    artistWorkspace: null,
    agencyWorkspace: 'ws_agency',
  };
  const ask = (/** @type {any} */ subject, /** @type {any} */ who) => core.visibility.decide({ subject, viewer: who });
  assert.equal(ask(good, viewer).reason, 'visibility.own_agency');
  for (const subject of [
    null,
    undefined,
    7,
    'artist',
    [],
    {},
    { ...good, kind: 'person' },
    { ...good, id: 7 },
    { ...good, level: ['public'] },
    { ...good, level: 'toString' },
    { ...good, invitations: 'ws_agency' },
    { ...good, kind: 'engagement' },
    { ...good, kind: 'engagement', parties: null },
    { ...good, kind: 'engagement', parties: { counsel: 'ws_agency' } },
  ]) {
    assert.equal(ask(subject, viewer).reason, 'visibility.malformed_subject', JSON.stringify(subject));
    assert.deepEqual(
      core.visibility.filter({ subjects: /** @type {any} */ ([subject]), viewer: /** @type {any} */ (viewer) }),
      [],
    );
  }
  for (const who of [
    null,
    undefined,
    {},
    { ...viewer, kind: 'constructor' },
    { ...viewer, now: undefined },
    { ...viewer, now: '2026-11-22' },
    { ...viewer, now: 'é026-11-22T08:00:00Z' },
    { ...viewer, now: `2026-11-22T08:00:00.${'0'.repeat(80)}Z` },
    { ...viewer, workspace: '' },
    { ...viewer, workspace: ['ws_agency'] },
  ]) {
    assert.equal(ask(good, who).reason, 'visibility.malformed_viewer', JSON.stringify(who));
  }
  const odd = { ...good, agencyWorkspace: null, level: 'private_listing' };
  const invited = { kind: 'presenter', workspace: 'ws_p', verified: true, now: viewer.now };
  for (const grant of [null, 7, 'ws_p', { workspace: 'ws_p' }, { workspace: 'ws_p', expiresAt: 'ë' }]) {
    assert.equal(ask({ ...odd, level: 'stealth_roster', invitations: [grant] }, invited).visible, false);
  }
});

test('the table is data, a fresh copy each time', () => {
  const table = core.visibility.table();
  assert.equal(table.length, 8 * 4 + 5);
  table[0].fields = /** @type {any} */ ({});
  assert.notDeepEqual(core.visibility.table()[0].fields, {});
  const csv = readFileSync(new URL('../vectors/visibility/table.csv', import.meta.url), 'utf8');
  // Rows come in JSON's order of members; the CSV names the groups in the table's order.
  const groups = csv.split('\n')[0].split(',').slice(3);
  const ordered = core.visibility
    .table()
    .map(({ subject, level, relation, fields }) =>
      [subject, level, relation, ...groups.map((group) => fields[/** @type {'fees'} */ (group)])].join(','),
    );
  assert.deepEqual(ordered, csv.trimEnd().split('\n').slice(1));
});

test("the specification's example holds", () => {
  const page = readFileSync(new URL('../../docs/spec/visibility.md', import.meta.url), 'utf8');
  const example = JSON.parse(/** @type {RegExpExecArray} */ (/```json\n([\s\S]*?)```/.exec(page))[1]);
  assert.deepEqual(core.visibility.decide(example), example.decision);
});

test('every decision is of its own instant, whatever was asked before', () => {
  /** @type {import('../../web/client/types/visibility.d.ts').Subject} */
  const subject = {
    kind: 'artist',
    id: 'art_1',
    level: 'stealth_roster',
    consent: false,
    verified: true,
    artistWorkspace: 'ws_artist',
    agencyWorkspace: 'ws_agency',
    invitations: [{ workspace: 'ws_house', expiresAt: '2026-11-22T08:00:00Z' }],
  };
  const at = (/** @type {any} */ now) => {
    const viewer = /** @type {const} */ ({ kind: 'presenter', workspace: 'ws_house', verified: true });
    return core.visibility.decide({ subject, viewer: { ...viewer, now } }).reason;
  };
  const [before, after] = ['visibility.invited', 'visibility.invitation_expired'];
  const malformed = 'visibility.malformed_viewer';
  const asked = [
    '2026-11-22T07:59:59Z',
    '2026-11-22T08:00:00Z',
    '2026-11-22T07:59:59.999Z',
    'soon',
    '2026-11-22T08:00:00Z',
  ];
  assert.deepEqual(asked.map(at), [before, after, before, malformed, after]);
  assert.deepEqual([undefined, '', null, asked[0], asked[0]].map(at), [
    malformed,
    malformed,
    malformed,
    before,
    before,
  ]);
});
