/**
 * @file What every part of the server is given: its database, the core, a clock, randomness, mail and keys. Nothing here
 * remembers anything between requests but rendered feeds, each under the version that the database gives it.
 * @typedef {object} Context
 * @property {import('./config.js').Config} config
 * @property {Pick<import('./database/index.js').Database, 'transaction'>} db
 * @property {Core} core
 * @property {() => Date} clock
 * @property {import('./secrets.js').Random} random
 * @property {import('./secrets.js').Keys} keys
 * @property {import('./mail.js').Mail} mail
 * @property {ReturnType<typeof import('./http/cache.js').feedCache>} feeds
 * @property {() => string} publicUrl the address that people type, without a trailing slash
 * @property {import('fastify').FastifyBaseLogger} log
 * @property {(work: Promise<unknown>) => void} later lets work outlive its request; shutting down waits for it
 */

/** @typedef {import('../client/types/index.d.ts').Core} Core */

/** An instant as the core and the wire write it: UTC, whole seconds. @param {Date} date */
export const instant = (date) => `${date.toISOString().slice(0, 19)}Z`;

/** @param {Date | null | undefined} date */
export const instantOrNull = (date) => (date ? instant(date) : null);
