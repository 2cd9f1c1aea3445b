/**
 * @file The example host pages, on another port: another origin, with a strict policy of its own, as somebody else's
 * site would have. In their HTML, `__CUELIGHT_ORIGIN__` stands for this server's address.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { availabilityTable } from '../widget/fallback.js';
import { securityHeaders } from './http/headers.js';
import { logging } from './http/logging.js';
import { problems } from './http/problems.js';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));

/** @param {string} origin of the Cuelight server */
const policy = (origin) =>
  [
    "default-src 'none'",
    `script-src 'self' ${origin} 'wasm-unsafe-eval'`,
    `style-src 'self' ${origin}`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ${origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * @param {import('./context.js').Context} context
 * @param {import('./config.js').Config} config
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function openExamples(context, config) {
  const app = /** @type {import('fastify').FastifyInstance} */ (
    /** @type {unknown} */ (Fastify({ logger: logging(config.log === 'debug' ? 'debug' : 'silent') }))
  );
  securityHeaders(app, { secure: () => false, page: policy(context.publicUrl()) });
  app.addHook('onSend', async (_request, reply) => void reply.header('cross-origin-resource-policy', 'same-origin'));
  /** @param {string} name @param {import('fastify').FastifyReply} reply */
  const page = async (name, reply) => {
    const file = path.join(folder, path.normalize(`/${name}`));
    const html = await readFile(file, 'utf8').catch(() => null);
    if (html === null) return reply.callNotFound();
    const placed = html.replaceAll('__CUELIGHT_ORIGIN__', context.publicUrl());
    return reply.type('text/html; charset=utf-8').send(await withTables(placed, context.publicUrl(), context.clock()));
  };
  app.get('/', async (_request, reply) => page('index.html', reply));
  app.get('/:page.html', async (request, reply) =>
    page(`${/** @type {{ page: string }} */ (request.params).page}.html`, reply),
  );
  app.get('/:folder/', async (request, reply) =>
    page(`${/** @type {{ folder: string }} */ (request.params).folder}/index.html`, reply),
  );
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    index: false,
    dotfiles: 'ignore',
    allowedPath: (name) => /\.(js|css|svg|png|jpg|woff2|ics|json)$/.test(name),
  });
  problems(app);
  await app.ready();
  return app;
}

/**
 * Puts a server-rendered month where a page says `<!-- availability slug -->`: what the widget shows without JavaScript.
 * @param {string} html
 * @param {string} origin
 * @param {Date} now
 */
async function withTables(html, origin, now) {
  for (const [mark, slug] of html.matchAll(/<!-- availability ([a-z0-9-]+) -->/g)) {
    const feed = await fetch(`${origin}/public/artists/${slug}/availability.json`).then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (!feed) continue;
    const today = new Intl.DateTimeFormat('sv', { timeZone: feed.tzid }).format(now);
    html = html.replace(mark, () =>
      availabilityTable({ busy: feed.busy, today, timeZone: feed.tzid, locale: 'en-GB', name: feed.name }),
    );
  }
  return html;
}
