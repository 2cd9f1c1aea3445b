import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { onEachDatabase, Visitor } from '../support/server.js';

const vectors = process.env.CUELIGHT_VECTORS ?? fileURLToPath(new URL('../../../shared/vectors', import.meta.url));
const folder = path.join(vectors, 'ics');
const dayMs = 86_400_000;
const slug = 'nguyen-thi-anh-duong';

/** @param {Date} start @param {Date} end */
const calendar = (start, end) => {
  const stamp = (/** @type {Date} */ at) => at.toISOString().replace(/[-:]|\.\d+/g, '');
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'X-WR-CALNAME:Private things',
    'BEGIN:VEVENT',
    'UID:1@test',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(end)}`,
    'SUMMARY:Dentist, and nobody’s business',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
};
const whole = (/** @type {number} */ days) => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + days * dayMs);

onEachDatabase((stand, kind) => {
  test('every calendar of the vectors is taken or refused with readable problems', {
    skip: existsSync(folder) ? false : `${folder} is not there`,
  }, async () => {
    const artist = await stand.as('Jonas Feldmüller');
    const outcome = { taken: 0, refused: 0 };
    const files = (await readdir(folder)).filter((name) => name.endsWith('.ics')).sort();
    assert.ok(files.length > 0);
    for (const name of files) {
      const body = await readFile(path.join(folder, name));
      stand.wait(1500);
      const answer = await artist.ask('POST', `/api/v1/calendars/import?name=${name}`, { type: 'text/calendar', body });
      if (answer.status === 201) {
        outcome.taken += 1;
        assert.ok(
          answer.body.problems.every((/** @type {any} */ one) => one.code && one.line >= 0 && one.message.length > 10),
          name,
        );
        assert.equal((await artist.ask('DELETE', `/api/v1/calendars/${answer.body.calendar.id}`)).status, 204);
      } else {
        outcome.refused += 1;
        assert.ok([413, 422].includes(answer.status), `${name}: ${answer.status} ${answer.text}`);
        assert.match(answer.body.code, /^(calendar|tz|request)\./);
        assert.match(answer.body.detail, /^[A-Z].*\.$/s, name);
      }
    }
    assert.ok(outcome.taken > files.length / 2, JSON.stringify(outcome));
  });

  test('what was imported is busy time in the public feed, the tokened feed and the week, without a word of it in public', async () => {
    const artist = await stand.as('Nguyễn Thị Ánh Dương');
    const [start, end] = [whole(200), new Date(whole(200).getTime() + 3_600_000)];
    const available = async () => (await fetch(`${stand.server.url}/public/artists/${slug}/availability.json`)).json();
    const covers = (/** @type {any} */ feed) =>
      feed.busy.some((/** @type {any} */ one) => new Date(one.start) <= start && new Date(one.end) >= end);
    assert.equal(covers(await available()), false);
    const { status, body } = await artist.ask('POST', '/api/v1/calendars/import', {
      type: 'text/calendar',
      body: calendar(start, end),
    });
    assert.equal(status, 201);
    assert.deepEqual([body.calendar.name, body.calendar.events, body.calendar.busy], ['Private things', 1, 1]);
    const open = await available();
    assert.equal(covers(open), true);
    const ics = await (await fetch(`${stand.server.url}/public/artists/${slug}/availability.ics`)).text();
    for (const text of [ics, JSON.stringify(open)])
      assert.equal(/Dentist|Private things|Teaching|Violin class/.test(text), false);

    const { body: week } = await artist.get(`/api/v1/week?from=${start.toISOString().slice(0, 10)}&days=2`);
    assert.ok(
      week.items.some(
        (/** @type {any} */ one) => one.state === 'busy' && one.start === start.toISOString().replace('.000', ''),
      ),
    );
    assert.equal((await artist.ask('DELETE', `/api/v1/calendars/${body.calendar.id}`)).status, 204);
    assert.equal(covers(await available()), false);
  });

  test('what overlaps one’s own engagements is said on both sides, for the artist alone', async () => {
    const artist = await stand.as('Nguyễn Thị Ánh Dương');
    const agent = await stand.as('Marlene Ziegenhagen');
    const weekOf = async (/** @type {any} */ who) => (await who.get('/api/v1/week?days=92')).body.items;
    const own = (await weekOf(artist)).find((/** @type {any} */ one) => one.engagementId && one.state !== 'cancelled');
    const before = own.conflicts;
    const [start, end] = [new Date(Date.parse(own.end) - 60_000), new Date(Date.parse(own.end) + 3_600_000)];
    const { body } = await artist.ask('POST', '/api/v1/calendars/import', {
      type: 'text/calendar',
      body: calendar(start, end),
    });
    const items = await weekOf(artist);
    const brought = items.find((/** @type {any} */ one) => one.id.startsWith(body.calendar.id));
    assert.deepEqual([brought.state, brought.title, brought.engagementId], ['busy', 'Private things', null]);
    assert.ok(brought.conflicts.includes(own.id));
    assert.deepEqual(
      items.find((/** @type {any} */ one) => one.id === own.id).conflicts.toSorted(),
      [...before, brought.id].toSorted(),
    );
    // What she brought herself is hers: her agency's week does not tell of it.
    assert.equal(JSON.stringify(await weekOf(agent)).includes(body.calendar.id), false);
    await artist.ask('DELETE', `/api/v1/calendars/${body.calendar.id}`);
    // Touching is not overlapping.
    const after = await artist.ask('POST', '/api/v1/calendars/import', {
      type: 'text/calendar',
      body: calendar(new Date(own.end), end),
    });
    const touching = (await weekOf(artist)).find((/** @type {any} */ one) => one.id === own.id);
    assert.deepEqual(touching.conflicts, before);
    await artist.ask('DELETE', `/api/v1/calendars/${after.body.calendar.id}`);
    // What the agency brings for her is in the agency's week, with its conflicts.
    const forHer = await agent.ask('POST', '/api/v1/calendars/import?artistId=art_anhduong', {
      type: 'text/calendar',
      body: calendar(start, end),
    });
    const theirs = (await weekOf(agent)).find((/** @type {any} */ one) => one.id === own.id);
    assert.ok(theirs.conflicts.some((/** @type {string} */ id) => id.startsWith(forHer.body.calendar.id)));
    await agent.ask('DELETE', `/api/v1/calendars/${forHer.body.calendar.id}`);
  });

  test('an agency can’t bring a calendar for another’s artist', async () => {
    const agent = await stand.as('Capucine Le Bihan-Desrosiers');
    const answer = await agent.ask('POST', '/api/v1/calendars/import?artistId=art_anhduong', {
      type: 'text/calendar',
      body: calendar(whole(10), whole(11)),
    });
    assert.equal(answer.status, 404);
  });

  test('what is no calendar, or too large, is refused in a sentence', async () => {
    const artist = await stand.as('Nguyễn Thị Ánh Dương');
    const send = (/** @type {BodyInit} */ body, type = 'text/calendar') =>
      artist.ask('POST', '/api/v1/calendars/import', { type, body });
    assert.deepEqual([(await send('hello')).body.code, (await send('{}')).status], ['calendar.no_calendar', 422]);
    assert.equal((await send('x'.repeat(1_048_577))).body.code, 'request.too_large');
    assert.equal((await send('<x/>', 'application/xml')).body.code, 'request.media_type');
  });

  test('the public feed has a strong tag and a 304, is open to every origin, and takes gzip', async () => {
    for (const [extension, type] of [
      ['ics', 'text/calendar'],
      ['ifb', 'text/calendar'],
      ['vavailability', 'text/calendar'],
      ['json', 'application/json'],
    ]) {
      const address = `${stand.server.url}/public/artists/${slug}/availability.${extension}`;
      const first = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
      const etag = first.headers.get('etag') ?? '';
      assert.equal(first.status, 200);
      assert.match(etag, /^"[\w-]{32}"$/);
      assert.ok(first.headers.get('content-type')?.startsWith(type));
      assert.equal(first.headers.get('access-control-allow-origin'), '*');
      assert.match(first.headers.get('cache-control') ?? '', /^public, max-age=\d+/);
      const again = await fetch(address, { headers: { 'if-none-match': etag, 'accept-encoding': 'identity' } });
      assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', etag]);
      const second = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
      assert.equal(await second.text(), await first.text());
    }
    const { request } = await import('node:http');
    const zipped = await new Promise((resolve) => {
      request(
        `${stand.server.url}/public/artists/${slug}/availability.ics`,
        { headers: { 'accept-encoding': 'gzip' } },
        (response) => {
          /** @type {Buffer[]} */
          const parts = [];
          response
            .on('data', (part) => parts.push(part))
            .on('end', () => resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(parts) }));
        },
      ).end();
    });
    assert.equal(zipped.encoding, 'gzip');
    assert.match(gunzipSync(zipped.body).toString(), /^BEGIN:VCALENDAR\r\n/);
  });

  test('a hold and a confirmed date look alike in public, and only public artists have a feed', async () => {
    const ics = await (await fetch(`${stand.server.url}/public/artists/${slug}/availability.ics`)).text();
    assert.equal(/TENTATIVE|eng_|Lindenau|Szymanowski|Berg/.test(ics), false);
    for (const hidden of ['layla-al-haddad', 'ifeoma-okonkwo-brandt', 'trio-aubepine', 'nobody']) {
      const answer = await fetch(`${stand.server.url}/public/artists/${hidden}/availability.ics`);
      assert.equal(answer.status, 404);
      assert.equal((await answer.json()).code, 'not_found');
    }
  });

  test('a feed’s address is shown once, works, rotates and is revoked; every dead one is the same 404', async () => {
    const agent = await stand.as('Marlene Ziegenhagen');
    const made = await agent.post('/api/v1/feeds', { kind: 'week', label: 'My telephone' });
    assert.equal(made.status, 201);
    assert.match(made.body.url, /\/feeds\/[\w-]{43}\.ics$/);
    const listed = await agent.get('/api/v1/feeds');
    assert.equal(listed.text.includes(made.body.url.split('/').at(-1)), false);
    const feed = await fetch(made.body.url);
    assert.equal(feed.status, 200);
    assert.match(feed.headers.get('cache-control') ?? '', /private/);
    assert.equal(feed.headers.get('referrer-policy'), 'no-referrer');
    const text = await feed.text();
    assert.match(text, /Berg/);
    assert.match(text, /METHOD:PUBLISH/);
    const { body } = await agent.get('/api/v1/feeds');
    assert.ok(body.items.find((/** @type {any} */ one) => one.id === made.body.id).lastFetchedAt);

    const turned = await agent.post(`/api/v1/feeds/${made.body.id}/rotate`);
    assert.notEqual(turned.body.url, made.body.url);
    assert.equal((await fetch(turned.body.url)).status, 200);
    assert.equal((await agent.ask('DELETE', `/api/v1/feeds/${made.body.id}`)).status, 204);
    const dead = await Promise.all(
      [made.body.url, turned.body.url, `${stand.server.url}/feeds/${'A'.repeat(43)}.ics`].map(async (url) => {
        const answer = await fetch(url);
        return [answer.status, await answer.text()];
      }),
    );
    assert.deepEqual(dead[0], dead[1]);
    assert.deepEqual(dead[1], dead[2]);
    assert.equal(dead[0][0], 404);
  });

  test('one engagement’s feed holds that engagement', async () => {
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    const made = await presenter.post('/api/v1/feeds', { kind: 'engagement', label: 'Berg', engagementId: 'eng_berg' });
    const text = await (await fetch(made.body.url)).text();
    assert.equal(text.match(/BEGIN:VEVENT/g)?.length, 1);
    assert.equal(
      (await presenter.post('/api/v1/feeds', { kind: 'engagement', label: 'Debussy', engagementId: 'eng_debussy' }))
        .status,
      404,
    );
  });

  test('a visitor’s request reaches the artist’s side, answers alike for everybody, and is limited by address', async () => {
    const ask = (/** @type {string} */ artist) =>
      fetch(`${stand.server.url}/api/request-hold`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: 'https://anhduong.example',
          'sec-fetch-site': 'cross-site',
        },
        body: JSON.stringify({
          artist,
          start: '2027-09-01T17:00:00Z',
          end: '2027-09-01T19:00:00Z',
          timeZone: 'Europe/Vienna',
          name: 'Leo',
          email: 'leo@verein.example',
          organisation: `Verein ${kind}`,
          note: '',
        }),
      });
    const [real, absent] = [await ask(slug), await ask('nobody')];
    assert.deepEqual([real.status, await real.text()], [absent.status, await absent.text()]);
    assert.equal(real.headers.get('access-control-allow-origin'), '*');
    assert.equal(real.headers.get('set-cookie'), null);
    await stand.server.idle();
    const agent = await stand.as('Marlene Ziegenhagen');
    const { body } = await agent.get('/api/v1/engagements?state=requested');
    const found = body.items.find((/** @type {any} */ one) => one.presenter?.name === `Verein ${kind}`);
    assert.equal(found.guest.email, 'leo@verein.example');
    let last = real;
    for (let tries = 0; tries < 15 && last.status === 202; tries += 1) last = await ask('nobody');
    assert.equal(last.status, 429);
    assert.ok(Number(last.headers.get('retry-after')) > 0);
    const preflight = await fetch(`${stand.server.url}/api/request-hold`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://x.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type');
  });

  test('nobody signed in is needed for what is public', async () => {
    assert.equal((await new Visitor(stand.server.url).get(`/public/artists/${slug}/availability.json`)).status, 200);
  });
});
