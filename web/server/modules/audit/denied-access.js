/** @file "Not there" and "not yours" are one answer; whoever looked for what is another's is noted in that owner's audit log. */
import { setTimeout } from 'node:timers/promises';
import { withIdentity } from '../../database/identity.js';
import { count, limits } from '../../http/limits.js';
import { notFound, Problem } from '../../http/problems.js';
import { byOf } from '../accounts/people.js';
import { anybody, appendToLog } from './service.js';

/** Where each kind of thing lives, and by what it is named. @type {Record<string, { table: string, column?: string }>} */
const places = {
  artist: { table: 'artist' },
  engagement: { table: 'engagement' },
  approval: { table: 'approval' },
  feed: { table: 'feed' },
  calendar: { table: 'imported_calendar' },
  invitation: { table: 'invitation' },
  partnership: { table: 'partnership' },
  letter: { table: 'letter' },
  member: { table: 'person' },
  grant: { table: 'access_grant' },
  brand: { table: 'brand' },
  session: { table: 'session' },
  passkey: { table: 'passkey' },
  device_key: { table: 'device_key', column: 'public_key' },
  glass: { table: 'break_glass' },
};

/**
 * The refusal for what the viewer can't see. The same look-up is made whether it exists or not.
 * @param {import('../../context.js').Context} context
 * @param {import('../accounts/people.js').Who | null} who
 * @param {keyof typeof places} kind
 * @param {string} id
 * @returns {Promise<Problem>}
 */
export async function denyAccess(context, who, kind, id) {
  const { table, column = 'id' } = places[kind];
  /** @type {{ workspace_id: string } | null} */
  const owner = await withIdentity(context.db, { presented: id }, (tx) =>
    tx.one(`select workspace_id from ${table} where ${column} = $1`, [id]),
  );
  if (!owner || owner.workspace_id === who?.workspace.id) return notFound();
  // Once the answer is on its way, which must not be later than the answer for what is absent; and at no moment that the
  // next request could tell.
  context.later(setTimeout(50 + context.random(1)[0]).then(() => note(context, who, kind, id, owner.workspace_id)));
  return context.config.denial === 403 ? new Problem(403, 'access.cross_tenant') : notFound();
}

/**
 * @param {import('../../context.js').Context} context
 * @param {import('../accounts/people.js').Who | null} who
 * @param {string} kind
 * @param {string} id
 * @param {string} owner
 */
async function note(context, who, kind, id, owner) {
  // So many an hour of one person: enough to show the probing, too few to fill another's log.
  const { over } = await count(context, limits.probe, who?.person.id ?? 'anybody');
  if (over) return;
  await withIdentity(context.db, { workspace: owner }, (tx) =>
    appendToLog(context, tx, [owner], { action: 'access.denied', entity: { kind, id }, by: who ? byOf(who) : anybody }),
  );
}
