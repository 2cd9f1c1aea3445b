/**
 * @file Non-interference: whatever changes that a feed's reader may not see, the feed's octets and tag stay as they are.
 * Seasons and changes are random; CUELIGHT_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withIdentity } from '../../web/server/database/identity.js';
import { feedCache } from '../../web/server/http/cache.js';
import { calendarState } from '../../web/server/modules/engagements/service.js';
import { random } from '../bench/harness.js';
import { putEngagements } from '../support/season.js';
import { onEachDatabase } from '../support/server.js';

const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 0x7fff_ffff);
const rounds = Number(process.env.CUELIGHT_ROUNDS ?? 6);
const dayMs = 86_400_000;
const hourMs = 3_600_000;

const states = (/** @type {(kind: string | undefined) => boolean} */ wanted) =>
  [...Object.keys(calendarState), ...['new', 'requested', 'declined']].filter((state) => wanted(calendarState[state]));
const takesTime = states((kind) => kind === 'hold' || kind === 'confirmed');
const takesNone = states((kind) => kind === 'cancelled' || kind === undefined);
assert.ok(takesTime.length >= 10 && takesNone.length >= 7);

/** Who is watched, as whom they come, and where. */
const watched = {
  artist: 'art_anhduong',
  self: 'ws_anhduong',
  home: 'ws_halbmond',
  slug: 'nguyen-thi-anh-duong',
  presenter: 'ws_lindenau',
};
const strangers = ['ws_quayside', 'ws_confluence'];

