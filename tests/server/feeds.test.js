/** @file What calendar programs require of a feed, and what its secret address promises: each sentence can fail here. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { withIdentity } from '../../web/server/database/identity.js';
import { start } from '../../web/server/main.js';
import { hashToken } from '../../web/server/secrets.js';
import { putEngagements } from '../support/season.js';
import { onEachDatabase } from '../support/server.js';

const dayMs = 86_400_000;
const slug = 'nguyen-thi-anh-duong';
const place = { home: 'ws_halbmond', artist: 'art_anhduong', self: 'ws_anhduong', presenter: 'ws_lindenau' };
const basic = (/** @type {Date} */ at) => at.toISOString().replace(/[-:]|\.\d+/g, '');

/** Exactly the headers that are named here. @param {string} address @param {Record<string, string>} headers */
const bare = (address, headers = {}) =>
  new Promise((/** @type {(answer: { status: number, headers: any, body: Buffer }) => void} */ resolve, reject) => {
    request(address, { headers }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });

/** The VEVENT whose title has this word. @param {string} ics @param {string} word */
const eventOf = (ics, word) =>
  ics
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .find((text) => text.includes(word));
/** @param {string | undefined} event @param {string} name */
const value = (event, name) => event?.match(new RegExp(`^${name}[^:]*:(.*)\r$`, 'm'))?.[1];

onEachDatabase((stand) => {
  const now = () => stand.server.context.clock();
  const inDays = (/** @type {number} */ days, hours = 18) =>
    new Date(Math.floor(now().getTime() / dayMs) * dayMs + days * dayMs + hours * 3_600_000);
  /** @param {string} id @param {Date} start @param {object} [more] */
  const row = (id, start, more = {}) => ({
    ...place,
    ...{
      id,
      start,
      end: new Date(start.getTime() + 7_200_000),
      title: `Title ${id}`,
      state: 'contracting',
      changed: now(),
    },
    ...more,
  });
  const put = (/** @type {any[]} */ rows) => putEngagements(stand.server.context, rows);
  const feed = async (/** @type {string} */ name, /** @type {any} */ wish) => {
    const { body, status, text } = await (await stand.as(name)).post('/api/v1/feeds', { label: 'Mine', ...wish });
    assert.equal(status, 201, text);
    return body;
  };
  const textOf = async (/** @type {string} */ url) => (await fetch(url)).text();

  test('a feed’s secret has 256 bits, is kept as its hash, and stays out of the record', async () => {
    const { id, url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const token = url.split('/').at(-1).replace('.ics', '');
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    const rows = await withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, (tx) =>
      tx.rows('select * from feed where id = $1', [id]),
    );
    assert.equal(rows[0].token_hash, hashToken(token));
    assert.equal(JSON.stringify(rows).includes(token), false);
    const audit = await (await stand.as('Marlene Ziegenhagen')).get('/api/v1/audit/export');
    assert.equal(audit.text.includes(token), false);
  });

  test('each recipient has an address of her own: ending one leaves the other', async () => {
    const [one, two] = [
      await feed('Marlene Ziegenhagen', { kind: 'week' }),
      await feed('Marlene Ziegenhagen', { kind: 'week' }),
    ];
    const agent = await stand.as('Marlene Ziegenhagen');
    assert.equal((await fetch(one.url)).status, 200);
    const fetched = async () =>
      new Map(
        (await agent.get('/api/v1/feeds')).body.items.map((/** @type {any} */ item) => [item.id, item.lastFetchedAt]),
      );
    assert.deepEqual([Boolean((await fetched()).get(one.id)), (await fetched()).get(two.id)], [true, null]);
    assert.equal((await agent.ask('DELETE', `/api/v1/feeds/${one.id}`)).status, 204);
    assert.deepEqual([(await fetch(one.url)).status, (await fetch(two.url)).status], [404, 200]);
  });

  test('the last fetch is shown to the minute, also when the answer was 304', async () => {
    const { id, url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const agent = await stand.as('Marlene Ziegenhagen');
    const last = async () =>
      Date.parse(
        (await agent.get('/api/v1/feeds')).body.items.find((/** @type {any} */ item) => item.id === id).lastFetchedAt,
      );
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    const first = await last();
    stand.wait(90_000);
    assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304);
    assert.ok((await last()) - first >= 89_000);
  });

  test('a person who is suspended, or loses the engagement, has no feed from the next request on', async () => {
    await put([row('eng_feed_lost', inDays(120))]);
    const whole = await feed('Friederike Abendroth-Czerny', { kind: 'week' });
    const one = await feed('Friederike Abendroth-Czerny', { kind: 'engagement', engagementId: 'eng_feed_lost' });
    assert.deepEqual([(await fetch(whole.url)).status, (await fetch(one.url)).status], [200, 200]);
    await put([row('eng_feed_lost', inDays(120), { presenter: 'ws_quayside' })]);
    assert.deepEqual([(await fetch(whole.url)).status, (await fetch(one.url)).status], [200, 404]);
    assert.equal((await textOf(whole.url)).includes('eng_feed_lost'), false);
    const state = (/** @type {string} */ word) =>
      withIdentity(stand.server.context.db, { workspace: 'ws_lindenau' }, (tx) =>
        tx.rows('update person set state = $1', [word]),
      );
    await state('suspended');
    assert.equal((await fetch(whole.url)).status, 404);
    await state('active');
    assert.equal((await fetch(whole.url)).status, 200);
  });

  test('a feed has what core shows of what its reader’s workspace has a part in', async () => {
    await put([row('eng_feed_ours', inDays(121)), row('eng_feed_home', inDays(122)), row('eng_feed_far', inDays(123))]);
    const change = (/** @type {string} */ set, /** @type {string} */ id) =>
      withIdentity(stand.server.context.db, { workspace: 'ws_halbmond' }, (tx) =>
        tx.rows(`update engagement set ${set} where id = $1`, [id]),
      );
    // Kept in the agency's house, which is no party to it: within reach of SQL, and nothing that core shows.
    await change(`parties = jsonb_path_query_array(parties, '$[*] ? (@.side != "agency")')`, 'eng_feed_home');
    // The other way round: a party by name, whose house is not among those that may come across it.
    await change(`party_ids = array_remove(party_ids, 'ws_anhduong')`, 'eng_feed_far');
    const titles = async (/** @type {string} */ name) => {
      const ics = await textOf((await feed(name, { kind: 'week' })).url);
      return ['ours', 'home', 'far'].filter((one) => ics.includes(`eng_feed_${one}`));
    };
    assert.deepEqual(await titles('Marlene Ziegenhagen'), ['ours', 'far']);
    assert.deepEqual(await titles('Nguyễn Thị Ánh Dương'), ['ours', 'home']);
    const { id, url } = await feed('Marlene Ziegenhagen', { kind: 'engagement', engagementId: 'eng_feed_ours' });
    assert.ok(id);
    await change(`parties = jsonb_path_query_array(parties, '$[*] ? (@.side != "agency")')`, 'eng_feed_ours');
    await change('changed_at = changed_at', 'eng_feed_ours');
    assert.equal((await fetch(url)).status, 404);
  });

  test('tokened feeds: strong tag, 304, gzip or not, never for a shared cache, whatever is accepted', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const plain = await bare(url);
    assert.equal(plain.status, 200);
    assert.match(plain.headers.etag, /^"[\w-]{32}"$/);
    assert.equal(plain.headers['cache-control'], 'private, no-cache');
    assert.equal(plain.headers['referrer-policy'], 'no-referrer');
    assert.equal(plain.headers['access-control-allow-origin'], undefined);
    assert.equal(plain.headers['x-robots-tag'], 'noindex');
    assert.equal(plain.headers['content-type'], 'text/calendar; charset=utf-8');
    // Google's fetcher obeys robots.txt, which must let it in.
    const robots = await (await fetch(new URL('/robots.txt', url))).text();
    assert.match(robots, /^Allow: \/feeds\/$/m);
    assert.match(robots, /^Allow: \/public\/$/m);
    for (const accept of ['*/*', 'text/html', 'application/json;q=0.1'])
      assert.deepEqual((await bare(url, { accept })).body, plain.body, accept);
    const zipped = await bare(url, { 'accept-encoding': 'gzip, deflate' });
    assert.deepEqual([zipped.headers['content-encoding'], zipped.headers.vary], ['gzip', 'accept-encoding']);
    assert.deepEqual(gunzipSync(zipped.body), plain.body);
    assert.notEqual(zipped.headers.etag, plain.headers.etag);
    for (const encoding of ['identity', 'gzip;q=0, identity', 'br'])
      assert.equal((await bare(url, { 'accept-encoding': encoding })).headers['content-encoding'], undefined, encoding);
    for (const [headers, status] of /** @type {[Record<string, string>, number][]} */ ([
      [{ 'if-none-match': plain.headers.etag }, 304],
      [{ 'if-none-match': `"other", W/${plain.headers.etag}` }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': zipped.headers.etag, 'accept-encoding': 'gzip' }, 304],
      [{ 'if-none-match': '"other"' }, 200],
    ]))
      assert.equal((await bare(url, headers)).status, status, JSON.stringify(headers));
    const known = await bare(url, { 'if-none-match': plain.headers.etag });
    assert.deepEqual(
      [known.body.length, known.headers.etag, known.headers['cache-control']],
      [0, plain.headers.etag, 'private, no-cache'],
    );
  });

  test('a change shows at the next request: the UID stays, SEQUENCE, DTSTAMP and LAST-MODIFIED move', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const [first, second] = [inDays(-3), inDays(-1)];
    await put([row('eng_feed_moves', inDays(90), { version: 3, changed: first })]);
    const before = eventOf(await textOf(url), 'eng_feed_moves');
    assert.deepEqual(
      ['SEQUENCE', 'DTSTAMP', 'LAST-MODIFIED', 'DTSTART', 'DTEND', 'STATUS', 'TRANSP'].map((name) =>
        value(before, name),
      ),
      ['3', basic(first), basic(first), basic(inDays(90)), basic(inDays(90, 20)), 'CONFIRMED', 'OPAQUE'],
    );
    const uid = value(before, 'UID') ?? '';
    assert.match(uid, /^[0-9a-f]{32}@localhost$/);
    assert.equal(eventOf(await textOf(url), 'eng_feed_moves'), before);
    await put([row('eng_feed_moves', inDays(91), { version: 4, state: 'held', changed: second })]);
    const after = eventOf(await textOf(url), 'eng_feed_moves');
    assert.deepEqual(
      ['UID', 'SEQUENCE', 'DTSTAMP', 'LAST-MODIFIED', 'DTSTART', 'STATUS'].map((name) => value(after, name)),
      [uid, '4', basic(second), basic(second), basic(inDays(91)), 'TENTATIVE'],
    );
    // Another workspace's feed knows the same engagement by another UID.
    const theirs = await feed('Friederike Abendroth-Czerny', { kind: 'week' });
    const other = value(eventOf(await textOf(theirs.url), 'eng_feed_moves'), 'UID') ?? '';
    assert.match(other, /^[0-9a-f]{32}@/);
    assert.notEqual(other, uid);
  });

  test('what is cancelled stays for 30 days as a tombstone, in the public feed not at all', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const publicUrl = `${stand.server.url}/public/artists/${slug}/availability.ics`;
    const free = await textOf(publicUrl);
    await put([row('eng_feed_off', inDays(130))]);
    assert.notEqual(await textOf(publicUrl), free);
    await put([row('eng_feed_off', inDays(130), { version: 2, state: 'cancelled' })]);
    assert.equal(await textOf(publicUrl), free);
    const tombstone = eventOf(await textOf(url), 'eng_feed_off');
    assert.deepEqual(
      ['STATUS', 'TRANSP', 'SEQUENCE'].map((name) => value(tombstone, name)),
      ['CANCELLED', 'TRANSPARENT', '2'],
    );
    stand.wait(29 * dayMs);
    assert.equal(value(eventOf(await textOf(url), 'eng_feed_off'), 'STATUS'), 'CANCELLED');
    stand.wait(3 * dayMs);
    assert.equal(eventOf(await textOf(url), 'eng_feed_off'), undefined);
    stand.wait(-32 * dayMs);
  });

  test('the window runs from 30 days back to 18 months ahead', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const at = { eng_win_a: -33, eng_win_b: -29, eng_win_c: 540, eng_win_d: 556 };
    await put(Object.entries(at).map(([id, days]) => row(id, inDays(days))));
    const text = await textOf(url);
    assert.deepEqual(
      Object.keys(at).map((id) => eventOf(text, id) !== undefined),
      [false, true, true, false],
    );
    const { busy, from, until } = await (
      await fetch(`${stand.server.url}/public/artists/${slug}/availability.json`)
    ).json();
    const starts = busy.map((/** @type {any} */ one) => one.start.slice(0, 10));
    assert.deepEqual(
      Object.values(at).map((days) => starts.includes(inDays(days).toISOString().slice(0, 10))),
      [false, true, true, false],
    );
    assert.deepEqual(
      [from, Date.parse(until) > inDays(545).getTime()],
      [`${inDays(-30).toISOString().slice(0, 10)}T00:00:00Z`, true],
    );
  });

  test('every feed is what Google, Outlook and Apple read: published, no alarm, ends and zones said, refresh said', async () => {
    const { core } = stand.server.context;
    await put([row('eng_feed_one', inDays(60))]);
    const links = [
      (await feed('Marlene Ziegenhagen', { kind: 'week' })).url,
      (await feed('Friederike Abendroth-Czerny', { kind: 'engagement', engagementId: 'eng_feed_one' })).url,
      (await feed('Marlene Ziegenhagen', { kind: 'availability', artistId: 'art_donau' })).url,
      `${stand.server.url}/public/artists/${slug}/availability.ics`,
    ];
    for (const [at, link] of links.entries()) {
      const text = await textOf(link);
      assert.deepEqual(core.calendar.lint(text), [], link);
      assert.match(text, /\r\nMETHOD:PUBLISH\r\n/);
      assert.match(text, /\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n/);
      assert.match(text, /\r\nX-PUBLISHED-TTL:PT6H\r\n/);
      assert.doesNotMatch(text, /VALARM|ATTENDEE|ORGANIZER|eng_(?!feed|win)/);
      const events = text.split('BEGIN:VEVENT').slice(1);
      assert.ok(events.length > 0, link);
      for (const event of events) {
        for (const name of ['UID', 'DTSTAMP', 'SEQUENCE', 'DTSTART', 'DTEND', 'SUMMARY', 'TRANSP'])
          assert.ok(value(event, name), `${name} in ${event}`);
        assert.match(event, /\r\nDTSTART(:\d{8}T\d{6}Z|;VALUE=DATE:\d{8})\r\n/);
        if (at >= 2) {
          assert.deepEqual(
            [value(event, 'SUMMARY'), value(event, 'TRANSP'), value(event, 'DTSTAMP')],
            ['Busy', 'TRANSPARENT', '20000101T000000Z'],
          );
          assert.doesNotMatch(event, /LOCATION|DESCRIPTION|CATEGORIES|STATUS:TENTATIVE|LAST-MODIFIED/);
        }
      }
      assert.equal(/\r\nSOURCE[;:]/.test(text), at === 3, 'only the public feed says its own address');
    }
  });

  test('the octets of a feed never pass 900 kB, whatever the season', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const many = Array.from({ length: 600 }, (_, i) =>
      row(`eng_many_${i}`, inDays(1 + (i % 500), i % 20), { title: `Titel ${'ü'.repeat(900)} ${i}` }),
    );
    await put(many);
    const { body } = await bare(url);
    assert.ok(body.length <= 900_000 && body.length > 800_000, String(body.length));
    assert.match(body.toString(), /\r\nX-CUELIGHT-OMITTED:\d+\r\n/);
    // What starts last is what is left out.
    assert.equal(body.toString().includes(basic(inDays(1, 0))), true);
    assert.equal(body.toString().includes(basic(inDays(500, 19))), false);
    await put(many.map((one) => ({ ...one, state: 'declined' })));
    assert.equal((await textOf(url)).includes('X-CUELIGHT-OMITTED'), false);
  });

  test('what takes no time crowds out nothing that does, however much of it comes first', async () => {
    const { url } = await feed('Marlene Ziegenhagen', { kind: 'week' });
    const last = row('eng_crowd_last', inDays(400, 0), { title: 'Nach allen anderen' });
    await put([
      ...Array.from({ length: 4000 }, (_, i) => row(`eng_crowd_${i}`, inDays(2, i % 20), { state: 'declined' })),
      last,
    ]);
    assert.match(await textOf(url), /Nach allen anderen/);
  });
});

test('no secret of a feed is in the log', async () => {
  let said = '';
  const logStream = new Writable({
    write(chunk, _encoding, done) {
      said += chunk;
      done();
    },
  });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-log-'));
  const server = await start({
    logStream,
    env: { PORT: '0', CUELIGHT_EXAMPLE_PORT: 'off', CUELIGHT_DATA: folder, CUELIGHT_LOG: 'debug' },
  });
  const token = 'A'.repeat(43);
  for (const address of [
    `/feeds/${token}.ics`,
    `/feeds/${token}.ics?x=${token}`,
    `/feeds/${token}`,
    `/feeds/${token}/x`,
    `//feeds/${token}.ics`,
    `/FEEDS/${token}.ics`,
    `/%66eeds/${token}.ics`,
    `/%66eeds/${token.replace('A', '%41')}.ics`,
    `/feeds/${token}%`,
  ])
    await bare(`${server.url}${address}`, { referer: `http://x/feeds/${token}.ics` });
  await server.close();
  await rm(folder, { recursive: true, force: true });
  assert.match(said, /feeds\/\[token\]/);
  assert.equal(said.includes(token), false);
});
