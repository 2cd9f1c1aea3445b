/** @file Reviewed access and its settings: codes that end, denials that may be told, failures that are logged. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import test from 'node:test';
import { start } from '../../web/server/main.js';
import { onEachDatabase, Visitor } from '../support/server.js';

const dayMs = 86_400_000;

onEachDatabase(
  (stand) => {
    test('set to 403, another tenant’s record is refused as such, an absent one is still absent, and it is noted', async () => {
      const presenter = await stand.as('Morag MacAllister');
      const foreign = await presenter.get('/api/v1/artists/art_danae');
      assert.deepEqual([foreign.status, foreign.body.code], [403, 'access.cross_tenant']);
      assert.equal((await presenter.get('/api/v1/artists/art_absent')).status, 404);
      await stand.server.idle();
      const { body } = await (await stand.as('Capucine Le Bihan-Desrosiers')).get('/api/v1/audit');
      const denied = body.items.find((/** @type {any} */ row) => row.action === 'access.denied');
      assert.equal(denied?.actor.id, 'per_morag');
    });

    test('a reviewed-access code ends with its day, and each is in the platform’s record', async () => {
      const admin = await stand.as('Henrike Solberg');
      const { body: made } = await admin.post('/api/v1/admin/codes', { label: 'Fair', uses: 5, days: 1 });
      stand.wait(dayMs + 1000);
      const email = 'late@fair.example';
      const form = { name: 'Late', workspaceName: 'Late', workspaceKind: 'presenter', email, code: made.code };
      assert.equal((await new Visitor(stand.server.url).post('/api/v1/access/apply', form)).status, 202);
      assert.match(await stand.mailTo(email), /A person will read/, 'it waits like every other');
      stand.wait(-dayMs - 1000);
      const rows = (await admin.get('/api/v1/audit')).body.items;
      const [row] = rows.filter((/** @type {any} */ one) => one.action === 'access.code_issued');
      assert.equal(row.entity.id, made.id);
      assert.equal(JSON.stringify(row).includes(made.code), false);
    });
  },
  { CUELIGHT_DENIAL: '403' },
);

test('a sign-in that fails is logged with its code, and without its secret', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-log-'));
  let log = '';
  const logStream = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  const env = { PORT: '0', CUELIGHT_EXAMPLE_PORT: 'off', CUELIGHT_DATA: folder, CUELIGHT_LOG: 'info' };
  const server = await start({ env, logStream });
  const answer = await new Visitor(server.url).post('/api/v1/sign-in/redeem', { token: 'a-guess-of-somebody' });
  assert.equal(answer.status, 401);
  await server.close();
  await rm(folder, { recursive: true, force: true });
  assert.match(log, /"code":"sign_in.link_invalid".*"sign-in failed"/);
  assert.equal(log.includes('a-guess-of-somebody'), false);
});
