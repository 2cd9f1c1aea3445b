/**
 * @file Requests that mean harm and are no query: fixation, open redirects, header injection, path traversal, and bodies
 * that are too large, broken or more than asked for. The last are sent to every operation that the API describes.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test, { after, before, describe } from 'node:test';
import { operationsOf, requestOf } from '../support/operations.js';
import { setUp, signIn, Visitor } from '../support/server.js';

describe('requests that mean harm', () => {
  /** @type {import('../support/server.js').Stand} */
  let stand;
  /** @type {Visitor} */
  let agent;
  before(async () => {
    stand = await setUp();
    agent = await stand.as('Marlene Ziegenhagen');
  });
  after(() => stand?.close());

  /** What a server says to these very octets, which no client would send. @param {string} octets @returns {Promise<string>} */
  const raw = (octets) =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(stand.server.url).port), '127.0.0.1', () => socket.write(octets, 'latin1'));
      let said = '';
      socket.setEncoding('latin1').on('data', (text) => (said += text));
      socket.on('close', () => resolve(said)).on('error', reject);
    });
  const linkOf = (/** @type {string} */ name) => String(stand.server.links.find((one) => one.name === name)?.url);

  test('session fixation: a cookie that was there before signing in is not the session after it', async () => {
    const planted = 'A'.repeat(43);
    const victim = new Visitor(stand.server.url, `cuelight_session=${planted}`);
    const token = new URL(linkOf('Marlene Ziegenhagen')).hash.slice(1);
    assert.equal((await victim.post('/api/v1/sign-in/redeem', { token })).status, 200);
    assert.notEqual(victim.cookie, `cuelight_session=${planted}`);
    assert.equal((await new Visitor(stand.server.url, `cuelight_session=${planted}`).get('/api/v1/me')).status, 401);
    // Nor is an attacker's own session, left in the browser, ever anybody else's.
    const attacker = await signIn(stand.server.url, linkOf('Morag MacAllister'));
    const lured = new Visitor(stand.server.url, attacker.cookie);
    assert.equal((await lured.post('/api/v1/sign-in/redeem', { token })).status, 200);
    assert.notEqual(lured.cookie, attacker.cookie);
    assert.equal((await attacker.get('/api/v1/me')).body.person.name, 'Morag MacAllister');
  });

  test('a session is taken from the cookie alone: not from an address, a header or a body', async () => {
    const secret = String(agent.cookie).split('=')[1];
    const nobody = new Visitor(stand.server.url);
    assert.equal((await nobody.get(`/api/v1/me?cuelight_session=${secret}`)).status, 401);
    assert.equal((await nobody.get('/api/v1/me', { authorization: `Bearer ${secret}` })).status, 401);
    assert.equal((await agent.get('/api/v1/me')).status, 200);
  });

  test('open redirect: nothing answers with an address elsewhere', async () => {
    for (const path of [
      '//evil.example',
      '//evil.example/%2e%2e',
      '//evil.example/verifier',
      '/\\evil.example',
      '/%5cevil.example',
      '/%2f%2fevil.example',
      '/verifier//evil.example/..',
      '/verifier',
      '/widget',
      '/sign-in?next=https://evil.example',
      '/api/docs?return_to=//evil.example',
      'http://evil.example/verifier',
    ]) {
      const said = await raw(
        `GET ${path} HTTP/1.1\r\nhost: evil.example\r\naccept: text/html\r\nconnection: close\r\n\r\n`,
      );
      const location = /^location: *(.*)$/im.exec(said.split('\r\n\r\n')[0])?.[1].trim();
      if (location === undefined) continue;
      assert.match(location, /^\/(?![/\\])/, `${path} leads to ${location}`);
    }
  });

  test('header injection: line ends in a text start no header, in answers and in mail', async () => {
    const line = '\r\nset-cookie: planted=1\r\nbcc: everybody@evil.example\r\n';
    const escaped = encodeURIComponent(line);
    for (const path of [
      `/artists/x${escaped}`,
      `/feeds/x${escaped}.ics`,
      `/public/artists/x${escaped}/availability.ics`,
      `/api/v1/approvals/x${escaped}/receipt`,
      `/api/v1/roster?cursor=${escaped}`,
      `/verifier/x${escaped}`,
    ]) {
      const { headers, status } = await agent.get(path);
      assert.ok(status >= 400, path);
      assert.equal(headers.get('set-cookie'), null, path);
    }
    const form = { workspaceKind: 'agency', email: 'agnes@agentur.example' };
    const applied = await new Visitor(stand.server.url).post('/api/v1/access/apply', {
      ...form,
      name: `Agnes${line}`,
      workspaceName: `Agentur${line}`,
    });
    assert.ok([202, 400].includes(applied.status), applied.text);
    const invited = await agent.post('/api/v1/members', { email: `neu@halbmond.example${line}`, roles: ['agent'] });
    assert.equal(invited.status, 400);
    const [head] = (await stand.mailTo(form.email)).split(/\r?\n\r?\n/);
    assert.equal(/^bcc:|^set-cookie:/im.test(head), false, head);
    for (const octets of [
      'GET /api/health HTTP/1.1\r\nhost: x\r\nx: a\u0000b\r\n\r\n',
      'POST /api/v1/sign-out HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
    ])
      assert.match(await raw(octets), /^HTTP\/1\.1 400 /);
  });

  test('path traversal: no file but those that pages are made of', async () => {
    const up = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '..\\', '....//', '%252e%252e%252f', '.%00./'];
    for (const part of ['', 'widget/', 'verifier/', 'client/', 'confirm/', 'public/artists/', 'feeds/']) {
      for (const step of up) {
        for (const file of [
          'package.json',
          'server/config.js',
          'etc/passwd',
          'server/database/migrations/0001_access.sql',
        ]) {
          const path = `/${part}${step.repeat(file === 'etc/passwd' ? 12 : 2)}${file}`;
          const said = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
          assert.match(said, /^HTTP\/1\.1 (400|403|404) /, path);
          assert.equal(/"devDependencies"|readConfig|root:x:|create table/.test(said), false, path);
        }
      }
    }
  });

  test('bodies that are too large, broken, of another type or more than asked for: refused by every operation', async (t) => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    let sent = 0;
    for (const operation of operationsOf(stand)) {
      if (!operation.body) continue;
      const { method, address, json } = requestOf(operation);
      const type = 'application/json';
      /** @type {[string, { body: string, type?: string }, number[]][]} */
      const bodies = [
        ['too large', { body: JSON.stringify({ ...json, x: 'x'.repeat(300_000) }), type }, [413]],
        ['cut off', { body: JSON.stringify(json).slice(0, -1), type }, [400]],
        ['empty', { body: '', type }, [400]],
        ['null', { body: 'null', type }, [400]],
        ['a list', { body: '[]', type }, [400]],
        ['deep', { body: deep, type }, [400]],
        ['not UTF-8', { body: '{"x":"\ud800"}', type }, [400]],
        ['one member more', { body: JSON.stringify({ ...json, extra: 1 }), type }, [400]],
        ['a prototype', { body: `{"__proto__":{"admin":true},${JSON.stringify(json).slice(1)}`, type }, [400]],
        [
          'a constructor',
          { body: `{"constructor":{"prototype":{"x":1}},${JSON.stringify(json).slice(1)}`, type },
          [400],
        ],
        ['another type', { body: JSON.stringify(json), type: 'application/x-www-form-urlencoded' }, [415]],
        ['no type', { body: JSON.stringify(json), type: 'text/plain' }, [400, 415]],
      ];
      for (const [name, { body, type: of }, expected] of bodies) {
        const visitor = operation.session ? agent : new Visitor(stand.server.url);
        const answer = await visitor.ask(method, address, { body, type: of });
        const said = `${operation.name}, ${name}: ${answer.status} ${answer.text.slice(0, 200)}`;
        assert.ok(expected.includes(answer.status), said);
        assert.match(String(answer.headers.get('content-type')), /^application\/problem\+json/, said);
        assert.match(answer.body.code, /^request\./, said);
        sent += 1;
      }
    }
    assert.equal(/** @type {any} */ ({}).admin, undefined);
    t.diagnostic(`${sent} bodies`);
    assert.ok(sent > 250);
  });
});
