/**
 * Core's decisions against another engine: the rules of visibility.cedar evaluated by Cedar. 3,000 random cases in the
 * normal run; CUELIGHT_CASES=1000000 for the long one, CUELIGHT_SEED to repeat one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { random } from '../bench/harness.js';
import { cedarOf } from '../support/cedar.js';
import { randomSubject, randomViewer } from './visibility-cases.js';

/** @typedef {import('../../web/client/types/visibility.d.ts').Subject} Subject */
/** @typedef {import('../../web/client/types/visibility.d.ts').Viewer} Viewer */
/** @typedef {import('../../web/client/types/visibility.d.ts').SightGrant} SightGrant */

const seed = Number(process.env.CUELIGHT_SEED ?? 1 + Math.floor(Date.now() % 1e9));
const cases = Number(process.env.CUELIGHT_CASES ?? 3000);

/** No name, where Cedar wants a string: equal to no workspace. */
const nobody = '(nobody)';
const nowhere = '(nowhere)';

/** @param {SightGrant[] | undefined} grants @param {string} now */
const alive = (grants, now) =>
  (grants ?? [])
    .filter(({ expiresAt, revoked }) => !revoked && new Date(now) < new Date(expiresAt))
    .map(({ workspace }) => workspace);

/** @param {Subject} subject @param {Viewer} viewer */
function context(subject, viewer) {
  const shared = {
    viewer: {
      kind: viewer.kind,
      workspace: viewer.workspace ?? nobody,
      artist: viewer.artist ?? nobody,
      verified: viewer.verified ?? false,
      engaged: (viewer.engagements ?? []).filter(({ answered }) => answered).map(({ artist }) => artist),
    },
  };
  if (subject.kind === 'artist') {
    const { kind, id, level, consent, verified, artistWorkspace, agencyWorkspace } = subject;
    return {
      ...shared,
      subject: {
        kind,
        id,
        level,
        consent,
        verified,
        artistWorkspace: artistWorkspace ?? nowhere,
        agencyWorkspace: agencyWorkspace ?? nowhere,
        guests: alive(subject.invitations, viewer.now),
        partners: alive(subject.partnerships, viewer.now),
      },
    };
  }
  const { artist, artistWorkspace, agency, presenter, counsel } = subject.parties;
  return {
    ...shared,
    subject: {
      kind: subject.kind,
      id: artist,
      artistWorkspace: artistWorkspace ?? nowhere,
      agencyWorkspace: agency ?? nowhere,
      presenter,
      counsel: counsel ?? [],
      answered: subject.answered,
    },
  };
}

test(`Cedar decides the same, ${cases} random cases (seed ${seed})`, async () => {
  const core = await loadCore();
  const cedar = cedarOf('visibility');
  const permits = (/** @type {'shown' | 'coarse'} */ action, /** @type {object} */ facts) => {
    const { allowed, errors } = cedar(action, facts);
    assert.deepEqual(errors, []);
    return allowed;
  };
  const next = random(seed);
  const seen = { shown: 0, coarse: 0, absent: 0 };
  for (let i = 0; i < cases; i++) {
    const subject = randomSubject(next);
    const viewer = randomViewer(next);
    const { fields } = core.visibility.decide({ subject, viewer });
    const groups = /** @type {(keyof typeof fields)[]} */ (Object.keys(fields));
    const group = groups[Math.floor(next() * groups.length)];
    const facts = { ...context(subject, viewer), group };
    const expected = permits('shown', facts) ? 'shown' : permits('coarse', facts) ? 'coarse' : 'absent';
    assert.equal(fields[group], expected, JSON.stringify({ case: i, group, subject, viewer }));
    seen[expected]++;
  }
  assert.ok(cases < 1000 || Math.min(seen.shown, seen.coarse, seen.absent) > cases / 50, JSON.stringify(seen));
});
