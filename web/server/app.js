/** @file The application: every part put together, not yet listening. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { Ajv } from 'ajv';
import Fastify from 'fastify';
import { describeApi, docsRoutes } from './http/docs.js';
import { securityHeaders } from './http/headers.js';
import { logging } from './http/logging.js';
import { problems } from './http/problems.js';
import { sameSiteOnly } from './modules/accounts/session.js';
import { pages, wantsPage } from './http/static.js';
import { accessRoutes } from './modules/accounts/routes.js';
import { adminRoutes } from './modules/platform/routes.js';
import { approvalRoutes } from './modules/approvals/routes.js';
import { auditRoutes } from './modules/audit/routes.js';
import { calendarRoutes } from './modules/calendars/routes.js';
import { factorRoutes } from './modules/accounts/second-factor-routes.js';
import { feedRoutes } from './modules/feeds/routes.js';
import { folioRoutes } from './modules/artists/public-profile-routes.js';
import { glassRoutes } from './modules/platform/break-glass-routes.js';
import { governingRoutes } from './modules/workspaces/routes.js';
import { grantRoutes } from './modules/workspaces/grant-routes.js';
import { healthRoutes } from './modules/platform/health-routes.js';
import { keyRoutes } from './modules/accounts/key-routes.js';
import { memberRoutes } from './modules/workspaces/member-routes.js';
import { publicRoutes } from './modules/feeds/public-routes.js';
import { relationRoutes } from './modules/artists/relation-routes.js';
import { reviewRoutes } from './modules/workspaces/review-routes.js';
import { rosterRoutes } from './modules/artists/routes.js';
import { seasonRoutes } from './modules/engagements/routes.js';

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
 * @param {import('./context.js').House} house
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
