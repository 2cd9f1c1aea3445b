/**
 * @file Subscribed calendars: read from their address when it is time, by whichever server claims one first. What was read
 * last goes on to count while a reading fails, so that a calendar that can't be reached never reads as free time.
 */

import { minuteMs } from '../../../shared/duration.js';
import { as, withIdentity } from '../../database/identity.js';
import { addressOf } from '../../http/outbound/address.js';
import { Postponed, readOutside } from '../../http/outbound/read.js';
import { Problem, sentence } from '../../http/problems.js';
import { seal, unseal } from '../../secrets.js';
import { keepCalendar, mayBringFor, readCalendar, renewCalendar } from './service.js';

/** @typedef {import('../../database/rows.d.ts').FetchDueRow} FetchDueRow */
/** @typedef {import('../../database/rows.d.ts').CalendarSubscriptionRow} CalendarSubscriptionRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {{ workspace: string, id: string, until: Date }} Claim */

/** What one reading may cost. @type {import('../../http/outbound/read.js').Limits} */
export const readingLimits = { bytes: 4_194_304, milliseconds: 10_000, redirects: 3 };
/** How long a claim holds: longer than any reading, so that only a server that died lets one lapse. */
const claimMs = 2 * minuteMs;
const everyMs = 60 * minuteMs;
const firstRetryMs = 15 * minuteMs;
const lastRetryMs = 24 * 60 * minuteMs;
/** Calendars that one server reads at a time. */
const width = 4;

/**
 * When to read again: every hour; after failures in a row ever later, up to a day. Spread by a tenth, so that calendars
 * that came together don't stay together.
 * @param {Context} context
 * @param {number} failures
 * @param {number} [askedMs] how long the other server asked to be left alone
 */
function nextReading(context, failures, askedMs = 0) {
  const backoff = failures === 0 ? everyMs : Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 20));
  const wait = Math.max(backoff, Math.min(askedMs, lastRetryMs));
  return new Date(context.clock().getTime() + wait * (1 + context.random(1)[0] / 2550));
}

/** @param {Context} context @param {string} address @param {{ etag?: string | null, lastModified?: string | null }} [known] */
const read = (context, address, known) =>
  readOutside(address, { allowed: context.config.fetchHosts, limits: readingLimits, known });

/**
 * Subscribes to an address: it is read at once, and refused with the reason when that fails. Null when the artist is not
 * the workspace's.
 * @param {Context} context
 * @param {import('../../database/identity.js').Identity & { workspace: string, person: string }} identity
 * @param {{ address: string, name?: string, artist: string | null, timeZone: string }} wish
 * @param {(tx: Tx, made: { id: string, events: number, busy: number, problems: unknown[] }) => Promise<unknown>} noted
 */
