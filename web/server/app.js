/** @file The application: every part put together, not yet listening. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { Ajv } from 'ajv';
import Fastify from 'fastify';
import { describeApi, docsRoutes } from './http/docs.js';
import { securityHeaders } from './http/headers.js';
import { logging } from './http/logging.js';
import { problems } from './http/problems.js';
import { sameSiteOnly } from './http/session.js';
import { pages, wantsPage } from './http/static.js';
import { accessRoutes } from './routes/access.js';
import { adminRoutes } from './routes/admin.js';
import { approvalRoutes } from './routes/approvals.js';
import { auditRoutes } from './routes/audit.js';
import { calendarRoutes } from './routes/calendars.js';
import { factorRoutes } from './routes/factors.js';
import { feedRoutes } from './routes/feeds.js';
import { folioRoutes } from './routes/folio.js';
import { glassRoutes } from './routes/glass.js';
import { governingRoutes } from './routes/governing.js';
import { grantRoutes } from './routes/grants.js';
import { healthRoutes } from './routes/health.js';
import { keyRoutes } from './routes/keys.js';
import { memberRoutes } from './routes/members.js';
import { publicRoutes } from './routes/public.js';
import { relationRoutes } from './routes/relations.js';
import { reviewRoutes } from './routes/review.js';
import { rosterRoutes } from './routes/roster.js';
import { seasonRoutes } from './routes/season.js';

/** The most octets of an ordinary body: a contract with its terms fits many times. */
const bodyLimit = 262_144;

/**
 * @param {import('./config.js').Config} config
 * @param {import('node:stream').Writable} [logStream]
 */
export const newApp = (config, logStream) =>
  Fastify({
    logger: logging(config.log, logStream),
    bodyLimit,
    trustProxy: config.trustProxy === 0 ? false : (_address, hop) => hop < config.trustProxy,
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    keepAliveTimeout: 20_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });

/**
 * @param {ReturnType<typeof newApp>} fastify
 * @param {import('./house.js').House} house
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function furnish(fastify, house) {
  const app = /** @type {import('fastify').FastifyInstance} */ (/** @type {unknown} */ (fastify));
  securityHeaders(app, { secure: () => house.publicUrl().startsWith('https:') });
  // Nothing is guessed, dropped or filled in silently: a body that is not as described is refused. Queries are text, so
  // their numbers are read as numbers.
  const bodies = new Ajv({ useDefaults: true, strict: false });
  const texts = new Ajv({ useDefaults: true, strict: false, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? bodies : texts).compile(/** @type {object} */ (schema)),
  );
  // Core and the routes shape what is sent; nothing is dropped on the way out.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  await app.register(cookie);
  sameSiteOnly(house, app);
  app.addContentTypeParser(
    ['text/calendar', 'application/octet-stream', 'text/plain'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  await describeApi(app, house.core.version);
  const sendPage = await pages(app);
  problems(app, (request, reply) => (wantsPage(request) ? sendPage(reply) : undefined));
  for (const part of [
    accessRoutes,
    factorRoutes,
    adminRoutes,
    rosterRoutes,
    relationRoutes,
    memberRoutes,
    grantRoutes,
    reviewRoutes,
    seasonRoutes,
    approvalRoutes,
    keyRoutes,
    feedRoutes,
    publicRoutes,
    folioRoutes,
    calendarRoutes,
    auditRoutes,
    healthRoutes,
    governingRoutes,
    glassRoutes,
  ]) {
    part(app, house);
  }
  docsRoutes(app);
  await app.ready();
  return app;
}
