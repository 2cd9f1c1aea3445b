import assert from 'node:assert/strict';
import test from 'node:test';
import { onEachDatabase, Visitor } from '../support/server.js';

const dayMs = 86_400_000;
const names = (/** @type {any} */ list) => list.items.map((/** @type {any} */ one) => one.name).sort();

onEachDatabase((stand) => {
  test('everybody sees exactly whom the four levels allow', async () => {
    const expected = {
      'Marlene Ziegenhagen': [
        'Ifeoma Okonkwo-Brandt',
        'Jonas Feldmüller',
        'Kontrabassquartett Donaudampfschifffahrt',
        'Nguyễn Thị Ánh Dương',
        'Wilhelmine Schneeberger-Oberholzer',
        'Étienne Quéméneur',
        'Θεοδώρα Παπακωνσταντίνου',
        'ليلى الحدّاد',
      ],
      'Nguyễn Thị Ánh Dương': ['Nguyễn Thị Ánh Dương'],
      'Morag MacAllister': [
        'Jonas Feldmüller',
        'Nguyễn Thị Ánh Dương',
        'Wilhelmine Schneeberger-Oberholzer',
        'Étienne Quéméneur',
      ],
    };
    for (const [name, artists] of Object.entries(expected)) {
      const { body } = await (await stand.as(name)).get('/api/v1/roster');
      assert.deepEqual(names(body), artists.sort(), name);
    }
    const lindenau = names((await (await stand.as('Friederike Abendroth-Czerny')).get('/api/v1/roster')).body);
    assert.ok(lindenau.includes('ليلى الحدّاد'), 'invited to a stealth roster');
    assert.ok(lindenau.includes('Trio Aubépine'), 'a private listing');
    assert.equal(lindenau.includes('Ifeoma Okonkwo-Brandt'), false);
    assert.equal(lindenau.includes('Danaë Vasilakis'), false);
  });

  test('the roster reads the same at every page size', async () => {
    const visitor = await stand.as('Friederike Abendroth-Czerny');
    const { body: whole } = await visitor.get('/api/v1/roster');
    for (const limit of [1, 2, 5]) {
      const items = [];
      let next = null;
      do {
        const { body } = /** @type {any} */ (
          await visitor.get(`/api/v1/roster?limit=${limit}${next ? `&cursor=${next}` : ''}`)
        );
        assert.ok(body.items.length <= limit);
        items.push(...body.items);
        next = body.next;
      } while (next);
      assert.deepEqual(items, whole.items);
    }
  });

  test('only owners read level and audience; others get no trace of either', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const { body: mine } = await agent.get('/api/v1/roster');
    const layla = mine.items.find((/** @type {any} */ one) => one.name === 'ليلى الحدّاد');
    assert.equal(layla.level, 'stealth_roster');
    assert.deepEqual(layla.sees.workspaces.map((/** @type {any} */ one) => one.id).includes('ws_lindenau'), true);
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const { body: theirs, text } = await presenter.get('/api/v1/roster');
    assert.ok(theirs.items.every((/** @type {any} */ one) => one.level === undefined && one.sees === undefined));
    assert.equal(text.includes('embargoed'), false);
    const { body: audience } = await agent.get(`/api/v1/artists/${layla.id}/audience`);
    assert.deepEqual(
      audience.levels.map((/** @type {any} */ one) => one.level),
      ['public', 'private_listing', 'stealth_roster', 'workspace_private'],
    );
    assert.equal((await presenter.get(`/api/v1/artists/${layla.id}/audience`)).status >= 403, true);
  });

  test('an artist’s notes and exact contact stay with the agency', async () => {
    const own = await (await stand.as('Marlene Ziegenhagen')).get('/api/v1/artists/art_schneeberger');
    assert.match(own.text, /No two concerts within 24 hours/);
    const herself = await (await stand.as('Wilhelmine Schneeberger-Oberholzer')).get(
      '/api/v1/artists/art_schneeberger',
    );
    assert.equal(herself.status, 200);
    assert.equal(herself.text.includes('No two concerts within 24 hours'), false);
    const unverified = await (await stand.as('Morag MacAllister')).get('/api/v1/artists/art_schneeberger');
    assert.equal(unverified.status, 200);
    assert.equal(unverified.text.includes('555 0142'), false);
    assert.equal(unverified.text.includes('No two concerts'), false);
  });

  test('this week is never empty, and knows whose it is', async () => {
    for (const name of [
      'Marlene Ziegenhagen',
      'Capucine Le Bihan-Desrosiers',
      'Friederike Abendroth-Czerny',
      'Bérengère Lachenal',
      'Nguyễn Thị Ánh Dương',
    ]) {
      const { body } = await (await stand.as(name)).get('/api/v1/week?days=8&timeZone=Europe/Berlin');
      assert.ok(body.items.length > 0, name);
      assert.ok(body.items.every((/** @type {any} */ one) => one.start < body.until && one.end > body.from));
    }
  });

  test('a week has its hours through the change of the clocks', async () => {
    const visitor = await stand.as('Marlene Ziegenhagen');
    const { body } = await visitor.get('/api/v1/week?from=2027-03-28&days=1&timeZone=Europe/Berlin');
    assert.deepEqual([body.from, body.until], ['2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z']);
  });

  test('conflicts are shown to both sides of the overlap', async () => {
    const { body } = await (await stand.as('Marlene Ziegenhagen')).get('/api/v1/week?days=60');
    const holds = body.items.filter((/** @type {any} */ one) => one.title.startsWith('Szymanowski'));
    assert.equal(holds.length, 2);
    assert.deepEqual(holds[0].conflicts, [holds[1].id]);
    assert.deepEqual(holds[1].conflicts, [holds[0].id]);
  });

  test('a presenter sees the own hold and its rank, and nothing of the rival', async () => {
    const first = await (await stand.as('Friederike Abendroth-Czerny')).get('/api/v1/engagements');
    const mine = first.body.items.find((/** @type {any} */ one) => one.id === 'eng_hold_first');
    assert.equal(mine.rank, 1);
    assert.ok(mine.deadline);
    assert.equal(first.text.includes('eng_hold_second'), false);
    assert.equal(first.text.includes('Confluence'), false);
  });

  test('another tenant’s engagement, artist, approval, feed and calendar answer like absent ones, octet for octet', async () => {
    const quayside = await stand.as('Morag MacAllister');
    const lindenau = await stand.as('Friederike Abendroth-Czerny');
    const { body: approvals } = await lindenau.get('/api/v1/approvals');
    const { body: feed } = await lindenau.post('/api/v1/feeds', { kind: 'week', label: 'mine' });
    const imported = await lindenau.ask('POST', '/api/v1/calendars/import', {
      type: 'text/calendar',
      body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n',
    });
    const pairs = [
      ['GET', '/api/v1/engagements/eng_berg', '/api/v1/engagements/eng_absent'],
      ['GET', '/api/v1/artists/art_danae', '/api/v1/artists/art_absent'],
      ['GET', `/api/v1/approvals/${approvals.items[0].id}`, '/api/v1/approvals/apr_absent'],
      ['GET', `/api/v1/approvals/${approvals.items[0].id}/receipt`, '/api/v1/approvals/apr_absent/receipt'],
      ['DELETE', `/api/v1/feeds/${feed.id}`, '/api/v1/feeds/feed_absent'],
      ['POST', `/api/v1/feeds/${feed.id}/rotate`, '/api/v1/feeds/feed_absent/rotate'],
      ['DELETE', `/api/v1/calendars/${imported.body.calendar.id}`, '/api/v1/calendars/cal_absent'],
    ];
    for (const [method, foreign, absent] of pairs) {
      const [theirs, nobodys] = [await quayside.ask(method, foreign), await quayside.ask(method, absent)];
      assert.equal(theirs.status, 404, foreign);
      assert.equal(theirs.text, nobodys.text, foreign);
      const comparable = (/** @type {Headers} */ headers) =>
        [...headers].filter(([name]) => !['date', 'ratelimit'].includes(name));
      assert.deepEqual(comparable(theirs.headers), comparable(nobodys.headers));
    }
    await stand.server.idle();
    const { body: log } = await lindenau.get('/api/v1/audit');
    const denied = log.items.filter(
      (/** @type {any} */ one) => one.action === 'access.denied' && one.actor.workspace === 'ws_quayside',
    );
    assert.ok(
      denied.some((/** @type {any} */ one) => one.entity.id === feed.id),
      'the owner reads who tried',
    );
  });

  test('a presenter’s unsent request is nobody else’s business', async () => {
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const start = new Date(Date.now() + 200 * dayMs).toISOString();
    const end = new Date(Date.now() + 200 * dayMs + 7_200_000).toISOString();
    const asked = await presenter.post('/api/v1/engagements', {
      artist: 'art_quemeneur',
      title: 'Late Debussy',
      start,
      end,
      timeZone: 'Europe/Berlin',
      venue: { name: 'Spiegelsaal', city: 'Leipzig', country: 'DE' },
    });
    assert.equal(asked.status, 202, asked.text);
    const agent = await stand.as('Capucine Le Bihan-Desrosiers');
    assert.equal((await agent.get(`/api/v1/engagements/${asked.body.engagementId}`)).status, 404);
    assert.equal((await agent.get(`/api/v1/approvals/${asked.body.approvalId}`)).status, 404);

    const confirmed = await presenter.confirm(stand.server.context.core, asked.body.approvalId);
    assert.equal(confirmed.status, 200, confirmed.text);
    assert.equal((await agent.get(`/api/v1/engagements/${asked.body.engagementId}`)).body.state, 'requested');

    const declined = await agent.post(`/api/v1/engagements/${asked.body.engagementId}/events`, { event: 'accept' });
    assert.equal(declined.status, 409);
    assert.match(declined.body.code, /^engagement\./);
  });

  test('a presenter can’t ask for an artist whom she can’t see', async () => {
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const start = new Date(Date.now() + 200 * dayMs).toISOString();
    const end = new Date(Date.now() + 200 * dayMs + 7_200_000).toISOString();
    const ask = (/** @type {string} */ artist) =>
      presenter.post('/api/v1/engagements', {
        artist,
        title: 'x',
        start,
        end,
        timeZone: 'Europe/Berlin',
        venue: { name: 'x', city: 'x', country: 'DE' },
      });
    const [hidden, absent] = [await ask('art_ifeoma'), await ask('art_absent')];
    assert.deepEqual([hidden.status, hidden.text], [404, absent.text]);
  });

  test('a hold lapses when its time is up, and the next one moves up', async () => {
    const before = await (await stand.as('Bérengère Lachenal')).get('/api/v1/engagements/eng_hold_second');
    assert.equal(before.body.rank, 2);
    stand.wait(2 * dayMs);
    const { letLapse } = await import('../../web/server/jobs/scheduler.js');
    assert.ok((await letLapse(stand.server.context)) > 0);
    stand.wait(-2 * dayMs);
    const after = await (await stand.as('Bérengère Lachenal')).get('/api/v1/engagements/eng_hold_second');
    assert.equal(after.body.rank, 1);
    const { body } = await (await stand.as('Friederike Abendroth-Czerny')).get('/api/v1/engagements/eng_hold_first');
    assert.equal(body.state, 'expired');
  });

  test('without a session nothing of the season is told', async () => {
    const nobody = new Visitor(stand.server.url);
    for (const address of [
      '/api/v1/me',
      '/api/v1/week',
      '/api/v1/roster',
      '/api/v1/artists/art_schneeberger',
      '/api/v1/engagements',
      '/api/v1/approvals',
      '/api/v1/feeds',
      '/api/v1/calendars',
      '/api/v1/audit',
      '/api/v1/audit/export',
      '/api/v1/admin/applications',
    ]) {
      assert.equal((await nobody.get(address)).status, 401, address);
    }
  });
});
