import assert from 'node:assert/strict';
import test from 'node:test';
import { onEachDatabase, Visitor } from '../support/server.js';

const dayMs = 86_400_000;
const agentName = 'Marlene Ziegenhagen';
const secretIn = (/** @type {string} */ mail) => mail.match(/\/letter#([\w-]+)/)?.[1] ?? '';

onEachDatabase((stand) => {
  const as = (/** @type {string} */ name) => stand.as(name);
  const sees = async (/** @type {Visitor} */ visitor, /** @type {string} */ artist) =>
    (await visitor.get('/api/v1/roster')).body.items.some((/** @type {any} */ one) => one.id === artist) &&
    (await visitor.get(`/api/v1/artists/${artist}`)).status === 200;
  const recorded = async (/** @type {Visitor} */ visitor, /** @type {string} */ action) =>
    (await visitor.get('/api/v1/audit')).body.items.filter((/** @type {any} */ one) => one.action === action);

  test('everybody reads in a language of their own, else in their workspace’s', async () => {
    const agent = await as(agentName);
    const languages = async (/** @type {Visitor} */ visitor) => {
      const { person, workspace } = (await visitor.get('/api/v1/me')).body;
      return [person.language, workspace.language];
    };
    assert.deepEqual(await languages(agent), [null, null]);
    assert.equal((await agent.ask('PATCH', '/api/v1/me', { json: { language: 'de' } })).status, 204);
    assert.equal((await agent.ask('PATCH', '/api/v1/me', { json: { language: 'tlh' } })).status, 400);
    assert.equal((await agent.ask('PATCH', '/api/v1/workspace', { json: { language: 'fr' } })).status, 204);
    assert.deepEqual(await languages(agent), ['de', 'fr']);
    assert.deepEqual(await languages(await as('Friederike Abendroth-Czerny')), [null, null]);
  });

  test('an invitation is offered by mail, holds from its answer on, and ends at once when it is revoked', async () => {
    const agent = await as(agentName);
    const presenter = await as('Bérengère Lachenal');
    assert.equal(await sees(presenter, 'art_layla'), false);
    const email = 'berengere@lyon-confluence.example';
    const sent = await agent.post('/api/v1/artists/art_layla/invitations', { email, days: 30 });
    assert.equal(sent.status, 202, sent.text);
    const mail = await stand.mailTo(email);
    assert.doesNotMatch(mail, /ليلى|Layla|layla/i, 'the mail doesn’t name the artist');
    const token = secretIn(mail);
    assert.equal(await sees(presenter, 'art_layla'), false, 'nothing before the answer');

    const read = await new Visitor(stand.server.url).post('/api/v1/letters/read', { token });
    assert.equal(read.status, 200, read.text);
    assert.deepEqual([read.body.kind, read.body.from.name, read.body.days], ['invitation', 'Halbmond Artists', 30]);
    assert.doesNotMatch(read.text, /art_layla|ليلى/);

    const stranger = await as('Friederike Abendroth-Czerny');
    assert.equal((await stranger.post('/api/v1/letters/accept', { token })).body.code, 'letter.other_address');
    assert.equal((await new Visitor(stand.server.url).post('/api/v1/letters/accept', { token })).status, 401);
    const waiting = (await agent.get('/api/v1/letters')).body.items;
    assert.deepEqual(
      waiting.map((/** @type {any} */ one) => [one.id, one.email]),
      [[sent.body.letterId, email]],
    );

    assert.equal((await presenter.post('/api/v1/letters/accept', { token })).status, 200);
    assert.equal(await sees(presenter, 'art_layla'), true);
    assert.equal((await presenter.post('/api/v1/letters/accept', { token })).body.code, 'letter.gone', 'answered once');
    assert.deepEqual((await agent.get('/api/v1/letters')).body.items, []);

    const held = (await presenter.get('/api/v1/invitations')).body.items;
    const mine = held.find((/** @type {any} */ one) => one.artist?.id === 'art_layla');
    assert.deepEqual([mine.given, mine.workspace.name, mine.state], [false, 'Halbmond Artists', 'open']);
    assert.equal((await presenter.ask('DELETE', `/api/v1/invitations/${mine.id}`)).body.code, 'access.role_missing');
    assert.equal((await agent.ask('DELETE', `/api/v1/invitations/${mine.id}`)).status, 204);
    assert.equal(await sees(presenter, 'art_layla'), false, 'at the next request');
    assert.equal((await presenter.get('/api/v1/invitations')).text.includes('art_layla'), false);
    assert.equal((await agent.ask('DELETE', `/api/v1/invitations/${mine.id}`)).status, 404, 'once');
    for (const action of ['letter.sent', 'letter.accepted', 'invitation.granted', 'invitation.revoked']) {
      const [row] = await recorded(agent, action);
      assert.ok(row, action);
      assert.doesNotMatch(JSON.stringify(row), /@|Lachenal|ليلى/, 'ids only');
    }
  });

  test('an invitation ends with its time, and a letter with its own', async () => {
    const agent = await as(agentName);
    const presenter = await as('Bérengère Lachenal');
    const email = 'berengere@lyon-confluence.example';
    await agent.post('/api/v1/artists/art_layla/invitations', { email, days: 2 });
    const token = secretIn(await stand.mailTo(email));
    assert.equal((await presenter.post('/api/v1/letters/accept', { token })).status, 200);
    assert.equal(await sees(presenter, 'art_layla'), true);
    stand.wait(2 * dayMs + 1000);
    assert.equal(await sees(presenter, 'art_layla'), false);
    await agent.post('/api/v1/artists/art_layla/invitations', { email, days: 2 });
    const late = secretIn(await stand.mailTo(email));
    assert.notEqual(late, token);
    for (let days = 0; days < 14; days += 1) {
      stand.wait(dayMs);
      await agent.get('/api/v1/me');
    }
    stand.wait(1000);
    const answer = await new Visitor(stand.server.url).post('/api/v1/letters/read', { token: late });
    assert.deepEqual([answer.status, answer.body.code], [404, 'letter.gone']);
    stand.wait(-16 * dayMs - 2000);
  });

  test('a letter ends when it is withdrawn, and when its sender may no longer send it', async () => {
    const agent = await as(agentName);
    const [nobody, email] = [new Visitor(stand.server.url), 'somebody@elsewhere.example'];
    const first = await agent.post('/api/v1/partnerships', { email, days: 90 });
    const token = secretIn(await stand.mailTo(email));
    assert.equal((await nobody.post('/api/v1/letters/read', { token })).status, 200);
    assert.equal((await agent.ask('DELETE', `/api/v1/letters/${first.body.letterId}`)).status, 204);
    assert.equal((await nobody.post('/api/v1/letters/read', { token })).body.code, 'letter.gone');
    assert.equal((await agent.ask('DELETE', `/api/v1/letters/${first.body.letterId}`)).status, 404);

    await agent.post('/api/v1/members', { email: 'kurz@halbmond.example', roles: ['agent'], owner: true });
    const brief = new Visitor(stand.server.url);
    const joining = secretIn(await stand.mailTo('kurz@halbmond.example'));
    await brief.post('/api/v1/letters/join', { token: joining, name: 'Kurz' });
    await brief.post('/api/v1/partnerships', { email, days: 90 });
    const hers = secretIn(await stand.mailTo(email));
    assert.equal((await nobody.post('/api/v1/letters/read', { token: hers })).status, 200);
    const { id } = (await brief.get('/api/v1/members')).body.items.find((/** @type {any} */ one) => one.you);
    await agent.post(`/api/v1/members/${id}`, { roles: ['librarian'], owner: false });
    assert.equal((await nobody.post('/api/v1/letters/read', { token: hers })).body.code, 'letter.gone');
  });

  test('only the roster’s own agency invites; only core’s roles do', async () => {
    const form = { email: 'x@y.example', days: 5 };
    const other = await as('Capucine Le Bihan-Desrosiers');
    const absent = await other.post('/api/v1/artists/art_absent/invitations', form);
    const foreign = await other.post('/api/v1/artists/art_layla/invitations', form);
    assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    const presenter = await as('Friederike Abendroth-Czerny');
    for (const address of ['/api/v1/artists/art_layla/invitations', '/api/v1/partnerships'])
      assert.equal((await presenter.post(address, form)).body.code, 'access.role_missing', address);
  });

  test('a partnership is proposed, accepted, and ended by either side', async () => {
    const agent = await as(agentName);
    const other = await as('Capucine Le Bihan-Desrosiers');
    const listed = (await other.get('/api/v1/roster')).body.items.find(
      (/** @type {any} */ one) => one.name === 'Trio Aubépine',
    );
    assert.equal(await sees(agent, listed.id), false);
    const email = 'marlene@halbmond.example';
    assert.equal((await other.post('/api/v1/partnerships', { email, days: 100 })).status, 202);
    const token = secretIn(await stand.mailTo(email));
    const presenter = await as('Friederike Abendroth-Czerny');
    assert.equal((await presenter.post('/api/v1/letters/accept', { token })).status, 403, 'core’s word on the role');
    assert.equal((await agent.post('/api/v1/letters/accept', { token })).status, 200);
    assert.equal(await sees(agent, listed.id), true);
    const given = (await other.get('/api/v1/partnerships')).body.items;
    const held = (await agent.get('/api/v1/partnerships')).body.items;
    const [mine] = held.filter((/** @type {any} */ one) => !one.given);
    assert.equal(given.find((/** @type {any} */ one) => one.id === mine.id).workspace.name, 'Halbmond Artists');
    assert.equal((await agent.ask('DELETE', `/api/v1/partnerships/${mine.id}`)).status, 204);
    assert.equal(await sees(agent, listed.id), false);
    for (const side of [agent, other]) assert.ok((await recorded(side, 'partnership.revoked')).length > 0);
  });

  test('a member is invited by mail, gets a role, is removed, and is out at the next request', async () => {
    const agent = await as(agentName);
    const email = 'neu@halbmond.example';
    assert.equal(
      (await agent.post('/api/v1/members', { email, roles: ['administrator'] })).body.code,
      'member.role_unknown',
    );
    assert.equal(
      (await agent.post('/api/v1/members', { email, roles: ['librarian'], owner: true })).body.code,
      'member.owner_role',
    );
    assert.equal((await agent.post('/api/v1/members', { email, roles: ['agent'] })).status, 202);
    const token = secretIn(await stand.mailTo(email));
    const joined = new Visitor(stand.server.url);
    assert.equal((await joined.post('/api/v1/letters/accept', { token })).status, 401);
    assert.equal((await joined.post('/api/v1/letters/join', { token, name: 'Nele Umbach' })).status, 204);
    const { body: me } = await joined.get('/api/v1/me');
    assert.deepEqual([me.workspace.id, me.roles, me.entitlements], ['ws_halbmond', ['agent'], []]);
    assert.equal(
      (await joined.post('/api/v1/members', { email: 'z@z.example', roles: ['agent'] })).body.code,
      'access.entitlement_missing',
    );
    assert.equal(
      (await new Visitor(stand.server.url).post('/api/v1/letters/join', { token, name: 'Twice' })).status,
      404,
    );

    const members = (await agent.get('/api/v1/members')).body.items;
    const nele = members.find((/** @type {any} */ one) => one.email === email);
    assert.deepEqual([nele.name, nele.owner, nele.you], ['Nele Umbach', false, false]);
    assert.equal((await agent.post(`/api/v1/members/${nele.id}`, { roles: ['librarian'], owner: false })).status, 204);
    assert.deepEqual((await joined.get('/api/v1/me')).body.roles, ['librarian']);
    assert.equal((await joined.get('/api/v1/roster')).status, 403);
    assert.equal((await joined.get('/api/v1/members')).status, 403);
    assert.equal((await agent.ask('DELETE', `/api/v1/members/${nele.id}`)).status, 204);
    assert.equal((await joined.get('/api/v1/me')).status, 401);
    assert.equal((await agent.get('/api/v1/members')).text.includes(email), false);
    for (const action of ['member.changed', 'member.removed'])
      assert.ok((await recorded(agent, action)).length > 0, action);

    // The address is free again, for the same or another workspace.
    const other = await as('Capucine Le Bihan-Desrosiers');
    await other.post('/api/v1/members', { email, roles: ['agent'] });
    const again = secretIn(await stand.mailTo(email));
    assert.equal((await joined.post('/api/v1/letters/join', { token: again, name: 'Nele Umbach' })).status, 204);
    assert.equal((await joined.get('/api/v1/me')).body.workspace.id, 'ws_perceneige');
  });

  test('an address that signs in somewhere joins nowhere else, and its letter tells the sender nothing', async () => {
    const agent = await as(agentName);
    const taken = await agent.post('/api/v1/members', { email: 'morag@quayside.example', roles: ['agent'] });
    const free = await agent.post('/api/v1/members', { email: 'free@quayside.example', roles: ['agent'] });
    assert.deepEqual([taken.status, Object.keys(taken.body)], [free.status, Object.keys(free.body)]);
    const token = secretIn(await stand.mailTo('morag@quayside.example'));
    const answer = await new Visitor(stand.server.url).post('/api/v1/letters/join', { token, name: 'Morag' });
    assert.deepEqual([answer.status, answer.body.code], [409, 'member.address_taken']);
  });

  test('a workspace keeps an owner, also when two owners remove each other at once', async () => {
    const solo = await as('Bérengère Lachenal');
    const [me] = (await solo.get('/api/v1/members')).body.items;
    for (const answer of [
      await solo.ask('DELETE', `/api/v1/members/${me.id}`),
      await solo.post(`/api/v1/members/${me.id}`, { roles: ['presenter'], owner: false }),
    ])
      assert.deepEqual([answer.status, answer.body.code], [403, 'access.sole_owner']);

    const email = 'zweite@lindenau.example';
    await solo.post('/api/v1/members', { email, roles: ['presenter'], owner: true });
    const second = new Visitor(stand.server.url);
    await second.post('/api/v1/letters/join', { token: secretIn(await stand.mailTo(email)), name: 'Zweite' });
    const members = (await solo.get('/api/v1/members')).body.items;
    const her = members.find((/** @type {any} */ one) => one.email === email);
    const answers = await Promise.all([
      solo.ask('DELETE', `/api/v1/members/${her.id}`),
      second.ask('DELETE', `/api/v1/members/${me.id}`),
    ]);
    assert.equal(answers.filter(({ status }) => status === 204).length, 1, 'one of them');
    assert.ok(
      answers.some(({ status }) => status === 401 || status === 403),
      'not the other',
    );
    const left = answers[0].status === 204 ? solo : second;
    assert.equal((await left.get('/api/v1/members')).body.items.length, 1);
    assert.equal(
      (await left.ask('DELETE', `/api/v1/members/${left === solo ? me.id : her.id}`)).body.code,
      'access.sole_owner',
    );
  });

  test('an administrator verifies a workspace, and what that opens follows at once; nobody else does', async () => {
    const admin = await as('Henrike Solberg');
    const morag = await as('Morag MacAllister');
    const listed = (await admin.get('/api/v1/admin/workspaces')).body.items;
    assert.ok(listed.some((/** @type {any} */ one) => one.id === 'ws_quayside' && one.verified === false));
    assert.equal(
      listed.some((/** @type {any} */ one) => one.id === 'ws_platform'),
      false,
    );
    const before = (await morag.get('/api/v1/roster')).body.items.length;
    const verify = (/** @type {Visitor} */ who, /** @type {boolean} */ verified, id = 'ws_quayside') =>
      who.post(`/api/v1/admin/workspaces/${id}/verification`, { verified });
    assert.equal((await verify(admin, true)).status, 204);
    assert.ok((await morag.get('/api/v1/roster')).body.items.length > before, 'private listings open');
    assert.equal((await verify(admin, false)).status, 204);
    assert.equal((await morag.get('/api/v1/roster')).body.items.length, before);
    assert.equal((await verify(admin, true, 'ws_absent')).status, 404);
    for (const name of [agentName, 'Morag MacAllister', 'Ngozi Adebayo'])
      assert.equal((await verify(await as(name), true)).status, 403, name);
    assert.equal((await recorded(morag, 'workspace.verified')).length, 1, 'and the workspace reads it');

    // An agency that is not verified any more is found by nobody, and its public artist by no search engine.
    await verify(admin, false, 'ws_halbmond');
    const page = () => new Visitor(stand.server.url).get('/artists/wilhelmine-schneeberger-oberholzer');
    assert.equal((await page()).status, 404);
    await verify(admin, true, 'ws_halbmond');
    assert.equal((await page()).status, 200);
  });

  test('the administrator’s role of another workspace governs nothing', async () => {
    const { withIdentity } = await import('../../web/server/database/identity.js');
    const roles = (/** @type {string[]} */ given) =>
      withIdentity(stand.server.context.db, { workspace: 'ws_quayside' }, (tx) =>
        tx.rows('update person set roles = $1', [given]),
      );
    const morag = await as('Morag MacAllister');
    await roles(['presenter', 'administrator']);
    for (const address of ['/api/v1/admin/applications', '/api/v1/admin/codes', '/api/v1/admin/workspaces'])
      assert.equal((await morag.get(address)).status, 404, address);
    await roles(['presenter']);
  });

  test('looking as another is computed by core, for owners only, and saves nothing', async () => {
    const agent = await as(agentName);
    const look = async (/** @type {string} */ query, who = agent, artist = 'art_layla') =>
      (await who.get(`/api/v1/artists/${artist}/preview?${query}`)).body;
    assert.equal((await look('as=verified_presenter')).visible, false);
    assert.equal((await look('as=invited_presenter')).visible, true);
    assert.equal((await look('as=verified_presenter&level=private_listing')).visible, true);
    assert.equal((await look('as=anyone&level=public')).visible, true);
    assert.equal((await look('as=other_artist&level=public')).visible, false);
    const table = stand.server.context.core.visibility.table();
    for (const [kind, relation] of [
      ['invited_presenter', 'invited'],
      ['partner_agency', 'partner_agency'],
      ['engaged_counsel', 'engaged_counsel'],
    ]) {
      for (const level of ['public', 'private_listing', 'stealth_roster', 'workspace_private']) {
        const row = table.find((one) => one.relation === relation && one.level === level && one.subject === 'artist');
        const { visible, fields } = await look(`as=${kind}&level=${level}`);
        const open = Object.values(/** @type {any} */ (row).fields).some((sight) => sight !== 'absent');
        assert.ok(!open || visible, `${kind} ${level}`);
        assert.equal('notes' in fields || 'documents' in fields, false);
      }
    }
    const presenter = await as('Friederike Abendroth-Czerny');
    assert.equal((await presenter.get('/api/v1/artists/art_layla/preview?as=anyone')).status, 403);
    const other = await as('Capucine Le Bihan-Desrosiers');
    assert.equal((await other.get('/api/v1/artists/art_layla/preview?as=anyone')).status, 404);
    assert.equal((await agent.get('/api/v1/artists/art_layla/preview?as=own_agency')).status, 400);
    assert.equal((await agent.get('/api/v1/artists/art_layla')).body.level, 'stealth_roster');
  });

  test('search engines find public artists, and of everybody else the same nothing', async () => {
    const nobody = new Visitor(stand.server.url);
    const page = await nobody.get('/artists/wilhelmine-schneeberger-oberholzer', { accept: 'text/html' });
    assert.equal(page.status, 200);
    assert.match(
      page.text,
      /<link rel="canonical" href="http:\/\/localhost:\d+\/artists\/wilhelmine-schneeberger-oberholzer">/,
    );
    assert.match(page.text, /Demo profile/);
    assert.match(page.text, /<div class="cuelight-fallback"/);
    assert.equal(page.headers.get('x-robots-tag'), 'all');
    assert.match(
      String(page.headers.get('content-security-policy')),
      /^default-src 'none'; style-src 'self'; base-uri 'none'/,
    );
    const data = JSON.parse(/** @type {RegExpMatchArray} */ (page.text.match(/ld\+json">(.*?)<\/script>/s))[1]);
    assert.deepEqual(
      [data['@type'], data.mainEntity['@type'], data.mainEntity.name, data.mainEntity.jobTitle],
      ['ProfilePage', 'Person', 'Wilhelmine Schneeberger-Oberholzer', 'Mezzo-soprano'],
    );
    assert.doesNotMatch(page.text, /555 0142|@schneeberger|No two concerts|2800|280000/, 'nothing that is not public');

    const octets = (/** @type {any} */ { status, text, headers }) =>
      JSON.stringify([status, text, [...headers].filter(([name]) => name !== 'date')]);
    const absent = octets(await nobody.get('/artists/nobody-at-all'));
    const agent = await as(agentName);
    for (const one of (await agent.get('/api/v1/roster')).body.items) {
      const answer = await nobody.get(`/artists/${one.slug}`);
      if (one.sees?.public) assert.equal(answer.status, 200, one.slug);
      else if (one.level) assert.equal(octets(answer), absent, one.slug);
    }
    // Signed in or not: the page is the public's.
    assert.equal(octets(await agent.get('/artists/laila-al-haddad')), absent);

    const map = await nobody.get('/sitemap.xml');
    const listed = [...map.text.matchAll(/<loc>[^<]*\/artists\/([^<]+)<\/loc>/g)].map(([, slug]) => slug);
    assert.ok(listed.includes('wilhelmine-schneeberger-oberholzer'));
    for (const slug of listed) assert.equal((await nobody.get(`/artists/${slug}`)).status, 200, slug);
    const known = (await agent.get('/api/v1/roster')).body.items;
    for (const one of known)
      if (one.level && !one.sees.public) assert.equal(listed.includes(one.slug), false, one.slug);
    const robots = await nobody.get('/robots.txt');
    assert.match(robots.text, /^User-agent: \*\nAllow: \/artists\n/);
    assert.match(robots.text, /Disallow: \/\nSitemap: http/);
    for (const address of ['/', '/roster', '/api/docs', '/verifier/', '/sitemap.xml', '/api/v1/roster'])
      assert.equal(
        (await nobody.get(address, { accept: 'text/html' })).headers.get('x-robots-tag'),
        'noindex',
        address,
      );
  });

  test('text of a folio is text: no markup, no script, no end of the data', async () => {
    const { withIdentity } = await import('../../web/server/database/identity.js');
    const bad = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
    await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, (tx) =>
      tx.rows("update artist set folio = $1, discipline = $2 where id = 'art_anhduong'", [
        JSON.stringify({ bio: bad, repertoire: [bad], languages: [bad, 7] }),
        bad,
      ]),
    );
    const { text, status } = await new Visitor(stand.server.url).get('/artists/nguyen-thi-anh-duong');
    assert.equal(status, 200);
    assert.equal(text.includes('<img'), false);
    assert.equal(text.match(/<script/g)?.length, 1);
    const data = JSON.parse(/** @type {RegExpMatchArray} */ (text.match(/ld\+json">(.*?)<\/script>/s))[1]);
    assert.equal(data.mainEntity.description, bad);
  });
});
