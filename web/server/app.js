/** @file The application: every part put together, not yet listening. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { Ajv } from 'ajv';
import Fastify from 'fastify';
import { describeApi, docsRoutes } from './http/docs.js';
import { securityHeaders } from './http/headers.js';
import { logging } from './http/logging.js';
import { problems } from './http/problems.js';
import { refuseUndescribed } from './http/responses.js';
import { sameSiteOnly } from './http/same-site.js';
import { pages, wantsPage } from './http/static.js';
import { versioned } from './http/versions.js';
import { languageOf } from './modules/accounts/session.js';
import { modules } from './modules/index.js';

/** The most bytes of an ordinary body: a contract with its terms fits many times. */
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
    rewriteUrl: ({ url = '/' }) => versioned(url),
    routerOptions: { maxParamLength: 200 },
  });

/**
 * @param {ReturnType<typeof newApp>} fastify
 * @param {import('./context.js').Context} context
 * @param {{ strict?: boolean, parts?: typeof modules }} [options] `strict`: an answer that its schema does not describe whole
 *   is an error; `parts`: what registers routes
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function buildApp(fastify, context, { strict = false, parts = modules } = {}) {
  const app = /** @type {import('fastify').FastifyInstance} */ (/** @type {unknown} */ (fastify));
  securityHeaders(app, { secure: () => context.publicUrl().startsWith('https:') });
  // Nothing is guessed, dropped or filled in silently: a body that is not as described is refused. Queries are text, so
  // their numbers are read as numbers.
  const bodies = new Ajv({ useDefaults: true, strict: false });
  const texts = new Ajv({ useDefaults: true, strict: false, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? bodies : texts).compile(/** @type {object} */ (schema)),
  );
  if (strict) refuseUndescribed(app, context.core);
  await app.register(cookie);
  sameSiteOnly(context, app);
  app.addContentTypeParser(
    ['text/calendar', 'application/octet-stream', 'text/plain'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  await describeApi(app, context.core.version);
  const sendPage = await pages(app);
  problems(app, {
    otherwise: (request, reply) => (wantsPage(request) ? sendPage(reply) : undefined),
    languageOf: (request) => languageOf(context, request),
  });
  for (const register of parts) register(app, context);
  docsRoutes(app);
  await app.ready();
  return app;
}
