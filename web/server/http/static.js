/** @file The built pages and files: the dashboard, the verifier, the widget and the confirmation for other sites. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { openToAll } from './headers.js';

const web = fileURLToPath(new URL('../../', import.meta.url));
const yearSeconds = 31_536_000;

/** A folder's built form, or the folder itself where nothing is built. @param {string} part */
const built = (part) =>
  existsSync(path.join(web, part, 'dist')) ? path.join(web, part, 'dist') : path.join(web, part);

/** Names that carry a hash of what they hold never change what they hold. @param {string} file */
const forever = (file) => /-[A-Za-z0-9_-]{8}\.(js|css|wasm|woff2|svg)$/.test(file);

/** Only what pages are made of is served. @param {string} pathname */
const isPart = (pathname) =>
  /\.(html|js|css|wasm|woff2|svg|png|json|ics|jsonl|txt|map|webmanifest)$|\/$/.test(pathname) &&
  !/(^|\/)(\.|node_modules\/|package\.json|vite\.config\.js|build\.mjs)/.test(pathname);

/** @type {(response: { setHeader(name: string, value: string): void }, file: string) => void} */
const caching = (response, file) =>
  response.setHeader('cache-control', forever(file) ? `public, max-age=${yearSeconds}, immutable` : 'public, no-cache');

const common = {
  index: ['index.html'],
  redirect: true,
  allowedPath: isPart,
  dotfiles: /** @type {const} */ ('ignore'),
  schemaHide: true,
  setHeaders: caching,
};

/** Whether a page of the application is asked for, rather than a file or data. @param {import('fastify').FastifyRequest} request */
export function wantsPage(request) {
  const [pathname] = request.url.split('?');
  const elsewhere = /^\/(api|feeds|public|widget|confirm|client|verifier|artists|agents|presenters)(\/|$)/.test(
    pathname,
  );
  return (
    request.method === 'GET' &&
    !elsewhere &&
    !/\.[^/]*$/.test(pathname) &&
    /text\/html/.test(request.headers.accept ?? '')
  );
}

/**
 * @param {import('fastify').FastifyInstance} app
 * @returns {Promise<((reply: import('fastify').FastifyReply) => unknown)>} answers with the application's page, whatever its address
 */
export async function pages(app) {
  // Files that other sites' pages load carry the permission to be loaded, and nothing of who asks.
  for (const part of ['widget', 'confirm', 'client', 'verifier']) {
    if (!existsSync(path.join(web, part))) continue;
    await app.register(async (scope) => {
      scope.addHook('onRequest', async (_request, reply) => void openToAll(reply));
      await scope.register(fastifyStatic, { ...common, root: built(part), prefix: `/${part}/`, decorateReply: false });
    });
  }
  const dashboard = path.join(web, 'dashboard/dist');
  if (!existsSync(path.join(dashboard, 'index.html'))) {
    return (reply) => reply.code(200).type('text/html; charset=utf-8').send(unbuilt);
  }
  await app.register(fastifyStatic, { ...common, root: dashboard, prefix: '/' });
  return (reply) => reply.code(200).header('cache-control', 'public, no-cache').sendFile('index.html');
}

const unbuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cuelight</title>
<p>The dashboard is not built. Run <code>npm run build</code>, then start again. The API is described <a href="/api/docs">here</a>.</p></html>`;
