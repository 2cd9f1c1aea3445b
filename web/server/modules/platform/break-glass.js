/**
 * @file Break-glass: an administrator opens one workspace for reading, for a reason and an hour at most. It is recorded in both
 * records before anything is read, its owners are told, and either side ends it. `throughGlass` is the only way in.
 */

import { minuteMs } from '../../../shared/duration.js';
import { instant, instantOrNull } from '../../context.js';
import { as, withIdentity } from '../../database/identity.js';
import { inWords } from '../../http/language.js';
import { notFound, Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { sendMail } from '../accounts/addresses.js';
import { byOf, identityOf } from '../accounts/people.js';
import { appendToLog } from '../audit/service.js';
import { platform } from './workspace.js';

/** @typedef {import('../../database/rows.d.ts').BreakGlassRow} BreakGlassRow */
/** @typedef {import('../../database/rows.d.ts').PersonRow} PersonRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/** How long one opening may last. */
export const mostMinutes = 60;

/** @param {Context} context @param {BreakGlassRow} row */
const openingOf = (context, row) => ({
  id: row.id,
  by: row.opened_by_name,
  reason: row.reason,
  openedAt: instant(row.opened_at),
  until: instant(row.ended_at ?? row.expires_at),
  endedAt: instantOrNull(row.ended_at),
  open: isOpen(context, row),
});

/** @param {Context} context @param {Pick<BreakGlassRow, 'ended_at' | 'expires_at'>} row */
const isOpen = (context, row) => row.ended_at === null && row.expires_at > context.clock();

/**
 * Opens a workspace, and tells its owners.
 * @param {Context} context
 * @param {Who} who an administrator, as core permitted it
 * @param {string} workspace
 * @param {{ reason: string, minutes: number }} wish
 */
export async function breakGlass(context, who, workspace, { reason, minutes }) {
  const now = context.clock();
  const until = new Date(now.getTime() + minutes * minuteMs);
  const id = newId(context.random, 'glass');
  const owners = await withIdentity(context.db, identityOf(who), async (tx) => {
    if (workspace === platform || !(await tx.one('select 1 from workspace where id = $1', [workspace])))
      throw notFound();
    const addresses = await as(tx, { workspace }, async () => {
      await tx.rows(
        `insert into break_glass (workspace_id, id, reason, opened_by, opened_by_name, opened_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [workspace, id, reason, who.person.id, who.person.name, now, until],
      );
      return /** @type {Promise<Pick<PersonRow, 'email'>[]>} */ (
        tx.rows(
          "select email from person where workspace_id = $1 and state = 'active' and 'CAN_MANAGE_MEMBERS' = any (entitlements)",
          [workspace],
        )
      );
    });
    await appendToLog(context, tx, [platform, workspace], {
      action: 'glass.broken',
      entity: { kind: 'workspace', id: workspace },
      by: byOf(who),
      detail: { glass: id, until: instant(until) },
    });
    return addresses;
  });
  const told = { administrator: who.person.name, reason, address: `${context.publicUrl()}/workspace` };
  context.later(
    Promise.all(
      owners.map(({ email }) =>
        sendMail(context, email, null, ({ glassSubject, glassText }, language) => ({
          subject: glassSubject,
          text: glassText({ ...told, until: inWords(until, language) }),
        })),
      ),
    ),
  );
  return { id, until: instant(until) };
}

/**
 * The one way into another's workspace: for who opened it, while it is open. The look is recorded first; after that the
 * transaction can't write any more.
 * @template T
 * @param {Context} context
 * @param {Who} who
 * @param {string} id of the opening
 * @param {'workspace' | 'members' | 'artists' | 'engagements' | 'record'} what is read
 * @param {(tx: Tx, workspace: string) => Promise<T>} work as the workspace
 * @returns {Promise<T>}
 */
export const withBreakGlass = (context, who, id, what, work) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<BreakGlassRow, 'workspace_id'> | null} */
    const found = await tx.one('select workspace_id from break_glass where id = $1 and opened_by = $2', [
      id,
      who.person.id,
    ]);
    if (!found) throw notFound();
    const { workspace_id: workspace } = found;
    return as(tx, { workspace }, async () => {
      await appendToLog(context, tx, [workspace], {
        action: 'glass.read',
        entity: { kind: 'workspace', id: workspace },
        by: byOf(who),
        detail: { glass: id, what },
      });
      // With the log's head locked, on which ending waits; a refusal undoes the row.
      /** @type {BreakGlassRow[]} */
      const [glass] = await tx.rows('select * from break_glass where workspace_id = $1 and id = $2', [workspace, id]);
      if (!isOpen(context, glass)) throw new Problem(410, 'glass.over');
      await tx.script('set transaction read only');
      return work(tx, workspace);
    });
  });

/**
 * Ends an opening at once: by who opened it, or by an owner.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when there is none that is open
 */
export const endBreakGlass = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<BreakGlassRow, 'workspace_id' | 'opened_by'> | null} */
    const row = await tx.one('select workspace_id, opened_by from break_glass where id = $1', [id]);
    if (!row || (row.workspace_id !== who.workspace.id && row.opened_by !== who.person.id)) return false;
    const { workspace_id: workspace } = row;
    const now = context.clock();
    const ended = await as(tx, { workspace }, () =>
      tx.one(
        'update break_glass set ended_at = $3 where workspace_id = $1 and id = $2 and ended_at is null and expires_at > $3 returning 1',
        [workspace, id, now],
      ),
    );
    if (!ended) return false;
    await appendToLog(context, tx, [platform, workspace], {
      action: 'glass.ended',
      entity: { kind: 'workspace', id: workspace },
      by: byOf(who),
      detail: { glass: id },
    });
    return true;
  });

/** How many openings are listed. */
const listed = 50;

/**
 * The last openings of one's own workspace, the newest first.
 * @param {Context} context
 * @param {Who} who an owner
 */
export const openingsHere = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) =>
    (
      await /** @type {Promise<BreakGlassRow[]>} */ (
        tx.rows('select * from break_glass where workspace_id = $1 order by opened_at desc, id limit $2', [
          who.workspace.id,
          listed,
        ])
      )
    ).map((row) => openingOf(context, row)),
  );

/**
 * One's own last openings of others' workspaces, the newest first.
 * @param {Context} context
 * @param {Who} who an administrator
 */
export const openingsBy = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) =>
    (
      await /** @type {Promise<(BreakGlassRow & { name: string })[]>} */ (
        tx.rows(
          `select g.*, w.name from break_glass g join workspace w on w.id = g.workspace_id
         where g.opened_by = $1 order by g.opened_at desc, g.id limit $2`,
          [who.person.id, listed],
        )
      )
    ).map((row) => ({ ...openingOf(context, row), workspace: { id: row.workspace_id, name: row.name } })),
  );
