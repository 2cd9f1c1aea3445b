/** @file Proving again who one is: a passkey as second factor, and what may stand for one. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { codeAt, stepOf } from '../../web/server/modules/accounts/second-factor.js';
import { Authenticator, register } from '../support/passkey.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const minute = 60_000;
const hour = 60 * minute;
const tokenIn = (/** @type {string} */ mail) => mail.match(/\/sign-in#([\w-]+)/)?.[1] ?? '';

/** RFC 4648. @param {string} text */
const fromBase32 = (text) => {
  const bits = [...text]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
};

onEachDatabase((stand) => {
  /** Signed in by mail alone. @param {string} email */
  const byMail = async (email) => {
    // So many links a quarter of an hour.
    stand.wait(15 * minute);
    const visitor = new Visitor(stand.server.url);
    const before = await stand.mailTo(email);
    await visitor.post('/api/v1/sign-in', { email });
    const mail = await stand.mailTo(email);
    assert.notEqual(mail, before);
    assert.equal((await visitor.post('/api/v1/sign-in/redeem', { token: tokenIn(mail) })).status, 200);
    return visitor;
  };
  const gate = async (/** @type {Visitor} */ visitor) =>
    (await visitor.get('/api/v1/admin/applications')).body.code ?? 'open';
  const options = async (/** @type {Visitor} */ visitor) =>
    (await visitor.post('/api/v1/second-factor/passkey/options')).body;
  const give = async (
    /** @type {Visitor} */ visitor,
    /** @type {Authenticator} */ authenticator,
    /** @type {import('../support/passkey.js').Ways} */ ways = {},
  ) => {
    const credential = authenticator.use(await options(visitor), ways);
    const { status, body } = await visitor.post('/api/v1/second-factor/passkey', { credential });
    return body.code ?? status;
  };
  const email = 'henrike@cuelight.example';
  /** @type {Authenticator} the administrator's first */
  let first;

  test('what a passkey answers here confirms nothing, and what it signs there opens nothing', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { authenticator } = await register(agent, 'Key');
    const open = (await agent.get('/api/v1/approvals?state=open')).body.items.find(
      (/** @type {any} */ one) => one.mine,
    );
    assert.ok(open);
    const presentation = await agent.present(stand.server.context.core, open.id);
    const signed = authenticator.use(await options(agent));
    const answer = await agent.post(`/api/v1/approvals/${open.id}/confirm`, {
      presentationId: presentation.id,
      passkey: signed,
    });
    assert.ok(answer.status >= 400, answer.text);
    const confirming = authenticator.use(presentation.passkey);
    await options(agent);
    assert.equal(
      (await agent.post('/api/v1/second-factor/passkey', { credential: confirming })).body.code,
      'passkey.refused',
    );
  });

  test('a code of reviewed access is revoked once, by administrators, and opens nothing from then on', async () => {
    const admin = await stand.as('Henrike Solberg');
    const { body: made } = await admin.post('/api/v1/admin/codes', { label: 'Fair', uses: 3, days: 7 });
    const form = { name: 'A', workspaceName: 'A', workspaceKind: 'presenter', code: made.code };
    const applied = async (/** @type {string} */ address) => {
      await new Visitor(stand.server.url).post('/api/v1/access/apply', { ...form, email: address });
      return /Your code was accepted/.test(await stand.mailTo(address));
    };
    const listed = async () =>
      (await admin.get('/api/v1/admin/codes')).body.items.find((/** @type {any} */ one) => one.id === made.id);
    assert.equal(await applied('one@fair.example'), true);
    const { label, uses, usesLeft, state, createdBy } = await listed();
    assert.deepEqual([label, uses, usesLeft, state, createdBy], ['Fair', 3, 2, 'open', 'Henrike Solberg']);
    const agent = await stand.as('Marlene Ziegenhagen');
    assert.equal((await agent.ask('DELETE', `/api/v1/admin/codes/${made.id}`)).status, 403);
    assert.equal((await admin.ask('DELETE', '/api/v1/admin/codes/code_absent')).status, 404);
    assert.equal((await admin.ask('DELETE', `/api/v1/admin/codes/${made.id}`)).status, 204);
    assert.equal((await admin.ask('DELETE', `/api/v1/admin/codes/${made.id}`)).body.code, 'access.code_revoked');
    assert.equal(await applied('two@fair.example'), false);
    assert.deepEqual([(await listed()).state, (await listed()).usesLeft], ['revoked', 2]);
    const rows = (await admin.get('/api/v1/audit')).body.items;
    const [row] = rows.filter((/** @type {any} */ one) => one.action === 'access.code_revoked');
    assert.deepEqual([row.entity.id, row.detail], [made.id, { usesLeft: 2 }]);
  });

  test('an administrator sets up a passkey, gives it in each session, and the gate opens', async () => {
    const admin = await byMail(email);
    assert.equal(await gate(admin), 'access.mfa_required');
    assert.equal((await admin.post('/api/v1/second-factor/passkey/options')).body.code, 'factor.none');
    const made = await register(admin, 'Security key');
    first = made.authenticator;
    assert.equal(made.key.secondFactor, true);
    assert.equal(await gate(admin), 'access.mfa_required', 'having one is not giving it');
    assert.equal(await give(admin, first), 200);
    assert.equal(await gate(admin), 'open');
    const { secondFactor } = (await admin.get('/api/v1/me')).body;
    assert.deepEqual(secondFactor, { needed: true, proven: true, passkey: true, code: false });
    const rows = (await admin.get('/api/v1/audit')).body.items;
    const [row] = rows.filter((/** @type {any} */ one) => one.action === 'factor.given');
    assert.deepEqual(row.detail, { method: 'passkey', passkey: made.key.id });

    const other = await byMail(email);
    assert.equal(await gate(other), 'access.mfa_required', 'another session proves for itself');
    assert.equal(await give(other, first), 200);
    stand.wait(12 * hour - minute);
    assert.equal(await gate(other), 'open');
    stand.wait(2 * minute);
    assert.equal(await gate(other), 'access.mfa_required', 'after twelve hours');
    assert.equal((await other.get('/api/v1/me')).body.secondFactor.proven, false);
  });

  test('who was asked in by an administrator joins, and needs a second factor of her own', async () => {
    const admin = await byMail(email);
    assert.equal(await give(admin, first), 200);
    const guest = 'ragnhild@cuelight.example';
    assert.equal((await admin.post('/api/v1/members', { email: guest, roles: ['administrator'] })).status, 202);
    const token = (await stand.mailTo(guest)).match(/\/letter#([\w-]+)/)?.[1];
    const joined = new Visitor(stand.server.url);
    assert.equal((await joined.post('/api/v1/letters/join', { token, name: 'Ragnhild' })).status, 204);
    assert.equal(await gate(joined), 'access.mfa_required');
    assert.equal(await give(joined, (await register(joined)).authenticator), 200);
    assert.equal(await gate(joined), 'open');
  });

  test('a challenge counts once, in its session, for its time; the answer is of this address and a verified person', async () => {
    const admin = await byMail(email);
    for (const ways of /** @type {import('../support/passkey.js').Ways[]} */ ([
      { verified: false },
      { present: false },
      { origin: 'https://other.example' },
      { rpId: 'other.example' },
      { challenge: 'AAAA' },
      { type: 'webauthn.create' },
      { crossOrigin: true },
      { counter: 1 },
    ])) {
      // A wrong answer costs one of five in a quarter of an hour.
      stand.wait(15 * minute);
      assert.equal(await give(admin, first, ways), 'passkey.refused', JSON.stringify(ways));
    }
    first.counter = 100;
    assert.equal(await gate(admin), 'access.mfa_required');
    stand.wait(15 * minute);
    assert.equal(await give(admin, new Authenticator(admin.origin)), 'passkey.unknown');

    const credential = first.use(await options(admin));
    const other = await byMail(email);
    assert.equal(
      (await other.post('/api/v1/second-factor/passkey', { credential })).body.code,
      'factor.challenge_over',
    );
    await options(other);
    assert.equal((await other.post('/api/v1/second-factor/passkey', { credential })).body.code, 'passkey.refused');
    stand.wait(15 * minute);
    assert.equal(
      (await admin.post('/api/v1/second-factor/passkey', { credential })).body.code,
      'factor.challenge_over',
      'too late',
    );
    const fresh = { credential: first.use(await options(admin)) };
    const twice = await Promise.all([
      admin.post('/api/v1/second-factor/passkey', fresh),
      admin.post('/api/v1/second-factor/passkey', fresh),
    ]);
    assert.deepEqual(twice.map(({ status }) => status).sort(), [200, 409]);
  });

  test('wrong answers are throttled, whichever kind they are', async () => {
    const admin = await byMail(email);
    let answer = await give(admin, new Authenticator(admin.origin));
    for (let tries = 0; tries < 8 && answer !== 'limit.reached'; tries += 1)
      answer = await give(admin, new Authenticator(admin.origin));
    assert.equal(answer, 'limit.reached');
    assert.equal((await admin.post('/api/v1/second-factor/prove', { code: '123456' })).body.code, 'limit.reached');
    stand.wait(15 * minute);
    assert.equal(await give(admin, first), 200);
  });

  test('who only reads the mail adds no factor beside the one that is there, whatever she tries', async () => {
    const thief = await byMail(email);
    const { authenticator, key } = await register(thief, 'Mine');
    assert.equal(key.secondFactor, false, 'it signs, and opens nothing');
    assert.equal(
      (await options(thief)).allowCredentials.some((/** @type {any} */ one) => one.id === authenticator.id),
      false,
    );
    assert.equal(await give(thief, authenticator), 'factor.not_counted');
    assert.equal((await thief.post('/api/v1/second-factor/enrol')).body.code, 'access.mfa_required');
    for (const { id } of (await thief.get('/api/v1/keys')).body.items) await thief.ask('DELETE', `/api/v1/keys/${id}`);
    assert.equal(
      (await thief.post('/api/v1/second-factor/enrol')).body.code,
      'access.mfa_required',
      'nor after revoking',
    );
    // Nor does she get by asking somebody else in.
    const guest = { email: 'accomplice@elsewhere.example', roles: ['administrator'], owner: true };
    assert.equal((await thief.post('/api/v1/members', guest)).body.code, 'access.mfa_required');
    for (const address of ['/api/v1/access', '/api/v1/audit/export'])
      assert.equal((await thief.get(address)).body.code, 'access.mfa_required', address);
    const second = await register(thief, 'Mine');
    assert.equal(second.key.secondFactor, false);
    assert.equal(await gate(thief), 'access.mfa_required');
  });

  test('an authenticator that was begun before the passkey was there does not stand in for it', async () => {
    const name = 'jonas@feldmueller.example';
    const early = await byMail(name);
    const { body } = await early.post('/api/v1/second-factor/enrol');
    await register(await byMail(name), 'Telephone');
    const code = codeAt(fromBase32(body.secret), stepOf(stand.server.context.clock()));
    assert.equal((await early.post('/api/v1/second-factor/prove', { code })).body.code, 'access.mfa_required');
  });

  test('with a code given, a passkey that is added counts; without it, it does not', async () => {
    const name = 'etienne@quemeneur.example';
    const artist = await byMail(name);
    const seed = fromBase32((await artist.post('/api/v1/second-factor/enrol')).body.secret);
    const code = codeAt(seed, stepOf(stand.server.context.clock()));
    assert.equal((await artist.post('/api/v1/second-factor/prove', { code })).status, 200);
    assert.equal((await register(artist, 'Laptop')).key.secondFactor, true);
    const later = await byMail(name);
    assert.equal((await register(later, 'Elsewhere')).key.secondFactor, false);
  });
});