onEachDatabase((stand, kind) => {
  test(`octets and tags are the same after every hidden change (CUELIGHT_SEED=${seed})`, async (t) => {
    t.diagnostic(`CUELIGHT_SEED=${seed} on ${kind}`);
    const { context, url } = stand.server;
    const next = random(seed);
    const below = (/** @type {number} */ most) => Math.floor(next() * most);
    /** @template T @param {T[]} list */
    const one = (list) => list[below(list.length)];
    const word = () =>
      one(['Così', 'Requiem', 'Probe, geheim', 'Ελεκτρα', 'x'.repeat(below(200) + 1), 'a;b,c\\n\r\nEND:VEVENT']);

    const agent = await stand.as('Marlene Ziegenhagen');
    const presenter = await stand.as('Friederike Abendroth-Czerny');
    // At noon, so that no day ends in between.
    stand.wait((1.5 * dayMs - (context.clock().getTime() % dayMs)) % dayMs);
    const today = Math.floor(context.clock().getTime() / dayMs) * dayMs;

    /** @type {import('../support/season.js').Row[]} */
    let rows = [];
    const put = (/** @type {import('../support/season.js').Row[]} */ changed) => putEngagements(context, changed);
    let made = 0;
    /** @param {Partial<import('../support/season.js').Row>} [more] @returns {import('../support/season.js').Row} */
    const fresh = (more = {}) => {
      const start = new Date(today + (below(500) - 20) * dayMs + below(48) * (hourMs / 2));
      made += 1;
      return {
        id: `eng_fuzz_${made}`,
        ...watched,
        presenter: one([watched.presenter, ...strangers]),
        title: word(),
        state: one(takesTime),
        start,
        end: new Date(start.getTime() + (1 + below(60)) * (hourMs / 2)),
        place: word(),
        note: word(),
        version: below(9),
        changed: new Date(today - below(40) * dayMs),
        ...more,
      };
    };
    rows = Array.from({ length: 25 }, () => fresh());
    rows.push(fresh({ presenter: watched.presenter }));
    await put(rows);
    const own = /** @type {import('../support/season.js').Row} */ (rows.at(-1));

    const feedOf = async (/** @type {any} */ who, /** @type {any} */ wish) =>
      (await who.post('/api/v1/feeds', { label: 'fuzz', ...wish })).body.url;
    const addresses = {
      public: ['ics', 'ifb', 'vavailability', 'json'].map(
        (format) => `${url}/public/artists/${watched.slug}/availability.${format}`,
      ),
      recipient: [await feedOf(agent, { kind: 'availability', artistId: watched.artist })],
      agent: [await feedOf(agent, { kind: 'week' })],
      presenter: [
        await feedOf(presenter, { kind: 'week' }),
        await feedOf(presenter, { kind: 'engagement', engagementId: own.id }),
      ],
    };
    /** @typedef {keyof typeof addresses} Reader */
    const read = async (/** @type {Reader} */ reader) =>
      Promise.all(
        addresses[reader].map(async (address) => {
          // Made anew each time: what was kept would prove nothing.
          context.feeds = feedCache();
          const response = await fetch(address);
          assert.equal(response.status, 200, address);
          return `${response.headers.get('etag')}\n${await response.text()}`;
        }),
      );

    const bare = /** @type {Reader[]} */ (['public', 'recipient']);
    const others = /** @type {Reader[]} */ ([...bare, 'presenter']);
    const all = /** @type {Reader[]} */ ([...others, 'agent']);
    const foreign = () => rows.filter((row) => row.presenter !== watched.presenter);
    /** Rows changed in place, a new number and instant with each. @param {typeof rows} some @param {() => Partial<import('../support/season.js').Row>} change */
    const change = async (some, change) => {
      for (const row of some) Object.assign(row, change());
      await put(some);
    };
    const touched = () => ({ version: below(1000), changed: new Date(today - below(50) * dayMs) });
    const sql = (/** @type {string} */ workspace, /** @type {string} */ text, /** @type {unknown[]} */ values = []) =>
      withIdentity(context.db, { workspace }, (tx) => tx.rows(text, values));

    /** A calendar whose busy time is `busy`, in any order, with anything around it. @param {{ start: Date, end: Date }[]} busy */
    const ics = (busy) => {
      const stamp = (/** @type {Date} */ at) => at.toISOString().replace(/[-:]|\.\d+/g, '');
      const events = busy.map(({ start, end }) => [
        ...[
          'BEGIN:VEVENT',
          `UID:${below(1e9)}`,
          'DTSTAMP:20260101T000000Z',
          `DTSTART:${stamp(start)}`,
          `DTEND:${stamp(end)}`,
        ],
        ...[
          `SUMMARY:${word().replace(/[\r\n]/g, '')}`,
          ...(below(2) ? ['STATUS:TENTATIVE', 'CLASS:PRIVATE'] : []),
          'END:VEVENT',
        ],
      ]);
      const free = [
        'BEGIN:VEVENT',
        'UID:free',
        'TRANSP:TRANSPARENT',
        'DTSTART:20270101T100000Z',
        'DURATION:PT5H',
        'SUMMARY:Free',
        'END:VEVENT',
      ];
      const parts = below(2) ? [...events, free] : events.reverse();
      return ['BEGIN:VCALENDAR', `X-WR-CALNAME:${below(1e9)}`, ...parts.flat(), 'END:VCALENDAR', ''].join('\r\n');
    };
    const privates = Array.from({ length: 4 }, () => fresh()).map(({ start, end }) => ({ start, end }));
    const bring = () =>
      sql(
        watched.self,
        `insert into imported_calendar (workspace_id, id, artist_id, name, source, events, problems, imported_by, imported_at)
         values ($1, 'cal_fuzz', $2, $3, $4, 4, '[]', 'x', $5)
         on conflict (workspace_id, id) do update set name = excluded.name, source = excluded.source, imported_at = excluded.imported_at`,
        [watched.self, watched.artist, word(), Buffer.from(ics(privates)), context.clock()],
      );
    await bring();

    /** @type {[string, Reader[], () => Promise<unknown>][]} */
    const hidden = [
      ['hold or confirmed', bare, () => change(rows, () => ({ state: one(takesTime), ...touched() }))],
      [
        'hold or confirmed, of others',
        others,
        () => change(foreign(), () => ({ state: one(takesTime), ...touched() })),
      ],
      ['titles and places', bare, () => change(rows, () => ({ title: word(), place: word(), ...touched() }))],
      [
        'titles and places, of others',
        others,
        () => change(foreign(), () => ({ title: word(), place: word(), ...touched() })),
      ],
      ['fees and notes', all, () => change(rows, () => ({ fee: below(1e9), note: word() }))],
      ['who presents', bare, () => change(foreign(), () => ({ presenter: one(strangers), ...touched() }))],
      ['what takes no time', others, () => put([fresh({ state: one(takesNone), presenter: one(strangers) })])],
      [
        'one date as two that overlap or touch',
        others,
        async () => {
          const row = one(foreign());
          const middle = new Date(
            row.start.getTime() + below((row.end.getTime() - row.start.getTime()) / 60_000) * 60_000,
          );
          const second = fresh({ start: middle, end: row.end, presenter: one(strangers) });
          Object.assign(row, { end: new Date(Math.min(row.end.getTime(), middle.getTime() + below(2) * 600_000)) });
          // The second first: at no moment is there less time taken.
          await put([second]);
          await put([row]);
          rows.push(second);
        },
      ],
      [
        'another record for the same date',
        others,
        async () => {
          const row = one(foreign());
          const second = fresh({ ...row, id: `eng_other_${made}`, presenter: one(strangers) });
          await put([second, { ...row, state: 'cancelled' }]);
          rows = [...rows.filter((other) => other !== row), second];
        },
      ],
      [
        'another artist of the same roster',
        others,
        () => put([fresh({ artist: 'art_schneeberger', self: 'ws_schneeberger', presenter: one(strangers) })]),
      ],
      [
        'another roster',
        all,
        () =>
          put([
            fresh({ home: 'ws_perceneige', artist: 'art_quemeneur', self: 'ws_quemeneur', presenter: one(strangers) }),
          ]),
      ],
      ['private calendars with the same busy time', all, bring],
      [
        'a private date within a taken one',
        others,
        async () => {
          const { start, end } = one(rows);
          privates.push({ start, end });
          await bring();
        },
      ],
      [
        'the profile',
        all,
        async () => {
          const values = [watched.home, watched.artist, word(), JSON.stringify({ bio: word() }), context.clock()];
          await sql(
            watched.home,
            'update artist set discipline = $3, home = $3, folio = $4, changed_at = $5 where workspace_id = $1 and id = $2',
            values,
          );
          await sql(
            watched.home,
            'update artist_private set notes = $3, fees = $4 where workspace_id = $1 and artist_id = $2',
            values.slice(0, 4),
          );
        },
      ],
      [
        'the label and life of other feeds',
        all,
        () =>
          sql(watched.home, 'update feed set label = $2 where workspace_id = $1 and label <> $3', [
            watched.home,
            word(),
            'fuzz',
          ]),
      ],
    ];

    let compared = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, readers, act] of hidden.toSorted(() => next() - 0.5)) {
        const before = await Promise.all(readers.map(read));
        await act();
        const after = await Promise.all(readers.map(read));
        for (const [at, reader] of readers.entries()) {
          assert.deepEqual(
            after[at],
            before[at],
            `${reader} can tell: ${name} (round ${round}, CUELIGHT_SEED=${seed})`,
          );
          compared += 1;
        }
      }
    }
    t.diagnostic(`${compared} comparisons`);

    // What a reader may see does change what she reads; a feed of nothing would pass all of the above.
    const was = Object.fromEntries(await Promise.all(all.map(async (reader) => [reader, await read(reader)])));
    const alone = new Date(today + 540 * dayMs);
    await put([fresh({ start: alone, end: new Date(alone.getTime() + hourMs), presenter: strangers[0] })]);
    for (const reader of /** @type {Reader[]} */ (['public', 'recipient', 'agent']))
      assert.notDeepEqual(await read(reader), was[reader], reader);
    assert.deepEqual(await read('presenter'), was.presenter);
    await change([own], () => ({ title: 'Another title', ...touched() }));
    const seen = await read('presenter');
    assert.ok(seen.every((text, at) => text !== was.presenter[at] && text.includes('Another title')));
    assert.equal(
      (await read('public')).some((text) => /Another title|eng_|cal_/.test(text)),
      false,
    );
  });
});
