/** @file Sessions and cross-site safety: who asks, and whether a page of ours asks. */
import { identityOf, sessionDays, whoHolds } from './people.js';
import { refuseWhileShut } from '../workspaces/state.js';
import { limited, limits } from '../../http/limits.js';
import { Problem, signedOut } from '../../http/problems.js';

/** @typedef {import('../../context.js').House} House */
/** @typedef {import('./people.js').Who} Who */

export const cookieName = 'cuelight_session';

/** @param {House} house */
const secure = (house) => house.publicUrl().startsWith('https:');

/** @param {House} house @param {import('fastify').FastifyReply} reply @param {string} token */
export const giveSession = (house, reply, token) =>
  reply.setCookie(cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: secure(house),
    maxAge: sessionDays * 86_400,
  });

/** @param {House} house @param {import('fastify').FastifyReply} reply */
export const takeSession = (house, reply) =>
  reply.clearCookie(cookieName, { path: '/', httpOnly: true, sameSite: 'strict', secure: secure(house) });

/**
 * Who asks. Refuses when nobody is signed in, and pending accounts unless `pendingToo`.
 * @param {House} house
 * @param {import('fastify').FastifyRequest} request
 * @param {{ pendingToo?: boolean }} [options]
 * @returns {Promise<Who>}
 */
export async function whoAsks(house, request, { pendingToo = false } = {}) {
  const token = request.cookies[cookieName];
  const who = token ? await whoHolds(house, token) : null;
  if (!who) throw signedOut();
  if (who.person.state === 'pending' && !pendingToo) {
    throw new Problem(403, 'access.pending', 'Your account waits for an administrator’s review. You will get a mail.');
  }
  return who;
}

/**
 * A change by somebody signed in: asked for by a page of ours, not too often, and in a workspace that is open.
 * @param {House} house
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {import('../../http/limits.js').Limit} [limit]
 */
export async function whoChanges(house, request, reply, limit = limits.mutation) {
  const who = await whoSecures(house, request, reply, limit);
  refuseWhileShut(who.workspace.shut);
  return who;
}

/**
 * A change that stays possible in a workspace that is locked or archived: proving who one is, taking access away, opening
 * the workspace again. What it may write, `domain/shut.js` says.
 * @param {House} house
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {import('../../http/limits.js').Limit} [limit]
 */
export async function whoSecures(house, request, reply, limit = limits.mutation) {
  const who = await whoAsks(house, request);
  await limited(house, reply, limit, who.person.id);
  return who;
}

export { identityOf };

/**
 * Refuses changes that another site's page asks for. Three walls, of which each alone would do: the cookie is
 * SameSite=Strict, a header that a form can't send is required, and the browser's own word on the origin is heard.
 * @param {House} house
 * @param {import('fastify').FastifyInstance} app
 */
export function sameSiteOnly(house, app) {
  app.addHook('onRequest', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
    const config = /** @type {{ openToAll?: boolean }} */ (request.routeOptions.config);
    if (config.openToAll) return;
    const { 'sec-fetch-site': site, origin, host } = request.headers;
    const foreignOrigin = origin !== undefined && origin !== house.publicUrl() && hostOf(origin) !== host;
    const foreignSite = site !== undefined && site !== 'same-origin';
    if (request.headers['cuelight-csrf'] !== '1' || foreignOrigin || foreignSite) {
      throw new Problem(
        403,
        'request.cross_site',
        'Changes are only accepted from this server’s own pages, with the header cuelight-csrf: 1.',
      );
    }
  });
}

/** @param {string} origin */
const hostOf = (origin) => (URL.canParse(origin) ? new URL(origin).host : null);
