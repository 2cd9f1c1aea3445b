import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { start } from '../../web/server/main.js';
import { freshName, query } from '../support/postgres.js';
import { onEachDatabase } from '../support/server.js';

/** Every table that carries a tenant's rows, as the database itself knows them. @param {any} tx */
const tenantTables = (tx) =>
  tx.rows(`select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own' and p.polcmd = '*') as own,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first_key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema and c.relkind = 'r' order by 1`);

const shared = ['calendar_version', 'due', 'fetch_due', 'migration', 'rate_limit', 'setting'];

onEachDatabase((stand) => {
  const as = (
    /** @type {import('../../web/server/database/identity.js').Identity} */ identity,
    /** @type {(tx: any) => Promise<any>} */ work,
  ) => withIdentity(stand.server.context.db, identity, work);

  test('every table but the named ones forces row-level security and begins its key with the tenant', async () => {
    const tables = await as({}, tenantTables);
    assert.ok(tables.length > 20);
    for (const { name, secured, forced, own, first_key: key } of tables) {
      if (shared.includes(name)) continue;
      assert.deepEqual([secured, forced, own], [true, true, true], name);
      if (!['workspace', 'sign_in_address'].includes(name)) assert.equal(key, 'workspace_id', name);
    }
  });

  test('without an identity no tenant’s row is there but what is public', async () => {
    await as({}, async (tx) => {
      for (const { name } of await tenantTables(tx)) {
        if (shared.includes(name) || name === 'artist') continue;
        assert.deepEqual(await tx.rows(`select 1 from ${name} limit 1`), [], name);
      }
      const seen = await tx.rows('select level from artist');
      assert.ok(seen.length > 0 && seen.every((/** @type {any} */ one) => one.level === 'public'));
    });
  });

  test('row-level security alone keeps tenants apart, with core out of the way', async () => {
    const rows = (/** @type {string} */ workspace, /** @type {string} */ table) =>
      as({ workspace }, (tx) => tx.rows(`select * from ${table}`));
    assert.ok(
      (await rows('ws_quayside', 'engagement')).every((/** @type {any} */ one) =>
        one.party_ids.includes('ws_quayside'),
      ),
    );
    assert.ok(
      (await rows('ws_perceneige', 'artist_private')).every(
        (/** @type {any} */ one) => one.workspace_id === 'ws_perceneige',
      ),
    );
    assert.equal((await rows('ws_anhduong', 'artist_private')).length, 1);
    for (const table of [
      'person',
      'session',
      'audit_row',
      'feed',
      'imported_calendar',
      'calendar_subscription',
      'device_key',
      'passkey',
      'passkey_offer',
      'presentation',
      'access_code',
      'application',
      'letter',
      'workspace_shut',
      'break_glass',
    ]) {
      assert.ok(
        (await rows('ws_quayside', table)).every((/** @type {any} */ one) => one.workspace_id === 'ws_quayside'),
        table,
      );
    }
    const names = (await rows('ws_quayside', 'artist')).map((/** @type {any} */ one) => one.id);
    assert.equal(names.includes('art_ifeoma') || names.includes('art_layla') || names.includes('art_donau'), false);
  });

  test('nobody writes into another tenant’s rows, whatever the statement', async () => {
    const refused = (/** @type {Promise<unknown>} */ work) => assert.rejects(work, /row-level security/);
    await refused(
      as({ workspace: 'ws_quayside' }, (tx) =>
        tx.rows(
          "insert into person (workspace_id, id, name, email, roles, created_at) values ('ws_lindenau', 'x', 'x', 'x', '{}', now())",
        ),
      ),
    );
    await refused(
      as({ workspace: 'ws_quayside' }, (tx) =>
        tx.rows(
          "insert into audit_row (workspace_id, seq, entity_id, canonical, prev_hash, hash) values ('ws_lindenau', 99999, 'x', '', '', '')",
        ),
      ),
    );
    const touched = await as({ workspace: 'ws_quayside' }, (tx) =>
      tx.rows("update engagement set state = 'declined' where id = 'eng_berg' returning 1"),
    );
    assert.deepEqual(touched, []);
  });

  test('the record is append-only, for the server and for the owner of the tables', async () => {
    const mine = { workspace: 'ws_halbmond' };
    for (const statement of ["update audit_row set entity_id = 'x'", 'delete from audit_row', 'truncate audit_row']) {
      await assert.rejects(
        as(mine, (tx) => tx.rows(statement)),
        /permission denied/,
      );
    }
    if (!stand.postgres) return;
    for (const statement of ["update audit_row set entity_id = 'x'", 'delete from audit_row', 'truncate audit_row']) {
      await assert.rejects(query(stand.postgres.superUrl, statement), /append-only/);
    }
  });

  test('an identity ends with its transaction', async () => {
    await as({ workspace: 'ws_halbmond' }, (tx) => tx.rows('select 1'));
    const [left] = await stand.server.context.db.transaction((tx) =>
      tx.rows("select current_user as role, current_setting('cuelight.workspace', true) as workspace"),
    );
    assert.notEqual(left.role, 'cuelight_app');
    assert.ok(!left.workspace);
  });

  test('the server refuses a login that could step over the walls', async (t) => {
    if (!stand.postgres) return t.skip('PGlite has no logins');
    const env = {
      PORT: '0',
      CUELIGHT_EXAMPLE_PORT: 'off',
      CUELIGHT_DATA: stand.folder,
      CUELIGHT_SECRET: 'x'.repeat(32),
      CUELIGHT_LOG: 'silent',
    };
    const bypasser = freshName();
    const heir = freshName();
    await query(stand.postgres.superUrl, `create role ${bypasser} login bypassrls; create role ${heir} login`);
    t.after(() => query(stand.postgres?.superUrl ?? '', `drop role ${heir}; drop role ${bypasser}`));
    await query(stand.postgres.superUrl, `grant ${bypasser} to ${heir}`);
    const as = (/** @type {string} */ login) => stand.postgres?.url.replace('login@', `${login}@`) ?? '';
    for (const [url, why] of /** @type {const} */ ([
      [stand.postgres.superUrl, /may bypass row-level security/],
      [as(bypasser), /may bypass row-level security/],
      [as(heir), /may bypass row-level security/],
      [stand.postgres.ownerUrl, /owns the tables/],
    ])) {
      await assert.rejects(
        start({ env: { ...env, DATABASE_URL: url } }),
        (error) => error instanceof Error && error.name === 'ConfigError' && why.test(error.message),
      );
    }
    await assert.rejects(
      start({ env: { ...env, CUELIGHT_SECRET: '', DATABASE_URL: stand.postgres.url } }),
      /CUELIGHT_SECRET: set it/,
    );
    await assert.rejects(
      start({ env: { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' } }),
      /DATABASE_URL: no PostgreSQL answers there/,
    );
  });

  test('a second process on the embedded database, and a port in use, are said in a sentence', async (t) => {
    const { port } = new URL(stand.server.url);
    if (stand.postgres) return t.skip('only for the embedded database');
    const env = { CUELIGHT_DATA: stand.folder, CUELIGHT_EXAMPLE_PORT: 'off', CUELIGHT_LOG: 'silent' };
    await assert.rejects(
      start({ env: { ...env, PORT: port, CUELIGHT_DATA: `${stand.folder}/second` } }),
      new RegExp(`PORT: port ${port} is in use; stop what uses it`),
    );
    await assert.rejects(
      start({ env: { ...env, PORT: '0', CUELIGHT_DATA: new URL(import.meta.url).pathname } }),
      /CUELIGHT_DATA: the folder .* can't be written/,
    );
  });
});
