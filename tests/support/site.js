/** @file A small web server for browser tests: folders, exact headers, and handlers, each server its own origin. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.ics': 'text/calendar; charset=utf-8',
  '.svg': 'image/svg+xml',
});

/**
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {Record<string, string | undefined>} [headers]
 * @property {string | Uint8Array} [body]
 *
 * @typedef {(request: import('node:http').IncomingMessage, body: string) => Answer | Promise<Answer>} Handler
 */

/**
 * Starts a server on a free port of 127.0.0.1. A route's value is a handler, an answer, or a folder for routes that end
 * in `/`. `headers` go on every response.
 * @param {Record<string, Handler | Answer | string>} routes
 * @param {Record<string, string>} [headers]
 */
export async function serve(routes, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await respond(routes, pathname, request, body).catch((error) => ({
      status: 500,
      headers: {},
      body: String(error),
    }));
    response.writeHead(answer.status ?? 200, {
      'content-type': types[extname(pathname)] ?? 'text/html; charset=utf-8',
      ...headers,
      ...answer.headers,
    });
    response.end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve(null));
      }),
  };
}

/**
 * @param {Record<string, Handler | Answer | string>} routes
 * @param {string} pathname
 * @param {import('node:http').IncomingMessage} request
 * @param {string} body
 * @returns {Promise<Answer>}
 */
async function respond(routes, pathname, request, body) {
  const exact = routes[pathname];
  if (typeof exact === 'function') return exact(request, body);
  if (typeof exact === 'object') return exact;
  const prefix = Object.keys(routes)
    .filter((route) => route.endsWith('/') && pathname.startsWith(route) && typeof routes[route] === 'string')
    .sort((a, b) => b.length - a.length)[0];
  if (!prefix) return { status: 404, body: 'There is nothing here.' };
  const file = normalize(join(String(routes[prefix]), pathname.slice(prefix.length) || 'index.html'));
  if (!file.startsWith(normalize(String(routes[prefix])))) return { status: 404, body: 'There is nothing here.' };
  try {
    return { body: await readFile(file) };
  } catch {
    return { status: 404, body: 'There is nothing here.' };
  }
}
