/**
 * Core's permissions against another engine: the rules of access.cedar evaluated by Cedar. 3,000 random cases in the
 * normal run; CUELIGHT_CASES=1000000 for the long one, CUELIGHT_SEED to repeat one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { random } from '../bench/harness.js';
import { cedarOf } from '../support/cedar.js';

const seed = Number(process.env.CUELIGHT_SEED ?? 1 + Math.floor(Date.now() % 1e9));
const cases = Number(process.env.CUELIGHT_CASES ?? 3000);
const next = random(seed);

const minuteMs = 60_000;
const now = Date.parse('2026-11-22T08:00:00Z');
const workspaces = ['ws_1', 'ws_2'];
const booking = 'member substitute librarian personnel_manager artist agent presenter counsel administrator'.split(' ');
const brand = 'viewer creator agency_member brand_member brand_admin org_admin agency_admin super_admin root'.split(
  ' ',
);
const entitlements = 'REPORTS AUDIT MEMBERS DOCUMENTS WORKSPACE'
  .split(' ')
  .map((name, i) => `CAN_${i < 2 ? 'EXPORT' : 'MANAGE'}_${name}`);

/** @template T @param {readonly T[]} list @returns {T} */
const pick = (list) => list[Math.floor(next() * list.length)];
const happens = (/** @type {number} */ chance) => next() < chance;
/** @template T @param {readonly T[]} list @param {number} chance @returns {T[]} */
const some = (list, chance) => list.filter(() => happens(chance));
/** An instant some minutes ago; the limits themselves are among them. */
const instantAgo = (/** @type {number} */ minutes) => new Date(now - minutes * minuteMs).toISOString();
const ages = [-1, 0, 14, 15, 16, 719, 720, 721, 5000];

/** Leaves a fact out, or spoils it, now and then: what can't be judged is not permitted. @param {any} facts */
function spoiled(facts) {
  if (happens(0.1)) {
    const name = pick(Object.keys(facts));
    if (happens(0.5)) delete facts[name];
    else facts[name] = pick(['', null, 7, 'no such thing']);
  }
  return facts;
}

const randomActor = () =>
  spoiled({
    id: pick(['per_1', 'per_2']),
    kind: happens(0.85) ? 'person' : 'automation',
    status: happens(0.85) ? 'active' : pick(['pending', 'locked']),
    workspace: pick(workspaces),
    roles: [...some(booking, 0.25), ...some(brand, 0.2), ...some(['unknown'], 0.1)],
    entitlements: some(entitlements, 0.7),
    grants: Array.from({ length: Math.floor(next() * 3) }, () => ({
      brand: pick(['br_1', 'br_2']),
      ...(happens(0.6) && { role: pick([...brand, 'unknown']) }),
      ...(happens(0.5) && { expiresAt: pick([instantAgo(1), instantAgo(0), instantAgo(-1), 'never']) }),
      ...(happens(0.3) && { revoked: happens(0.5) }),
    })),
    mfaAt: happens(0.8) ? instantAgo(pick(ages)) : null,
    reauthenticatedAt: happens(0.8) ? instantAgo(pick(ages)) : null,
  });

const randomResource = () =>
  spoiled({
    kind: 'thing',
    workspace: pick(workspaces),
    parties: some(workspaces, 0.4),
    owner: pick(['per_1', 'per_2', null]),
    brand: pick(['br_1', 'br_2']),
    roles: [...some(brand, 0.12), ...some(['agent', 'unknown'], 0.05)],
    entitlements: some(entitlements, 0.15),
    ownersAfter: pick([0, 1, 2, 3]),
  });

const named = (/** @type {unknown} */ text) => (typeof text === 'string' && text !== '' ? text : undefined);
const listed = (/** @type {unknown} */ list) => (Array.isArray(list) ? list : undefined);
/** @param {unknown} text @returns {number | undefined} */
const ageOf = (text) => {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : (now - at) / minuteMs;
};

/** @param {any} grant */
const alive = ({ expiresAt, revoked }) => !revoked && (expiresAt === undefined || Date.parse(expiresAt) > now);

/** The same facts as Cedar takes them: what is missing or of another kind is absent. @param {any} actor @param {any} resource */
const context = (actor, resource) =>
  JSON.parse(
    JSON.stringify({
      judged: true,
      actor: {
        id: named(actor.id),
        kind: named(actor.kind),
        status: named(actor.status),
        workspace: named(actor.workspace),
        roles: listed(actor.roles),
        entitlements: listed(actor.entitlements) ?? [],
        mfaAge: ageOf(actor.mfaAt),
        reauthenticationAge: ageOf(actor.reauthenticatedAt),
      },
      grantsHere: (listed(actor.grants) ?? [])
        .filter((grant) => named(resource.brand) === grant.brand && alive(grant))
        .map(({ role }) => role ?? 'any'),
      resource: {
        workspace: named(resource.workspace),
        parties: listed(resource.parties) ?? [],
        owner: named(resource.owner),
        roles: listed(resource.roles),
        entitlements: listed(resource.entitlements),
        ownersAfter: Number.isInteger(resource.ownersAfter) ? resource.ownersAfter : undefined,
      },
    }),
  );

test(`Cedar permits the same, ${cases} random cases (seed ${seed})`, async () => {
  const { access } = await loadCore();
  const permits = cedarOf('access');
  const actions = access.actions().map(({ action }) => action);
  /** @type {Map<string, number>} */
  const allowed = new Map();
  for (let i = 0; i < cases; i++) {
    const action = happens(0.99) ? pick(actions) : 'no.such_action';
    const actor = randomActor();
    const resource = randomResource();
    const ours = access.permits({ actor, action, resource, now: new Date(now).toISOString() });
    const theirs = permits(action, context(actor, resource)).allowed;
    assert.equal(ours.allowed, theirs, JSON.stringify({ case: i, action, actor, resource, ours }));
    assert.equal(ours.allowed, ours.answer === 'allowed' && ours.reason === 'access.allowed');
    if (ours.allowed) allowed.set(action, (allowed.get(action) ?? 0) + 1);
  }
  const total = [...allowed.values()].reduce((sum, n) => sum + n, 0);
  assert.ok(cases < 1000 || total > cases / 20, `${total} allowed`);
  if (cases >= 100_000) assert.deepEqual([...allowed.keys()].sort(), [...actions].sort(), 'every action was permitted');
});
