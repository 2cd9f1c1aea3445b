/** @file Grants and brands, handing a workspace on, and the review of who has access. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { register } from '../support/passkey.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const minute = 60_000;
const hour = 60 * minute;
const dayMs = 24 * hour;
const agentName = 'Marlene Ziegenhagen';
const otherName = 'Capucine Le Bihan-Desrosiers';
const reason = 'Stands in during December.';

onEachDatabase((stand) => {
  const core = () => stand.server.context.core;
  const rows = async (/** @type {Visitor} */ visitor, /** @type {string} */ action) =>
    (await visitor.get('/api/v1/audit')).body.items.filter((/** @type {any} */ one) => one.action === action);
  /** A new member of the agency, signed in. @param {Visitor} owner @param {string} name @param {{ roles?: string[], owner?: boolean }} [as] */
  const join = async (owner, name, { roles = ['member'], owner: owns = false } = {}) => {
    const email = `${name.toLowerCase()}@halbmond.example`;
    assert.equal((await owner.post('/api/v1/members', { email, roles, owner: owns })).status, 202);
    const token = (await stand.mailTo(email)).match(/\/letter#([\w-]+)/)?.[1];
    const visitor = new Visitor(stand.server.url);
    assert.equal((await visitor.post('/api/v1/letters/join', { token, name })).status, 204);
    return { visitor, id: (await visitor.get('/api/v1/me')).body.person.id, email };
  };
  /** By mail. @param {string} email */
  const signIn = async (email) => {
    const visitor = new Visitor(stand.server.url);
    await visitor.post('/api/v1/sign-in', { email });
    const token = (await stand.mailTo(email)).match(/\/sign-in#([\w-]+)/)?.[1];
    assert.equal((await visitor.post('/api/v1/sign-in/redeem', { token })).status, 200);
    return visitor;
  };
  /** Proposed and confirmed. @param {Visitor} owner @param {any} wish */
  const give = async (owner, wish) => {
    const proposed = await owner.post('/api/v1/grants', { days: 30, reason, ...wish });
    assert.equal(proposed.status, 202, proposed.text);
    const done = await owner.confirm(core(), proposed.body.approvalId);
    assert.equal(done.status, 200, done.text);
    const { items } = (await owner.get('/api/v1/grants')).body;
    return items.find((/** @type {any} */ one) => one.approvalId === proposed.body.approvalId);
  };
  const brand = async (/** @type {Visitor} */ owner, /** @type {string} */ name) =>
    (await owner.post('/api/v1/brands', { name })).body.id;

  test('a grant is confirmed as it stands, holds in one brand at the next request, and ends when it is revoked', async () => {
    const agent = await stand.as(agentName);
    const { visitor, id } = await join(agent, 'Ilse');
    const [matinee, soiree] = [await brand(agent, 'Matinée'), await brand(agent, 'Soirée')];
    const write = async (
      /** @type {Visitor} */ who,
      /** @type {string} */ where,
      change = { statement: 'Songs at noon.' },
    ) => {
      const { status, body } = await who.post(`/api/v1/brands/${where}`, change);
      return body?.code ?? status;
    };
    assert.equal(await write(visitor, matinee), 'access.role_missing');
    assert.equal(await write(agent, matinee), 'access.role_missing', 'an owner needs a grant too');

    const proposed = await agent.post('/api/v1/grants', {
      person: id,
      role: 'brand_member',
      brand: matinee,
      days: 30,
      reason,
    });
    assert.equal(proposed.status, 202, proposed.text);
    assert.equal(await write(visitor, matinee), 'access.role_missing', 'nothing before it is confirmed');
    const { body: approval } = await agent.get(`/api/v1/approvals/${proposed.body.approvalId}`);
    const payload = JSON.parse(Buffer.from(approval.canonical, 'base64').toString());
    assert.deepEqual(
      [payload.grantee.name, payload.roles, payload.brand.name, payload.reason],
      ['Ilse', ['brand_member'], 'Matinée', reason],
    );
    assert.equal((await agent.confirm(core(), proposed.body.approvalId)).status, 200);

    assert.equal(await write(visitor, matinee), 204);
    assert.equal(await write(visitor, soiree), 'access.grant_missing', 'another brand');
    assert.equal(
      await write(visitor, matinee, /** @type {any} */ ({ name: 'Mine' })),
      'access.role_missing',
      'a higher rank',
    );
    const me = (await visitor.get('/api/v1/me')).body;
    assert.deepEqual(me.roles, ['member', 'brand_member']);
    const [listed] = (await agent.get('/api/v1/grants')).body.items;
    assert.deepEqual(
      [listed.person.id, listed.role, listed.brand.id, listed.state, listed.givenBy, listed.usedAt !== null],
      [id, 'brand_member', matinee, 'open', agentName, true],
    );
    assert.equal(
      (await visitor.get('/api/v1/brands')).body.items.find((/** @type {any} */ one) => one.id === matinee).statement,
      'Songs at noon.',
    );

    assert.equal((await agent.ask('DELETE', `/api/v1/grants/${listed.id}`)).status, 204);
    assert.equal(await write(visitor, matinee), 'access.role_missing');
    assert.deepEqual((await visitor.get('/api/v1/me')).body.roles, ['member']);
    assert.equal((await agent.ask('DELETE', `/api/v1/grants/${listed.id}`)).status, 404, 'once');
    for (const action of ['grant.given', 'grant.revoked', 'brand.opened', 'brand.written']) {
      const [row] = await rows(agent, action);
      assert.ok(row, action);
      assert.doesNotMatch(JSON.stringify(row), /Ilse|Matinée|Stands in/, 'ids only');
    }
    assert.equal((await rows(agent, 'grant.given'))[0].detail.digest, approval.digest);
  });

  test('a rank in one brand is nothing in another, and nobody reaches into another workspace', async () => {
    const agent = await stand.as(agentName);
    const { visitor, id } = await join(agent, 'Ottilie');
    const [north, south] = [await brand(agent, 'North'), await brand(agent, 'South')];
    await give(agent, { person: id, role: 'brand_admin', brand: north });
    await give(agent, { person: id, role: 'creator', brand: south });
    assert.equal((await visitor.post(`/api/v1/brands/${north}`, { name: 'Far north' })).status, 204);
    assert.equal((await visitor.post(`/api/v1/brands/${south}`, { name: 'Mine' })).body.code, 'access.grant_missing');

    const other = await stand.as(otherName);
    const theirs = await brand(other, 'Aubépine');
    const foreign = await visitor.post(`/api/v1/brands/${theirs}`, { name: 'Mine' });
    const absent = await visitor.post('/api/v1/brands/br_absent', { name: 'Mine' });
    assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    // A member and a brand that are named in a body are one's own, or not there.
    const mine = (await agent.get('/api/v1/me')).body.person.id;
    for (const wish of [
      { person: 'per_capucine', role: 'viewer' },
      { person: mine, role: 'creator', brand: theirs },
    ]) {
      const refused = await agent.post('/api/v1/grants', { days: 1, reason, ...wish });
      assert.deepEqual([refused.status, refused.text], [404, absent.text]);
    }
    await stand.server.idle();
    assert.ok((await rows(other, 'access.denied')).some((/** @type {any} */ row) => row.entity.id === theirs));
  });

  test('an entitlement is given until its day, and only what the giver has', async () => {
    const agent = await stand.as(agentName);
    const { visitor, id } = await join(agent, 'Rosalind', { roles: ['agent'] });
    const exported = async () => (await visitor.get('/api/v1/audit/export')).status;
    assert.equal(await exported(), 403);
    const grant = await give(agent, { person: id, entitlements: ['CAN_EXPORT_AUDIT'], days: 2 });
    assert.equal(await exported(), 200);
    assert.equal(
      (await visitor.post('/api/v1/grants', { person: id, entitlements: ['CAN_EXPORT_REPORTS'], days: 1, reason })).body
        .code,
      'access.entitlement_missing',
    );
    stand.wait(2 * dayMs + 1000);
    assert.equal(await exported(), 403, 'ended with its day');
    stand.wait(-2 * dayMs - 1000);
    assert.equal(await exported(), 200);
    const after = (await agent.get('/api/v1/grants')).body.items.find((/** @type {any} */ one) => one.id === grant.id);
    assert.ok(after.usedAt);

    const ask = async (/** @type {any} */ wish) =>
      (await agent.post('/api/v1/grants', { person: id, days: 1, reason, ...wish })).body.code;
    assert.equal(await ask({ role: 'root' }), 'access.rank_exceeded');
    assert.equal(await ask({ role: 'administrator' }), 'access.rank_exceeded');
    assert.equal(await ask({ entitlements: ['CAN_MANAGE_MEMBERS'] }), 'access.not_grantable');
    assert.equal(await ask({}), 'grant.nothing');
    const { givable } = (await agent.get('/api/v1/grants')).body;
    assert.deepEqual(givable.roles, [
      'viewer',
      'creator',
      'agency_member',
      'brand_member',
      'brand_admin',
      'org_admin',
      'agency_admin',
    ]);
    assert.deepEqual(givable.entitlements.toSorted(), [
      'CAN_EXPORT_AUDIT',
      'CAN_EXPORT_REPORTS',
      'CAN_MANAGE_DOCUMENTS',
    ]);
  });

  test('a grant that was proposed by an owner is confirmed by nobody without her right', async () => {
    const agent = await stand.as(agentName);
    const { visitor, id } = await join(agent, 'Egon', { roles: ['agent'] });
    const proposed = await agent.post('/api/v1/grants', {
      person: id,
      entitlements: ['CAN_EXPORT_AUDIT'],
      days: 1,
      reason,
    });
    const { approvalId } = proposed.body;
    const answer = await visitor.confirm(core(), approvalId);
    assert.deepEqual([answer.status, answer.body.code], [403, 'access.entitlement_missing']);
    assert.deepEqual((await visitor.get('/api/v1/me')).body.entitlements, []);
    assert.equal((await agent.get(`/api/v1/approvals/${approvalId}`)).body.confirmations.length, 0, 'undone whole');
    // Who is gone when it is confirmed gets nothing.
    assert.equal((await agent.ask('DELETE', `/api/v1/members/${id}`)).status, 204);
    assert.equal((await agent.confirm(core(), approvalId)).body.code, 'approval.stale');
  });

  test('the last grant that manages a brand stays until another does; so does its holder', async () => {
    const agent = await stand.as(agentName);
    const [first, second] = [await join(agent, 'Paulina'), await join(agent, 'Quirin')];
    const id = await brand(agent, 'Nachtigall');
    const held = await give(agent, { person: first.id, role: 'brand_admin', brand: id });
    const plain = await give(agent, { person: second.id, role: 'creator', brand: id });
    for (const address of [`/api/v1/grants/${held.id}`, `/api/v1/members/${first.id}`, `/api/v1/access/${held.id}`]) {
      const answer = await agent.ask('DELETE', address);
      assert.deepEqual([answer.status, answer.body.code], [403, 'access.sole_owner'], address);
    }
    assert.equal((await agent.ask('DELETE', `/api/v1/grants/${plain.id}`)).status, 204, 'one that manages nothing');
    const next = await give(agent, { person: second.id, role: 'brand_admin', brand: id });
    const both = await Promise.all([held.id, next.id].map((one) => agent.ask('DELETE', `/api/v1/grants/${one}`)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 403], 'of two at once, one stays');
    assert.equal(
      (await agent.ask('DELETE', `/api/v1/brands/${id}`)).status,
      204,
      'a brand that is closed needs nobody',
    );
    const left = (await agent.get('/api/v1/grants')).body.items.filter(
      (/** @type {any} */ one) => one.brand?.id === id,
    );
    assert.ok(left.length > 0 && left.every((/** @type {any} */ one) => one.state === 'revoked'));
    assert.equal((await agent.ask('DELETE', `/api/v1/members/${first.id}`)).status, 204);
  });

  test('a workspace is handed on with a fresh proof only, and its new owner owns it at once', async () => {
    const agent = await stand.as(agentName);
    const heir = await join(agent, 'Viktoria', { roles: ['agent'] });
    const novice = await join(agent, 'Wanda');
    const hand = async (/** @type {Visitor} */ who, /** @type {string} */ person) => {
      const { status, body } = await who.post('/api/v1/workspace/transfer', { person });
      return body?.code ?? status;
    };
    assert.equal(await hand(heir.visitor, heir.id), 'access.entitlement_missing');
    assert.equal(await hand(agent, 'per_capucine'), 'not_found');
    assert.equal(await hand(agent, novice.id), 'member.owner_role');
    assert.equal(await hand(agent, (await agent.get('/api/v1/me')).body.person.id), 'member.no_successor');
    stand.wait(15 * minute + 1000);
    assert.equal(await hand(agent, heir.id), 'access.reauthentication_required', 'the sign-in is too old');
    const { authenticator } = await register(agent, 'Key');
    const prove = async () => {
      const { body } = await agent.post('/api/v1/second-factor/passkey/options');
      return agent.post('/api/v1/second-factor/passkey', { credential: authenticator.use(body) });
    };
    assert.equal((await prove()).status, 200);
    assert.equal(await hand(agent, heir.id), 204);
    assert.deepEqual((await agent.get('/api/v1/me')).body.entitlements, []);
    assert.equal(
      (await heir.visitor.get('/api/v1/members')).body.items.find((/** @type {any} */ one) => one.you).owner,
      true,
    );
    assert.equal((await rows(heir.visitor, 'workspace.transferred'))[0].entity.id, heir.id);
    // And back: a sign-in is proof enough of who has no second factor, while it is fresh.
    assert.equal(await hand(heir.visitor, 'per_marlene'), 'access.reauthentication_required');
    assert.equal(await hand(await signIn(heir.email), 'per_marlene'), 204);
    stand.wait(-15 * minute - 1000);
  });

  test('a fresh sign-in proves nothing of who has a second factor', async () => {
    const agent = await stand.as(agentName);
    const heir = await join(agent, 'Xaver', { roles: ['agent'], owner: true });
    await register(heir.visitor, 'Key');
    const again = await signIn(heir.email);
    const answer = await again.post('/api/v1/workspace/transfer', { person: 'per_marlene' });
    assert.equal(answer.body.code, 'access.reauthentication_required');
    assert.deepEqual(answer.body.needs, ['reauthentication']);
  });

  test('an owner reads everybody who has access, what ends first before the rest; nobody else does', async () => {
    const agent = await stand.as(otherName);
    await register(agent, 'Key');
    await agent.post('/api/v1/feeds', { kind: 'week', label: 'Telephone' });
    await agent.post('/api/v1/device-keys', { name: 'Office', publicKey: 'ab'.repeat(32) });
    await agent.post('/api/v1/members', { email: 'neu@perce-neige.example', roles: ['agent'] });
    await agent.post('/api/v1/partnerships', { email: 'x@agency.example', days: 9 });
    const { body } = await agent.get('/api/v1/access');
    const kinds = new Set(body.items.map((/** @type {any} */ one) => one.kind));
    for (const kind of ['member', 'session', 'feed', 'passkey', 'device_key', 'letter'])
      assert.ok(kinds.has(kind), kind);
    const ends = body.items.map((/** @type {any} */ one) => one.expiresAt ?? '9');
    assert.deepEqual(ends, ends.toSorted());
    const feed = body.items.find((/** @type {any} */ one) => one.kind === 'feed');
    assert.deepEqual([feed.name, feed.about, feed.lastUsedAt, feed.waits], [otherName, 'Telephone', null, true]);
    const member = body.items.find((/** @type {any} */ one) => one.kind === 'member');
    assert.ok(member.lastUsedAt && member.entitlements.includes('CAN_MANAGE_MEMBERS'));
    assert.doesNotMatch(JSON.stringify(body), /token|hash/);

    const marlene = await stand.as(agentName);
    const partners = (await marlene.get('/api/v1/access')).body.items;
    assert.ok(partners.some((/** @type {any} */ one) => one.kind === 'partnership'));
    assert.ok(partners.some((/** @type {any} */ one) => one.kind === 'invitation'));
    const { visitor } = await join(marlene, 'Zita', { roles: ['agent'] });
    for (const [method, address] of /** @type {const} */ ([
      ['GET', '/api/v1/access'],
      ['POST', '/api/v1/access/reviews'],
    ]))
      assert.equal((await visitor.ask(method, address)).body.code, 'access.entitlement_missing', address);
    assert.equal((await visitor.ask('DELETE', '/api/v1/access/per_marlene')).body.code, 'access.entitlement_missing');
    const foreign = await marlene.ask('DELETE', `/api/v1/access/${feed.id}`);
    const absent = await marlene.ask('DELETE', '/api/v1/access/feed_absent');
    assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    const named = await marlene.post('/api/v1/access/confirm', { entries: [feed.id] });
    assert.deepEqual([named.status, named.text], [404, absent.text]);
  });

  test('each entry is confirmed or ended, and the review is finished when none waits', async () => {
    const agent = await stand.as('Friederike Abendroth-Czerny');
    const second = await stand.as('Friederike Abendroth-Czerny');
    await agent.post('/api/v1/feeds', { kind: 'week', label: 'Old telephone' });
    const { authenticator } = await register(agent, 'Lost key');
    const read = async () => (await agent.get('/api/v1/access')).body;
    const before = await read();
    assert.equal(before.review.last, null);
    assert.equal(before.review.overdue, true, 'the demo’s workspaces are older than ninety days');
    assert.equal((await agent.get('/api/v1/me')).body.review.overdue, true);
    const early = await agent.post('/api/v1/access/reviews');
    assert.deepEqual(
      [early.status, early.body.code, early.body.waiting],
      [409, 'access.review_open', before.items.length],
    );

    const of = (/** @type {string} */ kind) =>
      before.items.find((/** @type {any} */ one) => one.kind === kind && !one.you) ??
      before.items.find((/** @type {any} */ one) => one.kind === kind);
    for (const kind of ['session', 'feed', 'passkey'])
      assert.equal((await agent.ask('DELETE', `/api/v1/access/${of(kind).id}`)).status, 204, kind);
    assert.equal((await second.get('/api/v1/me')).status, 401, 'signed out at once');
    assert.equal(
      (await agent.get('/api/v1/keys')).body.items.find((/** @type {any} */ one) => one.id === of('passkey').id)
        .revokedAt !== null,
      true,
    );
    const offered = (await agent.post('/api/v1/second-factor/passkey/options')).body;
    assert.equal(offered.code, 'factor.none');
    assert.ok(authenticator);
    const refused = await agent.ask('DELETE', `/api/v1/access/${of('member').id}`);
    assert.equal(refused.body.code, 'access.sole_owner');

    const { items } = await read();
    const ids = items.map((/** @type {any} */ one) => one.id);
    assert.equal((await agent.post('/api/v1/access/confirm', { entries: [...ids, 'ses_absent'] })).status, 404);
    assert.ok(
      (await read()).items.every((/** @type {any} */ one) => one.waits),
      'all or none',
    );
    assert.equal((await agent.post('/api/v1/access/confirm', { entries: ids })).status, 204);
    const finished = await agent.post('/api/v1/access/reviews');
    assert.equal(finished.status, 201, finished.text);
    assert.equal(finished.body.overdue, false);
    assert.equal(finished.body.last.by, 'Friederike Abendroth-Czerny');
    assert.deepEqual((await rows(agent, 'access.reviewed'))[0].detail, { entries: ids.length });
    assert.deepEqual((await rows(agent, 'access.confirmed'))[0].detail.entries.toSorted(), ids.toSorted());

    await agent.post('/api/v1/feeds', { kind: 'week', label: 'New' });
    assert.equal((await read()).review.waiting, 1, 'what is new waits');
  });

  test('the reminder comes back after ninety days', async () => {
    const email = 'berengere@lyon-confluence.example';
    const agent = await signIn(email);
    const ids = (await agent.get('/api/v1/access')).body.items.map((/** @type {any} */ one) => one.id);
    await agent.post('/api/v1/access/confirm', { entries: ids });
    assert.equal((await agent.post('/api/v1/access/reviews')).status, 201);
    stand.wait(90 * dayMs - hour);
    const later = await signIn(email);
    assert.equal((await later.get('/api/v1/me')).body.review.overdue, false);
    stand.wait(hour);
    assert.equal((await later.get('/api/v1/me')).body.review.overdue, true);
    assert.ok((await later.get('/api/v1/access')).body.items.every((/** @type {any} */ one) => one.waits));
    stand.wait(-90 * dayMs);
  });
});
