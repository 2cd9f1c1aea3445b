import assert from 'node:assert/strict';
import test from 'node:test';
import { codeAt, stepOf } from '../../web/server/modules/accounts/second-factor.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const minute = 60_000;
const tokenIn = (/** @type {string} */ mail) => mail.match(/\/sign-in#([\w-]+)/)?.[1] ?? '';
const form = { name: 'Nadja Immergrün', workspaceName: 'Theater am Fluss', workspaceKind: 'presenter' };

/** RFC 4648. @param {string} text */
const fromBase32 = (text) => {
  const bits = [...text]
    .map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
};

test('codes of the second factor are those of RFC 6238, appendix B', () => {
  const seed = Buffer.from('12345678901234567890');
  for (const [seconds, code] of /** @type {const} */ ([
    [59, '287082'],
    [1111111109, '081804'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])) {
    assert.equal(codeAt(seed, stepOf(new Date(seconds * 1000))), code);
  }
});

onEachDatabase((stand) => {
  test('an application waits, is approved by an administrator, and only then opens anything', async () => {
    const visitor = new Visitor(stand.server.url);
    const email = 'nadja@theater-am-fluss.example';
    assert.equal((await visitor.post('/api/v1/access/apply', { ...form, email })).status, 202);
    assert.match(await stand.mailTo(email), /A person will read your application/);

    await visitor.post('/api/v1/sign-in', { email });
    const redeemed = await visitor.post('/api/v1/sign-in/redeem', { token: tokenIn(await stand.mailTo(email)) });
    assert.equal(redeemed.status, 200);
    for (const address of ['/api/v1/me', '/api/v1/roster', '/api/v1/week', '/api/v1/engagements', '/api/v1/audit']) {
      const { status, body } = await visitor.get(address);
      assert.equal(status, 403, address);
      assert.equal(body.code, 'access.pending');
    }

    const admin = await stand.as('Henrike Solberg');
    const queue = await admin.get('/api/v1/admin/applications?state=pending');
    const mine = queue.body.items.find((/** @type {any} */ one) => one.email === email);
    assert.equal(mine.workspaceName, form.workspaceName);
    assert.equal((await admin.post(`/api/v1/admin/applications/${mine.id}/approve`, { verified: true })).status, 200);
    assert.equal(
      (await admin.post(`/api/v1/admin/applications/${mine.id}/refuse`, {})).body.code,
      'access.already_decided',
    );
    assert.match(await stand.mailTo(email), /approved/);
    const me = await visitor.get('/api/v1/me');
    assert.equal(me.status, 200);
    assert.deepEqual(
      { kind: me.body.workspace.kind, verified: me.body.workspace.verified, roles: me.body.roles },
      { kind: 'presenter', verified: true, roles: ['presenter'] },
    );
  });

  test('a refused applicant is signed out and stays out', async () => {
    const visitor = new Visitor(stand.server.url);
    const email = 'refused@theater.example';
    await visitor.post('/api/v1/access/apply', { ...form, email });
    await stand.mailTo(email);
    await visitor.post('/api/v1/sign-in', { email });
    const token = tokenIn(await stand.mailTo(email));
    await visitor.post('/api/v1/sign-in/redeem', { token });
    const admin = await stand.as('Henrike Solberg');
    const { body } = await admin.get('/api/v1/admin/applications?state=pending');
    const { id } = body.items.find((/** @type {any} */ one) => one.email === email);
    assert.equal(
      (await admin.post(`/api/v1/admin/applications/${id}/refuse`, { reason: 'We know of no such house.' })).status,
      200,
    );
    assert.match(await stand.mailTo(email), /We know of no such house/);
    assert.equal((await visitor.get('/api/v1/me')).status, 401);
  });

  test('a reviewed-access code opens as many accounts as it says, and is stored as a hash only', async () => {
    const admin = await stand.as('Henrike Solberg');
    const made = await admin.post('/api/v1/admin/codes', { label: 'Spring fair', uses: 1, days: 7 });
    assert.equal(made.status, 201);
    assert.match(made.body.code, /^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/);
    const listed = await admin.get('/api/v1/admin/codes');
    assert.equal(listed.text.includes(made.body.code), false);

    const code = made.body.code.toLowerCase().replaceAll('-', ' ');
    for (const [email, subject] of /** @type {const} */ ([
      ['first@fair.example', /Your code was accepted/],
      ['second@fair.example', /A person will read/],
    ])) {
      const answer = await new Visitor(stand.server.url).post('/api/v1/access/apply', { ...form, email, code });
      assert.equal(answer.status, 202);
      assert.match(await stand.mailTo(email), subject);
    }
  });

  test('applying twice, and signing in as nobody, answer like the first time', async () => {
    const visitor = new Visitor(stand.server.url);
    const known = await visitor.post('/api/v1/access/apply', { ...form, email: 'MARLENE@halbmond.example' });
    const unknown = await visitor.post('/api/v1/access/apply', { ...form, email: 'nobody-yet@halbmond.example' });
    assert.deepEqual([known.status, known.text], [unknown.status, unknown.text]);
    const nobody = await visitor.post('/api/v1/sign-in', { email: 'nobody-at-all@halbmond.example' });
    const somebody = await visitor.post('/api/v1/sign-in', { email: 'marlene@halbmond.example' });
    assert.deepEqual([nobody.status, nobody.text], [somebody.status, somebody.text]);
    assert.equal(await stand.mailTo('nobody-at-all@halbmond.example'), '');
  });

  test('a link works once, and not after fifteen minutes', async () => {
    const visitor = new Visitor(stand.server.url);
    const email = 'tobias@halbmond.example';
    await visitor.post('/api/v1/sign-in', { email });
    const token = tokenIn(await stand.mailTo(email));
    const race = await Promise.all([
      visitor.post('/api/v1/sign-in/redeem', { token }),
      new Visitor(stand.server.url).post('/api/v1/sign-in/redeem', { token }),
    ]);
    assert.deepEqual(race.map(({ status }) => status).sort(), [200, 401]);
    assert.equal(
      (await new Visitor(stand.server.url).post('/api/v1/sign-in/redeem', { token })).body.code,
      'sign_in.link_invalid',
    );

    await visitor.post('/api/v1/sign-in', { email });
    const late = tokenIn(await stand.mailTo(email));
    assert.notEqual(late, token);
    stand.wait(15 * minute + 1000);
    assert.equal((await new Visitor(stand.server.url).post('/api/v1/sign-in/redeem', { token: late })).status, 401);
  });

  test('a session ends when it is signed out, and when another session revokes it', async () => {
    const first = await stand.as('Marlene Ziegenhagen');
    const second = await stand.as('Marlene Ziegenhagen');
    const { body } = await second.get('/api/v1/sessions');
    const other = body.items.find((/** @type {any} */ one) => !one.current);
    assert.equal((await second.ask('DELETE', `/api/v1/sessions/${other.id}`)).status, 204);
    const left = [await first.get('/api/v1/me'), await second.get('/api/v1/me')].map(({ status }) => status);
    assert.ok(left.includes(200));
    assert.equal((await second.post('/api/v1/sign-out')).status, 204);
    assert.equal((await second.get('/api/v1/me')).body.code, 'session.none');
  });

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const response = await fetch(`${stand.server.url}/api/v1/sign-in/redeem`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'cuelight-csrf': '1' },
      body: JSON.stringify({ token: new URL(stand.server.links[0].url).hash.slice(1) }),
    });
    const cookie = response.headers.getSetCookie()[0];
    assert.match(cookie, /^cuelight_session=[\w-]{43}; /);
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    assert.match(cookie, /Path=\//);
  });

  test('another site can change nothing', async () => {
    const visitor = await stand.as('Marlene Ziegenhagen');
    /** @type {Record<string, string>[]} */
    const attempts = [
      { 'cuelight-csrf': '' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of attempts) {
      const { status, body } = await visitor.ask('POST', '/api/v1/feeds', {
        json: { kind: 'week', label: 'x' },
        headers,
      });
      assert.deepEqual([status, body.code], [403, 'request.cross_site'], JSON.stringify(headers));
    }
    assert.equal(
      (await visitor.get('/api/v1/feeds')).body.items.some((/** @type {any} */ one) => one.label === 'x'),
      false,
    );
  });

  test('guessing links is throttled by address, and says so in the headers', async () => {
    const visitor = new Visitor(stand.server.url);
    let last = await visitor.post('/api/v1/sign-in/redeem', { token: 'guess' });
    for (let tries = 0; tries < 15 && last.status === 401; tries += 1)
      last = await visitor.post('/api/v1/sign-in/redeem', { token: `guess${tries}` });
    assert.equal(last.status, 429);
    assert.equal(last.body.code, 'limit.reached');
    assert.match(last.headers.get('ratelimit-policy') ?? '', /^"redeem-failed";q=10;w=900$/);
    assert.match(last.headers.get('ratelimit') ?? '', /^"redeem-failed";r=0;t=\d+$/);
    assert.ok(Number(last.headers.get('retry-after')) > 0);
    stand.wait(15 * minute);
    assert.equal((await visitor.post('/api/v1/sign-in/redeem', { token: 'guess' })).status, 401);
  });

  test('an administrator without a second factor reviews nothing; with one, each code counts once', async () => {
    const visitor = new Visitor(stand.server.url);
    const email = 'henrike@cuelight.example';
    await visitor.post('/api/v1/sign-in', { email });
    await visitor.post('/api/v1/sign-in/redeem', { token: tokenIn(await stand.mailTo(email)) });
    assert.equal((await visitor.get('/api/v1/admin/applications')).body.code, 'access.mfa_required');

    const { body } = await visitor.post('/api/v1/second-factor/enrol');
    const seed = fromBase32(body.secret);
    assert.equal(
      (await visitor.post('/api/v1/second-factor/prove', { code: '000000' })).status === 200 &&
        codeAt(seed, 0) !== '000000',
      false,
    );
    const step = stepOf(stand.server.context.clock());
    assert.equal((await visitor.post('/api/v1/second-factor/prove', { code: codeAt(seed, step) })).status, 200);
    assert.equal(
      (await visitor.post('/api/v1/second-factor/prove', { code: codeAt(seed, step) })).body.code,
      'factor.wrong',
    );
    assert.equal((await visitor.get('/api/v1/admin/applications')).status, 200);
    assert.equal((await visitor.post('/api/v1/second-factor/enrol')).body.code, 'factor.enrolled');
  });

  test('nobody but an administrator reaches the review', async () => {
    for (const name of [
      'Marlene Ziegenhagen',
      'Friederike Abendroth-Czerny',
      'Ngozi Adebayo',
      'Nguyễn Thị Ánh Dương',
    ]) {
      const visitor = await stand.as(name);
      assert.equal((await visitor.get('/api/v1/admin/applications')).status, 403, name);
      assert.equal((await visitor.post('/api/v1/admin/codes', { label: 'x' })).status, 403, name);
    }
  });
});
