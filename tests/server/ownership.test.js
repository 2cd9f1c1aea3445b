/**
 * @file Whose everything is, proven over the API's own description: an endpoint that is added is covered by being
 * described, and one that doesn't say whose its records are fails here. CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { artistById, grantsOf, subjectOf, viewerOf } from '../../web/server/domain/artists.js';
import { identityOf, whoHolds } from '../../web/server/domain/people.js';
import { random } from '../bench/harness.js';
import { operationsOf, sample } from '../support/operations.js';
import { register } from '../support/passkey.js';
import { onEachDatabase, Visitor } from '../support/server.js';

/** @typedef {import('../support/operations.js').Operation} Operation */
/** @typedef {import('../../web/server/domain/people.js').Who} Who */

const hourMs = 3_600_000;
const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);
const rounds = Number(process.env.CUELIGHT_ROUNDS ?? 1);
const owners = ['anyone', 'secret', 'person', 'workspace', 'party', 'artist', 'platform'];

/** Where each kind of record that an address may name is kept; `more`: who else than its workspace has a part in it. */
const kept = /** @type {Record<string, { table: string, column?: string, more?: string }>} */ ({
  artist: { table: 'artist' },
  engagement: { table: 'engagement', more: 'party_ids' },
  approval: { table: 'approval', more: 'party_ids' },
  feed: { table: 'feed' },
  calendar: { table: 'imported_calendar' },
  key: { table: 'passkey' },
  device: { table: 'device_key', column: 'public_key' },
  session: { table: 'session' },
  member: { table: 'person' },
  letter: { table: 'letter' },
  invitation: { table: 'invitation', more: 'array[invited_id]' },
  partnership: { table: 'partnership', more: 'array[partner_id]' },
  grant: { table: 'access_grant' },
  brand: { table: 'brand' },
  code: { table: 'access_code' },
  application: { table: 'application' },
  workspace: { table: 'workspace', column: 'id' },
});
/** Kinds of record whose addresses are one. @type {Record<string, string[]>} */
const within = {
  key: ['key', 'device'],
  access: ['member', 'grant', 'invitation', 'partnership', 'letter', 'session', 'feed', 'key', 'device'],
};

const noted = (/** @type {any} */ { status, text, headers }, /** @type {string} */ id) =>
  JSON.stringify([
    status,
    text.replace(/"instance":"[^"]*"/, ''),
    [...headers].filter(([name]) => !['date', 'ratelimit', 'content-length'].includes(name)),
    text.includes(id),
  ]);

