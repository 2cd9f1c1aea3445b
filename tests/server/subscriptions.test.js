import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { start } from '../../web/server/main.js';
import { readDue } from '../../web/server/modules/calendars/subscriptions.js';
import { onEachDatabase } from '../support/server.js';
import { serve } from '../support/site.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const slug = 'nguyen-thi-anh-duong';
const me = 'Nguyễn Thị Ánh Dương';
const at = (/** @type {number} */ days) => new Date(Math.floor(Date.now() / hourMs) * hourMs + days * dayMs);

/** @param {Date} start @param {string} [title] */
function calendar(start, title = 'Lessons') {
  const stamp = (/** @type {Date} */ moment) => moment.toISOString().replace(/[-:]|\.\d+/g, '');
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', `X-WR-CALNAME:${title}`, 'BEGIN:VEVENT', 'UID:1@test'],
    ...['DTSTAMP:20260101T000000Z', `DTSTART:${stamp(start)}`, `DTEND:${stamp(new Date(start.getTime() + hourMs))}`],
    ...['SUMMARY:Nobody’s business', 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
}

/** What the other server answers, and what it was asked. @type {{ status: number, body: string, headers: Record<string, string>, wait: Promise<unknown> | null }} */
const other = { status: 200, body: calendar(at(100)), headers: {}, wait: null };
/** @type {import('node:http').IncomingHttpHeaders[]} */
let asked = [];
const host = await serve({
  '/secret-of-the-artist.ics': async (request) => {
    asked.push(request.headers);
    await other.wait;
    const { status, body, headers } = other;
    return status === 200 && headers.etag && request.headers['if-none-match'] === headers.etag
      ? { status: 304, headers }
      : { status, body, headers };
  },
});
after(() => host.close());
const address = `${host.origin}/secret-of-the-artist.ics`;
const allowed = { CUELIGHT_FETCH_HOSTS: `127.0.0.1:${host.port}` };

onEachDatabase((stand, kind) => {
  const subscribe = async (/** @type {any} */ who, /** @type {any} */ more = {}) =>
    who.post('/api/v1/calendars/subscribe', { address, timeZone: 'Europe/Berlin', ...more });
  const available = async () => (await fetch(`${stand.server.url}/public/artists/${slug}/availability.json`)).json();
  const covers = async (/** @type {Date} */ start) =>
    (await available()).busy.some(
      (/** @type {any} */ one) =>
        new Date(one.start) <= start && new Date(one.end).getTime() >= start.getTime() + hourMs,
    );
  const shown = async (/** @type {any} */ who, /** @type {string} */ id) =>
    (await who.get('/api/v1/calendars')).body.items.find((/** @type {any} */ one) => one.id === id);
  const quiet = () => {
    Object.assign(other, { status: 200, body: calendar(at(100)), headers: {}, wait: null });
    asked = [];
  };

  test('a subscribed address is read at once, counts as busy, and is kept sealed', async () => {
    quiet();
    const artist = await stand.as(me);
    assert.equal(await covers(at(100)), false);
    const made = await subscribe(artist);
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.body.calendar.name, made.body.calendar.events, made.body.problems], ['Lessons', 1, []]);
    const { subscription } = made.body.calendar;
    assert.deepEqual(
      [subscription.host, subscription.failures, subscription.problem],
      [`127.0.0.1:${host.port}`, 0, null],
    );
    assert.ok(Date.parse(subscription.nextAt) - Date.parse(subscription.readAt) >= hourMs);
    assert.equal(await covers(at(100)), true);
    assert.deepEqual([asked.length, asked[0].cookie, asked[0].referer], [1, undefined, undefined]);
    const listed = await artist.get('/api/v1/calendars');
    assert.equal((made.text + listed.text).includes('secret-of-the-artist'), false);
    /** @type {import('../../web/server/database/rows.d.ts').CalendarSubscriptionRow[]} */
    const [row] = await withIdentity(stand.server.context.db, { workspace: 'ws_anhduong' }, (tx) =>
      tx.rows('select * from calendar_subscription'),
    );
    assert.equal(
      JSON.stringify({ ...row, sealed_address: Buffer.from(row.sealed_address).toString('latin1') }).includes(
        'secret-of',
      ),
      false,
    );
    assert.equal((await artist.ask('DELETE', `/api/v1/calendars/${made.body.calendar.id}`)).status, 204);
    assert.equal(await covers(at(100)), false);
    const left = await withIdentity(stand.server.context.db, {}, (tx) => tx.rows('select * from fetch_due'));
    assert.deepEqual(left, []);
  });

  test('it is read again when its time has come, only if it changed, and what changed counts at the next request', async () => {
    quiet();
    other.headers = { etag: '"one"', 'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT' };
    const artist = await stand.as(me);
    const { body } = await subscribe(artist, { name: 'School' });
    const { context } = stand.server;
    assert.equal(await readDue(context), 0);
    stand.wait(1.2 * hourMs);
    assert.equal(await readDue(context), 1);
    assert.deepEqual(
      [asked[1]['if-none-match'], asked[1]['if-modified-since']],
      ['"one"', 'Wed, 25 Nov 2026 10:00:00 GMT'],
    );
    const before = await (await fetch(`${stand.server.url}/public/artists/${slug}/availability.ics`)).text();
    Object.assign(other, { body: calendar(at(130)), headers: { etag: '"two"' } });
    stand.wait(1.2 * hourMs);
    assert.equal(await readDue(context), 1);
    assert.notEqual(await (await fetch(`${stand.server.url}/public/artists/${slug}/availability.ics`)).text(), before);
    assert.deepEqual([await covers(at(100)), await covers(at(130))], [false, true]);
    assert.equal((await shown(artist, body.calendar.id)).name, 'School');
    await artist.ask('DELETE', `/api/v1/calendars/${body.calendar.id}`);
  });

  test('a failure is shown, what was read last goes on to count, and tries come ever later', async () => {
    quiet();
    const artist = await stand.as(me);
    const { id } = (await subscribe(artist)).body.calendar;
    const { context } = stand.server;
    Object.assign(other, { status: 500, body: 'a stack trace' });
    const waits = [];
    for (let failures = 1; failures <= 8; failures += 1) {
      stand.wait(27 * hourMs);
      assert.equal(await readDue(context), 1);
      const { subscription } = await shown(artist, id);
      assert.deepEqual([subscription.failures, subscription.problem.code], [failures, 'calendar.fetch_status']);
      assert.match(subscription.problem.detail, /^The calendar’s server answers 500\. /);
      waits.push((Date.parse(subscription.nextAt) - Date.parse(subscription.askedAt)) / hourMs);
    }
    assert.equal(await covers(at(100)), true);
    waits.forEach((wait, tries) => {
      const least = Math.min(24, 0.25 * 2 ** tries);
      assert.ok(wait >= least - 0.001 && wait <= least * 1.101, `${tries}: ${wait}`);
    });
    Object.assign(other, { status: 503, headers: { 'retry-after': '7200' } });
    const { body: late } = await artist.post(`/api/v1/calendars/${id}/read`);
    assert.equal(late.subscription.failures, 9);
    Object.assign(other, { status: 200, body: '<!doctype html><title>Sign in</title>', headers: {} });
    const { body: page } = await artist.post(`/api/v1/calendars/${id}/read`);
    assert.equal(page.subscription.problem.code, 'calendar.no_calendar');
    assert.equal(await covers(at(100)), true);
    Object.assign(other, { body: calendar(at(100)) });
    const { body: well } = await artist.post(`/api/v1/calendars/${id}/read`);
    assert.deepEqual([well.subscription.failures, well.subscription.problem], [0, null]);
    await artist.ask('DELETE', `/api/v1/calendars/${id}`);
    // The demo people's links would be too old.
    stand.wait(-8 * 27 * hourMs);
  });

  test('a server that asks to be left alone is left alone', async () => {
    quiet();
    const artist = await stand.as(me);
    const { id } = (await subscribe(artist)).body.calendar;
    Object.assign(other, { status: 429, headers: { 'retry-after': '7200' } });
    const { body } = await artist.post(`/api/v1/calendars/${id}/read`);
    assert.ok(Date.parse(body.subscription.nextAt) - Date.parse(body.subscription.askedAt) >= 2 * hourMs);
    await artist.ask('DELETE', `/api/v1/calendars/${id}`);
  });

  test('one reading of a calendar at a time, however many servers there are', async () => {
    quiet();
    const artist = await stand.as(me);
    const made = [];
    for (let count = 0; count < 6; count += 1)
      made.push((await subscribe(artist, { name: `${count}` })).body.calendar.id);
    const second = stand.postgres
      ? await start({
          clock: stand.server.context.clock,
          env: {
            ...allowed,
            PORT: '0',
            CUELIGHT_EXAMPLE_PORT: 'off',
            CUELIGHT_LOG: 'silent',
            CUELIGHT_DATA: `${stand.folder}/second`,
            CUELIGHT_SECRET: 'a secret of the tests, long enough to be one',
            DATABASE_URL: stand.postgres.url,
          },
        })
      : null;
    const houses = [stand.server.context, second?.context ?? stand.server.context];
    asked = [];
    stand.wait(2 * hourMs);
    const counts = await Promise.all(houses.map((context) => readDue(context)));
    assert.deepEqual([counts[0] + counts[1], asked.length], [6, 6]);

    let release = () => {};
    other.wait = new Promise((resolve) => {
      release = () => resolve(null);
    });
    asked = [];
    stand.wait(2 * hourMs);
    const first = artist.post(`/api/v1/calendars/${made[0]}/read`);
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const meanwhile = await artist.post(`/api/v1/calendars/${made[0]}/read`);
    assert.deepEqual([meanwhile.status, meanwhile.body.code], [409, 'calendar.being_read']);
    // The holder is taken for dead: another reads, and what the first one brings later is not kept.
    stand.wait(5 * 60_000);
    const taken = artist.post(`/api/v1/calendars/${made[0]}/read`);
    while (asked.length === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    release();
    assert.deepEqual([(await first).status, (await taken).status], [200, 200]);
    assert.equal(asked.length, 2);
    for (const id of made) await artist.ask('DELETE', `/api/v1/calendars/${id}`);
    await second?.close();
  });

  test('what may not be read is refused in one sentence, and nothing is kept', async () => {
    quiet();
    const artist = await stand.as(me);
    for (const wrong of [
      ...[
        'http://10.0.0.1/a.ics',
        'http://169.254.169.254/latest/',
        'http://[::ffff:127.0.0.1]/',
        'http://localhost/a.ics',
      ],
      ...[
        `http://localhost:${host.port}/secret-of-the-artist.ics`,
        'file:///etc/passwd',
        'https://me:pass@cal.example/',
      ],
      ...['http://nothing.invalid/a.ics', new URL('/', stand.server.url).href, 'hello'],
    ]) {
      const { status, body } = await subscribe(artist, { address: wrong });
      assert.deepEqual([status, body.code], [422, 'calendar.address_refused'], wrong);
      assert.equal(body.detail, 'This address can’t be read from here. Give a public https address.');
    }
    other.status = 404;
    assert.equal((await subscribe(artist)).body.code, 'calendar.fetch_status');
    Object.assign(other, { status: 200, body: 'x'.repeat(4_194_305) });
    assert.equal((await subscribe(artist)).body.code, 'calendar.too_large');
    Object.assign(other, { status: 304, body: '' });
    assert.equal((await subscribe(artist)).body.code, 'calendar.fetch_status');
    const { body } = await artist.get('/api/v1/calendars');
    assert.ok(body.items.every((/** @type {any} */ one) => one.subscription === null));
  });

  test('it is limited, belongs to one workspace, and an agency can’t subscribe for another’s artist', async () => {
    quiet();
    stand.wait(2 * hourMs);
    const artist = await stand.as(me);
    const agent = await stand.as('Capucine Le Bihan-Desrosiers');
    const { id } = (await subscribe(artist)).body.calendar;
    assert.equal((await agent.post(`/api/v1/calendars/${id}/read`)).status, 404);
    assert.equal((await agent.post('/api/v1/calendars/cal_nothing/read')).status, 404);
    assert.equal((await agent.ask('DELETE', `/api/v1/calendars/${id}`)).status, 404);
    assert.equal((await subscribe(agent, { artistId: 'art_anhduong' })).status, 404);
    assert.equal((await artist.ask('DELETE', `/api/v1/calendars/${id}`)).status, 204);
    const statuses = [];
    for (let tries = 0; tries < 31; tries += 1) statuses.push((await subscribe(artist, { address: 'x' })).status);
    assert.equal(statuses.at(-1), 429, kind);
  });
}, allowed);
