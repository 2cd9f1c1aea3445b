/** @file What happens because time passes: holds and quotes lapse, calendars are read, old secrets and counters go. */
import { as, withIdentity } from '../database/identity.js';
import { forgetWindows } from '../http/limits.js';
import { readDue } from '../modules/calendars/subscriptions.js';
import { applyEvent, engagementById } from '../modules/engagements/service.js';

/** @typedef {import('../context.js').Context} Context */

/**
 * Lets everything lapse whose time is up. Any number of processes may do this at once: each takes what no other has.
 * @param {Context} context
 * @returns {Promise<number>} how many engagements lapsed
 */
export async function letLapse(context) {
  let lapsed = 0;
  while (await lapseOne(context)) lapsed += 1;
  return lapsed;
}

/** @param {Context} context */
const lapseOne = (context) =>
  withIdentity(context.db, {}, async (tx) => {
    /** @type {Pick<import('../database/rows.d.ts').DueRow, 'workspace_id' | 'engagement_id'> | null} */
    const due = await tx.one(
      `delete from due where (workspace_id, engagement_id) in
         (select workspace_id, engagement_id from due where due_at <= $1 order by due_at limit 1 for update skip locked)
       returning workspace_id, engagement_id`,
      [context.clock()],
    );
    if (!due) return false;
    const { workspace_id: home, engagement_id: id } = due;
    await as(tx, { workspace: home }, async () => {
      const row = await engagementById(tx, id);
      const clock = /** @type {const} */ ({ kind: 'clock', id: 'clock', workspace: home });
      if (row)
        await applyEvent(
          context,
          tx,
          row,
          { type: 'expire', actor: clock },
          { kind: 'clock', id: null, workspace: home },
        );
    });
    return true;
  });

/** Forgets what is over. @param {Context} context */
export const tidy = (context) => forgetWindows(context);

/**
 * Looks at the clock every half minute until told to stop.
 * @param {Context} context
 * @returns {() => void}
 */
export function watchClock(context) {
  /** Other servers may be slow; one round of readings at a time. @type {Promise<unknown> | null} */
  let reading = null;
  const timer = setInterval(() => {
    context.later(letLapse(context).then(() => tidy(context)));
    if (reading) return;
    reading = readDue(context).finally(() => {
      reading = null;
    });
    context.later(reading);
  }, 30_000);
  timer.unref();
  return () => clearInterval(timer);
}
