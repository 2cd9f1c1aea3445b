/**
 * @file The pages that search engines may read: a public artist's folio, the map of them, and the word to robots. Each
 * name that core doesn't show to everybody gives one and the same 404. The directories show demo profiles only, to nobody's
 * index.
 */
import { readFile } from 'node:fs/promises';
import { availabilityTable } from '../../../widget/fallback.js';
import { withIdentity } from '../../database/identity.js';
import { demoHouses } from '../accounts/service.js';
import { demoArtists, listPublic } from './service.js';
import { publicSight } from './visibility.js';
import { directoryPage, folioPage, missingPage } from './public-profile.js';
import * as s from '../../http/schemas.js';

/** The most addresses that one map may hold (sitemaps.org). */
const mostAddresses = 50_000;

/** Nothing of a script, and nothing from elsewhere: the page is text, one style sheet, and data for search engines. */
const folioPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** What is public now may be private in a minute, so nobody keeps it without asking. */
const asked = 'public, no-cache';

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function folioRoutes(app, house) {
  /** @param {string} slug */
  const addressOf = (slug) => `${house.publicUrl()}/artists/${encodeURIComponent(slug)}`;

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
        gives: { 200: 'The page.' },
      }),
    },
    async (request, reply) => {
      const { slug } = /** @type {{ slug: string }} */ (request.params);
      reply.type('text/html; charset=utf-8').header('content-security-policy', folioPolicy);
      const seen = await withIdentity(house.db, {}, (tx) => publicSight(house, tx, slug));
      if (!seen) return reply.code(404).header('cache-control', 'no-store').send(missingPage);
      const { timeZone, name } = seen.identity;
      const today = new Intl.DateTimeFormat('sv', { timeZone }).format(house.clock());
      const table = seen.availability
        ? availabilityTable({ busy: seen.availability.busy, today, timeZone, locale: 'en-GB', name })
        : '';
      return reply
        .header('cache-control', asked)
        .header('x-robots-tag', 'all')
        .send(folioPage(seen, { address: addressOf(slug), origin: house.publicUrl(), table }));
    },
  );

  const directories = /** @type {const} */ ([
    {
      href: '/artists',
      title: 'Artists',
      entries: async () =>
        (await withIdentity(house.db, {}, (tx) => demoArtists(house, tx))).map(({ name, slug, discipline, home }) => ({
          name,
          slug,
          about: [discipline, home].filter(Boolean).join(', '),
        })),
    },
    { href: '/agents', title: 'Agents', entries: () => demoHouses(house, 'agency') },
    { href: '/presenters', title: 'Presenters', entries: () => demoHouses(house, 'presenter') },
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
          gives: { 200: 'The page.' },
        }),
      },
      async (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', folioPolicy)
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
          `Sitemap: ${house.publicUrl()}/sitemap.xml`,
          '',
        ].join('\n'),
      ),
  );

  app.get('/sitemap.xml', hide, async (_request, reply) => {
    const artists = await withIdentity(house.db, {}, (tx) => listPublic(house, tx, mostAddresses));
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
