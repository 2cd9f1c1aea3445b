/**
 * @file The pages that search engines may read: a public artist's profile, the map of them, and the word to robots. Each
 * name that core doesn't show to everybody gives one and the same 404. The directories show demo profiles only, to nobody's
 * index.
 */
import { readFile } from 'node:fs/promises';
import { availabilityTable } from '../../../widget/fallback.js';
import { withIdentity } from '../../database/identity.js';
import * as s from '../../http/schemas.js';
import { demoWorkspaces } from '../accounts/service.js';
import { directoryPage, missingPage, publicProfilePage } from './public-profile.js';
import { demoArtists, listPublic } from './service.js';
import { publicView } from './visibility.js';

/** The most addresses that one map may hold (sitemaps.org). */
const mostAddresses = 50_000;

/** Nothing of a script, and nothing from elsewhere: the page is text, one style sheet, and data for search engines. */
const profilePolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** What is public now may be private in a minute, so nobody keeps it without asking. */
const asked = 'public, no-cache';

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function publicProfileRoutes(app, context) {
  /** @param {string} slug */
  const addressOf = (slug) => `${context.publicUrl()}/artists/${encodeURIComponent(slug)}`;

  app.get(
    '/artists/:slug',
    {
      schema: s.operation({
        tag: 'Public',
        owner: 'anyone',
        summary: 'A public artist’s folio, as a page',
        description: 'HTML with structured data (schema.org). The same 404 for everybody who is not public.',
        needs: 'none',
        params: { slug: s.text(100) },
        responses: { 200: 'The page.' },
      }),
    },
    async (request, reply) => {
      const { slug } = /** @type {{ slug: string }} */ (request.params);
      reply.type('text/html; charset=utf-8').header('content-security-policy', profilePolicy);
      const seen = await withIdentity(context.db, {}, (tx) => publicView(context, tx, slug));
      if (!seen) return reply.code(404).header('cache-control', 'no-store').send(missingPage);
      const { timeZone, name } = seen.identity;
      const today = new Intl.DateTimeFormat('sv', { timeZone }).format(context.clock());
      const table = seen.availability
        ? availabilityTable({ busy: seen.availability.busy, today, timeZone, locale: 'en-GB', name })
        : '';
      return reply
        .header('cache-control', asked)
        .header('x-robots-tag', 'all')
        .send(publicProfilePage(seen, { address: addressOf(slug), origin: context.publicUrl(), table }));
    },
  );

  const directories = /** @type {const} */ ([
    {
      href: '/artists',
      title: 'Artists',
      entries: async () =>
        (await withIdentity(context.db, {}, (tx) => demoArtists(context, tx))).map(
          ({ name, slug, discipline, home }) => ({
            name,
            slug,
            about: [discipline, home].filter(Boolean).join(', '),
          }),
        ),
    },
    { href: '/agents', title: 'Agents', entries: () => demoWorkspaces(context, 'agency') },
    { href: '/presenters', title: 'Presenters', entries: () => demoWorkspaces(context, 'presenter') },
  ]);
  for (const { href, title, entries } of directories) {
    app.get(
      href,
      {
        schema: s.operation({
          tag: 'Public',
          owner: 'anyone',
          summary: `The directory of fictional ${title.toLowerCase()}, as a page`,
          description: 'Demo profiles only, each labelled. Not for search engines.',
          needs: 'none',
          responses: { 200: 'The page.' },
        }),
      },
      async (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', profilePolicy)
          .header('cache-control', asked)
          .send(directoryPage({ title, entries: await entries(), places: [...directories] })),
    );
  }

  const hide = { schema: { hide: true } };
  app.get('/folio.css', hide, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', asked)
      .send(await readFile(new URL('./public-profile.css', import.meta.url))),
  );

  app.get('/robots.txt', hide, async (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', asked)
      .send(
        [
          'User-agent: *',
          'Allow: /artists',
          // A directory says noindex itself, to whoever may read it.
          'Allow: /agents',
          'Allow: /presenters',
          'Allow: /folio.css',
          'Allow: /widget/fallback.css',
          // Calendar programs' fetchers obey this file too; what they fetch says noindex.
          'Allow: /feeds/',
          'Allow: /public/',
          'Disallow: /',
          `Sitemap: ${context.publicUrl()}/sitemap.xml`,
          '',
        ].join('\n'),
      ),
  );

  app.get('/sitemap.xml', hide, async (_request, reply) => {
    const artists = await withIdentity(context.db, {}, (tx) => listPublic(context, tx, mostAddresses));
    const entries = artists.map(
      ({ slug, changedAt }) =>
        `<url><loc>${addressOf(slug)}</loc><lastmod>${changedAt.toISOString().slice(0, 10)}</lastmod></url>`,
    );
    return reply
      .type('application/xml; charset=utf-8')
      .header('cache-control', asked)
      .send(
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`,
      );
  });
}
