/**
 * @file The roster over HTTP, with 10,000 artists to see, on PostgreSQL: a page of 100 at the beginning, in the middle and
 * at the end, for a presenter and for the agency whose artists they are. The rate is that of the 95th percentile, and the
 * ratio is to the first page: what a page costs does not depend on where it stands. In Node alone.
 */

const artists = 10_000;
const limit = 100;

/** Modules of the server, which no bundle for a browser may follow. @param {string} path */
const load = (path) => import(path);

/** @param {any} bench */
export default async (bench) => {
  if (bench.platform !== 'node') return;
  const { setUp } = await load('../support/server.js');
  const { query, startPostgres } = await load('../support/postgres.js');
  const cluster = await startPostgres();
  const stand = await setUp(cluster);
  try {
    await query(
      stand.postgres.superUrl,
      `insert into artist (workspace_id, id, slug, name, discipline, home, time_zone, level, represented, opted_in, home_verified, created_at, changed_at, audience)
       select 'ws_perceneige', 'art_many_' || i, 'many-' || i, 'Artist ' || md5(i::text), 'Voice', 'Paris', 'Europe/Paris',
         case when i % 2 = 0 then 'public' else 'private_listing' end, true, i % 2 = 0, true, now(), now(), array['ws_halbmond']
       from generate_series(1, ${artists}) i`,
    );
    await query(stand.postgres.superUrl, 'analyze');
    for (const name of ['Friederike Abendroth-Czerny', 'Capucine Le Bihan-Desrosiers']) {
      const visitor = await stand.as(name);
      const cursors = await cursorsOf(visitor);
      const places = { first: 0, middle: cursors.length >> 1, 'last but one': cursors.length - 2 };
      const pages = Object.entries(places).map(([place, at]) => ({ place, cursor: cursors[at], times: [] }));
      for (let round = -3; round < 60; round += 1) {
        for (const page of pages) {
          const began = performance.now();
          const { body } = await visitor.get(addressOf(page.cursor));
          if (round >= 0) /** @type {number[]} */ (page.times).push(performance.now() - began);
          if (body.items.length !== limit) throw new Error(`${body.items.length} artists on the ${page.place} page`);
        }
      }
      const p95 = (/** @type {number[]} */ times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];
      const title = `roster of ${artists.toLocaleString('en')}, a page of ${limit} for ${name}, 95th percentile`;
      for (const { place, times } of pages)
        bench.report({
          title,
          candidate: `${place} page: ${p95(times).toFixed(1)} ms`,
          unit: 'pages',
          rate: 1000 / p95(times),
          ratio: p95(times) / p95(pages[0].times),
        });
    }
  } finally {
    await stand.close();
    await cluster.stop();
  }
};

/** @param {string | null} cursor */
const addressOf = (cursor) => `/api/v1/roster?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`;

/** Where each page of a roster begins, and that all of it is there. @param {any} visitor @returns {Promise<(string | null)[]>} */
async function cursorsOf(visitor) {
  const cursors = /** @type {(string | null)[]} */ ([null]);
  const seen = new Set();
  for (;;) {
    const { body } = await visitor.get(addressOf(cursors[cursors.length - 1]));
    for (const { id } of body.items) seen.add(id);
    if (body.next === null) break;
    cursors.push(body.next);
  }
  if (seen.size < artists) throw new Error(`${seen.size} artists of ${artists}`);
  return cursors;
}
