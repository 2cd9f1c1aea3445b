import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { onEachDatabase } from '../support/server.js';

const dayMs = 86_400_000;
const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * dayMs).toISOString();
const open = async (
  /** @type {import('../support/server.js').Visitor} */ visitor,
  /** @type {(one: any) => boolean} */ which,
) => {
  const { body } = await visitor.get('/api/v1/approvals?state=open');
  return body.items.find(which);
};
const terms = [{ heading: 'Services', text: 'The artist performs the programme.' }];

onEachDatabase((stand) => {
  const core = () => stand.server.context.core;

  test('the second side’s confirmation commits a contract, with a receipt that anybody can check', async () => {
    const presenter = await stand.as('Bérengère Lachenal');
    const waiting = await open(presenter, (one) => one.engagementId === 'eng_contract');
    assert.equal(waiting.mine, true);
    assert.deepEqual(
      waiting.needs.map((/** @type {any} */ one) => [one.side, one.done]),
      [
        ['artist', true],
        ['presenter', false],
      ],
    );
    assert.equal((await presenter.get('/api/v1/engagements/eng_contract')).body.state, 'contracting');

    const { status, body } = await presenter.confirm(core(), waiting.id);
    assert.equal(status, 200);
    assert.equal(body.committed, true);
    assert.equal(body.approval.state, 'committed');
    assert.equal((await presenter.get('/api/v1/engagements/eng_contract')).body.state, 'executed');

    const receipt = await presenter.get(`/api/v1/approvals/${waiting.id}/receipt`);
    const report = core().approval.verifyReceipt(receipt.text);
    assert.deepEqual(report.problems, []);
    assert.equal(report.ok, true);
    assert.equal(report.confirmations.length, 2);
    const counsel = await stand.as('Ngozi Adebayo');
    assert.equal((await counsel.get(`/api/v1/approvals/${waiting.id}`)).body.state, 'committed');
  });

  test('a quote is the agency’s alone until its agent confirms it', async () => {
    const agent = await stand.as('Capucine Le Bihan-Desrosiers');
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const waiting = await open(agent, (one) => one.engagementId === 'eng_quote_open');
    assert.ok(waiting.mine);
    assert.equal((await presenter.get(`/api/v1/approvals/${waiting.id}`)).status, 404);
    assert.equal((await presenter.get('/api/v1/engagements/eng_quote_open')).body.state, 'held');

    const race = await Promise.all([agent.sign(core(), waiting.id), agent.sign(core(), waiting.id)]);
    const answers = await Promise.all(
      race.map((signed) => agent.post(`/api/v1/approvals/${waiting.id}/confirm`, signed)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409], 'two at once commit once');
    assert.equal((await presenter.get('/api/v1/engagements/eng_quote_open')).body.state, 'quoted');
    assert.equal((await presenter.get(`/api/v1/approvals/${waiting.id}`)).body.state, 'committed');
    const { body } = await agent.get('/api/v1/audit');
    assert.equal(
      body.items.filter(
        (/** @type {any} */ one) => one.action === 'engagement.quote' && one.engagement === 'eng_quote_open',
      ).length,
      1,
    );
  });

  test('attack: replay: a showing is signed once; again, another’s showing and another’s approval are refused', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const asked = await agent.post('/api/v1/engagements/eng_hold_first/events', {
      event: 'extend_hold',
      expiresAt: inDays(50),
    });
    assert.equal(asked.status, 202, asked.text);
    const { approvalId } = asked.body;
    const signed = await agent.sign(core(), approvalId);

    const other = await agent.post('/api/v1/engagements/eng_layla/events', {
      event: 'extend_hold',
      expiresAt: inDays(60),
    });
    const swapped = await agent.post(`/api/v1/approvals/${other.body.approvalId}/confirm`, signed);
    assert.deepEqual([swapped.status, swapped.body.code], [409, 'approval.presentation_over']);

    assert.equal((await agent.post(`/api/v1/approvals/${approvalId}/confirm`, signed)).status, 200);
    const again = await agent.post(`/api/v1/approvals/${approvalId}/confirm`, signed);
    assert.deepEqual([again.status, again.body.code], [409, 'approval.committed']);
  });

  test('attack: shown is not what is signed: a page that shows another payload gets nothing to sign', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { body } = await agent.post('/api/v1/engagements/eng_katja/events', {
      event: 'extend_hold',
      expiresAt: inDays(70),
    });
    const shown = await agent.post(`/api/v1/approvals/${body.approvalId}/present`, {
      ...(await agent.look(core(), body.approvalId)),
      digest: '00'.repeat(32),
    });
    assert.deepEqual([shown.status, shown.body.code], [409, 'approval.stale']);
  });

  test('attack: payload swap after display: tampered octets in the database are found at the moment of commit', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { body } = await agent.post('/api/v1/engagements/eng_katja/events', {
      event: 'extend_hold',
      expiresAt: inDays(71),
    });
    const signed = await agent.sign(core(), body.approvalId);
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, async (tx) => {
      /** @type {Pick<import('../../web/server/database/rows.d.ts').ApprovalRow, 'canonical'>[]} */
      const [{ canonical }] = await tx.rows('select canonical from approval where id = $1', [body.approvalId]);
      const changed = Buffer.from(Buffer.from(canonical).toString().replace('"rank":1', '"rank":2'));
      assert.notDeepEqual(changed, Buffer.from(canonical));
      await tx.rows('update approval set canonical = $2 where id = $1', [body.approvalId, changed]);
    });
    const answer = await agent.post(`/api/v1/approvals/${body.approvalId}/confirm`, signed);
    assert.deepEqual([answer.status, answer.body.code], [409, 'approval.tampered']);
    assert.equal((await agent.get(`/api/v1/approvals/${body.approvalId}`)).body.state, 'open');
  });

  test('attack: approval survives edits: a changed contract voids every confirmation of the old one, and says what changed', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const presenter = await stand.as('Bérengère Lachenal');
    const before = await open(presenter, (one) => one.engagementId === 'eng_drafted');
    const signed = await presenter.sign(core(), before.id);
    const draft = {
      event: 'draft_contract',
      terms,
      governingLaw: 'France',
      signBy: inDays(20),
      fee: { amountMinor: 470_000, currency: 'EUR' },
    };
    const redrafted = await agent.post('/api/v1/engagements/eng_drafted/events', draft);
    assert.equal(redrafted.status, 202, redrafted.text);

    const late = await presenter.post(`/api/v1/approvals/${before.id}/confirm`, signed);
    assert.deepEqual(
      [late.status, late.body.code, late.body.replacedBy],
      [409, 'approval.stale', redrafted.body.approvalId],
    );
    assert.ok(
      late.body.diff.some((/** @type {any} */ one) => one.path === '/fee/amountMinor' && one.value === 470_000),
    );
    const { body } = await presenter.get(`/api/v1/approvals/${redrafted.body.approvalId}`);
    assert.ok(body.previous, 'the new one carries the old one');
    assert.equal(JSON.parse(Buffer.from(body.canonical, 'base64').toString()).version, 2);
  });

  test('a wrong signature, a wrong key and a signature of other octets confirm nothing', async () => {
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const waiting = await open(presenter, (one) => one.engagementId === 'eng_accept_open');
    const signed = await presenter.sign(core(), waiting.id);
    const flipped = (signed.signature[0] === '0' ? '1' : '0') + signed.signature.slice(1);
    for (const bad of [
      { ...signed, signature: flipped },
      { ...signed, publicKey: '00'.repeat(32) },
      { ...signed, publicKey: 'ab'.repeat(32) },
    ]) {
      const answer = await presenter.post(`/api/v1/approvals/${waiting.id}/confirm`, bad);
      assert.deepEqual([answer.status, answer.body.code], [422, 'approval.bad_signature']);
    }
    assert.equal(
      (await presenter.post(`/api/v1/approvals/${waiting.id}/confirm`, signed)).status,
      200,
      'the refusals used nothing up',
    );
  });

  test('attack: expired approval is unchecked: one that ran out authorises nothing, and stays to be read', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { body } = await agent.post('/api/v1/engagements/eng_layla/events', {
      event: 'extend_hold',
      expiresAt: inDays(80),
    });
    const { expiresAt } = (await agent.get(`/api/v1/approvals/${body.approvalId}`)).body;
    const signed = await agent.sign(core(), body.approvalId);
    const ahead = new Date(expiresAt).getTime() - Date.now() + 1000;
    stand.wait(ahead);
    const late = await stand.as('Marlene Ziegenhagen').catch(() => agent);
    const answer = await late.post(`/api/v1/approvals/${body.approvalId}/confirm`, signed);
    const read = await late.get(`/api/v1/approvals/${body.approvalId}`);
    stand.wait(-ahead);
    assert.deepEqual([answer.status, answer.body.code], [409, 'approval.expired']);
    assert.equal(read.body.state, 'expired');
  });

  test('who is not asked can’t confirm; who is can decline, with a reason', async () => {
    const artist = await stand.as('Θεοδώρα Παπακωνσταντίνου');
    const agent = await stand.as('Marlene Ziegenhagen');
    const waiting = await open(artist, (one) => one.purpose === 'artist.level');
    assert.equal(waiting.mine, true);
    const { body: whole } = await agent.get(`/api/v1/approvals/${waiting.id}`);
    assert.equal(whole.mine, false, 'the agency can’t publish for the artist');
    const shown = await agent.post(`/api/v1/approvals/${waiting.id}/present`, {
      ...(await agent.look(core(), waiting.id)),
      digest: whole.digest,
    });
    assert.deepEqual([shown.status, shown.body.code], [403, 'approval.not_yours']);

    assert.equal(
      (await artist.post(`/api/v1/approvals/${waiting.id}/decline`, { reason: 'Not before the première.' })).status,
      200,
    );
    assert.equal(
      (await artist.post(`/api/v1/approvals/${waiting.id}/decline`, { reason: 'Twice.' })).body.code,
      'approval.declined',
    );
    assert.equal((await agent.get('/api/v1/artists/art_theodora')).body.level, 'private_listing');
    assert.equal((await agent.get(`/api/v1/approvals/${waiting.id}`)).body.reason, 'Not before the première.');
  });

  test('an artist’s own confirmed word changes the level, and nothing else does', async () => {
    const artist = await stand.as('Wilhelmine Schneeberger-Oberholzer');
    const presenter = await stand.as('Morag MacAllister');
    assert.equal((await presenter.get('/api/v1/artists/art_schneeberger')).status, 200);
    const asked = await artist.post('/api/v1/artists/art_schneeberger/visibility', { level: 'workspace_private' });
    assert.equal(asked.status, 202, asked.text);
    assert.equal((await presenter.get('/api/v1/artists/art_schneeberger')).status, 200);
    assert.equal((await artist.confirm(core(), asked.body.approvalId)).status, 200);
    assert.equal((await presenter.get('/api/v1/artists/art_schneeberger')).status, 404);
    assert.equal(
      (await fetch(`${stand.server.url}/public/artists/wilhelmine-schneeberger-oberholzer/availability.ics`)).status,
      404,
    );
  });

  test('what core can’t describe is not proposed', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { status, body } = await agent.post('/api/v1/drafts', {
      type: 'message',
      payload: { id: 'x', version: 1, hidden: true },
    });
    assert.deepEqual([status, body.code], [422, 'approval.not_confirmable']);
    assert.ok(body.refusals.length > 0);
  });
});