onEachDatabase((stand, kind) => {
  /** @type {Map<string, { visitor: Visitor, who: Who }>} */
  const roles = new Map();
  /** @type {string[]} */
  let workspaces = [];
  const inEach = async (/** @type {(tx: any, workspace: string) => Promise<any[]>} */ work) => {
    const all = [];
    for (const workspace of workspaces)
      all.push(...(await withIdentity(stand.server.house.db, { workspace }, (tx) => work(tx, workspace))));
    return all;
  };

  test('every role of the demo comes in, and every kind of record is there', async () => {
    const { house } = stand.server;
    for (const { name } of stand.server.links) {
      const visitor = await stand.as(name);
      const who = await whoHolds(house, String(visitor.cookie).split('=')[1]);
      assert.ok(who);
      roles.set(name, { visitor, who });
    }
    assert.ok(new Set([...roles.values()].map(({ who }) => who.workspace.kind)).size >= 5);
    workspaces = (
      await withIdentity(house.db, { workspace: 'ws_platform' }, (tx) => tx.rows('select id from workspace'))
    ).map((one) => one.id);
    let at = 10;
    for (const name of ['Marlene Ziegenhagen', 'Capucine Le Bihan-Desrosiers', 'Friederike Abendroth-Czerny']) {
      const { visitor } = /** @type {any} */ (roles.get(name));
      await register(visitor);
      at += 1;
      await visitor.post('/api/device-keys', { name: 'x', publicKey: String(at).repeat(32) });
      await visitor.post('/api/feeds', { kind: 'week', label: 'x' });
      const ics = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n';
      await visitor.ask('POST', '/api/calendars/import?artistId=', { type: 'text/calendar', body: ics });
      await visitor.ask('POST', '/api/calendars/import', { type: 'text/calendar', body: ics });
      await visitor.post('/api/members', { email: `${at}@x.example`, roles: [who(name).person.roles[0]] });
    }
    await /** @type {any} */ (roles.get('Henrike Solberg')).visitor.post('/api/admin/codes', { label: 'x' });
    for (const [workspace, person] of [
      ['ws_schneeberger', 'per_wilhelmine'],
      ['ws_lindenau', 'per_friederike'],
    ]) {
      await withIdentity(house.db, { workspace }, async (tx) => {
        const brand = `br_${person}`;
        await tx.rows("insert into brand (workspace_id, id, name, created_at) values ($1, $2, 'x', now())", [
          workspace,
          brand,
        ]);
        await tx.rows(
          `insert into access_grant (workspace_id, id, person_id, role, brand_id, approval_id, given_by, given_at, expires_at)
           values ($1, $2, $3, 'viewer', $4, 'x', $3, now(), now() + interval '9 days')`,
          [workspace, `gra_${person}`, person, brand],
        );
      });
    }
    await withIdentity(house.db, { workspace: 'ws_schneeberger' }, (tx) =>
      tx.rows(
        "insert into partnership (workspace_id, partner_id, partner_name, expires_at) values ('ws_schneeberger', 'ws_nobody', 'x', now())",
      ),
    );
  });
  const who = (/** @type {string} */ name) => /** @type {{ who: Who }} */ (roles.get(name)).who;

  test('every operation says whose its records are, and what kind an id names', () => {
    const operations = operationsOf(stand);
    assert.ok(operations.length > 50);
    for (const { name, owner, record, params, session } of operations) {
      assert.ok(owner && owners.includes(owner), `${name}: x-cuelight-owner is ${owner}`);
      if (params.includes('id'))
        assert.ok(record && (record in kept || record in within), `${name}: x-cuelight-record is ${record}`);
      assert.ok(session || ['anyone', 'secret'].includes(owner), `${name} is ${owner}’s and needs no session`);
    }
  });

  test('without a session nothing but what is anyone’s answers', async () => {
    const nobody = new Visitor(stand.server.url);
    for (const { name, method, path, body, session } of operationsOf(stand)) {
      if (!session) continue;
      const json = body ? sample(body) : undefined;
      const { status } = await nobody.ask(method, path.replace('{id}', 'x_1'), json === undefined ? {} : { json });
      assert.equal(status, 401, name);
    }
  });

  test('another tenant’s id answers like an absent one, octet for octet, and the owner reads who asked', async (t) => {
    const { house } = stand.server;
    const operations = operationsOf(stand).filter(({ params }) => params.includes('id'));
    let [asked, hidden] = [0, 0];
    for (const { visitor, who: me } of roles.values()) {
      const mine = me.workspace.id;
      const roster = (await visitor.get('/api/roster?limit=200')).body.items ?? [];
      const seen = new Set(roster.map((/** @type {any} */ one) => one.id));
      let probes = 0;
      for (const operation of operations) {
        for (const record of within[String(operation.record)] ?? [String(operation.record)]) {
          const { table, column = 'id', more = 'array[]::text[]' } = kept[record];
          const home = table === 'workspace' ? 'id' : 'workspace_id';
          const foreign = (
            await inEach((tx, workspace) =>
              tx.rows(
                `select ${column} as id, ${home} as home from ${table} where ${home} = $1 and $1 <> $2 and not ($2 = any (${more}))`,
                [workspace, mine],
              ),
            )
          ).filter(({ id }) => !seen.has(id));
          // What the platform keeps is the administrators' own.
          if (me.workspace.kind === 'platform' && operation.owner === 'platform') continue;
          assert.ok(foreign.length > 0, `${operation.name}: nothing foreign of kind ${record} for ${me.person.name}`);
          const { id, home: owner } = foreign[0];
          const absent = record === 'device' ? 'ef'.repeat(32) : `${id.split('_')[0]}_absent`;
          const json = operation.body ? sample(operation.body) : undefined;
          const ask = (/** @type {string} */ one) =>
            visitor.ask(operation.method, operation.path.replace('{id}', one), json === undefined ? {} : { json });
          // What is noted for one person and hour is limited, so that nobody fills another's record.
          if (probes >= 15) {
            stand.wait(hourMs);
            probes = 0;
          }
          const theirs = await ask(id);
          const nobodys = await ask(absent);
          const said = `${operation.name} of ${record} ${id} by ${me.person.name}`;
          assert.ok([403, 404].includes(theirs.status), `${said}: ${theirs.status} ${theirs.text}`);
          assert.equal(noted(theirs, id), noted(nobodys, absent), said);
          asked += 1;
          if (theirs.status !== 404) continue;
          hidden += 1;
          probes += 1;
          await stand.server.idle();
          const rows = await withIdentity(house.db, { workspace: owner }, (tx) =>
            tx.rows('select canonical from audit_row where workspace_id = $1 and entity_id = $2', [owner, id]),
          );
          const denials = rows
            .map(({ canonical }) => JSON.parse(Buffer.from(canonical).toString()))
            .filter(({ action, actor }) => action === 'access.denied' && actor.id === me.person.id);
          assert.ok(denials.length > 0, `${said}: the owner’s record`);
        }
      }
    }
    t.diagnostic(
      `${asked} pairs asked by ${roles.size} roles on ${kind}; ${hidden} of them 404, each in its owner's record`,
    );
    assert.ok(hidden > 100);
  });

  test('the two 404s take the same work; their times are printed', async (t) => {
    const { house, app } = stand.server;
    const db = house.db;
    /** @type {string[]} */
    let log = [];
    const counting = {
      /** @type {typeof db.transaction} */
      transaction: (work) =>
        db.transaction((tx) => {
          const rows = (/** @type {string} */ text, /** @type {unknown[] | undefined} */ values) => {
            log.push(text);
            return tx.rows(text, values);
          };
          return work({ ...tx, rows, one: async (text, values = []) => (await rows(text, values))[0] ?? null });
        }),
    };
    app.server.prependListener('request', (_request, response) => {
      const end = response.end.bind(response);
      response.end = /** @type {any} */ (
        (/** @type {any[]} */ ...given) => {
          log.push('answered');
          return /** @type {any} */ (end)(...given);
        }
      );
    });
    const { visitor } = /** @type {any} */ (roles.get('Morag MacAllister'));
    const next = random(seed);
    for (const [foreign, absent] of [
      ['/api/artists/art_danae', '/api/artists/art_absent'],
      ['/api/engagements/eng_berg', '/api/engagements/eng_absent'],
    ]) {
      /** @type {{ ms: number, foreign: boolean }[]} */
      const times = [];
      for (let round = 0; round < 200; round += 1) {
        for (const address of next() < 0.5 ? [foreign, absent] : [absent, foreign]) {
          const began = performance.now();
          assert.equal((await visitor.get(address)).status, 404);
          times.push({ ms: performance.now() - began, foreign: address === foreign });
        }
      }
      await stand.server.idle();
      house.db = counting;
      const work = [];
      for (const address of [foreign, absent]) {
        log = [];
        await visitor.get(address);
        work.push(log.slice(0, log.indexOf('answered')));
        await stand.server.idle();
      }
      house.db = db;
      assert.ok(work[0].length > 3);
      assert.deepEqual(work[0], work[1], 'the same statements, in the same order, before the answer');
      t.diagnostic(`${foreign} on ${kind}: ${compared(times)}; ${work[0].length} statements each`);
    }
  });

  test(`what a viewer may not see changes nothing that she reads (CUELIGHT_SEED=${seed})`, async (t) => {
    const { house } = stand.server;
    t.diagnostic(`CUELIGHT_SEED=${seed} on ${kind}`);
    const next = random(seed);
    /** @type {string[]} */
    const words = [];
    const word = () => {
      words.push(`hidden${Math.floor(next() * 1e9)}`);
      return String(words.at(-1));
    };
    const still = house.clock();
    const clock = house.clock;
    house.clock = () => still;
    const reads = operationsOf(stand).filter(({ method }) => method === 'GET');
    const owned = async (
      /** @type {string} */ workspace,
      /** @type {string} */ text,
      /** @type {unknown[]} */ values,
    ) => withIdentity(house.db, { workspace }, (tx) => tx.rows(text, values));

    /** Every address that one operation is asked at. @param {Operation} operation @param {Record<string, string[]>} ids */
    const addresses = ({ name, path, params, record }, ids) => {
      if (params.length === 0) return [path];
      if (params.includes('token')) return [];
      if (record) return (ids[record] ?? ['x_absent']).map((id) => path.replace('{id}', id));
      assert.ok(
        params.every((one) => ['slug', 'file'].includes(one)),
        `${name}: what stands in ${params}?`,
      );
      return ids.slug.map((slug) => path.replace('{slug}', slug).replace('{file}', 'availability.json'));
    };

    let compared = 0;
    for (const { visitor, who: me } of roles.values()) {
      const viewer = await withIdentity(house.db, identityOf(me), (tx) => viewerOf(house, tx, me));
      const artists = await inEach((tx, workspace) =>
        tx.rows('select id, slug, workspace_id as home, self_workspace as self from artist where workspace_id = $1', [
          workspace,
        ]),
      );
      const ids = {
        artist: artists.map(({ id }) => id),
        slug: artists.map(({ slug }) => slug),
        engagement: (
          await inEach((tx, one) => tx.rows('select id from engagement where workspace_id = $1', [one]))
        ).map(({ id }) => id),
        approval: (await inEach((tx, one) => tx.rows('select id from approval where workspace_id = $1', [one]))).map(
          ({ id }) => id,
        ),
      };
      const snapshot = async () => {
        /** @type {Map<string, string>} */
        const all = new Map();
        for (const operation of reads) {
          for (const address of addresses(operation, ids)) {
            const { status, text, headers } = await visitor.get(address);
            all.set(
              `${operation.name} ${address}`,
              `${status} ${headers.get('etag')}\n${text.replace(/"instance":"[^"]*"/, '')}`,
            );
          }
        }
        // Looking at what is hidden is noted for its owner; all of it before the next look.
        await stand.server.idle();
        return all;
      };
      for (let round = 0; round < rounds; round += 1) {
        words.length = 0;
        const first = await snapshot();
        const before = await snapshot();
        for (const { id, home, self } of artists) {
          const hidden = await withIdentity(house.db, { workspace: home }, async (tx) => {
            const row = await artistById(tx, id);
            const subject = subjectOf(row, await grantsOf(tx, [row]));
            const sights = [viewer, { kind: /** @type {const} */ ('anonymous'), workspace: null, now: viewer.now }].map(
              (one) => house.core.visibility.decide({ subject, viewer: one }).fields,
            );
            return (/** @type {'identity' | 'folio' | 'contact' | 'fees' | 'notes'} */ group, coarseToo = false) =>
              sights.every((sight) => sight[group] === 'absent' || (coarseToo && sight[group] === 'coarse'));
          });
          if (home === me.workspace.id && !hidden('notes')) continue;
          const own = [home, id];
          if (hidden('notes'))
            await owned(home, 'update artist_private set notes = $3 where workspace_id = $1 and artist_id = $2', [
              ...own,
              word(),
            ]);
          if (hidden('contact', true))
            await owned(home, 'update artist_private set contact = $3 where workspace_id = $1 and artist_id = $2', [
              ...own,
              { email: word() },
            ]);
          if (hidden('fees', true))
            await owned(
              home,
              `update artist_private set fees = fees || $3 where workspace_id = $1 and artist_id = $2`,
              [
                ...own,
                hidden('fees') ? { range: { from: { amountMinor: 1, currency: word() }, to: {} } } : { floor: word() },
              ],
            );
          if (hidden('folio'))
            await owned(home, 'update artist set folio = $3, changed_at = $4 where workspace_id = $1 and id = $2', [
              ...own,
              { bio: word() },
              still,
            ]);
          if (hidden('identity') && self !== me.workspace.id)
            await owned(
              home,
              'update artist set name = $3, discipline = $3, home = $3 where workspace_id = $1 and id = $2',
              [...own, word()],
            );
        }
        for (const workspace of workspaces) {
          if (workspace === me.workspace.id) continue;
          await owned(
            workspace,
            `update engagement set title = $2, note = $2, place = $2, fee_minor = $3 where workspace_id = $1 and not ($4 = any (party_ids))`,
            [workspace, word(), Math.floor(next() * 1e6), me.workspace.id],
          );
          await owned(workspace, "update person set email = $2 || '@x.example' where workspace_id = $1", [
            workspace,
            word(),
          ]);
          await owned(workspace, 'update feed set label = $2 where workspace_id = $1', [workspace, word()]);
          await owned(workspace, 'update letter set email = $2, days = $3 where workspace_id = $1', [
            workspace,
            word(),
            7,
          ]);
          await owned(workspace, 'update imported_calendar set name = $2 where workspace_id = $1', [workspace, word()]);
          await owned(workspace, 'update passkey set name = $2 where workspace_id = $1', [workspace, word()]);
          await owned(
            workspace,
            'update invitation set invited_name = $2 where workspace_id = $1 and invited_id <> $3',
            [workspace, word(), me.workspace.id],
          );
        }
        const after = await snapshot();
        for (const [address, was] of before) {
          const now = String(after.get(address));
          const said = `${me.person.name} can tell by ${address} (round ${round}, CUELIGHT_SEED=${seed})`;
          const [at] = /** @type {string[]} */ (address.match(/^GET \S+/));
          // Exporting one's record is itself recorded there.
          if (first.get(address) === was) assert.ok(now === was, said + difference(was, now));
          else assert.ok(['GET /api/audit', 'GET /api/audit/export'].includes(at), `${address} differs by itself`);
          assert.equal(
            words.find((one) => now.includes(one)),
            undefined,
            said,
          );
          compared += 1;
        }
        await stand.server.idle();
      }
    }
    house.clock = clock;
    t.diagnostic(`${compared} answers compared over ${reads.length} readable operations and ${roles.size} roles`);
    assert.ok(compared > 1000);

    // Whoever may see it does see the change: answers of nothing would pass all of the above.
    const agent = /** @type {any} */ (roles.get('Marlene Ziegenhagen')).visitor;
    const was = (await agent.get('/api/artists/art_layla')).text;
    await owned(
      'ws_halbmond',
      "update artist_private set notes = 'seen' where workspace_id = $1 and artist_id = 'art_layla'",
      ['ws_halbmond'],
    );
    assert.notEqual((await agent.get('/api/artists/art_layla')).text, was);
  });
});

/** Where two answers part. @param {string} was @param {string} now */
function difference(was, now) {
  let at = 0;
  while (at < was.length && was[at] === now[at]) at += 1;
  return `: …${was.slice(Math.max(0, at - 60), at + 60)}… became …${now.slice(Math.max(0, at - 60), at + 60)}…`;
}

/** Medians, and the rank-sum statistic of Mann and Whitney as standard deviations from none. @param {{ ms: number, foreign: boolean }[]} times */
function compared(times) {
  const sorted = times.toSorted((a, b) => a.ms - b.ms);
  const median = (/** @type {boolean} */ foreign) => {
    const of = sorted.filter((one) => one.foreign === foreign);
    return of[Math.floor(of.length / 2)].ms.toFixed(2);
  };
  const n = times.filter((one) => one.foreign).length;
  const m = times.length - n;
  const ranks = sorted.reduce((sum, one, at) => sum + (one.foreign ? at + 1 : 0), 0);
  const u = ranks - (n * (n + 1)) / 2;
  const z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return `another's ${median(true)} ms, absent ${median(false)} ms (medians of ${n}), z = ${z.toFixed(2)}`;
}
