/** @file Health for everyone, the version for operators. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';

const ok = s.answer({ status: s.word('ok') });

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function healthRoutes(app, context) {
  const open = (/** @type {string} */ summary) => ({
    schema: s.operation({ tag: 'Operations', owner: 'anyone', summary, needs: 'none', responses: { 200: ok } }),
    logLevel: /** @type {const} */ ('warn'),
  });

  const ready = async () => {
    try {
      await withIdentity(context.db, {}, (tx) => tx.rows('select 1'));
    } catch {
      throw new Problem(503, 'server.not_ready');
    }
    return { status: 'ok' };
  };
  app.get('/api/health', open('Whether all is well'), ready);
  app.get('/api/health/ready', open('Whether requests can be served'), ready);
  app.get('/api/health/live', open('Whether the process runs'), async () => ({ status: 'ok' }));

  app.get(
    '/api/version',
    {
      schema: s.operation({
        tag: 'Operations',
        owner: 'anyone',
        summary: 'The version; absent without the operations token',
        needs: 'token',
        responses: { 200: s.answer({ version: s.text(40), coreSha256: s.nullable(s.text(64)), node: s.text(40) }) },
      }),
    },
    async (request) => {
      if (!isOperator(context.config.opsToken, request.headers.authorization)) throw notFound();
      return { version: context.core.version, coreSha256: context.core.wasmHash, node: process.version };
    },
  );
}

/** @param {string | null} token @param {string | undefined} header */
function isOperator(token, header) {
  if (!token || !header) return false;
  const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}
