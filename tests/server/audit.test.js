import assert from 'node:assert/strict';
import test from 'node:test';
import { onEachDatabase } from '../support/server.js';

onEachDatabase((stand) => {
  test('every demo person’s export verifies, and is anchored by the checkpoint that the server signed', async () => {
    for (const name of [
      'Marlene Ziegenhagen',
      'Bérengère Lachenal',
      'Nguyễn Thị Ánh Dương',
      'Ngozi Adebayo',
      'Henrike Solberg',
    ]) {
      const visitor = await stand.as(name);
      const core = stand.server.context.core;
      const { body } = await visitor.get('/api/v1/audit');
      const exported = await visitor.get('/api/v1/audit/export');
      assert.equal(exported.status, 200);
      assert.match(
        exported.headers.get('content-disposition') ?? '',
        /^attachment; filename="cuelight-audit-ws_\w+\.jsonl"$/,
      );
      const [keyName, , ...key] = body.checkpointKey.split('+');
      const publicKey = new Uint8Array(Buffer.from(key.join('+'), 'base64')).slice(1);
      const { ok, checkpoint } = core.audit.verifyCheckpoint({
        note: body.checkpoint,
        keys: [{ name: keyName, publicKey }],
      });
      assert.equal(ok, true, name);
      const verdict = core.audit.verifyChain(exported.text, { checkpoint });
      assert.deepEqual([verdict.ok, verdict.divergence], [true, null], name);
      assert.equal(verdict.anchored?.rows, body.head.rows);
      assert.equal(verdict.rows, body.head.rows);
    }
  });

  test('a changed, removed or moved row is found where it happened', async () => {
    const visitor = await stand.as('Marlene Ziegenhagen');
    const { text } = await visitor.get('/api/v1/audit/export');
    const lines = text.trimEnd().split('\n');
    const core = stand.server.context.core;
    const verdict = (/** @type {string[]} */ rows) => core.audit.verifyChain(`${rows.join('\n')}\n`).divergence;
    assert.deepEqual(verdict(lines.with(7, lines[7].replace('ws_halbmond', 'ws_quayside')))?.row, 7);
    assert.equal(verdict(lines.toSpliced(9, 1))?.row, 9);
    assert.equal(verdict(lines.with(3, lines[4]).with(4, lines[3]))?.row, 3);
  });

  test('both parties read an engagement’s rows, each in the own record', async () => {
    const rowsOf = async (/** @type {string} */ name) => {
      const { body } = await (await stand.as(name)).get('/api/v1/audit?engagement=eng_berg&limit=200');
      return body.items
        .filter((/** @type {any} */ one) => one.action.startsWith('engagement.'))
        .map((/** @type {any} */ { action, at, detail }) => ({ action, at, detail }));
    };
    const [agency, presenter, artist] = [
      await rowsOf('Marlene Ziegenhagen'),
      await rowsOf('Friederike Abendroth-Czerny'),
      await rowsOf('Nguyễn Thị Ánh Dương'),
    ];
    assert.ok(agency.length >= 6);
    assert.deepEqual(agency, presenter);
    assert.deepEqual(agency, artist);
  });

  test('no name and no address stands in the record', async () => {
    const { text } = await (await stand.as('Marlene Ziegenhagen')).get('/api/v1/audit/export');
    assert.equal(/@|Ziegenhagen|Wilhelmine|Nguyễn|Friederike/.test(text), false);
  });

  test('pages of the record join without a gap', async () => {
    const visitor = await stand.as('Ngozi Adebayo');
    const all = [];
    let cursor = null;
    do {
      const { body } = /** @type {any} */ (
        await visitor.get(`/api/v1/audit?limit=7${cursor ? `&cursor=${cursor}` : ''}`)
      );
      all.push(...body.items);
      cursor = body.next;
    } while (cursor);
    assert.deepEqual(
      all.map((one) => one.seq),
      Array.from(all, (_one, at) => all.length - 1 - at),
    );
  });

  test('a cursor of somebody’s own making is refused', async () => {
    const visitor = await stand.as('Ngozi Adebayo');
    assert.equal((await visitor.get('/api/v1/audit?cursor=xyz')).body.code, 'request.cursor');
  });
});
