/** @file Problems speak the language of whoever reads them; for programs their members stay as they are. */
import assert from 'node:assert/strict';
import test from 'node:test';
import Fastify from 'fastify';
import { CuelightError } from '../../web/client/error.js';
import { problems } from '../../web/server/http/problems.js';
import { onEachDatabase, Visitor } from '../support/server.js';

onEachDatabase((stand) => {
  /** The same refused request. @param {Visitor} visitor @param {string} [language] */
  async function refusal(visitor, language) {
    const headers = /** @type {Record<string, string>} */ (language ? { 'accept-language': language } : {});
    const { headers: told, body } = await visitor.get('/api/v1/engagements/eng_absent', headers);
    assert.equal(told.get('vary'), 'accept-language');
    const { detail, ...same } = body;
    return { detail, same, language: told.get('content-language') };
  }
  const inGerman = 'Hier ist nichts, oder Sie dürfen es nicht sehen.';
  const inFrench = 'Il n’y a rien ici, ou ce n’est pas pour vous.';
  const inEnglish = 'There is nothing here, or it is not for you.';

  test('in the person’s language, else her workspace’s, else the one asked for; the other members are the same', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const plain = await refusal(agent);
    assert.deepEqual([plain.detail, plain.language], [inEnglish, 'en']);
    assert.deepEqual(plain.same, { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found' });
    assert.deepEqual(await refusal(agent, 'fr'), { ...plain, detail: inFrench, language: 'fr' });
    await agent.ask('PATCH', '/api/v1/workspace', { json: { language: 'fr' } });
    assert.deepEqual(await refusal(agent, 'en'), { ...plain, detail: inFrench, language: 'fr' });
    await agent.ask('PATCH', '/api/v1/me', { json: { language: 'de' } });
    assert.deepEqual(await refusal(agent, 'fr'), { ...plain, detail: inGerman, language: 'de' });
    assert.deepEqual(await refusal(agent), { ...plain, detail: inGerman, language: 'de' });
  });

  test('to nobody in particular in the language asked for, to a program in English', async () => {
    const anybody = new Visitor(stand.server.url);
    for (const [asked, language, detail] of /** @type {const} */ ([
      ['fr', 'fr', 'Connectez-vous d’abord.'],
      ['ja, de-AT;q=0.5', 'de', 'Melden Sie sich zuerst an.'],
      [undefined, 'en', 'Sign in first.'],
    ])) {
      const { same, ...said } = await refusal(anybody, asked);
      assert.deepEqual(said, { language, detail });
      assert.deepEqual([same.code, same.title, same.status], ['session.none', 'Unauthorized', 401]);
    }
  });

  test('also what is refused before anybody is asked who she is, and what nobody answers', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    await agent.ask('PATCH', '/api/v1/me', { json: { language: 'de' } });
    const invalid = await agent.ask('PATCH', '/api/v1/me', { json: { language: 7 } });
    assert.equal(invalid.body.code, 'request.invalid');
    assert.match(invalid.body.detail, /^Die Anfrage ist nicht wie beschrieben: body › language must be /);
    assert.equal((await agent.get('/api/v1/no-such-address')).body.detail, inGerman);
    const foreign = await agent.ask('PATCH', '/api/v1/me', { headers: { 'cuelight-csrf': '0' }, json: {} });
    assert.match(foreign.body.detail, /^Änderungen werden nur von den eigenen Seiten/);
  });

  test('a locked workspace says since when in its reader’s language', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    await agent.post('/api/v1/workspace/lock', { reason: 'Inventur' });
    const { body, status } = await agent.ask('PATCH', '/api/v1/workspace', { json: { language: 'fr' } });
    await agent.post('/api/v1/workspace/unlock');
    assert.deepEqual([status, body.code], [423, 'workspace.locked']);
    assert.match(
      body.detail,
      /^Marlene Ziegenhagen hat diesen Arbeitsbereich am \d+\. \p{L}+ \d{4} um \d\d:\d\d UTC gesperrt: „Inventur“\. Hier ändert/u,
    );
  });
});

test('core’s words are English for everybody, and say so', async () => {
  const app = Fastify();
  problems(app);
  app.get('/', () => {
    throw new CuelightError('json.syntax', 'This is no JSON.', 7);
  });
  const { headers, payload } = await app.inject({ url: '/', headers: { 'accept-language': 'de' } });
  await app.close();
  assert.equal(headers['content-language'], 'en');
  const { code, detail, offset, status } = JSON.parse(payload);
  assert.deepEqual(
    { code, detail, offset, status },
    { code: 'json.syntax', detail: 'This is no JSON.', offset: 7, status: 422 },
  );
});
