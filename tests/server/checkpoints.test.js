/** @file Policy checkpoints of a deployment: they hold what can't be judged, and say which fact was missing. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { readConfig } from '../../web/server/config.js';
import { start } from '../../web/server/main.js';
import { onEachDatabase } from '../support/server.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cuelight-checkpoints-'));
let files = 0;
const fileOf = (/** @type {unknown} */ content) => {
  files += 1;
  const file = path.join(folder, `${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const reason = 'Stands in.';

const rules = {
  'grant.give': [
    { id: 'verified-only', fact: 'workspace.verified', op: 'equals', value: true },
    { id: 'no-audits', fact: 'resource.entitlements.0', op: 'one_of', value: ['CAN_EXPORT_REPORTS'] },
  ],
  'approval.confirm:access-grant': [
    { id: 'short-grants', fact: 'payload.expires.zone', op: 'equals', value: 'UTC', onFail: 'hold' },
    { id: 'named', fact: 'payload.reason', op: 'equals', value: reason },
  ],
  'workspace.update': [{ id: 'strange', fact: 'workspace.kind', op: 'sounds_like', value: 'agency' }],
  'feed.create': [],
};

onEachDatabase(
  (stand) => {
    const agentName = 'Marlene Ziegenhagen';
    const recorded = async (/** @type {any} */ visitor, /** @type {string} */ action) => {
      await stand.server.idle();
      return (await visitor.get('/api/v1/audit')).body.items.filter((/** @type {any} */ one) => one.action === action);
    };
    const ask = async (/** @type {any} */ visitor, /** @type {any} */ wish) =>
      visitor.post('/api/v1/grants', { person: 'per_tobias', days: 2, reason, ...wish });

    test('what a rule needs and nobody gave holds the action, names the fact, and is in the record', async () => {
      const agent = await stand.as(agentName);
      const { status, body } = await ask(agent, { role: 'viewer' });
      assert.deepEqual([status, body.code, body.missing], [409, 'access.checkpoint_held', ['resource.entitlements.0']]);
      assert.match(body.detail, /resource\.entitlements\.0/);
      const [row] = await recorded(agent, 'access.held');
      assert.deepEqual(row.detail, {
        action: 'grant.give',
        missing: ['resource.entitlements.0'],
        rules: ['no-audits'],
      });
    });

    test('a rule that does not hold blocks; one that is not understood, and an empty list, hold', async () => {
      const agent = await stand.as(agentName);
      const blocked = await ask(agent, { entitlements: ['CAN_EXPORT_AUDIT'] });
      assert.deepEqual([blocked.status, blocked.body.code], [403, 'access.checkpoint_blocked']);
      assert.equal((await recorded(agent, 'access.blocked')).length, 1);
      const strange = await agent.post('/api/v1/brands', { name: 'Matinée' });
      assert.deepEqual([strange.status, strange.body.code], [409, 'access.checkpoint_held']);
      assert.equal(strange.body.failed[0].code, 'access.checkpoint_unknown_rule');
      assert.deepEqual((await agent.get('/api/v1/brands')).body.items, [], 'nothing was done');
      const empty = await agent.post('/api/v1/feeds', { kind: 'week', label: 'x' });
      assert.deepEqual([empty.status, empty.body.failed[0].code], [409, 'access.checkpoint_empty']);
    });

    test('what passes is done; what is confirmed is judged by its content', async () => {
      const agent = await stand.as(agentName);
      const { core } = stand.server.context;
      const give = async (/** @type {any} */ more) => {
        const { body } = await ask(agent, { entitlements: ['CAN_EXPORT_REPORTS'], ...more });
        return agent.confirm(core, body.approvalId).then(
          ({ status, text }) => `${status} ${text}`,
          (/** @type {Error} */ cause) => cause.message,
        );
      };
      assert.match(await give({}), /^200/);
      assert.match(await give({ timeZone: 'Europe/Berlin' }), /409.*access\.checkpoint_held/);
      assert.match(await give({ reason: 'Another.' }), /403.*access\.checkpoint_blocked/);
      // What core refuses anyway is refused as core says, whatever the rules.
      const other = await stand.as('Ngozi Adebayo');
      assert.equal((await ask(other, { role: 'viewer' })).body.code, 'access.role_missing');
    });
  },
  { CUELIGHT_CHECKPOINTS: fileOf(rules) },
);

test('a file that is none ends the start', async () => {
  for (const file of [fileOf('{'), fileOf('[]'), fileOf('null'), fileOf({ 'grant.give': {} }), '/nowhere.json'])
    assert.throws(
      () => readConfig({ CUELIGHT_CHECKPOINTS: file }),
      /CUELIGHT_CHECKPOINTS: set it to a JSON file/,
      file,
    );
  const env = { PORT: '0', CUELIGHT_EXAMPLE_PORT: 'off', CUELIGHT_DATA: folder, CUELIGHT_LOG: 'silent' };
  await assert.rejects(
    start({ env: { ...env, CUELIGHT_CHECKPOINTS: fileOf({ 'grant.gives': rules['grant.give'] }) } }),
    /there is no action "grant\.gives"/,
  );
});
