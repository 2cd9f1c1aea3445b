/**
 * @file What leaves as JSON is what its operation's schema names, and nothing else: Fastify writes each answer by that
 * schema, and a member that it does not name is left out.
 */
import { Problem } from './problems.js';

/**
 * Refuses every answer that its schema would cut or change, with the operation and the JSON Pointer of the first difference.
 * For tests, so that a route and its description go apart only with a failure.
 * @param {import('fastify').FastifyInstance} app
 * @param {import('../context.js').Core} core
 */
export function refuseUndescribed(app, core) {
  /** What was to be sent. @type {WeakMap<import('fastify').FastifyRequest, string>} */
  const whole = new WeakMap();
  app.addHook('preSerialization', async (request, _reply, payload) => {
    whole.set(request, JSON.stringify(payload));
    return payload;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const before = whole.get(request);
    whole.delete(request);
    if (before === undefined || typeof payload !== 'string') return;
    const [difference] = JSON.parse(core.json.diff(before, payload));
    if (!difference) return;
    const { method, url = request.url } = request.routeOptions;
    throw new Problem(500, 'server.undescribed', {
      operation: `${method} ${url} ${reply.statusCode}`,
      member: difference.path,
    });
  });
}
