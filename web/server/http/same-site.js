/** @file Cross-site safety: whether a page of ours asks. */
import { Problem } from './problems.js';

/**
 * Refuses changes that another site's page asks for. Three walls, of which each alone would do: the cookie is
 * SameSite=Strict, a header that a form can't send is required, and the browser's own word on the origin is heard.
 * @param {import('../context.js').Context} context
 * @param {import('fastify').FastifyInstance} app
 */
export function sameSiteOnly(context, app) {
  app.addHook('onRequest', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
    const config = /** @type {{ openToAll?: boolean }} */ (request.routeOptions.config);
    if (config.openToAll) return;
    const { 'sec-fetch-site': site, origin, host } = request.headers;
    const foreignOrigin = origin !== undefined && origin !== context.publicUrl() && hostOf(origin) !== host;
    const foreignSite = site !== undefined && site !== 'same-origin';
    if (request.headers['cuelight-csrf'] !== '1' || foreignOrigin || foreignSite) {
      throw new Problem(403, 'request.cross_site');
    }
  });
}

/** @param {string} origin */
const hostOf = (origin) => (URL.canParse(origin) ? new URL(origin).host : null);
