/**
 * @file Lists are whole: each viewer's list is exactly what core decides one by one, at every page size, and nothing is cut
 * off. Rosters, invitations and partnerships are random; CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { identityOf, mayDo } from '../../web/server/modules/accounts/people.js';
import { resourceOf } from '../../web/server/modules/approvals/confirm.js';
import { addArtist, addPartnership, addRosterInvitation } from '../../web/server/modules/artists/relations.js';
import { grantsOf, listArtists, subjectOf, viewerOf } from '../../web/server/modules/artists/service.js';
import { engagementSubject } from '../../web/server/modules/engagements/service.js';
import { random } from '../bench/harness.js';
import { castOf, rolesOn } from '../support/cast.js';
import { operationsOf } from '../support/operations.js';
import { onEachDatabase } from '../support/server.js';

/** @typedef {import('../support/cast.js').Role} Role */

const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);
const dayMs = 86_400_000;
const theClock = { kind: /** @type {const} */ ('clock'), id: null, workspace: 'ws_platform' };

onEachDatabase((stand, kind) => {
  /** @type {import('../support/cast.js').Cast} */
  let cast;
  const more = kind === 'PostgreSQL' ? 300 : 60;

  test(`${more} more artists of every level, some invited to, some shared (CUELIGHT_SEED=${seed})`, async () => {
    cast = await castOf(stand);
    const { context } = stand.server;
    const next = random(seed);
    /** @template T @param {T[]} list */
    const one = (list) => list[Math.floor(next() * list.length)];
    const named = (/** @type {string} */ id) => ({ id, name: id });
    const agencies = ['ws_halbmond', 'ws_perceneige'];
    const guests = ['ws_lindenau', 'ws_confluence', 'ws_quayside'];
    await context.db.transaction(async (tx) => {
      for (let i = 0; i < more; i += 1) {
        const home = one(agencies);
        const artist = {
          id: `art_list_${i}`,
          slug: `list-${i}`,
          // Few names, so that pages end between artists of one name.
          name: `Artist ${Math.floor(next() * 12)}`,
          discipline: 'Voice',
          home: 'Graz',
          timeZone: 'Europe/Vienna',
          level: one(/** @type {any[]} */ (['private_listing', 'stealth_roster', 'workspace_private'])),
          represented: next() < 0.8,
          selfWorkspace: one([null, 'ws_anhduong', 'ws_schneeberger']),
          ...{ folio: {}, contact: {}, fees: {}, notes: '' },
        };
        await addArtist(context, tx, home, artist, theClock);
        for (const guest of guests) {
          if (next() < 0.3) {
            const until = new Date(context.clock().getTime() + (next() - 0.3) * 60 * dayMs);
            await addRosterInvitation(
              context,
              tx,
              { workspace: home, artist: artist.id, invited: named(guest), until },
              theClock,
            );
          }
        }
      }
      const until = new Date(context.clock().getTime() + dayMs);
      await addPartnership(context, tx, { workspace: 'ws_perceneige', partner: named('ws_halbmond'), until }, theClock);
    });
    for (const home of agencies) {
      await cast.rowsIn(
        home,
        "update artist set level = 'public', opted_in = id like '%0' where workspace_id = $1 and id ~ '^art_list_.*[05]$'",
        [home],
      );
      await cast.rowsIn(
        home,
        "update invitation set revoked_at = now() where workspace_id = $1 and artist_id like 'art_list_%3'",
        [home],
      );
    }
  });

  /** A whole list, a page at a time. @param {Role} role @param {string} path @param {number} limit */
  const pages = async ({ visitor }, path, limit) => {
    const items = [];
    const cursors = new Set();
    let next = null;
    do {
      const answer = await visitor.get(`${path}?limit=${limit}${next ? `&cursor=${next}` : ''}`);
      if (answer.status === 403) return null;
      assert.equal(answer.status, 200, answer.text);
      assert.ok(answer.body.items.length <= limit);
      items.push(...answer.body.items);
      next = answer.body.next;
      assert.ok(!cursors.has(next), `${path} goes round in circles at ${limit} a page`);
      cursors.add(next);
    } while (next);
    return items;
  };

  /** What core shows of all there is, by the paths of the lists. @type {Record<string, (role: Role) => Promise<string[]>>} */
  const decided = {
    '/api/v1/roster': async ({ who }) => {
      const { context } = stand.server;
      const viewer = await withIdentity(context.db, identityOf(who), (tx) => viewerOf(context, tx, who));
      const ids = [];
      for (const workspace of cast.workspaces) {
        const subjects = await withIdentity(context.db, { workspace }, async (tx) => {
          const rows = (await listArtists(tx, { limit: 100_000 })).filter((row) => row.workspace_id === workspace);
          const grants = await grantsOf(tx, rows);
          return rows.map((row) => subjectOf(row, grants));
        });
        for (const subject of subjects)
          if (context.core.visibility.decide({ subject, viewer }).visible) ids.push(subject.id);
      }
      return ids;
    },
    '/api/v1/engagements': async ({ who }) => {
      const { context } = stand.server;
      const viewer = await withIdentity(context.db, identityOf(who), (tx) => viewerOf(context, tx, who));
      const rows = await cast.rowsOfAll('select * from engagement where workspace_id = $1');
      return rows
        .filter((row) => row.state !== 'new' || row.value.presenter === who.workspace.id)
        .filter((row) => context.core.visibility.decide({ subject: engagementSubject(row), viewer }).visible)
        .map(({ id }) => id);
    },
    '/api/v1/approvals': async ({ who }) => {
      const rows = await cast.rowsOfAll('select id, workspace_id, party_ids from approval where workspace_id = $1');
      return rows
        .filter((row) => mayDo(stand.server.context, who, 'approval.read', resourceOf(row)))
        .map(({ id }) => id);
    },
    '/api/v1/audit': async ({ who }) =>
      (
        await cast.rowsIn(who.workspace.id, 'select seq from audit_row where workspace_id = $1', [who.workspace.id])
      ).map(({ seq }) => String(seq)),
  };

  test('every list that has pages is what core decides one by one, at every page size', async (t) => {
    // What stands behind broken glass takes an opening, and is read in pages by governing.test.js.
    const paged = operationsOf(stand).filter(
      ({ method, path, texts }) =>
        method === 'GET' && !path.includes('/break-glass/') && texts.some(({ at }) => at[0] === 'cursor'),
    );
    assert.deepEqual(paged.map(({ path }) => path).sort(), Object.keys(decided).sort());
    let compared = 0;
    let roleless = 0;
    for (const role of rolesOn(cast, kind, seed)) {
      for (const { path } of paged) {
        const whole = await pages(role, path, 200);
        if (whole === null) {
          roleless += 1;
          continue;
        }
        const idOf = (/** @type {any} */ item) => String(item.id ?? item.seq);
        const wanted = await decided[path](role);
        const said = `${path} for ${role.who.person.name} (CUELIGHT_SEED=${seed})`;
        assert.deepEqual(whole.map(idOf).sort(), wanted.sort(), said);
        // Short lists a record at a time, long ones in sizes that divide nothing.
        for (const limit of whole.length < 40 ? [1, 2, 3] : [50]) {
          assert.deepEqual(await pages(role, path, limit), whole, `${said} by ${limit}`);
          compared += whole.length;
        }
      }
    }
    t.diagnostic(`${compared} records read in pages, ${paged.length} lists, ${cast.roles.size} roles on ${kind}`);
    assert.ok(compared > 200 && roleless < 20);
  });
});
