/** Odd input: `decide`, `filter` and `explain` say the same of it, and it never shows more than what it stands in for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { random } from '../bench/harness.js';
import { randomSubject, randomViewer } from './visibility-cases.js';

const { visibility } = await loadCore();
const seed = Number(process.env.CUELIGHT_SEED ?? 1 + Math.floor(Date.now() % 1e9));

class Titled extends String {}
/** What can stand where something else is expected; made anew, since some of it has a state. @type {(() => unknown)[]} */
const oddities = [
  () => null,
  () => '',
  () => 0,
  () => 1,
  () => 7n,
  () => Number.NaN,
  () => 'true',
  () => 'toString',
  () => 'public\u0000',
  () => '\ud800',
  () => 'x'.repeat(70_000),
  () => Symbol('public'),
  () => () => 'public',
  () => new Date('2027-01-01T00:00:00Z'),
  () => `2027-01-01T00:00:00.${'0'.repeat(60)}Z`,
  () => '2027-01-01T00:00:00',
  () => '２027-01-01T00:00:00Z',
  () => new Titled('ws_1'),
  () => ['ws_1'],
  () => [],
  () => [null],
  () => new Array(3),
  () => [[]],
  () => ({}),
  () => ({ length: 1, 0: { workspace: 'ws_1', expiresAt: '2027-01-01T00:00:00Z' } }),
  () => ({ toJSON: () => 'ws_1' }),
  () => ({ workspace: { toJSON: () => 'ws_1' }, expiresAt: '2027-01-01T00:00:00Z' }),
  () => new Set(['ws_1']),
  () => new Boolean(true),
  () => Object.create(null),
];

/** Members as a class gives them, by its prototype. @param {any} value */
const inherited = (value) => Object.create(value);
/** Members as getters, with one that nobody asked for. @param {any} value */
const computed = (value) =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      [...Object.keys(value), 'unknown'].map((name) => [name, { enumerable: true, get: () => value[name] }]),
    ),
  );
/** A member that can't be read. @param {any} value @param {string} name */
const broken = (value, name) =>
  Object.defineProperty({ ...value }, name, {
    enumerable: true,
    get() {
      throw new Error('unreadable');
    },
  });

/** @typedef {{ visible: boolean, reason: string, fields: Record<string, string> }} Seen */

/** What the code of a refusal is, or nothing. @param {() => unknown} ask */
function codeOf(ask) {
  try {
    ask();
    return undefined;
  } catch (error) {
    return /** @type {any} */ (error).code ?? String(error);
  }
}

/** What all three say of a pair. @param {any} subject @param {any} viewer @returns {Seen} */
function agreed(subject, viewer) {
  const decision = visibility.decide({ subject, viewer });
  const list = visibility.filter({ subjects: [subject, subject], viewer });
  assert.equal(list.length, decision.visible ? 2 : 0, 'filter');
  for (const { sights } of list) assert.deepEqual(sights, decision.fields);
  if (decision.visible === false) assert.ok(Object.values(decision.fields).every((sight) => sight === 'absent'));
  const now = readable(() => viewer?.now);
  if (readable(() => viewer?.id) !== 'c') return decision;
  const ask = { subject, candidates: [viewer], now };
  const refusal = codeOf(() => visibility.explain(ask));
  const unreadableNow = codeOf(() => visibility.explain({ subject: plain, candidates: [], now })) !== undefined;
  if (unreadableNow) {
    assert.equal(refusal, 'visibility.malformed_now');
    assert.ok(['visibility.malformed_viewer', 'visibility.malformed_subject'].includes(decision.reason));
  } else if (decision.reason === 'visibility.malformed_subject' || readable(() => subject?.kind) === 'engagement') {
    assert.equal(refusal, 'visibility.malformed_subject');
  } else {
    assert.equal(refusal, undefined);
    const [, entry] = visibility.explain(ask).audience;
    assert.deepEqual(
      [entry.visible, entry.reason, entry.fields],
      [decision.visible, decision.reason, decision.fields],
      'explain',
    );
  }
  return decision;
}

/** @param {() => any} ask */
function readable(ask) {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** @type {any} */
const plain = {
  kind: 'artist',
  id: 'art_1',
  level: 'public',
  consent: true,
  verified: true,
  artistWorkspace: null,
  agencyWorkspace: 'ws_1',
};

/** The places of a document: the objects in it, and the names of their members. @param {any} document */
function placesOf(document) {
  /** @type {[any, string][]} */
  const places = [];
  const walk = (/** @type {any} */ value) => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      if (name === 'fields' || name === 'coarse' || value[name] === 'c') continue;
      places.push([value, name]);
      walk(value[name]);
    }
  };
  walk(document);
  return places;
}

