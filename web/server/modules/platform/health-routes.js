/** @file Health for everyone, the version for operators. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';

const ok = s.answer({ status: s.word('ok') });

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function healthRoutes(app, house) {
  const open = (/** @type {string} */ summary) => ({
    schema: s.operation({ tag: 'Operations', owner: 'anyone', summary, needs: 'none', gives: { 200: ok } }),
    logLevel: /** @type {const} */ ('warn'),
  });

  const ready = async () => {
    try {
      await withIdentity(house.db, {}, (tx) => tx.rows('select 1'));
    } catch {
      throw new Problem(503, 'server.not_ready', 'The database does not answer.');
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
        gives: { 200: s.answer({ version: s.text(40), coreSha256: s.nullable(s.text(64)), node: s.text(40) }) },
      }),
    },
    async (request) => {
      if (!isOperator(house.config.opsToken, request.headers.authorization)) throw notFound();
      return { version: house.core.version, coreSha256: house.core.wasmHash, node: process.version };
    },
  );
}

/** @param {string | null} token @param {string | undefined} header */
function isOperator(token, header) {
  if (!token || !header) return false;
  const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}
