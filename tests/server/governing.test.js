/** @file Elevated operations: a workspace locked, archived and opened again, and glass that an administrator breaks. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { whoHolds } from '../../web/server/modules/accounts/people.js';
import { confirm } from '../../web/server/modules/approvals/confirm.js';
import { withBreakGlass } from '../../web/server/modules/platform/break-glass.js';
import { operationsOf, requestOf } from '../support/operations.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const minute = 60_000;
const agentName = 'Marlene Ziegenhagen';
const presenterName = 'Friederike Abendroth-Czerny';
const adminName = 'Henrike Solberg';
const reason = 'The office moves.';
const slug = 'nguyen-thi-anh-duong';

onEachDatabase((stand) => {
  const core = () => stand.server.context.core;
  const code = async (/** @type {Promise<any>} */ asked) => {
    const { status, body } = await asked;
    return body?.code ?? status;
  };
  const actions = async (/** @type {Visitor} */ visitor) =>
    (await visitor.get('/api/v1/audit?limit=200')).body.items.map((/** @type {any} */ one) => one.action);
  const holder = async (/** @type {Visitor} */ visitor) => {
    const who = await whoHolds(stand.server.context, String(visitor.cookie).split('=')[1]);
    assert.ok(who);
    return who;
  };
  const inWorkspace = (/** @type {string} */ workspace, /** @type {(tx: any) => Promise<any>} */ work) =>
    withIdentity(stand.server.context.db, { workspace }, work);

  test('a locked workspace: its people change nothing through any address; they read, secure and unlock', async () => {
    const agent = await stand.as(agentName);
    const other = await stand.as(agentName);
    const feed = new URL((await agent.post('/api/v1/feeds', { kind: 'week', label: 'x' })).body.url).pathname;

    stand.wait(16 * minute);
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason })), 'access.reauthentication_required');
    stand.wait(-16 * minute);
    assert.equal(
      await code((await stand.as('Ngozi Adebayo')).post('/api/v1/workspace/lock', { reason })),
      'access.role_missing',
    );
    assert.equal(
      await code((await stand.as(adminName)).post('/api/v1/workspace/lock', { reason })),
      'workspace.platform',
    );
    assert.equal(await code(agent.post('/api/v1/workspace/unlock')), 'workspace.unchanged');
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason })), 204);
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason })), 'workspace.unchanged');

    const refused = await agent.post('/api/v1/members', { email: 'x@x.example', roles: ['agent'] });
    assert.deepEqual([refused.status, refused.body.code], [423, 'workspace.locked']);
    assert.match(refused.body.detail, new RegExp(`${agentName} locked this workspace on .* UTC: “${reason}”.*owner`));
    const { shut } = (await other.get('/api/v1/me')).body.workspace;
    assert.deepEqual([shut.state, shut.reason, shut.by], ['locked', reason, agentName]);

    // Every address that changes something, as the API describes them: refused, or of those that stay possible.
    const stays = [
      'POST /api/v1/sign-out',
      'PATCH /api/v1/me',
      'DELETE /api/v1/sessions/{id}',
      'DELETE /api/v1/keys/{id}',
      'DELETE /api/v1/feeds/{id}',
      'DELETE /api/v1/access/{id}',
      'POST /api/v1/second-factor/prove',
      'POST /api/v1/second-factor/passkey/options',
      'POST /api/v1/second-factor/passkey',
      'DELETE /api/v1/workspace/break-glass/{id}',
      'DELETE /api/v1/admin/break-glass/{id}',
      ...['lock', 'unlock', 'archive', 'restore'].map((verb) => `POST /api/v1/workspace/${verb}`),
    ];
    let shutOut = 0;
    for (const operation of operationsOf(stand)) {
      const { name, method, session } = operation;
      if (method === 'GET' || !session || stays.includes(name)) continue;
      const { address, json } = requestOf(operation);
      const answer =
        name === 'POST /api/v1/calendars/import'
          ? other.ask(method, address, { type: 'text/calendar', body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' })
          : other.ask(method, address, { json });
      assert.equal(await code(answer), 'workspace.locked', name);
      shutOut += 1;
    }
    assert.ok(shutOut > 25, String(shutOut));
    // Through an address that stays open for other things, too.
    assert.equal(await code(other.ask('DELETE', '/api/v1/access/per_tobias')), 'workspace.locked');

    // Reading goes on, and what others send arrives.
    for (const address of ['/api/v1/roster', '/api/v1/week', '/api/v1/audit', '/api/v1/members', feed])
      assert.equal((await other.get(address)).status, 200, address);
    const rows = async () => (await other.get('/api/v1/audit?limit=1')).body.head.rows;
    const before = await rows();
    const request = {
      artist: slug,
      start: '2027-03-01T18:00:00Z',
      end: '2027-03-01T21:00:00Z',
      timeZone: 'Europe/Berlin',
    };
    const sender = { name: 'A', email: 'a@guest.example', organisation: 'A' };
    assert.equal(
      (await new Visitor(stand.server.url).post('/api/request-hold', { ...request, ...sender })).status,
      202,
    );
    await stand.server.idle();
    assert.ok((await rows()) > before, 'the request arrived');

    const made = (await agent.get('/api/v1/feeds')).body.items.find((/** @type {any} */ one) => one.revokedAt === null);
    assert.equal((await agent.ask('DELETE', `/api/v1/feeds/${made.id}`)).status, 204);
    const third = await stand.as(agentName);
    assert.equal((await third.post('/api/v1/sign-out')).status, 204);
    assert.equal((await other.get('/api/v1/audit/export')).status, 200);

    const told = async () =>
      (await (await stand.as(adminName)).get('/api/v1/admin/workspaces')).body.items.find(
        (/** @type {any} */ one) => one.id === 'ws_halbmond',
      ).shut;
    assert.equal(await told(), 'locked');
    assert.equal(await code(other.post('/api/v1/workspace/unlock')), 204);
    assert.equal(await told(), null);
    assert.equal((await agent.get('/api/v1/me')).body.workspace.shut, null);
    assert.equal((await agent.post('/api/v1/feeds', { kind: 'week', label: 'y' })).status, 201);
    const seen = await actions(agent);
    assert.ok(seen.includes('workspace.locked') && seen.includes('workspace.unlocked'));
  });

  test('a lock that comes between the check and the commit holds: nothing is confirmed, and nothing was changed', async () => {
    const agent = await stand.as(agentName);
    const event = { event: 'extend_hold', expiresAt: new Date(Date.now() + 40 * 1440 * minute).toISOString() };
    const { body } = await agent.post('/api/v1/engagements/eng_layla/events', event);
    const signed = await agent.sign(core(), body.approvalId);
    // As a request that was let in before the lock.
    const who = await holder(agent);
    assert.equal(who.workspace.closure, null);
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason })), 204);
    await assert.rejects(confirm(stand.server.context, who, body.approvalId, /** @type {any} */ (signed)), {
      code: 'workspace.locked',
    });
    assert.equal(await code(agent.post(`/api/v1/approvals/${body.approvalId}/confirm`, signed)), 'workspace.locked');
    const { state, confirmations } = (await agent.get(`/api/v1/approvals/${body.approvalId}`)).body;
    assert.deepEqual([state, confirmations.length], ['open', 0]);
    assert.equal(await code(agent.post('/api/v1/workspace/unlock')), 204);
    // The showing was not used up either.
    assert.equal(await code(agent.post(`/api/v1/approvals/${body.approvalId}/confirm`, signed)), 200);
  });

  test('a commit and a lock at once: whichever is first in the record, nothing follows the lock', async () => {
    const agent = await stand.as(agentName);
    for (let round = 0; round < 4; round += 1) {
      const lock = agent.post('/api/v1/workspace/lock', { reason });
      const changes = Array.from({ length: 6 }, () => agent.post('/api/v1/feeds', { kind: 'week', label: 'at once' }));
      const answers = await Promise.all([lock, ...changes]);
      assert.equal(answers[0].status, 204, answers[0].text);
      const seen = await actions(agent);
      const after = seen.slice(0, seen.indexOf('workspace.locked'));
      assert.deepEqual(after, [], 'the newest row is the lock');
      const made = answers.filter(({ status }) => status === 201).length;
      assert.ok(answers.slice(1).every(({ status }) => [201, 423].includes(status)));
      assert.equal(await code(agent.post('/api/v1/workspace/unlock')), 204);
      for (const { id, revokedAt } of (await agent.get('/api/v1/feeds')).body.items)
        if (revokedAt === null) await agent.ask('DELETE', `/api/v1/feeds/${id}`);
      assert.ok(made <= 6);
    }
  });

  test('an archived workspace is found by nobody from the next request on, and restored as it was', async () => {
    const agent = await stand.as(agentName);
    const presenter = await stand.as(presenterName);
    const admin = await stand.as(adminName);
    const nobody = new Visitor(stand.server.url);
    const feed = new URL((await agent.post('/api/v1/feeds', { kind: 'week', label: 'x' })).body.url).pathname;
    const open = [
      feed,
      `/artists/${slug}`,
      ...['ics', 'ifb', 'vavailability', 'json'].map((one) => `/public/artists/${slug}/availability.${one}`),
    ];
    const found = async () =>
      (await presenter.get('/api/v1/roster?limit=200')).body.items.map((/** @type {any} */ one) => one.id);
    const before = await found();
    const statuses = async () => [
      ...new Set(await Promise.all(open.map(async (one) => (await nobody.get(one)).status))),
    ];
    assert.deepEqual(await statuses(), [200]);

    // Locked first: restoring must not unlock it.
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason: 'first' })), 204);
    assert.equal(await code(agent.post('/api/v1/workspace/archive', { reason })), 204);
    assert.deepEqual(await statuses(), [404]);
    assert.doesNotMatch((await nobody.get('/sitemap.xml')).text, new RegExp(slug));
    const halbmond = (
      await inWorkspace('ws_halbmond', (tx) => tx.rows("select id from artist where workspace_id = 'ws_halbmond'"))
    ).map((/** @type {any} */ one) => one.id);
    const engaged = new Set(
      (await presenter.get('/api/v1/engagements?limit=200')).body.items.map((/** @type {any} */ one) => one.artist.id),
    );
    assert.ok(before.some((/** @type {string} */ id) => halbmond.includes(id)));
    for (const id of await found()) assert.ok(!halbmond.includes(id) || engaged.has(id), `${id} is found`);

    const mine = (await agent.get('/api/v1/me')).body.workspace;
    assert.deepEqual([mine.verified, mine.shut.state, mine.shut.reason], [false, 'archived', reason]);
    assert.equal(await code(agent.post('/api/v1/feeds', { kind: 'week', label: 'x' })), 'workspace.archived');
    const again = await stand.as(agentName);
    assert.ok((await again.get('/api/v1/roster')).body.items.length > 0);
    assert.equal((await again.get('/api/v1/audit/export')).status, 200);
    const verify = (/** @type {boolean} */ verified) =>
      code(admin.post('/api/v1/admin/workspaces/ws_halbmond/verification', { verified }));
    assert.equal(await verify(true), 'workspace.not_verifiable');

    assert.equal(await code(agent.post('/api/v1/workspace/restore')), 204);
    const { verified, shut } = (await agent.get('/api/v1/me')).body.workspace;
    assert.deepEqual([verified, shut.state, shut.reason], [true, 'locked', 'first']);
    assert.equal(await code(agent.post('/api/v1/workspace/restore')), 'workspace.unchanged');
    assert.deepEqual(await statuses(), [200]);
    assert.deepEqual(await found(), before);

    // What an administrator takes back meanwhile, restoring doesn't give again.
    assert.equal(await code(agent.post('/api/v1/workspace/archive', { reason })), 204);
    assert.equal(await verify(false), 204);
    assert.equal(await code(agent.post('/api/v1/workspace/restore')), 204);
    assert.equal((await agent.get('/api/v1/me')).body.workspace.verified, false);
    assert.equal(await verify(true), 204);
    assert.deepEqual(await found(), before);
    assert.equal(await code(agent.post('/api/v1/workspace/unlock')), 204);
    assert.equal(await verify(true), 204);

    // What was not verified is not verified by being restored.
    const small = await stand.as('Morag MacAllister');
    assert.equal(await code(small.post('/api/v1/workspace/archive', { reason })), 204);
    assert.equal(await code(small.post('/api/v1/workspace/restore')), 204);
    assert.equal((await small.get('/api/v1/me')).body.workspace.verified, false);
  });

  test('broken glass: one administrator reads one workspace, every look in its record, and it ends by itself', async () => {
    const admin = await stand.as(adminName);
    const agent = await stand.as(agentName);
    const open = (/** @type {Visitor} */ visitor, workspace = 'ws_halbmond', minutes = 30) =>
      visitor.post(`/api/v1/admin/workspaces/${workspace}/break-glass`, { reason: 'A report of fraud.', minutes });
    assert.equal(await code(open(agent)), 'access.role_missing');
    stand.wait(16 * minute);
    assert.equal(await code(open(admin)), 'access.reauthentication_required');
    stand.wait(-16 * minute);
    assert.equal(await code(open(admin, 'ws_halbmond', 61)), 'request.invalid');
    assert.equal(await code(open(admin, 'ws_absent')), 'not_found');
    assert.equal(await code(open(admin, 'ws_platform')), 'not_found');
    const { status, body: opened } = await open(admin);
    assert.equal(status, 201);
    const at = `/api/v1/admin/break-glass/${opened.id}`;

    const mail = await stand.mailTo('marlene@halbmond.example');
    assert.match(mail, /Henrike Solberg/);
    assert.match(mail, /A report of fraud\./);
    const [told] = (await agent.get('/api/v1/me')).body.glass;
    assert.deepEqual(
      [told.id, told.by, told.reason, told.until],
      [opened.id, adminName, 'A report of fraud.', opened.until],
    );
    assert.deepEqual((await (await stand.as(presenterName)).get('/api/v1/me')).body.glass, []);
    for (const visitor of [admin, agent]) assert.equal((await actions(visitor))[0], 'glass.broken');

    const looks = ['', '/members', '/artists', '/engagements', '/record'];
    /** @type {Record<string, any>} */
    const read = {};
    for (const look of looks) {
      const answer = await admin.get(at + look);
      assert.equal(answer.status, 200, `${look}: ${answer.text}`);
      read[look] = answer.body;
    }
    assert.equal(read[''].name, 'Halbmond Artists');
    assert.ok(read['/members'].items.some((/** @type {any} */ one) => one.name === agentName && one.owner));
    const own = await inWorkspace('ws_halbmond', (tx) =>
      tx.rows("select id, level from artist where workspace_id = 'ws_halbmond' order by name, id"),
    );
    assert.deepEqual(
      read['/artists'].items.map((/** @type {any} */ { id, level }) => ({ id, level })),
      own,
    );
    assert.ok(read['/engagements'].items.length > 0);
    assert.doesNotMatch(JSON.stringify(read['/engagements']), /"(fee|note|documents|guest)"/);
    const rows = (await agent.get('/api/v1/audit?limit=200')).body.items.filter(
      (/** @type {any} */ one) => one.action === 'glass.read',
    );
    assert.deepEqual(rows.map((/** @type {any} */ one) => one.detail.what).reverse(), [
      'workspace',
      'members',
      'artists',
      'engagements',
      'record',
    ]);
    assert.ok(rows.every((/** @type {any} */ one) => one.actor.id === 'per_henrike' && one.detail.glass === opened.id));
    assert.doesNotMatch(JSON.stringify(rows), /fraud/);

    // Page by page is the same as at once.
    for (const look of ['/artists', '/engagements']) {
      const paged = [];
      let cursor = '';
      do {
        const { body } = await admin.get(`${at}${look}?limit=1${cursor && `&cursor=${cursor}`}`);
        paged.push(...body.items);
        cursor = body.next ?? '';
      } while (cursor);
      assert.deepEqual(paged, read[look].items, look);
    }

    // Nobody else looks through it, and nothing is written through it.
    assert.equal(await code(agent.get(at)), 'access.role_missing');
    const who = await holder(admin);
    await assert.rejects(
      withBreakGlass(
        stand.server.context,
        { ...who, person: { ...who.person, id: 'per_other' } },
        opened.id,
        'members',
        async () => null,
      ),
      { code: 'not_found' },
    );
    await assert.rejects(
      withBreakGlass(stand.server.context, who, opened.id, 'members', (tx) => tx.rows("update person set name = 'x'")),
      /read-only/,
    );

    stand.wait(30 * minute - 5000);
    assert.equal((await admin.get(`${at}/members`)).status, 200);
    stand.wait(6000);
    const reads = (await agent.get('/api/v1/audit?limit=1')).body.head.rows;
    const late = await admin.get(`${at}/members`);
    assert.deepEqual([late.status, late.body.code], [410, 'glass.over']);
    assert.equal((await agent.get('/api/v1/audit?limit=1')).body.head.rows, reads, 'what was refused is no look');
    assert.deepEqual((await agent.get('/api/v1/me')).body.glass, []);
    stand.wait(-30 * minute - 1000);
  });

  test('broken glass is ended at once, by an owner or by who broke it; a locked workspace’s owner ends it too', async () => {
    const admin = await stand.as(adminName);
    const agent = await stand.as(agentName);
    const open = async () =>
      (await admin.post('/api/v1/admin/workspaces/ws_halbmond/break-glass', { reason: 'x', minutes: 5 })).body.id;
    const mine = await open();
    assert.equal((await admin.ask('DELETE', `/api/v1/admin/break-glass/${mine}`)).status, 204);
    assert.equal(await code(admin.get(`/api/v1/admin/break-glass/${mine}/members`)), 'glass.over');
    assert.equal(await code(admin.ask('DELETE', `/api/v1/admin/break-glass/${mine}`)), 'not_found');

    const id = await open();
    const stranger = await stand.as(presenterName);
    assert.equal(await code(stranger.ask('DELETE', `/api/v1/workspace/break-glass/${id}`)), 'not_found');
    await stand.server.idle();
    assert.ok((await actions(agent)).includes('access.denied'));
    assert.equal(await code(agent.post('/api/v1/workspace/lock', { reason })), 204);
    assert.equal((await admin.get(`/api/v1/admin/break-glass/${id}/members`)).status, 200, 'a locked one is read');
    assert.equal((await agent.ask('DELETE', `/api/v1/workspace/break-glass/${id}`)).status, 204);
    assert.equal(await code(admin.get(`/api/v1/admin/break-glass/${id}/members`)), 'glass.over');
    assert.equal(await code(agent.post('/api/v1/workspace/unlock')), 204);
    for (const visitor of [admin, agent]) assert.ok((await actions(visitor)).includes('glass.ended'));
    const [last] = (await agent.get('/api/v1/workspace')).body.glass;
    assert.deepEqual([last.id, last.open, last.endedAt !== null], [id, false, true]);
    const [listed] = (await admin.get('/api/v1/admin/break-glass')).body.items;
    assert.deepEqual([listed.id, listed.workspace.name], [id, 'Halbmond Artists']);
  });
});