const rank = /** @type {Record<string, number>} */ ({ absent: 0, coarse: 1, shown: 2 });
/** @param {Seen} narrow @param {Seen} wide */
const within = (narrow, wide) => Object.keys(wide.fields).every((g) => rank[narrow.fields[g]] <= rank[wide.fields[g]]);

test(`decide, filter and explain say the same of whatever they get (seed ${seed})`, () => {
  const next = random(seed);
  const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
  let stillSeen = 0;
  for (let round = 0; round < 1000; round++) {
    const subject = /** @type {any} */ (randomSubject(next));
    const viewer = /** @type {any} */ ({ ...randomViewer(next), id: 'c' });
    const before = agreed(subject, viewer);
    const odd = structuredClone({ subject, viewer });
    const [holder, name] = pick(placesOf(odd.subject).concat(placesOf(odd.viewer)));
    const oddity = pick(oddities)();
    const was = holder[name];
    holder[name] = oddity;
    const message = `${name}: ${String(JSON.stringify(was))} became ${typeof oddity} ${String(codeOf(() => JSON.stringify(oddity)) ?? JSON.stringify(oddity)).slice(0, 80)} (round ${round})`;
    let after;
    try {
      after = agreed(odd.subject, odd.viewer);
    } catch (cause) {
      throw new Error(message, { cause });
    }
    // Only a grant that was alive can be shown for; nothing odd revives one.
    assert.ok(within(after, before), `shows more: ${message}`);
    if (after.visible) stillSeen++;

    delete holder[name];
    agreed(odd.subject, odd.viewer);
    holder[name] = was;
    for (const form of [inherited, computed]) {
      const { visible, reason, fields } = agreed(form(odd.subject), form(odd.viewer));
      assert.deepEqual([visible, reason, fields], [before.visible, before.reason, before.fields], form.name);
    }
  }
  assert.ok(stillSeen > 50, `${stillSeen} seen`);
});

test('what throws when it is read hides, in all three', () => {
  /** @type {any} */
  const viewer = { id: 'c', kind: 'agency', workspace: 'ws_1', verified: true, now: '2026-11-22T08:00:00Z' };
  assert.equal(agreed(plain, viewer).reason, 'visibility.own_agency');
  for (const name of ['kind', 'id', 'level', 'agencyWorkspace', 'invitations']) {
    assert.equal(agreed(broken(plain, name), viewer).reason, 'visibility.malformed_subject', name);
  }
  for (const name of ['kind', 'workspace', 'engagements']) {
    assert.equal(agreed(plain, broken(viewer, name)).reason, 'visibility.malformed_viewer', name);
  }
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(agreed(proxy, viewer).reason, 'visibility.malformed_subject');
  assert.equal(agreed({ ...plain, invitations: proxy }, viewer).reason, 'visibility.malformed_subject');
  assert.equal(agreed(plain, proxy).reason, 'visibility.malformed_viewer');
});

test('of the four that once differed, all three say what hides', () => {
  const invitation = { workspace: 'wp', expiresAt: '2027-01-01T00:00:00Z', revoked: false };
  /** @type {any} */
  const subject = { ...plain, level: 'private_listing', consent: false, artistWorkspace: 'wa', agencyWorkspace: 'wg' };
  const viewer = { id: 'c', kind: 'presenter', workspace: 'wp', verified: true, now: '2026-06-01T00:00:00Z' };
  const invited = (/** @type {any} */ expiresAt) => ({ ...subject, invitations: [{ ...invitation, expiresAt }] });
  assert.equal(agreed(invited(invitation.expiresAt), viewer).reason, 'visibility.invited');
  assert.equal(agreed(invited(new Date(invitation.expiresAt)), viewer).reason, 'visibility.listed');
  assert.equal(agreed(invited(`2027-01-01T00:00:00.${'0'.repeat(60)}Z`), viewer).reason, 'visibility.listed');
  assert.equal(
    agreed(subject, { ...viewer, now: /** @type {any} */ (new Date(viewer.now)) }).reason,
    'visibility.malformed_viewer',
  );
  const engagement = { kind: 'engagement', id: 'e', answered: true, parties: [] };
  assert.equal(agreed(engagement, viewer).reason, 'visibility.malformed_subject');
});
