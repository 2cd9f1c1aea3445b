/** @file Limits on how often: counted in the database, so that every process counts the same. */
import { createHmac } from 'node:crypto';
import { dayMs } from '../../shared/duration.js';
import { withIdentity } from '../database/identity.js';
import { Problem } from './problems.js';

/** @typedef {import('../database/rows.d.ts').RateLimitRow} RateLimitRow */
/** @typedef {{ name: string, hits: number, seconds: number }} Limit */

/** The limits, in one place. `docs/server.md` lists them. @type {Record<string, Limit>} */
export const limits = {
  mutation: { name: 'mutation', hits: 120, seconds: 60 },
  import: { name: 'import', hits: 60, seconds: 60 },
  fetch: { name: 'fetch', hits: 30, seconds: 3600 },
  mailedInvitation: { name: 'letter', hits: 30, seconds: 3600 },
  mailedInvitationFailed: { name: 'letter-failed', hits: 10, seconds: 900 },
  apply: { name: 'apply', hits: 10, seconds: 3600 },
  signIn: { name: 'sign-in', hits: 20, seconds: 900 },
  signInPerAddress: { name: 'sign-in-address', hits: 5, seconds: 900 },
  redeemFailed: { name: 'redeem-failed', hits: 10, seconds: 900 },
  factorFailed: { name: 'factor-failed', hits: 5, seconds: 900 },
  requestHold: { name: 'request-hold', hits: 10, seconds: 3600 },
  breakGlass: { name: 'break-glass', hits: 10, seconds: 3600 },
  breakGlassRead: { name: 'glass-read', hits: 120, seconds: 60 },
  probe: { name: 'probe', hits: 20, seconds: 3600 },
};

/**
 * @typedef {object} Count
 * @property {boolean} over
 * @property {number} remaining
 * @property {number} reset seconds until the window ends
 */

/**
 * Counts one hit. Who is behind `key` can't be read from the table: it holds a keyed hash.
 * @param {import('../context.js').Context} context
 * @param {Limit} limit
 * @param {string} key
 * @returns {Promise<Count>}
 */
export async function count(context, limit, key) {
  const { start, reset } = windowOf(context, limit);
  const bucket = bucketOf(context, limit, key);
  /** @type {Pick<RateLimitRow, 'hits'>[]} */
  const [{ hits }] = await withIdentity(context.db, {}, (tx) =>
    tx.rows(
      `insert into rate_limit (bucket, window_start, hits) values ($1, $2, 1)
       on conflict (bucket, window_start) do update set hits = rate_limit.hits + 1 returning hits`,
      [bucket, start],
    ),
  );
  return { over: hits > limit.hits, remaining: Math.max(0, limit.hits - hits), reset };
}

/**
 * What was counted so far, without counting.
 * @param {import('../context.js').Context} context
 * @param {Limit} limit
 * @param {string} key
 * @returns {Promise<Count>}
 */
export async function counted(context, limit, key) {
  const { start, reset } = windowOf(context, limit);
  /** @type {Pick<RateLimitRow, 'hits'> | null} */
  const row = await withIdentity(context.db, {}, (tx) =>
    tx.one('select hits from rate_limit where bucket = $1 and window_start = $2', [
      bucketOf(context, limit, key),
      start,
    ]),
  );
  const hits = row?.hits ?? 0;
  return { over: hits >= limit.hits, remaining: Math.max(0, limit.hits - hits), reset };
}

/**
 * Counts, says so in the headers (draft-ietf-httpapi-ratelimit-headers), and refuses when it is too much.
 * @param {import('../context.js').Context} context
 * @param {import('fastify').FastifyReply} reply
 * @param {Limit} limit
 * @param {string} key
 */
export async function limited(context, reply, limit, key) {
  announce(reply, limit, await count(context, limit, key));
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {Limit} limit
 * @param {Count} state
 */
export function announce(reply, limit, { over, remaining, reset }) {
  reply
    .header('ratelimit-policy', `"${limit.name}";q=${limit.hits};w=${limit.seconds}`)
    .header('ratelimit', `"${limit.name}";r=${remaining};t=${reset}`);
  if (!over) return;
  reply.header('retry-after', String(reset));
  throw new Problem(429, 'limit.reached', { seconds: reset }, { limit: limit.name });
}

/** Drops windows that are over. @param {import('../context.js').Context} context */
export const forgetWindows = (context) =>
  withIdentity(context.db, {}, (tx) =>
    tx.rows('delete from rate_limit where window_start < $1', [new Date(context.clock().getTime() - dayMs)]),
  );

/** @param {import('../context.js').Context} context @param {Limit} limit */
function windowOf(context, { seconds }) {
  const now = context.clock().getTime() / 1000;
  const start = Math.floor(now / seconds) * seconds;
  return { start: new Date(start * 1000), reset: Math.max(1, Math.ceil(start + seconds - now)) };
}

/** @param {import('../context.js').Context} context @param {Limit} limit @param {string} key */
const bucketOf = (context, limit, key) =>
  createHmac('sha256', context.keys.limits).update(`${limit.name}\n${key}`).digest('base64url');
