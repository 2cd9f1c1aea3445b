/**
 * @file Two walls, each of which holds alone: with row-level security switched off, core and the queries keep tenants
 * apart; with core's answers all "yes", row-level security does. On PostgreSQL; generated from the API's own description.
 */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { loadCore } from 'cuelight';
import { castOf } from '../support/cast.js';
import { addressesOf, assertSame, noted, probesOf, readAll } from '../support/denied-access.js';
import { query, startPostgres } from '../support/postgres.js';
import { setUp } from '../support/server.js';

/** @typedef {import('../support/cast.js').Role} Role */

const groups = (await loadCore()).visibility.groups();
const shown = Object.fromEntries(groups.map((group) => [group, 'shown']));

describe('each wall alone', () => {
  /** @type {import('../support/postgres.js').Cluster} */
  let cluster;
  /** @type {import('../support/server.js').Stand} */
  let stand;
  /** @type {import('../support/cast.js').Cast} */
  let cast;
  before(async () => {
    cluster = await startPostgres();
    stand = await setUp(cluster);
    cast = await castOf(stand);
    const { context } = stand.server;
    const still = context.clock();
    context.clock = () => still;
  });
  after(async () => {
    await stand?.close();
    await cluster?.stop();
  });

  /** Row-level security of every table, on or off. @param {'enable' | 'disable'} how */
  const security = async (how) => {
    const { superUrl } = /** @type {{ superUrl: string }} */ (stand.postgres);
    const tables = await query(
      superUrl,
      "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relforcerowsecurity",
    );
    assert.ok(tables.length > 20);
    // One at a time, so that none waits for another with a lock on a third.
    for (const { name } of tables) await query(superUrl, `alter table ${name} ${how} row level security`);
  };

  test('core alone: without row-level security every answer to everybody is the same, octet for octet', async (t) => {
    /** What each probe of another's id is answered. @param {Role} role */
    const probe = async (role) => {
      const answers = [];
      for (const [at, { id, ask, said, of }] of (await probesOf(stand, cast, role)).entries()) {
        // Limits are none of this test's business.
        if (at % 50 === 0) await query(String(stand.postgres?.superUrl), 'truncate rate_limit');
        const answer = await ask(id);
        assert.notEqual(answer.status, 429);
        // Between two looks the record goes on: what is compared is what it says of that id.
        const is = of.startsWith('GET /api/v1/audit:') ? JSON.stringify(answer.body.items) : noted(answer, id);
        answers.push(`${said}: ${is}`);
      }
      return answers;
    };
    let compared = 0;
    for (const role of cast.roles.values()) {
      const addresses = await addressesOf(stand, cast, role);
      const walled = await probe(role);
      /** @type {Map<string, string>} */
      let seen;
      await security('disable');
      try {
        const others = await cast.rowsIn('ws_quayside', "select 1 from person where workspace_id <> 'ws_quayside'");
        assert.ok(others.length > 5, 'the wall is down');
        const bare = await probe(role);
        for (const [at, answer] of walled.entries()) assert.equal(bare[at], answer);
        seen = await readAll(stand, role, addresses);
      } finally {
        await security('enable');
      }
      assertSame(seen, await readAll(stand, role, addresses), `${role.who.person.name} sees through core alone`);
      compared += addresses.length + walled.length;
    }
    t.diagnostic(`${compared} answers to ${cast.roles.size} roles`);
    assert.ok(compared > 2000);
  });

  test('row-level security alone: with every answer of core a yes, nobody reads what another keeps', async (t) => {
    const { context } = stand.server;
    /** Who may come across each planted word. @type {Map<string, (who: Role['who']) => boolean>} */
    const planted = new Map();
    /** @param {string} workspace @param {string} statement @param {(who: Role['who']) => boolean} may @param {unknown[]} [values] */
    const plant = async (workspace, statement, may, values = []) => {
      const word = `planted${planted.size}x`;
      planted.set(word, may);
      await cast.rowsIn(workspace, statement, [workspace, word, ...values]);
    };
    for (const workspace of cast.workspaces) {
      const own = (/** @type {Role['who']} */ who) => who.workspace.id === workspace;
      await plant(workspace, "update person set email = $2 || '@x.example' where workspace_id = $1", own);
      await plant(workspace, 'update feed set label = $2 where workspace_id = $1', own);
      await plant(workspace, 'update letter set email = $2 where workspace_id = $1', own);
      await plant(workspace, 'update imported_calendar set name = $2 where workspace_id = $1', own);
      await plant(workspace, 'update passkey set name = $2 where workspace_id = $1', own);
      await plant(workspace, 'update device_key set name = $2 where workspace_id = $1', own);
      await plant(workspace, 'update application set workspace_name = $2 where workspace_id = $1', own);
      await plant(workspace, 'update access_code set label = $2 where workspace_id = $1', own);
    }
    const engagements = await cast.rowsOfAll(
      'select id, workspace_id as home, party_ids from engagement where workspace_id = $1',
    );
    for (const { id, home, party_ids: parties } of engagements)
      await plant(
        home,
        'update engagement set title = $2, note = $2, place = $2 where workspace_id = $1 and id = $3',
        (who) => parties.includes(who.workspace.id),
        [id],
      );
    const approvals = await cast.rowsOfAll(
      'select id, workspace_id as home, party_ids from approval where workspace_id = $1',
    );
    for (const { id, home, party_ids: parties } of approvals)
      await plant(
        home,
        'update approval set intent = $2 where workspace_id = $1 and id = $3',
        (who) => who.workspace.id === home || parties.includes(who.workspace.id),
        [id],
      );
    const artists = await cast.rowsOfAll(
      'select id, workspace_id as home, self_workspace as self, level, opted_in, home_verified, audience from artist where workspace_id = $1',
    );
    for (const { id, home, self, level, opted_in: consent, home_verified: verified, audience } of artists) {
      const owns = (/** @type {Role['who']} */ who) => [home, self].includes(who.workspace.id);
      const listed = (/** @type {Role['who']} */ who) =>
        owns(who) ||
        audience.includes(who.workspace.id) ||
        (level === 'public' && consent && verified) ||
        (['public', 'private_listing'].includes(level) && who.workspace.kind === 'presenter' && who.workspace.verified);
      await plant(home, 'update artist set discipline = $2, home = $2 where workspace_id = $1 and id = $3', listed, [
        id,
      ]);
      await plant(home, 'update artist_private set notes = $2 where workspace_id = $1 and artist_id = $3', owns, [id]);
      await plant(
        home,
        "update artist_private set fees = fees || jsonb_build_object('floor', $2::text) where workspace_id = $1 and artist_id = $3",
        owns,
        [id],
      );
    }

    const { core } = context;
    const everything = (/** @type {any} */ subject) => ({
      kind: subject.kind,
      id: subject.id,
      fields: { ...subject.coarse, ...subject.fields },
      sights: shown,
      level: subject.level ?? 'public',
    });
    context.core = /** @type {any} */ ({
      ...core,
      visibility: {
        ...core.visibility,
        decide: () => ({
          visible: true,
          fields: shown,
          reason: 'visibility.self',
          publicReason: 'visible',
          owner: true,
        }),
        filter: (/** @type {any} */ { subjects }) => subjects.map(everything),
      },
      access: {
        ...core.access,
        permits: () => ({ allowed: true, answer: 'allowed', reason: 'access.allowed', needs: [] }),
      },
    });
    let [read, seen] = [0, 0];
    try {
      for (const role of cast.roles.values()) {
        for (const [address, text] of await readAll(stand, role, await addressesOf(stand, cast, role))) {
          read += 1;
          for (const [word] of text.matchAll(/planted\d+x/g)) {
            seen += 1;
            const may = planted.get(word)?.(role.who);
            assert.ok(
              may,
              `${role.who.person.name} reads ${word} by ${address}: …${text.slice(text.indexOf(word) - 100, text.indexOf(word) + 40)}…`,
            );
          }
        }
      }
    } finally {
      context.core = core;
    }
    t.diagnostic(`${read} answers with core saying yes to all; ${seen} planted words read by those who may`);
    assert.ok(seen > 500);
  });
});
