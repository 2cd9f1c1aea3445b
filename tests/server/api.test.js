import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import test, { after, before, describe } from 'node:test';
import { Ajv } from 'ajv';
import { buildApp, newApp } from '../../web/server/app.js';
import { Problem } from '../../web/server/http/problems.js';
import * as s from '../../web/server/http/schemas.js';
import { setUp, Visitor } from '../support/server.js';

describe('the API’s own description and manners', () => {
  /** @type {import('../support/server.js').Stand} */
  let stand;
  before(async () => {
    stand = await setUp(undefined, { CUELIGHT_OPS_TOKEN: 'operations token of the tests' });
  });
  after(() => stand.close());

  /** Addresses of every GET in the description, with ids that are there. @param {any} document */
  const reads = (document) =>
    Object.entries(document.paths)
      .filter(([, methods]) => 'get' in /** @type {any} */ (methods))
      .map(([address]) => address);

  test('OpenAPI 3.1, every operation with a summary, a tag and its answers', async () => {
    const { body } = await new Visitor(stand.server.url).get('/api/openapi.json');
    assert.equal(body.openapi, '3.1.0');
    const operations = Object.entries(body.paths).flatMap(([address, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ address, method, operation })),
    );
    assert.ok(operations.length > 35);
    for (const { address, method, operation } of operations) {
      assert.ok(operation.summary && operation.tags?.length === 1, `${method} ${address}`);
      assert.ok(
        Object.keys(operation.responses).some((status) => /^2/.test(status)),
        `${method} ${address}`,
      );
      assert.ok(operation.security !== undefined, `${method} ${address}: who may ask`);
    }
  });

  test('every list and detail answers as its schema says', async () => {
    const { body: document } = await new Visitor(stand.server.url).get('/api/openapi.json');
    const ajv = new Ajv({ strict: false, allErrors: true });
    const visitor = await stand.as('Marlene Ziegenhagen');
    const admin = await stand.as('Henrike Solberg');
    const { body: approvals } = await visitor.get('/api/v1/approvals');
    const glass = await admin.post('/api/v1/admin/workspaces/ws_halbmond/break-glass', {
      reason: 'A look.',
      minutes: 5,
    });
    assert.equal(glass.status, 201, glass.text);
    const ids = /** @type {Record<string, string>} */ ({
      '/api/v1/engagements/{id}': 'eng_berg',
      '/api/v1/artists/{id}': 'art_anhduong',
      '/api/v1/artists/{id}/audience': 'art_anhduong',
      '/api/v1/artists/{id}/preview': 'art_anhduong',
      '/api/v1/approvals/{id}': approvals.items[0].id,
      '/api/v1/approvals/{id}/receipt': approvals.items.find((/** @type {any} */ one) => one.state === 'committed').id,
    });
    let checked = 0;
    for (const address of reads(document).filter(
      (one) => one.startsWith('/api/') && !one.includes('export') && one !== '/api/version',
    )) {
      const who = address.startsWith('/api/v1/admin') ? admin : visitor;
      const { status, body, text } = await who.get(address.replace('{id}', ids[address] ?? glass.body.id));
      assert.equal(status, 200, `${address}: ${text}`);
      const { schema } = document.paths[address].get.responses['200'].content['application/json'];
      const validate = ajv.compile(schema);
      assert.ok(validate(body), `${address}: ${ajv.errorsText(validate.errors)}`);
      checked += 1;
    }
    assert.ok(checked >= 15);
  });

  test('a member that no schema names never leaves, and fails a strict server', async () => {
    const { context } = stand.server;
    const answerOf = async (/** @type {boolean} */ strict) => {
      const responses = { 200: s.answer({ named: s.flag, within: s.list(s.answer({ named: s.nullable(s.flag) })) }) };
      const schema = s.operation({ tag: 'Test', owner: 'anyone', summary: 'Says too much', needs: 'none', responses });
      const loose = (/** @type {import('fastify').FastifyInstance} */ app) => {
        app.get('/api/v1/loose', { schema }, async () => ({ named: true, within: [{ named: null, secret: 'x' }] }));
        app.get('/api/v1/loose/refusal', { schema }, async () => {
          throw new Problem(409, 'factor.none', {}, { secret: 'x' });
        });
      };
      const built = await buildApp(newApp(context.config), context, { strict, parts: [loose] });
      const [answer, refusal] = [await built.inject('/api/v1/loose'), await built.inject('/api/v1/loose/refusal')];
      await built.close();
      return [answer, refusal];
    };
    const [answer, refusal] = await answerOf(false);
    assert.deepEqual([answer.statusCode, answer.json()], [200, { named: true, within: [{ named: null }] }]);
    assert.deepEqual([refusal.statusCode, refusal.json().code, refusal.json().status], [409, 'factor.none', 409]);
    assert.ok([answer, refusal].every(({ payload }) => !payload.includes('secret')));
    assert.deepEqual(
      (await answerOf(true)).map(({ statusCode }) => statusCode),
      [500, 500],
    );
  });

  test('the reference page is plain: no script, one style sheet of ours', async () => {
    const { text, headers, status } = await new Visitor(stand.server.url).get('/api/docs');
    assert.equal(status, 200);
    assert.equal(/<script|style=|<style|\son\w+=|https?:\/\/(?!localhost)/.test(text), false);
    assert.match(headers.get('content-security-policy') ?? '', /script-src 'self'/);
    const sheet = await new Visitor(stand.server.url).get('/api/docs.css');
    assert.match(sheet.headers.get('content-type') ?? '', /^text\/css/);
  });

  test('every answer carries the strict headers', async () => {
    const visitor = new Visitor(stand.server.url);
    for (const address of [
      '/',
      '/sign-in',
      '/api/health',
      '/api/v1/me',
      '/api/openapi.json',
      '/api/docs',
      '/nothing',
      '/feeds/x.ics',
      '/widget/',
      '/verifier/',
      '/../etc/passwd',
      '/%2e%2e/config.js',
    ]) {
      const { headers } = await visitor.get(address, { accept: 'text/html' });
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, address);
      assert.match(policy, /frame-ancestors 'none'/, address);
      assert.equal(/unsafe-inline|'unsafe-eval'|\*/.test(policy), false, address);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', address);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', address);
      assert.equal(headers.get('strict-transport-security'), null, 'not without TLS');
      assert.equal(headers.get('x-powered-by'), null);
    }
  });

  test('behind TLS, HSTS is sent and cookies are Secure', async () => {
    const secure = await setUp(undefined, { CUELIGHT_PUBLIC_URL: 'https://booking.example' });
    try {
      const local = `http://127.0.0.1:${/** @type {any} */ (secure.server.app.server.address()).port}`;
      assert.match(secure.server.links[0].url, /^https:\/\/booking\.example\/sign-in#/);
      const response = await fetch(`${local}/api/v1/sign-in/redeem`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'cuelight-csrf': '1', origin: 'https://booking.example' },
        body: JSON.stringify({ token: new URL(secure.server.links[0].url).hash.slice(1) }),
      });
      assert.equal(response.status, 200);
      assert.match(response.headers.getSetCookie()[0], /; Secure/);
      assert.match(response.headers.get('strict-transport-security') ?? '', /max-age=63072000/);
    } finally {
      await secure.close();
    }
  });

  test('health is public; the version is there for operators only', async () => {
    const visitor = new Visitor(stand.server.url);
    for (const address of ['/api/health', '/api/health/live', '/api/health/ready'])
      assert.deepEqual((await visitor.get(address)).body, { status: 'ok' });
    const [without, wrong, right] = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'Bearer operations token of the tests' },
    ];
    assert.equal((await visitor.get('/api/version', without)).status, 404);
    assert.equal((await visitor.get('/api/version', wrong)).text, (await visitor.get('/api/v1/nothing')).text);
    assert.match((await visitor.get('/api/version', right)).body.version, /^\d+\.\d+\.\d+$/);
  });

  test('malformed, oversized and unexpected bodies are refused as problems', async () => {
    const visitor = await stand.as('Marlene Ziegenhagen');
    const send = (/** @type {BodyInit} */ body, type = 'application/json') =>
      visitor.ask('POST', '/api/v1/feeds', { body, type });
    for (const [answer, status, code] of /** @type {[Awaited<ReturnType<typeof send>>, number, string][]} */ ([
      [await send('{'), 400, 'request.malformed'],
      [await send('{"kind":"week","label":"x","__proto__":{"a":1}}'), 400, 'request.malformed'],
      [await send(JSON.stringify({ kind: 'week', label: 'x'.repeat(300_000) })), 413, 'request.too_large'],
      [await send(JSON.stringify({ kind: 'week', label: 7 })), 400, 'request.invalid'],
      [await send(JSON.stringify({ kind: 'week', label: 'x', extra: 1 })), 400, 'request.invalid'],
      [await send('kind=week', 'application/x-www-form-urlencoded'), 415, 'request.media_type'],
    ])) {
      assert.deepEqual([answer.status, answer.body?.code], [status, code], answer.text);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    }
  });

  test('what had its address before there was a version is alike there; what keeps its own has no other', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    for (const path of ['me', 'roster?limit=3', 'artists/absent']) {
      const [old, now] = [await agent.get(`/api/${path}`), await agent.get(`/api/v1/${path}`)];
      assert.deepEqual([old.status, old.text], [now.status, now.text], path);
    }
    assert.equal((await agent.ask('DELETE', '/api/feeds/absent')).body.code, 'not_found');
    for (const path of ['health', 'version', 'docs', 'openapi.json'])
      assert.equal((await agent.get(`/api/v1/${path}`)).status, 404, path);
    const { paths } = (await agent.get('/api/openapi.json')).body;
    const others = Object.keys(paths).filter((path) => path.startsWith('/api/') && !path.startsWith('/api/v1/'));
    assert.deepEqual(others.sort(), [
      '/api/health',
      '/api/health/live',
      '/api/health/ready',
      '/api/request-hold',
      '/api/version',
    ]);
  });

  test('SQL in any place stays text', async () => {
    const visitor = await stand.as('Marlene Ziegenhagen');
    const hostile = "x'; drop table person; --";
    const made = await visitor.post('/api/v1/feeds', { kind: 'week', label: hostile });
    assert.equal(made.status, 201);
    assert.ok((await visitor.get('/api/v1/feeds')).body.items.some((/** @type {any} */ one) => one.label === hostile));
    for (const address of [
      `/api/v1/engagements/${encodeURIComponent(hostile)}`,
      `/public/artists/${encodeURIComponent(hostile)}/availability.ics`,
    ]) {
      assert.ok([400, 404].includes((await visitor.get(address)).status));
    }
    assert.equal((await visitor.get('/api/v1/me')).status, 200);
  });

  test('only built and listed files are served', async () => {
    const visitor = new Visitor(stand.server.url);
    for (const address of [
      '/client/../server/config.js',
      '/client/..%2fserver%2fconfig.js',
      '/widget/settings.js',
      '/verifier/package.json',
      '/server/config.js',
      '/.git/config',
      '/widget/%00',
    ]) {
      assert.ok((await visitor.get(address)).status >= 400, address);
    }
  });

  test('logs hold no token, cookie, address or name', async () => {
    /** @type {string[]} */
    const lines = [];
    const logStream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logged = await setUp(undefined, { CUELIGHT_LOG: 'debug' }, { logStream });
    const { server } = logged;
    try {
      const token = new URL(server.links[0].url).hash.slice(1);
      const visitor = new Visitor(server.url);
      await visitor.post('/api/v1/sign-in/redeem', { token });
      await visitor.post('/api/v1/sign-in', { email: 'marlene@halbmond.example' });
      const { body } = await visitor.post('/api/v1/feeds', { kind: 'week', label: 'Geheim' });
      await fetch(body.url);
      await visitor.post('/api/v1/sign-in/redeem', { token: 'wrong-token-value' });
      await server.idle();
      const said = lines.join('');
      assert.ok(lines.length > 8);
      for (const secret of [
        token,
        String(visitor.cookie).split('=')[1],
        body.url.split('/').at(-1).replace('.ics', ''),
        'marlene@',
        'Ziegenhagen',
        'Geheim',
        'wrong-token-value',
      ]) {
        assert.equal(said.includes(secret), false, secret.slice(0, 6));
      }
      assert.ok(said.includes('/feeds/[token]'));
      for (const line of lines) JSON.parse(line);
    } finally {
      await logged.close();
    }
  });

  test('the examples are another origin with a policy of their own', async () => {
    const { exampleUrl, url } = stand.server;
    assert.ok(exampleUrl && new URL(exampleUrl).origin !== new URL(url).origin);
    const { headers } = await new Visitor(exampleUrl).get('/');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  });
});
