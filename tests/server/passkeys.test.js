/** @file Passkeys: registered, used to confirm, named and revoked, and everything about them that must be refused. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { withIdentity } from '../../web/server/database/identity.js';
import { makeLink } from '../../web/server/modules/accounts/service.js';
import { Authenticator, register } from '../support/passkey.js';
import { onEachDatabase, signIn } from '../support/server.js';

const cli = fileURLToPath(new URL('../../web/verifier/cli.js', import.meta.url));
const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000).toISOString();

onEachDatabase((stand) => {
  const core = () => stand.server.context.core;
  const agentName = 'Marlene Ziegenhagen';
  /** Somebody else of the same workspace. */
  const colleague = () =>
    withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, (tx) =>
      makeLink(stand.server.context, tx, { workspace: 'ws_halbmond', person: 'per_tobias' }),
    ).then((link) => signIn(stand.server.url, link));
  let day = 40;

  /** A new approval that waits for one person only. @param {import('../support/server.js').Visitor} agent */
  async function proposed(agent) {
    day += 1;
    const event = { event: 'extend_hold', expiresAt: inDays(day) };
    const { status, body, text } = await agent.post('/api/v1/engagements/eng_layla/events', event);
    assert.equal(status, 202, text);
    return body.approvalId;
  }

  /** @param {import('../support/server.js').Visitor} visitor @param {string} id @param {any} body */
  const confirmed = (visitor, id, body) => visitor.post(`/api/v1/approvals/${id}/confirm`, body);

  test('a passkey is registered, and its confirmation is a receipt that anybody can check offline', async () => {
    const agent = await stand.as(agentName);
    const { authenticator, key } = await register(agent, 'Laptop');
    assert.deepEqual([key.kind, key.name, key.usedAt, key.revokedAt], ['passkey', 'Laptop', null, null]);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    const statement = Buffer.from(shown.statement, 'base64');
    const { digest } = core().approval.digest({ type: shown.statementType, payload: statement });
    assert.equal(shown.passkey.challenge, Buffer.from(digest).toString('base64url'), 'the challenge is the digest');
    assert.equal(shown.passkey.userVerification, 'required');
    assert.equal(shown.passkey.rpId, 'localhost');
    assert.ok(shown.passkey.allowCredentials.some((/** @type {any} */ one) => one.id === authenticator.id));

    const { status, body, text } = await confirmed(agent, id, {
      presentationId: shown.id,
      passkey: authenticator.use(shown.passkey),
    });
    assert.equal(status, 200, text);
    assert.equal(body.committed, true);
    const [one] = body.receipt.confirmations;
    assert.deepEqual([one.method, one.algorithm, one.publicKey], ['webauthn', -7, authenticator.publicKey]);

    const receipt = await agent.get(`/api/v1/approvals/${id}/receipt`);
    const file = join(stand.folder, 'receipt.json');
    writeFileSync(file, receipt.text);
    const { stdout, status: code } = spawnSync(process.execPath, [cli, 'verify', file], { encoding: 'utf8' });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^This receipt holds: 1 confirmation of exactly these bytes\./);
    assert.match(stdout, /Marlene Ziegenhagen \(\S+\) confirmed with a passkey/);
    writeFileSync(file, receipt.text.replace(one.signature, `${one.signature.slice(0, -2)}00`));
    assert.equal(spawnSync(process.execPath, [cli, 'verify', file]).status, 1);

    const [listed] = (await agent.get('/api/v1/keys')).body.items.filter(
      (/** @type {any} */ item) => item.id === key.id,
    );
    assert.ok(listed.usedAt);
    const { body: audit } = await agent.get('/api/v1/audit');
    const added = audit.items.find((/** @type {any} */ row) => row.detail?.passkey === key.id);
    assert.deepEqual([added.action, added.detail.publicKey], ['passkey.added', authenticator.publicKey]);
    assert.doesNotMatch(JSON.stringify(audit.items), /Laptop/, 'names stay out of the record');
  });

  test('a passkey is made once, for the session that asked, within its time and for its own challenge', async () => {
    const agent = await stand.as(agentName);
    const sent = async (/** @type {any} */ credential, name = 'Key') => {
      const { status, body } = await agent.post('/api/v1/passkeys', { name, credential });
      return [status, body.code];
    };
    const offered = async () => (await agent.post('/api/v1/passkeys/options')).body;
    const options = await offered();
    assert.deepEqual(
      [
        options.attestation,
        options.authenticatorSelection.userVerification,
        options.authenticatorSelection.residentKey,
      ],
      ['none', 'required', 'preferred'],
    );
    const first = new Authenticator(agent.origin);
    const made = first.make(options);
    assert.deepEqual((await agent.post('/api/v1/passkeys', { name: 'Key', credential: made })).status, 201);
    assert.deepEqual(await sent(made), [409, 'passkey.offer_over'], 'a replayed registration');
    assert.deepEqual(await sent(first.make(await offered())), [409, 'passkey.known']);
    assert.ok((await offered()).excludeCredentials.some((/** @type {any} */ one) => one.id === first.id));

    for (const ways of /** @type {import('../support/passkey.js').Ways[]} */ ([
      { verified: false },
      { present: false },
      { origin: 'https://other.example' },
      { rpId: 'other.example' },
      { challenge: 'AAAA' },
      { type: 'webauthn.get' },
    ])) {
      const wrong = new Authenticator(agent.origin).make(await offered(), ways);
      assert.deepEqual(await sent(wrong), [422, 'passkey.refused'], JSON.stringify(ways));
    }
    const other = await stand.as(agentName);
    const early = new Authenticator(agent.origin).make(await offered());
    assert.equal(
      (await other.post('/api/v1/passkeys', { name: 'x', credential: early })).body.code,
      'passkey.offer_over',
    );
    stand.wait(6 * 60_000);
    assert.deepEqual(await sent(early), [409, 'passkey.offer_over']);
    stand.wait(-6 * 60_000);
  });

  test('keys are listed, named and revoked by their owner only; a revoked one confirms nothing', async () => {
    const agent = await stand.as(agentName);
    const { authenticator, key } = await register(agent, 'Old telephone');
    assert.equal((await agent.post(`/api/v1/keys/${key.id}`, { name: 'Telephone' })).body.name, 'Telephone');
    for (const other of [await stand.as('Friederike Abendroth-Czerny'), await colleague()]) {
      assert.equal((await other.post(`/api/v1/keys/${key.id}`, { name: 'Mine' })).status, 404);
      assert.equal((await other.ask('DELETE', `/api/v1/keys/${key.id}`)).status, 404);
      const theirs = (await other.get('/api/v1/keys')).body.items.map((/** @type {any} */ one) => one.id);
      assert.ok(!theirs.includes(key.id));
    }

    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    const signed = { presentationId: shown.id, passkey: authenticator.use(shown.passkey) };
    assert.equal((await agent.ask('DELETE', `/api/v1/keys/${key.id}`)).status, 204);
    assert.equal((await agent.ask('DELETE', `/api/v1/keys/${key.id}`)).status, 404);
    const late = await confirmed(agent, id, signed);
    assert.deepEqual([late.status, late.body.code], [403, 'approval.key_revoked']);
    const { passkey } = await agent.present(core(), id);
    assert.ok(!passkey.allowCredentials.some((/** @type {any} */ one) => one.id === authenticator.id));
  });

  test('a device key has a name too, and when it is revoked it confirms nothing', async () => {
    const agent = await stand.as('Capucine Le Bihan-Desrosiers');
    const presenter = await stand.as('Morag MacAllister');
    const publicKey = '5a'.repeat(32);
    const added = await agent.post('/api/v1/device-keys', { name: 'This browser', publicKey });
    assert.deepEqual([added.status, added.body.id, added.body.kind], [201, publicKey, 'device']);
    assert.equal((await agent.post('/api/v1/device-keys', { name: 'Again', publicKey })).body.code, 'key.known');
    assert.equal((await presenter.ask('DELETE', `/api/v1/keys/${publicKey}`)).status, 404);
    const waiting = (await agent.get('/api/v1/approvals?state=open')).body.items.find(
      (/** @type {any} */ one) => one.mine,
    );
    const signed = await agent.sign(core(), waiting.id);
    await agent.post('/api/v1/device-keys', { name: 'Signs', publicKey: signed.publicKey });
    assert.equal((await agent.ask('DELETE', `/api/v1/keys/${signed.publicKey}`)).status, 204);
    const refused = await confirmed(agent, waiting.id, signed);
    assert.deepEqual([refused.status, refused.body.code], [403, 'approval.key_revoked']);
  });

  test('nobody signed out, and no other site, registers a key; and not without end', async () => {
    const agent = await stand.as('Θεοδώρα Παπακωνσταντίνου');
    const cookie = agent.cookie;
    agent.cookie = null;
    assert.equal((await agent.post('/api/v1/passkeys/options')).status, 401);
    assert.equal((await agent.get('/api/v1/keys')).status, 401);
    agent.cookie = cookie;
    const foreign = await agent.ask('POST', '/api/v1/passkeys/options', {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    assert.equal(foreign.body.code, 'request.cross_site');
    const { headers } = await agent.post('/api/v1/passkeys/options');
    assert.match(headers.get('ratelimit-policy') ?? '', /"mutation"/);
    for (let i = 0; i < 20; i += 1) {
      const publicKey = String(i).padStart(64, '0');
      await agent.post('/api/v1/device-keys', { name: `Key ${i}`, publicKey });
    }
    assert.equal((await agent.post('/api/v1/passkeys/options')).body.code, 'key.too_many');
  });

  test('attack: an assertion without a verified person is refused', async () => {
    const agent = await stand.as(agentName);
    const { authenticator } = await register(agent);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    for (const ways of [{ verified: false }, { present: false }]) {
      const passkey = authenticator.use(shown.passkey, ways);
      const { status, body } = await confirmed(agent, id, { presentationId: shown.id, passkey });
      assert.deepEqual(
        [status, body.code, body.problems],
        [422, 'approval.bad_signature', ['approval.receipt_user_verification']],
      );
    }
  });

  test('attack: another person’s passkey is refused', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    /** @type {any} */
    let passkey;
    for (const other of [await stand.as('Bérengère Lachenal'), await colleague()]) {
      const { authenticator } = await register(other);
      passkey = authenticator.use(shown.passkey);
      const { status, body } = await confirmed(agent, id, { presentationId: shown.id, passkey });
      assert.deepEqual([status, body.code], [422, 'passkey.unknown']);
    }
    const mine = await register(agent);
    const forged = { ...passkey, id: mine.authenticator.id, rawId: mine.authenticator.id };
    const other = await confirmed(agent, id, { presentationId: shown.id, passkey: forged });
    assert.deepEqual([other.status, other.body.problems], [422, ['approval.receipt_signature']]);
  });

  test('attack: an assertion made on another origin, for another relying party, or in a frame is refused', async () => {
    const agent = await stand.as(agentName);
    const { authenticator } = await register(agent);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    for (const ways of [
      { origin: 'https://localhost' },
      { origin: 'http://evil.example' },
      { rpId: 'evil.example' },
      { crossOrigin: true },
    ]) {
      const passkey = authenticator.use(shown.passkey, ways);
      const { status, body } = await confirmed(agent, id, { presentationId: shown.id, passkey });
      assert.deepEqual([status, body.code], [422, 'passkey.refused'], JSON.stringify(ways));
    }
    const passkey = authenticator.use(shown.passkey);
    assert.equal((await confirmed(agent, id, { presentationId: shown.id, passkey })).status, 200);
  });

  test('attack: a replayed assertion, and a copied passkey whose counter stands still, are refused', async () => {
    const agent = await stand.as(agentName);
    const { authenticator } = await register(agent);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    const passkey = authenticator.use(shown.passkey);
    const again = await agent.present(core(), id);
    const moved = await confirmed(agent, id, { presentationId: again.id, passkey });
    assert.deepEqual([moved.status, moved.body.problems], [422, ['approval.receipt_challenge']], 'another showing');
    assert.equal((await confirmed(agent, id, { presentationId: shown.id, passkey })).status, 200);
    assert.equal((await confirmed(agent, id, { presentationId: shown.id, passkey })).body.code, 'approval.committed');

    const next = await proposed(agent);
    const fresh = await agent.present(core(), next);
    for (const counter of [authenticator.counter, 1, 0]) {
      const copied = authenticator.use(fresh.passkey, { counter });
      authenticator.counter = 2;
      const { status, body } = await confirmed(agent, next, { presentationId: fresh.id, passkey: copied });
      assert.deepEqual([status, body.code], [422, 'passkey.refused'], `counter ${counter}`);
    }
    const later = authenticator.use(fresh.passkey, { counter: 9 });
    assert.equal((await confirmed(agent, next, { presentationId: fresh.id, passkey: later })).status, 200);
  });

  test('a confirmation is by one key: both at once, neither, or half of one is not understood', async () => {
    const agent = await stand.as(agentName);
    const { authenticator } = await register(agent);
    const id = await proposed(agent);
    const signed = await agent.sign(core(), id);
    const passkey = authenticator.use({ challenge: 'AAAA' });
    for (const body of [
      { ...signed, passkey },
      { presentationId: signed.presentationId },
      { presentationId: signed.presentationId, signature: signed.signature },
      { presentationId: signed.presentationId, passkey: { ...passkey, response: {} } },
    ])
      assert.equal((await confirmed(agent, id, body)).body.code, 'request.invalid');
  });
});