export async function subscribe(context, identity, { address, name, artist, timeZone }, noted) {
  const { workspace } = identity;
  if (!(await withIdentity(context.db, identity, (tx) => mayBringFor(tx, workspace, artist)))) return null;
  const url = addressOf(address, context.config.fetchHosts);
  const { bytes, etag, lastModified } = await read(context, url.href);
  const { title, ...calendar } = readCalendar(context, /** @type {Uint8Array} */ (bytes), timeZone);
  const called = name ?? title ?? url.hostname;
  return withIdentity(context.db, identity, async (tx) => {
    const id = await keepCalendar(context, tx, {
      workspace,
      artist,
      name: called,
      bytes: /** @type {Uint8Array} */ (bytes),
      by: identity.person,
      ...calendar,
    });
    const sealed = seal(context.keys.addresses, context.random(12), Buffer.from(url.href));
    await tx.rows(
      `insert into calendar_subscription (workspace_id, calendar_id, sealed_address, host, time_zone, etag, last_modified, asked_at, read_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [workspace, id, sealed, url.host, timeZone, etag, lastModified, context.clock()],
    );
    await tx.rows('insert into fetch_due (workspace_id, calendar_id, due_at) values ($1, $2, $3)', [
      workspace,
      id,
      nextReading(context, 0),
    ]);
    await noted(tx, { id, ...calendar });
    return { id, problems: calendar.problems };
  });
}

/**
 * Reads every subscribed calendar whose time has come. Any number of servers may do this at once: each takes what no
 * other has.
 * @param {Context} context
 * @returns {Promise<number>} how many were read
 */
export async function readDue(context) {
  let count = 0;
  const worker = async () => {
    for (;;) {
      const claim = await claimNext(context);
      if (!claim) return;
      await readClaimed(context, claim);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return count;
}

/**
 * Reads one subscribed calendar now. Null when there is no such subscription; refused while it is being read.
 * @param {Context} context
 * @param {string} workspace
 * @param {string} id
 */
export async function readNow(context, workspace, id) {
  const there = await withIdentity(context.db, {}, (tx) =>
    tx.one('select 1 from fetch_due where workspace_id = $1 and calendar_id = $2', [workspace, id]),
  );
  if (!there) return null;
  const claim = await claimOne(context, 'workspace_id = $3 and calendar_id = $4', [workspace, id]);
  if (!claim) throw new Problem(409, 'calendar.being_read');
  await readClaimed(context, claim);
  return id;
}

/** @param {Context} context */
const claimNext = (context) => claimOne(context, 'due_at <= $1', []);

/**
 * @param {Context} context
 * @param {string} which over $1, the present, and $3 and following
 * @param {unknown[]} values
 * @returns {Promise<Claim | null>}
 */
const claimOne = (context, which, values) =>
  withIdentity(context.db, {}, async (tx) => {
    const now = context.clock();
    const until = new Date(now.getTime() + claimMs);
    /** @type {Pick<FetchDueRow, 'workspace_id' | 'calendar_id'> | null} */
    const row = await tx.one(
      `update fetch_due set claimed_until = $2 where (workspace_id, calendar_id) =
         (select workspace_id, calendar_id from fetch_due where ${which} and (claimed_until is null or claimed_until <= $1)
          order by due_at limit 1 for update skip locked)
       returning workspace_id, calendar_id`,
      [now, until, ...values],
    );
    return row && { workspace: row.workspace_id, id: row.calendar_id, until };
  });

/** @param {Context} context @param {Claim} claim */
async function readClaimed(context, { workspace, id, until }) {
  /** @type {CalendarSubscriptionRow | null} */
  const known = await withIdentity(context.db, { workspace }, (tx) =>
    tx.one('select * from calendar_subscription where workspace_id = $1 and calendar_id = $2', [workspace, id]),
  );
  // It was taken away in the meantime, and its claim with it.
  if (!known) return;
  const outcome = await reading(context, known);
  await withIdentity(context.db, {}, async (tx) => {
    const failures = outcome.problem ? known.failures + 1 : 0;
    const mine = await tx.one(
      `update fetch_due set due_at = $4, claimed_until = null
       where workspace_id = $1 and calendar_id = $2 and claimed_until = $3 returning 1`,
      [workspace, id, until, nextReading(context, failures, outcome.askedMs)],
    );
    // Whoever lost the claim leaves the calendar to its new holder.
    if (mine) await as(tx, { workspace }, () => keepOutcome(context, tx, { workspace, id, failures, ...outcome }));
  });
}

/**
 * Why a calendar could not be read, as it is kept: a sentence's key and what it is told, or core's words.
 * @typedef {{ code: string, key: string, given?: Record<string, string | number | Date> } | { code: string, detail: string }} ReadingProblem
 */

/** As its reader is told. @param {ReadingProblem | null} kept @param {import('../../http/language.js').Language} language */
export const readingProblem = (kept, language) =>
  kept && { code: kept.code, detail: 'key' in kept ? sentence(language, kept.key, kept.given) : kept.detail };

/**
 * @typedef {object} Outcome
 * @property {import('../../http/outbound/read.js').Reading} [came]
 * @property {ReturnType<typeof readCalendar>} [calendar] when there is something new
 * @property {ReadingProblem} [problem]
 * @property {number} [askedMs]
 */

/** @param {Context} context @param {import('../../database/rows.d.ts').CalendarSubscriptionRow} known @returns {Promise<Outcome>} */
async function reading(context, known) {
  try {
    const address = unseal(context.keys.addresses, known.sealed_address).toString();
    const came = await read(context, address, { etag: known.etag, lastModified: known.last_modified });
    return came.bytes ? { came, calendar: readCalendar(context, came.bytes, known.time_zone) } : { came };
  } catch (cause) {
    const askedMs = cause instanceof Postponed ? cause.seconds * 1000 : 0;
    const { code, message } = /** @type {{ code?: unknown, message: string }} */ (cause);
    if (cause instanceof Problem) return { problem: { code: cause.code, key: cause.key, given: cause.given }, askedMs };
    if (typeof code === 'string' && /^(calendar|tz)\./.test(code)) return { problem: { code, detail: message } };
    context.log.error({ err: cause }, 'a subscribed calendar was not read');
    return { problem: { code: 'calendar.not_read', key: 'calendar.not_read' } };
  }
}

/** @param {Context} context @param {Tx} tx @param {Outcome & { workspace: string, id: string, failures: number }} outcome */
async function keepOutcome(context, tx, { workspace, id, failures, came, calendar, problem }) {
  if (!came) {
    await tx.rows(
      'update calendar_subscription set asked_at = $3, failures = $4, problem = $5 where workspace_id = $1 and calendar_id = $2',
      [workspace, id, context.clock(), failures, JSON.stringify(problem)],
    );
    return;
  }
  await tx.rows(
    'update calendar_subscription set asked_at = $3, read_at = $3, failures = 0, problem = null where workspace_id = $1 and calendar_id = $2',
    [workspace, id, context.clock()],
  );
  if (!calendar || !came.bytes) return;
  await renewCalendar(context, tx, { workspace, id, bytes: came.bytes, ...calendar });
  await tx.rows(
    'update calendar_subscription set etag = $3, last_modified = $4 where workspace_id = $1 and calendar_id = $2',
    [workspace, id, came.etag, came.lastModified],
  );
}
