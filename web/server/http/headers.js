/** @file The security headers of every response. A route may only set a stricter or a documented other policy. */

/** Pages and API: nothing from elsewhere, no inline script or style, never framed. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** What is not a page needs nothing at all. */
export const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const fixed = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'origin-agent-cluster': '?1',
};

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {{ secure: () => boolean, page?: string }} options `secure`: people reach this server by https
 */
export function securityHeaders(app, { secure, page = pagePolicy }) {
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(fixed)) if (!reply.hasHeader(name)) reply.header(name, value);
    if (!reply.hasHeader('cross-origin-resource-policy')) reply.header('cross-origin-resource-policy', 'same-origin');
    // A 304 names no type; the policy of what the browser kept goes on to hold.
    if (reply.statusCode !== 304 && !reply.hasHeader('content-security-policy')) {
      const html = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
      reply.header('content-security-policy', html ? page : dataPolicy);
    }
    // Search engines read public profiles and the map of them, nothing else.
    if (!reply.hasHeader('x-robots-tag')) reply.header('x-robots-tag', 'noindex');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (secure()) reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains');
  });
}

/**
 * Opens a response to pages of every origin: no cookie is read for it, and none is set.
 * @param {import('fastify').FastifyReply} reply
 */
export function openToAll(reply) {
  return reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('access-control-expose-headers', 'etag, last-modified, retry-after, ratelimit, ratelimit-policy');
}
