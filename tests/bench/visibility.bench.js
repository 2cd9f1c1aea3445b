/** Visibility: a list of 10,000 artists, and one decision, against casbin and Cedar over the same rules. */

const now = '2026-11-22T08:00:00Z';
const levels = ['public', 'private_listing', 'stealth_roster', 'workspace_private'];

/** The same promises as one casbin matcher; `alive` looks through the grants. */
const casbinModel = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = act
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && ((r.sub.kind == "agency" && r.sub.workspace == r.obj.agencyWorkspace) || (r.obj.verified && r.sub.kind != "artist" && r.obj.level == "public" && r.obj.consent) || (r.obj.verified && r.sub.verified && r.sub.kind == "presenter" && (r.obj.level == "public" || r.obj.level == "private_listing")) || (r.obj.verified && r.sub.verified && r.sub.kind == "presenter" && r.obj.level == "stealth_roster" && alive(r.obj.invitations, r.sub)))
`;

const cedarPolicies = `
permit (principal, action, resource) when { context.viewer.kind == "agency" && context.viewer.workspace == context.subject.agencyWorkspace };
permit (principal, action, resource) when { context.subject.verified && context.viewer.kind != "artist" && context.subject.level == "public" && context.subject.consent };
permit (principal, action, resource) when { context.subject.verified && context.viewer.verified && context.viewer.kind == "presenter" && ["public", "private_listing"].contains(context.subject.level) };
permit (principal, action, resource) when { context.subject.verified && context.viewer.verified && context.viewer.kind == "presenter" && context.subject.level == "stealth_roster" && context.subject.guests.contains(context.viewer.workspace) };
`;

/** The same with viewer and artist as entities, which is how a policy store is meant to be asked. */
const cedarEntityPolicies = cedarPolicies
  .replaceAll('context.viewer.', 'principal.')
  .replaceAll('context.subject.', 'resource.');

/** @param {() => number} next @param {number} count */
function roster(next, count) {
  const below = (/** @type {number} */ n) => Math.floor(next() * n);
  const grants = (/** @type {string} */ prefix) =>
    Array.from({ length: below(4) }, () => ({ workspace: `${prefix}${below(50)}`, expiresAt: '2027-01-01T00:00:00Z' }));
  return Array.from({ length: count }, (_, i) => ({
    kind: 'artist',
    id: `art_${i}`,
    level: levels[below(4)],
    consent: next() < 0.9,
    verified: next() < 0.9,
    artistWorkspace: `ws_a${i}`,
    agencyWorkspace: `ws_g${below(40)}`,
    invitations: grants('ws_p'),
    partnerships: grants('ws_g'),
    fields: {
      identity: { name: `Artist ${i}` },
      folio: { discipline: 'piano' },
      contact: { mail: `a${i}@example` },
      notes: 'n',
    },
    coarse: { contact: { agency: 'Halbmond Artists' }, availability: [] },
  }));
}

/** A package that is for Node alone, which no bundle for a browser may follow. @param {string} name */
const load = (name) => import(name);

/** @param {any} bench */
export default async (bench) => {
  const subjects = roster(bench.random(7), 10_000);
  const viewer = { kind: 'presenter', workspace: 'ws_p1', verified: true, now };
  const { visibility } = bench.core;
  const expected = subjects.filter((subject) => visibility.decide({ subject, viewer }).visible).length;

  /** @type {Record<string, () => unknown>} */
  const filterPeers = {};
  /** @type {Record<string, () => unknown>} */
  const decidePeers = {};
  if (bench.platform === 'node') {
    const { newEnforcer, newModelFromString } = await load('casbin');
    const enforcer = await newEnforcer(newModelFromString(casbinModel));
    await enforcer.addPolicy('see');
    await enforcer.addFunction('alive', (/** @type {any[]} */ list, /** @type {any} */ sub) =>
      list.some((grant) => grant.workspace === sub.workspace && !grant.revoked && sub.now < grant.expiresAt),
    );
    const sees = (/** @type {any} */ subject) => enforcer.enforceSync(viewer, subject, 'see');
    filterPeers['casbin 5.51.1 enforceSync'] = () => subjects.filter(sees);
    decidePeers['casbin 5.51.1 enforceSync'] = () => subjects.slice(0, 1000).filter(sees);
    const cedar = await load('@cedar-policy/cedar-wasm/nodejs');
    cedar.preparsePolicySet('context', { staticPolicies: cedarPolicies });
    cedar.preparsePolicySet('entities', { staticPolicies: cedarEntityPolicies });
    const principal = { type: 'Viewer', id: viewer.workspace };
    const action = { type: 'Action', id: 'see' };
    const seenBy = { kind: viewer.kind, workspace: viewer.workspace, verified: viewer.verified };
    const facts = (/** @type {any} */ { level, consent, verified, agencyWorkspace, invitations }) => ({
      level,
      consent,
      verified,
      agencyWorkspace,
      guests: invitations.map((/** @type {any} */ one) => one.workspace),
    });
    const allowed = (/** @type {any} */ ask) => {
      const answer = cedar.statefulIsAuthorized({ principal, action, ...ask });
      return answer.type === 'success' && answer.response.decision === 'allow';
    };
    decidePeers['@cedar-policy/cedar-wasm 4.13.0 stateful'] = () =>
      subjects.slice(0, 1000).filter((subject) => {
        const resource = { type: 'Artist', id: subject.id };
        const entities = [
          { uid: principal, attrs: seenBy, parents: [] },
          { uid: resource, attrs: facts(subject), parents: [] },
        ];
        return allowed({ resource, context: {}, entities, preparsedPolicySetId: 'entities' });
      });
    decidePeers['@cedar-policy/cedar-wasm 4.13.0 stateful, no entities'] = () =>
      subjects.slice(0, 1000).filter((subject) => {
        const context = { viewer: seenBy, subject: facts(subject) };
        return allowed({
          resource: { type: 'Artist', id: 'a' },
          context,
          entities: [],
          preparsedPolicySetId: 'context',
        });
      });
  }

  await bench.compare('visibility: list 10,000 artists, projected', {
    unit: 'artists',
    amount: subjects.length,
    ours: () => visibility.filter({ subjects, viewer }),
    peers: filterPeers,
    check: (/** @type {any[]} */ list) => {
      if (list.length !== expected) throw new Error(`${list.length} visible, ${expected} expected`);
    },
  });

  const first = subjects.slice(0, 1000);
  const expectedFirst = first.filter((subject) => visibility.decide({ subject, viewer }).visible).length;
  await bench.compare('visibility: one decision', {
    unit: 'decisions',
    amount: first.length,
    ours: () => first.filter((subject) => visibility.decide({ subject, viewer }).visible),
    peers: decidePeers,
    check: (/** @type {any[]} */ list) => {
      if (list.length !== expectedFirst) throw new Error(`${list.length} visible, ${expectedFirst} expected`);
    },
  });
};
