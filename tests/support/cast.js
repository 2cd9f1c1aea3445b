/** @file Everybody of the demo season, signed in, and what every workspace keeps: for proofs over the whole API. */
import assert from 'node:assert/strict';
import { withIdentity } from '../../web/server/database/identity.js';
import { whoHolds } from '../../web/server/modules/accounts/people.js';
import { register } from './passkey.js';

/** @typedef {import('./server.js').Stand} Stand */
/** @typedef {import('./server.js').Visitor} Visitor */
/** @typedef {import('../../web/server/modules/accounts/people.js').Who} Who */
/** @typedef {{ visitor: Visitor, who: Who }} Role */

/** Where each kind of record that an id may name is kept; `more`: who else than its workspace has a part in it. */
export const kept = /** @type {Record<string, { table: string, column?: string, more?: string }>} */ ({
  artist: { table: 'artist', more: 'array[self_workspace]' },
  engagement: { table: 'engagement', more: 'party_ids' },
  approval: { table: 'approval', more: 'party_ids' },
  presentation: { table: 'presentation' },
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
  glass: { table: 'break_glass' },
  workspace: { table: 'workspace', column: 'id' },
});

/** Kinds of record whose addresses are one. @type {Record<string, string[]>} */
const within = {
  key: ['key', 'device'],
  access: ['member', 'grant', 'invitation', 'partnership', 'letter', 'session', 'feed', 'key', 'device'],
};
/** @param {string} record what an operation says its id names */
export const kindsOf = (record) => within[record] ?? [record];

/** An id like those of a kind that is nobody's. @param {string} record @param {string} like */
export const absentId = (record, like) => (record === 'device' ? 'ef'.repeat(32) : `${like.split('_')[0]}_absent`);

/**
 * Signs everybody in, and leaves a record of every kind in three workspaces.
 * @param {Stand} stand
 */
export async function castOf(stand) {
  const { context } = stand.server;
  /** @type {Map<string, Role>} */
  const roles = new Map();
  for (const { name } of stand.server.links) {
    const visitor = await stand.as(name);
    const who = await whoHolds(context, String(visitor.cookie).split('=')[1]);
    assert.ok(who);
    roles.set(name, { visitor, who });
  }
  /** @type {string[]} */
  const workspaces = (
    await withIdentity(context.db, { workspace: 'ws_platform' }, (tx) => tx.rows('select id from workspace'))
  ).map((one) => String(one.id));

  /** @param {string} workspace @param {string} text @param {unknown[]} [values] @returns {Promise<any[]>} */
  const rowsIn = (workspace, text, values) => withIdentity(context.db, { workspace }, (tx) => tx.rows(text, values));
  /** Rows of every workspace; `$1` is the workspace. @param {string} text @param {unknown[]} [values] */
  const rowsOfAll = async (text, values = []) =>
    (await Promise.all(workspaces.map((workspace) => rowsIn(workspace, text, [workspace, ...values])))).flat();

  let at = 10;
  for (const name of ['Marlene Ziegenhagen', 'Capucine Le Bihan-Desrosiers', 'Friederike Abendroth-Czerny']) {
    const { visitor, who } = /** @type {Role} */ (roles.get(name));
    await register(visitor);
    at += 1;
    await visitor.post('/api/v1/device-keys', { name: 'x', publicKey: String(at).repeat(32) });
    await visitor.post('/api/v1/feeds', { kind: 'week', label: 'x' });
    const body = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n';
    await visitor.ask('POST', '/api/v1/calendars/import', { type: 'text/calendar', body });
    await visitor.post('/api/v1/members', { email: `${at}@x.example`, roles: [who.person.roles[0]] });
  }
  await /** @type {Role} */ (roles.get('Henrike Solberg')).visitor.post('/api/v1/admin/codes', { label: 'x' });
  for (const [workspace, person] of [
    ['ws_schneeberger', 'per_wilhelmine'],
    ['ws_lindenau', 'per_friederike'],
  ]) {
    const brand = `br_${person}`;
    await rowsIn(workspace, "insert into brand (workspace_id, id, name, created_at) values ($1, $2, 'x', now())", [
      workspace,
      brand,
    ]);
    await rowsIn(
      workspace,
      `insert into access_grant (workspace_id, id, person_id, role, brand_id, approval_id, given_by, given_at, expires_at)
       values ($1, $2, $3, 'viewer', $4, 'x', $3, now(), now() + interval '900 days')`,
      [workspace, `gra_${person}`, person, brand],
    );
  }
  await rowsIn(
    'ws_schneeberger',
    "insert into partnership (workspace_id, partner_id, partner_name, expires_at) values ('ws_schneeberger', 'ws_nobody', 'x', now())",
  );

  // Openings that are over: what can be read through one that is open is no secret to who opened it.
  for (const workspace of ['ws_schneeberger', 'ws_lindenau'])
    await rowsIn(
      workspace,
      `insert into break_glass (workspace_id, id, reason, opened_by, opened_by_name, opened_at, expires_at)
       values ($1, $2, 'x', 'per_henrike', 'x', now() - interval '2 hours', now() - interval '1 hour')`,
      [workspace, `glass_${workspace}`],
    );

  /** Ids of one kind by the workspace that keeps them, without those that `mine` has a part in. @param {string} record @param {string} mine */
  const foreign = (record, mine) => {
    const { table, column = 'id', more = 'array[]::text[]' } = kept[record];
    const home = table === 'workspace' ? 'id' : 'workspace_id';
    return rowsOfAll(
      `select ${column} as id, ${home} as home from ${table} where ${home} = $1 and $1 <> $2 and not coalesce($2 = any (${more}), false)`,
      [mine],
    );
  };
  /** Ids of one kind that a workspace keeps itself. @param {string} record @param {string} mine @returns {Promise<string[]>} */
  const own = async (record, mine) => {
    const { table, column = 'id' } = kept[record];
    const home = table === 'workspace' ? 'id' : 'workspace_id';
    return (await rowsIn(mine, `select ${column} as id from ${table} where ${home} = $1 order by 1`, [mine])).map(
      ({ id }) => id,
    );
  };
  /** Every id there is of some kinds. @param {string[]} records @returns {Promise<string[]>} */
  const everyId = async (records) =>
    (await Promise.all(workspaces.map((one) => Promise.all(records.map((record) => own(record, one)))))).flat(2);

  /** Each person's own feed. @type {Map<Visitor, string[]>} */
  const feeds = new Map();
  for (const { visitor } of roles.values()) {
    const { body } = await visitor.post('/api/v1/feeds', { kind: 'week', label: 'read' });
    if (!body?.url) continue;
    const { pathname } = new URL(body.url);
    feeds.set(visitor, [pathname]);
    // The first fetch is noted, the next minute's are not.
    await visitor.get(pathname);
  }
  return { roles, workspaces, feeds, rowsIn, rowsOfAll, foreign, own, everyId };
}

/** @typedef {Awaited<ReturnType<typeof castOf>>} Cast */

/**
 * The roles that ask in a proof over the whole API. The answers come from the same queries on both databases: on PGlite,
 * which is slow, one role in three asks; all of them with CUELIGHT_ROLES=all.
 * @param {Cast} cast @param {'PGlite' | 'PostgreSQL'} kind @param {number} seed
 */
export function rolesOn({ roles }, kind, seed) {
  const all = [...roles.values()];
  return kind === 'PostgreSQL' || process.env.CUELIGHT_ROLES === 'all'
    ? all
    : all.filter((_one, at) => at % 3 === seed % 3);
}
