/**
 * @file The attacks on the way from showing to committing that need a server, each by its name. More of them stand in
 * approvals.test.js and passkeys.test.js; those on what is shown in tests/client/attacks.test.js, those on the screen in
 * tests/browser.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { whoHolds } from '../../web/server/modules/accounts/people.js';
import { confirm } from '../../web/server/modules/approvals/confirm.js';
import { register } from '../support/passkey.js';
import { onEachDatabase } from '../support/server.js';

const minuteMs = 60_000;
const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * 1440 * minuteMs).toISOString();
const atMinutes = (/** @type {number} */ minutes) =>
  `${new Date(Date.now() + minutes * minuteMs).toISOString().slice(0, 19)}Z`;

onEachDatabase((stand) => {
  const core = () => stand.server.context.core;
  const agentName = 'Marlene Ziegenhagen';
  let day = 40;

  /** A new approval that waits for one person only. @param {import('../support/server.js').Visitor} agent */
  async function proposed(agent) {
    day += 1;
    const event = { event: 'extend_hold', expiresAt: inDays(day) };
    const { status, body, text } = await agent.post('/api/v1/engagements/eng_layla/events', event);
    assert.equal(status, 202, text);
    return body.approvalId;
  }

  test('attack: shown is not what is signed: the server computes the view itself and signs no other', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const seen = await agent.look(core(), id);
    const present = async (/** @type {object} */ change) => {
      const { status, body } = await agent.post(`/api/v1/approvals/${id}/present`, { ...seen, ...change });
      return [status, body.code ?? 'shown'];
    };
    for (const change of [
      { viewDigest: '11'.repeat(32) },
      { viewDigest: seen.digest },
      { locale: 'de' },
      { timeZone: 'America/Lima' },
    ])
      assert.deepEqual(await present(change), [409, 'approval.view_differs'], JSON.stringify(change));
    assert.deepEqual(await present({ digest: '00'.repeat(32) }), [409, 'approval.stale']);
    const { body } = await agent.post(`/api/v1/approvals/${id}/present`, { ...seen, viewDigest: '11'.repeat(32) });
    assert.deepEqual([body.digest, body.viewDigest], [seen.digest, seen.viewDigest], 'it says what it computed');
    assert.deepEqual(await present({}), [200, 'shown']);
  });

  test('attack: dates judged by another clock: a page’s instant may be five minutes off, no more', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const seen = await agent.look(core(), id);
    for (const [minutes, status] of [
      [-4, 200],
      [4, 200],
      [-6, 409],
      [6, 409],
      [-60 * 24 * 365, 409],
    ]) {
      const now = atMinutes(minutes);
      const answer = await agent.post(`/api/v1/approvals/${id}/present`, { ...seen, now });
      assert.equal(answer.status, status, `${minutes} minutes`);
      if (status === 409) assert.equal(answer.body.code, 'approval.clock_differs');
    }
    for (const now of ['now', '2026-13-45T99:99:99Z']) {
      const answer = await agent.post(`/api/v1/approvals/${id}/present`, { ...seen, now });
      assert.ok([400, 409].includes(answer.status), now);
    }
  });

  test('attack: payload swap after display: octets and digest swapped together are not what was signed', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const signed = await agent.sign(core(), id);
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, async (tx) => {
      /** @type {Pick<import('../../web/server/database/rows.d.ts').ApprovalRow, 'canonical' | 'type'>[]} */
      const [{ canonical, type }] = await tx.rows('select canonical, type from approval where id = $1', [id]);
      const changed = Buffer.from(Buffer.from(canonical).toString().replace('"rank":1', '"rank":2'));
      const { digest } = core().approval.digest({ type, payload: new Uint8Array(changed) });
      await tx.rows('update approval set canonical = $2, digest = $3 where id = $1', [id, changed, digest]);
    });
    const answer = await agent.post(`/api/v1/approvals/${id}/confirm`, signed);
    assert.deepEqual([answer.status, answer.body.code], [409, 'approval.tampered']);
  });

  test('attack: payload swap after display: octets swapped before it is shown are shown to nobody', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const seen = await agent.look(core(), id);
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, async (tx) => {
      /** @type {Pick<import('../../web/server/database/rows.d.ts').ApprovalRow, 'canonical'>[]} */
      const [{ canonical }] = await tx.rows('select canonical from approval where id = $1', [id]);
      const changed = Buffer.from(Buffer.from(canonical).toString().replace('"rank":1', '"rank":2'));
      await tx.rows('update approval set canonical = $2 where id = $1', [id, changed]);
    });
    const answer = await agent.post(`/api/v1/approvals/${id}/present`, seen);
    assert.deepEqual([answer.status, answer.body.code], [409, 'approval.tampered']);
  });

  test('attack: replay: one showing is one confirmation, also where its person may give two', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, async (tx) => {
      /** @type {Pick<import('../../web/server/database/rows.d.ts').ApprovalRow, 'needs'>[]} */
      const [{ needs }] = await tx.rows('select needs from approval where id = $1', [id]);
      const twice = JSON.stringify([...needs, { ...needs[0], key: 'second' }]);
      await tx.rows('update approval set needs = $2 where id = $1', [id, twice]);
    });
    const signed = await agent.sign(core(), id);
    const given = async (/** @type {object} */ one) => {
      const { status, body } = await agent.post(`/api/v1/approvals/${id}/confirm`, one);
      return [status, body.code ?? body.committed];
    };
    assert.deepEqual(await given(signed), [200, false]);
    assert.deepEqual(await given(signed), [409, 'approval.presentation_over']);
    assert.deepEqual(await given(await agent.sign(core(), id)), [200, true]);
  });

  test('attack: expired approval is unchecked: a showing that ran out is refused, and tampered octets with it', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const signed = await agent.sign(core(), id);
    stand.wait(16 * minuteMs);
    const late = await agent.post(`/api/v1/approvals/${id}/confirm`, signed);
    stand.wait(-16 * minuteMs);
    assert.deepEqual([late.status, late.body.code], [409, 'approval.presentation_over']);

    // Two clocks and a row that was blessed afresh: what ran out stays run out, whatever stands in it now.
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, (tx) =>
      tx.rows(`update approval set expires_at = $2, canonical = '{}'::bytea where id = $1`, [
        id,
        new Date(Date.now() - minuteMs),
      ]),
    );
    const again = await agent.post(`/api/v1/approvals/${id}/confirm`, signed);
    assert.deepEqual([again.status, again.body.code], [409, 'approval.expired']);
  });

  test('attack: replay: another person’s showing, and a decline’s statement, confirm nothing', async () => {
    const agent = await stand.as(agentName);
    const other = await stand.as('Bérengère Lachenal');
    const id = await proposed(agent);
    const signed = await agent.sign(core(), id);
    assert.equal((await other.post(`/api/v1/approvals/${id}/confirm`, signed)).status, 404, 'not hers, so not there');
    const shown = await agent.present(core(), id);
    const said = JSON.parse(Buffer.from(shown.statement, 'base64').toString());
    const { canonical } = core().approval.statement({ ...said, purpose: 'decline' });
    const { publicKey, secretKey } = core().approval.keyPair(new Uint8Array(32).fill(9));
    const signature = core().approval.sign({ type: shown.statementType, payload: canonical, secretKey });
    const answer = await agent.post(`/api/v1/approvals/${id}/confirm`, {
      presentationId: shown.id,
      signature: Buffer.from(signature).toString('hex'),
      publicKey: Buffer.from(publicKey).toString('hex'),
    });
    assert.deepEqual([answer.status, answer.body.code], [422, 'approval.bad_signature']);
  });

  test('attack: role taken away between showing and confirming: it is asked again where it is carried out', async () => {
    const agent = await stand.as(agentName);
    const { context } = stand.server;
    const id = await proposed(agent);
    const signed = await agent.sign(core(), id);
    const who = await whoHolds(context, String(agent.cookie).split('=')[1]);
    assert.ok(who);
    const roles = (/** @type {string[]} */ given) =>
      withIdentity(context.db, { workspace: 'ws_halbmond' }, (tx) =>
        tx.rows('update person set roles = $2 where id = $1', [who.person.id, given]),
      );
    await roles([]);
    await assert.rejects(
      confirm(context, who, id, signed),
      (/** @type {any} */ problem) => problem.statusCode === 403,
      'what was read of her before the transaction does not count',
    );
    await roles(who.person.roles);
    assert.equal((await agent.post(`/api/v1/approvals/${id}/confirm`, signed)).status, 200);
  });

  test('attack: confirmed twice at once: of many confirmations of the last need one commits, exactly once', async () => {
    const presenter = await stand.as('Bérengère Lachenal');
    const { body } = await presenter.get('/api/v1/approvals?state=open');
    const { id } = body.items.find((/** @type {any} */ one) => one.engagementId === 'eng_contract');
    const { authenticator } = await register(presenter);
    const signed = [];
    for (let i = 0; i < 6; i += 1) {
      if (i % 2 === 0) signed.push(await presenter.sign(core(), id));
      else {
        const shown = await presenter.present(core(), id);
        signed.push({ presentationId: shown.id, passkey: authenticator.use(shown.passkey) });
      }
    }
    const answers = await Promise.all(signed.map((one) => presenter.post(`/api/v1/approvals/${id}/confirm`, one)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
    for (const answer of answers) if (answer.status === 409) assert.equal(answer.body.code, 'approval.committed');
    const { text } = await presenter.get('/api/v1/audit/export');
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = (/** @type {string} */ action) =>
      rows.filter((row) => row.action === action && row.entity.id === id).length;
    assert.deepEqual([told('approval.confirmed'), told('approval.committed')], [2, 1], 'one a side, and one commit');
    assert.equal((await presenter.get('/api/v1/engagements/eng_contract')).body.state, 'executed');
    const { confirmations } = (await presenter.get(`/api/v1/approvals/${id}/receipt`)).body;
    assert.equal(confirmations.length, 2);
  });

  test('attack: guard wired to one screen only: one place writes a confirmation, and one commits', () => {
    const folder = new URL('../../web/server/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const times = (/** @type {RegExp} */ what) =>
      sources.reduce((sum, source) => sum + [...source.matchAll(what)].length, 0);
    assert.equal(times(/insert into confirmation/g), 1);
    assert.equal(times(/insert into presentation/g), 1);
    assert.equal(times(/set state = 'committed'/g), 1);
  });

  test('attack: compromised front end: another device computes what was signed, from the stored octets', async () => {
    const agent = await stand.as(agentName);
    const id = await proposed(agent);
    const shown = await agent.present(core(), id);
    const said = JSON.parse(Buffer.from(shown.statement, 'base64').toString());
    const elsewhere = await (await stand.as(agentName)).look(core(), id);
    assert.deepEqual([said.digest, said.viewDigest], [elsewhere.digest, elsewhere.viewDigest]);
    assert.equal(said.tenant, 'ws_halbmond');
    assert.deepEqual(
      [said.purpose, said.nonce, said.expiresAt],
      ['confirm', shown.nonce, shown.expiresAt],
      'what a second device needs stands inside what is signed',
    );
  });
});
