/**
 * @file Feeds from the server, over HTTP on one connection, with a season of 10,000 events: rendered and answered,
 * answered from what is kept, and 304. On both databases; in Node alone.
 */

const dayMs = 86_400_000;
const events = 10_000;

/** Modules of the server, which no bundle for a browser may follow. @param {string} path */
const load = (path) => import(path);

/** @param {any} bench */
export default async (bench) => {
  if (bench.platform !== 'node') return;
  const http = await load('node:http');
  const { setUp } = await load('../support/server.js');
  const { startPostgres } = await load('../support/postgres.js');
  const { putEngagements } = await load('../support/season.js');
  const { feedCache } = await load('../../web/server/http/cache.js');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (/** @type {string} */ address, /** @type {Record<string, string>} */ headers) =>
    new Promise((/** @type {(answer: { status: number, etag: string, octets: number }) => void} */ resolve, reject) => {
      http
        .get(address, { agent, headers }, (/** @type {any} */ response) => {
          let octets = 0;
          response.on('data', (/** @type {Buffer} */ part) => {
            octets += part.length;
          });
          response.on('end', () => resolve({ status: response.statusCode, etag: response.headers.etag, octets }));
        })
        .on('error', reject);
    });

  for (const database of ['PGlite', 'PostgreSQL']) {
    const cluster = database === 'PostgreSQL' ? await startPostgres() : undefined;
    const stand = await setUp(cluster, {});
    const { context, url } = stand.server;
    const first = Math.floor(Date.now() / dayMs - 29) * dayMs;
    await putEngagements(
      context,
      Array.from({ length: events }, (_, i) => ({
        ...{ home: 'ws_halbmond', artist: 'art_anhduong', self: 'ws_anhduong', presenter: 'ws_lindenau' },
        ...{ id: `eng_bench_${i}`, title: `Così fan tutte, evening ${i}`, state: i % 3 ? 'contracting' : 'held' },
        start: new Date(first + i * 3_600_000),
        end: new Date(first + i * 3_600_000 + 2_400_000),
        changed: new Date(first),
      })),
    );
    const artist = await stand.as('Nguyễn Thị Ánh Dương');
    const feeds = {
      public: `${url}/public/artists/nguyen-thi-anh-duong/availability.ics`,
      week: (await artist.post('/api/v1/feeds', { kind: 'week', label: 'Bench' })).body.url,
    };
    for (const [name, address] of Object.entries(feeds)) {
      const { etag } = await ask(address, {});
      const title = `${name} feed of ${events.toLocaleString('en')} events, ${database}`;
      const whole = ({ status = 0, octets = 0 }) => {
        if (status !== 200 || octets < 500_000) throw new Error(`${status}, ${octets} octets`);
      };
      const setting = { unit: 'answers', amount: 1, peers: {} };
      await bench.compare(`${title}: rendered and answered`, {
        ...setting,
        ours: () => {
          context.feeds = feedCache();
          return ask(address, {});
        },
        check: whole,
      });
      await bench.compare(`${title}: answered`, { ...setting, ours: () => ask(address, {}), check: whole });
      await bench.compare(`${title}: 304`, {
        ...setting,
        ours: () => ask(address, { 'if-none-match': etag }),
        check: ({ status = 0 }) => {
          if (status !== 304) throw new Error(String(status));
        },
      });
    }
    await stand.close();
    await cluster?.stop();
  }
  agent.destroy();
};
