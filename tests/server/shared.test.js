import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadCore } from '../../web/client/node.js';
import { freshName, query, startPostgres } from '../support/postgres.js';
import { signIn, Visitor } from '../support/server.js';

const main = fileURLToPath(new URL('../../web/server/main.js', import.meta.url));

/**
 * A server in a process of its own.
 * @param {NodeJS.ProcessEnv} env
 */
async function serverProcess(env) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, CUELIGHT_LOG: 'silent', CUELIGHT_EXAMPLE_PORT: 'off', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const printed = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      if (out.includes('Stop with')) resolve(out);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  const url = /** @type {RegExpMatchArray} */ (printed.match(/dashboard +(\S+)/))[1];
  const links = [...printed.matchAll(/^ {2}(\S.*?) {2,}(.*)\n +(\S+\/sign-in#\S+)$/gm)].map(([, name, role, link]) => ({
    name,
    role,
    link,
  }));
  return {
    url,
    links,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

describe('two servers on one PostgreSQL', () => {
  /** @type {import('../support/postgres.js').Cluster} */
  let cluster;
  /** @type {Awaited<ReturnType<typeof serverProcess>>[]} */
  let servers = [];
  let folder = '';
  let superUrl = '';
  before(async () => {
    cluster = await startPostgres();
    folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-shared-'));
    const { url, ownerUrl, ...rest } = await cluster.database(freshName());
    superUrl = rest.superUrl;
    const env = {
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      CUELIGHT_SECRET: 'one secret for both of the servers',
      CUELIGHT_DATA: folder,
      CUELIGHT_DEMO: 'on',
    };
    servers = await Promise.all([serverProcess(env), serverProcess(env)]);
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const linkOf = (/** @type {number} */ at, /** @type {string} */ name) =>
    servers[at].links.find((one) => one.name === name)?.link ?? '';

  test('the season was laid once, though both started at once', async () => {
    const admin = await signIn(servers[0].url, linkOf(0, 'Henrike Solberg'));
    const { body } = await admin.get('/api/v1/admin/applications');
    assert.equal(body.items.length, 2);
  });

  test('a session of one is a session of the other, and ends in both at once', async () => {
    const here = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const there = new Visitor(servers[1].url, here.cookie);
    assert.equal((await there.get('/api/v1/me')).body.person.name, 'Marlene Ziegenhagen');
    assert.equal((await there.post('/api/v1/sign-out')).status, 204);
    assert.equal((await here.get('/api/v1/me')).status, 401);
  });

  test('a link of one works in the other', async () => {
    const visitor = await signIn(servers[1].url, linkOf(0, 'Ngozi Adebayo'));
    assert.equal((await visitor.get('/api/v1/me')).status, 200);
  });

  /** What a pattern finds in the mail to somebody, once it is there. @param {string} address @param {RegExp} pattern */
  async function inMailTo(address, pattern) {
    const outbox = path.join(folder, 'outbox');
    for (let tries = 0; tries < 600; tries += 1) {
      for (const name of await readdir(outbox).catch(() => [])) {
        if (name.startsWith('.')) continue;
        const mail = (await readFile(path.join(outbox, name), 'utf8')).replace(/=\r?\n/g, '').replaceAll('=3D', '=');
        const found = mail.includes(`To: ${address}`) && pattern.exec(mail);
        if (found) return found[1] ?? found[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no such mail to ${address}`);
  }
  /** The secret of the letter that somebody got. @param {string} address */
  const letterTo = (address) => inMailTo(address, /\/letter#([\w-]+)/);

  test('a session revoked in one is over in the other at the next request', async () => {
    const [first, second] = await Promise.all([0, 1].map((at) => signIn(servers[at].url, linkOf(at, 'Ngozi Adebayo'))));
    const { body } = await first.get('/api/v1/sessions');
    const mine = String(
      (await second.get('/api/v1/sessions')).body.items.find((/** @type {any} */ one) => one.current).id,
    );
    assert.ok(body.items.some((/** @type {any} */ one) => one.id === mine));
    assert.equal((await first.ask('DELETE', `/api/v1/sessions/${mine}`)).status, 204);
    assert.equal((await second.get('/api/v1/me')).status, 401);
  });

  test('a lock made in one stops a commit in the other, and what runs there at the same time', async () => {
    const core = await loadCore();
    const here = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const there = new Visitor(servers[1].url, here.cookie);
    const expiresAt = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const { body } = await there.post('/api/v1/engagements/eng_layla/events', { event: 'extend_hold', expiresAt });
    const signed = await there.sign(core, body.approvalId);
    const confirmed = () => there.post(`/api/v1/approvals/${body.approvalId}/confirm`, signed);
    const reason = 'The office moves.';
    for (let round = 0; round < 6; round += 1) {
      const running = Array.from({ length: 5 }, () => there.post('/api/v1/brands', { name: 'At once' }));
      const [lock, ...others] = await Promise.all([here.post('/api/v1/workspace/lock', { reason }), ...running]);
      assert.equal(lock.status, 204, lock.text);
      assert.ok(others.every(({ status }) => status === 201 || status === 423));
      assert.equal((await here.get('/api/v1/audit?limit=1')).body.items[0].action, 'workspace.locked');
      assert.equal((await confirmed()).body.code, 'workspace.locked');
      assert.equal((await there.post('/api/v1/workspace/unlock')).status, 204);
    }
    assert.equal((await confirmed()).status, 200);
  });

  test('a partnership ended in one closes the roster in the other at the next request', async () => {
    const agent = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const partner = await signIn(servers[1].url, linkOf(1, 'Capucine Le Bihan-Desrosiers'));
    const listed = async () => (await partner.get('/api/v1/roster')).text.includes('art_theodora');
    assert.equal(await listed(), true);
    const { items } = (await agent.get('/api/v1/partnerships')).body;
    const { id } = items.find((/** @type {any} */ one) => one.given && one.state === 'open');
    assert.equal((await agent.ask('DELETE', `/api/v1/partnerships/${id}`)).status, 204);
    assert.equal(await listed(), false);
  });

  test('a reviewed-access code revoked in one opens nothing in the other', async () => {
    const admin = await signIn(servers[0].url, linkOf(0, 'Henrike Solberg'));
    const { body } = await admin.post('/api/v1/admin/codes', { label: 'Fair', uses: 5, days: 7 });
    const apply = (/** @type {string} */ email) =>
      new Visitor(servers[1].url).post('/api/v1/access/apply', {
        ...{ name: 'Ida', workspaceName: 'Haus am See', workspaceKind: 'presenter' },
        email,
        code: body.code,
      });
    const answer = /Your code was accepted|A person will read/;
    await apply('vorher@see.example');
    assert.equal(await inMailTo('vorher@see.example', answer), 'Your code was accepted');
    const { items } = (await admin.get('/api/v1/admin/codes')).body;
    const { id } = items.find((/** @type {any} */ one) => one.label === 'Fair');
    assert.equal((await admin.ask('DELETE', `/api/v1/admin/codes/${id}`)).status, 204);
    await apply('nachher@see.example');
    assert.equal(await inMailTo('nachher@see.example', answer), 'A person will read');
  });

  test('a grant given in one holds in the other, and ends there with its revocation at the next request', async () => {
    const core = await loadCore();
    const agent = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const email = 'ilse@halbmond.example';
    await agent.post('/api/v1/members', { email, roles: ['member'] });
    const member = new Visitor(servers[1].url);
    assert.equal(
      (await member.post('/api/v1/letters/join', { token: await letterTo(email), name: 'Ilse' })).status,
      204,
    );
    const person = (await member.get('/api/v1/me')).body.person.id;
    const brand = (await agent.post('/api/v1/brands', { name: 'Matinée' })).body.id;
    const wish = { person, role: 'brand_member', brand, days: 30, reason: 'Stands in.' };
    const { approvalId } = (await agent.post('/api/v1/grants', wish)).body;
    const write = async () => (await member.post(`/api/v1/brands/${brand}`, { statement: 'Songs at noon.' })).status;
    assert.equal(await write(), 403);
    assert.equal((await agent.confirm(core, approvalId)).status, 200);
    assert.equal(await write(), 204);
    const [{ id }] = (await agent.get('/api/v1/grants')).body.items;
    assert.equal((await agent.ask('DELETE', `/api/v1/grants/${id}`)).status, 204);
    assert.equal(await write(), 403);
  });

  test('an invitation revoked in one is ineffective in the other at the next request', async () => {
    const agent = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const presenter = await signIn(servers[1].url, linkOf(1, 'Bérengère Lachenal'));
    const seen = async () => [
      (await presenter.get('/api/v1/artists/art_layla')).status,
      (await presenter.get('/api/v1/roster')).text.includes('art_layla'),
      (await presenter.get('/api/v1/invitations')).text.includes('art_layla'),
    ];
    assert.deepEqual(await seen(), [404, false, false]);
    const email = 'berengere@lyon-confluence.example';
    await agent.post('/api/v1/artists/art_layla/invitations', { email, days: 30 });
    const token = await letterTo(email);
    assert.equal((await presenter.post('/api/v1/letters/accept', { token })).status, 200);
    assert.deepEqual(await seen(), [200, true, true]);
    const { items } = (await agent.get('/api/v1/invitations')).body;
    const { id } = items.find((/** @type {any} */ one) => one.workspace.id === 'ws_confluence');
    assert.equal((await agent.ask('DELETE', `/api/v1/invitations/${id}`)).status, 204);
    assert.deepEqual(await seen(), [404, false, false]);
  });

  test('a member removed in one is signed out in the other at the next request', async () => {
    const agent = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const email = 'neu@halbmond.example';
    await agent.post('/api/v1/members', { email, roles: ['agent'] });
    const joined = new Visitor(servers[1].url);
    const form = { token: await letterTo(email), name: 'Nele' };
    assert.equal((await joined.post('/api/v1/letters/join', form)).status, 204);
    const { items } = (await agent.get('/api/v1/members')).body;
    const { id } = items.find((/** @type {any} */ one) => one.email === email);
    assert.equal((await joined.get('/api/v1/me')).status, 200);
    assert.equal((await agent.ask('DELETE', `/api/v1/members/${id}`)).status, 204);
    assert.equal((await joined.get('/api/v1/me')).status, 401);
  });

  test('two confirmations of one approval, one to each server, commit once', async () => {
    const core = await loadCore();
    const here = await signIn(servers[0].url, linkOf(0, 'Capucine Le Bihan-Desrosiers'));
    const there = new Visitor(servers[1].url, here.cookie);
    const { body } = await here.get('/api/v1/approvals?state=open');
    const { id } = body.items.find((/** @type {any} */ one) => one.engagementId === 'eng_quote_open');
    const signed = [await here.sign(core, id), await there.sign(core, id)];
    const answers = await Promise.all([
      here.post(`/api/v1/approvals/${id}/confirm`, signed[0]),
      there.post(`/api/v1/approvals/${id}/confirm`, signed[1]),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  test('chains stay whole when both servers write at once', async () => {
    const core = await loadCore();
    const here = await signIn(servers[0].url, linkOf(0, 'Capucine Le Bihan-Desrosiers'));
    const there = new Visitor(servers[1].url, here.cookie);
    const made = await Promise.all(
      Array.from({ length: 24 }, (_one, at) =>
        (at % 2 ? here : there).post('/api/v1/feeds', { kind: 'week', label: `feed ${at}` }),
      ),
    );
    assert.ok(made.every(({ status }) => status === 201));
    const { text } = await here.get('/api/v1/audit/export');
    const verdict = core.audit.verifyChain(text);
    assert.deepEqual([verdict.ok, verdict.divergence], [true, null]);
  });

  test('a feed that one server keeps is new, or gone, as soon as the other changed what it shows', async () => {
    const agent = await signIn(servers[0].url, linkOf(0, 'Marlene Ziegenhagen'));
    const artist = await signIn(servers[1].url, linkOf(1, 'Nguyễn Thị Ánh Dương'));
    const open = `${servers[0].url}/public/artists/nguyen-thi-anh-duong/availability.ics`;
    const { body: feed } = await agent.post('/api/v1/feeds', { kind: 'week', label: 'kept' });
    const there = servers.map(({ url }) => new URL(new URL(feed.url).pathname, url).href);
    const tags = async (/** @type {string} */ address) => (await fetch(address)).headers.get('etag');
    assert.equal(await tags(there[0]), await tags(there[1]));
    const before = await tags(open);
    assert.equal((await fetch(open, { headers: { 'if-none-match': String(before) } })).status, 304);
    const start = new Date(Date.now() + 333 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const { body } = await artist.ask('POST', '/api/v1/calendars/import', {
      type: 'text/calendar',
      body: `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:${start}T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    });
    assert.equal((await fetch(open, { headers: { 'if-none-match': String(before) } })).status, 200);
    assert.equal((await artist.ask('DELETE', `/api/v1/calendars/${body.calendar.id}`)).status, 204);
    assert.equal((await fetch(open, { headers: { 'if-none-match': String(before) } })).status, 304);
    const week = await tags(there[0]);
    await query(superUrl, "update engagement set place = 'Elsewhere' where id = 'eng_berg'");
    assert.notEqual(await tags(there[0]), week);
    const elsewhere = new Visitor(servers[1].url, agent.cookie);
    assert.equal((await elsewhere.ask('DELETE', `/api/v1/feeds/${feed.id}`)).status, 204);
    assert.equal((await fetch(there[0])).status, 404);
  });

  test('limits are counted together', async () => {
    const statuses = [];
    for (let tries = 0; tries < 12; tries += 1) {
      const { status } = await new Visitor(servers[tries % 2].url).post('/api/v1/sign-in/redeem', { token: 'a guess' });
      statuses.push(status);
    }
    assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429]);
  });

  test('told to stop, a server ends with 0', async () => {
    const [last] = servers.splice(1, 1);
    assert.equal(await last.stop(), 0);
  });
});
