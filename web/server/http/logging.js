/** @file Logs: JSON lines that say what happened, never a token, a cookie, an address or a person's words. */

/**
 * An address without the secrets that stand in it, however it is spelled.
 * @param {string} url
 */
export function withoutSecrets(url) {
  const [path] = url.split('?');
  try {
    return decodeURIComponent(path)
      .replace(/^\/+feeds\/.*/i, '/feeds/[token]')
      .replace(/[\w-]{40,}/g, '[token]');
  } catch {
    return '[malformed]';
  }
}

/**
 * @param {string | null} level
 * @param {import('node:stream').Writable} [stream] where lines go; standard output otherwise
 */
export const logging = (level, stream) => ({
  level: level ?? 'info',
  ...(stream ? { stream } : {}),
  base: undefined,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (/** @type {string} */ label) => ({ level: label }) },
  redact: {
    paths: [
      'email',
      '*.email',
      'token',
      '*.token',
      'cookie',
      '*.cookie',
      'authorization',
      '*.authorization',
      'req.headers',
      'body',
    ],
    remove: true,
  },
  serializers: {
    req: (/** @type {import('fastify').FastifyRequest} */ request) => ({
      method: request.method,
      url: withoutSecrets(request.url),
    }),
    res: (/** @type {any} */ reply) => ({ status: reply.statusCode }),
    err: (/** @type {any} */ error) => ({
      type: error?.name,
      code: error?.code,
      message: error?.message,
      stack: error?.stack,
    }),
  },
});
