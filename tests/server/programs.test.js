/** @file Real programs read our feeds: each lists the same events at the same instants as we meant. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { lines, readers, sorted } from '../support/programs.js';
import { putEngagements } from '../support/season.js';
import { setUp } from '../support/server.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const changed = '2026-11-01T00:00:00Z';
const slug = 'nguyen-thi-anh-duong';

/**
 * Calendars of every shape, with what they mean written out. An event is given to the programs that miss nothing it needs.
 * @type {Record<string, { zone: string, events: { event: any, means: [string, string][], needs?: string[] }[] }>}
 */
const shapes = {
  'one-off dates over a night, a change of the clocks and many days': {
    zone: 'Europe/Berlin',
    events: [
      {
        event: { title: 'Così; Act I, “x”', start: '2027-03-27T23:30:00Z', end: '2027-03-28T02:30:00Z' },
        means: [['2027-03-27T23:30:00Z', '2027-03-28T02:30:00Z']],
      },
      {
        event: { title: 'Autumn night', start: '2027-10-31T00:15:00Z', end: '2027-10-31T01:45:00Z' },
        needs: ['overlap'],
        means: [['2027-10-31T00:15:00Z', '2027-10-31T01:45:00Z']],
      },
      {
        event: { title: 'Autumn tour', start: '2027-10-30T21:30:00Z', end: '2027-10-31T03:15:00Z' },
        means: [['2027-10-30T21:30:00Z', '2027-10-31T03:15:00Z']],
      },
      {
        event: { title: 'Late show', start: '2026-12-05T21:00:00Z', end: '2026-12-06T00:30:00Z', state: 'hold' },
        means: [['2026-12-05T21:00:00Z', '2026-12-06T00:30:00Z']],
      },
      {
        event: { title: 'Ménerbes, Festival', start: '2027-05-01', end: '2027-05-04' },
        means: [['2027-05-01', '2027-05-04']],
      },
      { event: { title: 'One day', start: '2026-12-31', end: '2027-01-01' }, means: [['2026-12-31', '2027-01-01']] },
      {
        event: { title: 'Gone', start: '2027-02-01T18:00:00Z', end: '2027-02-01T20:00:00Z', state: 'cancelled' },
        means: [],
      },
    ],
  },
  'lessons every week over the change to summer time, with exceptions': {
    zone: 'Europe/Berlin',
    events: [
      {
        event: {
          ...{ title: 'Lessons', start: '2027-03-16T18:00:00', end: '2027-03-16T19:30:00', tzid: 'Europe/Berlin' },
          // To the evening: recurring_ical_events 2.0.1 misses an UNTIL that is the last start itself.
          ...{ rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20270406T215959Z', exdate: ['2027-03-23T18:00:00'] },
        },
        means: [
          ['2027-03-16T17:00:00Z', '2027-03-16T18:30:00Z'],
          ['2027-03-30T16:00:00Z', '2027-03-30T17:30:00Z'],
          ['2027-04-06T16:00:00Z', '2027-04-06T17:30:00Z'],
        ],
      },
      {
        event: {
          title: 'Every sixth',
          start: '2027-01-06',
          end: '2027-01-07',
          rrule: 'FREQ=MONTHLY;UNTIL=20270306',
          exdate: ['2027-02-06'],
        },
        means: [
          ['2027-01-06', '2027-01-07'],
          ['2027-03-06', '2027-03-07'],
        ],
      },
    ],
  },
  'nights in New York over the change to summer time, with one more': {
    zone: 'America/New_York',
    events: [
      {
        event: {
          ...{
            title: 'Night shift',
            start: '2027-03-12T22:00:00',
            end: '2027-03-13T01:00:00',
            tzid: 'America/New_York',
          },
          ...{ rrule: 'FREQ=DAILY;COUNT=4', exdate: ['2027-03-15T22:00:00'] },
        },
        needs: ['counted'],
        means: [
          ['2027-03-13T03:00:00Z', '2027-03-13T06:00:00Z'],
          ['2027-03-14T03:00:00Z', '2027-03-14T06:00:00Z'],
          ['2027-03-15T02:00:00Z', '2027-03-15T05:00:00Z'],
        ],
      },
      {
        event: {
          ...{ title: 'One more', start: '2027-03-12T12:00:00', end: '2027-03-12T13:00:00', tzid: 'America/New_York' },
          ...{ rrule: 'FREQ=DAILY;COUNT=2', rdate: ['2027-03-20T22:00:00'] },
        },
        needs: ['rdate'],
        means: [
          ['2027-03-12T17:00:00Z', '2027-03-12T18:00:00Z'],
          ['2027-03-13T17:00:00Z', '2027-03-13T18:00:00Z'],
          ['2027-03-21T02:00:00Z', '2027-03-21T03:00:00Z'],
        ],
      },
      {
        event: {
          ...{ title: 'Matinée', start: '2027-10-29T11:00:00', end: '2027-10-29T13:00:00', tzid: 'America/New_York' },
          rrule: 'FREQ=DAILY;UNTIL=20271109T045959Z;BYDAY=FR,MO',
        },
        means: [
          ['2027-10-29T15:00:00Z', '2027-10-29T17:00:00Z'],
          ['2027-11-01T15:00:00Z', '2027-11-01T17:00:00Z'],
          ['2027-11-05T15:00:00Z', '2027-11-05T17:00:00Z'],
          ['2027-11-08T16:00:00Z', '2027-11-08T18:00:00Z'],
        ],
      },
    ],
  },
  'every second week in Sydney, where summer ends in April': {
    zone: 'Australia/Sydney',
    events: [
      {
        event: {
          ...{ title: 'Orchestra', start: '2027-03-22T19:30:00', end: '2027-03-22T22:00:00', tzid: 'Australia/Sydney' },
          rrule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270420T135959Z',
        },
        means: [
          ['2027-03-22T08:30:00Z', '2027-03-22T11:00:00Z'],
          ['2027-04-05T09:30:00Z', '2027-04-05T12:00:00Z'],
          ['2027-04-19T09:30:00Z', '2027-04-19T12:00:00Z'],
        ],
      },
    ],
  },
};

describe('real programs', () => {
  /** @type {import('../support/server.js').Stand} */
  let stand;
  /** @type {Awaited<ReturnType<typeof readers>>} */
  let reading;
  before(async () => {
    reading = await readers();
    stand = await setUp(undefined, {});
  });
  after(async () => {
    await reading?.close();
    await stand?.close();
  });

  /** @param {string} ics @param {import('../support/programs.js').Window} window @param {(program: import('../support/programs.js').Program) => string[]} means */
  const allRead = async (ics, window, means) => {
    for (const program of reading.programs) {
      const expected = sorted(means(program));
      assert.ok(expected.length > 0);
      assert.deepEqual(sorted(await program.list(ics, window)), expected, program.name);
    }
  };

  for (const [name, { zone, events }] of Object.entries(shapes)) {
    test(name, async () => {
      for (const program of reading.programs) {
        const some = events.filter(
          ({ needs = [] }) => !needs.some((one) => program.misses.includes(/** @type {any} */ (one))),
        );
        const ics = stand.server.context.core.calendar.feed({
          kind: 'week',
          name: 'Week',
          now: '2026-11-22T10:00:00Z',
          uidKey: new Uint8Array(32).fill(7),
          tzid: zone,
          events: some.map(({ event }, at) => ({
            id: String(at),
            state: 'confirmed',
            lastModified: changed,
            ...event,
          })),
        });
        const means = some.flatMap(({ event, means }) => {
          const shown = event.state === 'cancelled' && program.misses.includes('cancelled');
          return (shown ? [[event.start, event.end]] : means).flatMap(([start, end]) => lines(start, end, event.title));
        });
        const window = { from: '2026-11-01', until: '2028-05-01', zone };
        assert.deepEqual(sorted(await program.list(ics, window)), sorted(means), program.name);
      }
    });
  }

  test('the week’s, one engagement’s and the public feed, as the server sends them', async () => {
    const { context, url } = stand.server;
    const today = Math.floor(Date.now() / dayMs) * dayMs;
    const at = (/** @type {number} */ days, /** @type {number} */ hours) =>
      new Date(today + days * dayMs + hours * hourMs);
    const utc = (/** @type {string} */ local) =>
      new Date(context.core.calendar.toUtc({ local, tzid: 'Europe/Berlin' }).utc);
    const date = (/** @type {number} */ days) => at(days, 0).toISOString().slice(0, 10);
    const row = {
      home: 'ws_halbmond',
      artist: 'art_anhduong',
      self: 'ws_anhduong',
      presenter: 'ws_lindenau',
      changed: new Date(),
    };
    /** @type {[string, Date, Date, string][]} */
    const season = [
      ['Evening', at(210, 18), at(210, 20), 'confirmed'],
      ['After midnight', at(214, 21.5), at(214, 23.75), 'held'],
      ['Over three days', at(220, 10), at(222, 16), 'executed'],
      ['Two whole days', utc(`${date(230)}T00:00:00`), utc(`${date(232)}T00:00:00`), 'accepted'],
      ['Overlaps', at(210, 19), at(210, 23), 'quoted'],
      ['Cancelled', at(240, 18), at(240, 20), 'cancelled'],
      // The nights on which the clocks change are among these, in Europe as in America.
      ...Array.from(
        { length: 370 },
        (_, i) =>
          /** @type {[string, Date, Date, string]} */ ([`Night ${i}`, at(150 + i, -1.5), at(150 + i, 3.5), 'held']),
      ).filter(
        (_, i) =>
          new Date(today + (150 + i) * dayMs).getUTCDay() === 0 &&
          ![210, 211, 214, 215, 220, 221, 222, 229, 230, 231, 232, 240].includes(150 + i),
      ),
    ];
    await putEngagements(
      context,
      season.map(([title, start, end, state], i) => ({
        ...row,
        ...{ id: `eng_prog_${i}`, title, start, end, state: state === 'confirmed' ? 'contracting' : state },
      })),
    );
    const artist = await stand.as('Nguyễn Thị Ánh Dương');
    const window = { from: date(140), until: date(530), zone: 'America/New_York' };
    const iso = (/** @type {Date} */ moment) => `${moment.toISOString().slice(0, 19)}Z`;
    const made = async (/** @type {any} */ wish) =>
      (await fetch((await artist.post('/api/v1/feeds', { label: 'Reader', ...wish })).body.url)).text();

    const title = (/** @type {string} */ name) => `Presenter ws_lindenau: ${name}`;
    const means = season.map(([name, start, end, state]) => ({
      state,
      line: lines(iso(start), iso(end), title(name)),
    }));
    await allRead(await made({ kind: 'week' }), window, (program) =>
      means
        .filter(({ state }) => state !== 'cancelled' || program.misses.includes('cancelled'))
        .flatMap(({ line }) => line),
    );
    await allRead(await made({ kind: 'engagement', engagementId: 'eng_prog_1' }), window, () => means[1].line);

    const address = `${url}/public/artists/${slug}/availability`;
    const { busy } = await (await fetch(`${address}.json`)).json();
    const local = (/** @type {string} */ instant) =>
      context.core.calendar.toLocal({ utc: instant, tzid: 'Europe/Berlin' }).local;
    const shown = busy.filter((/** @type {any} */ one) => one.end > window.from && one.start < window.until);
    const blocks = shown.flatMap((/** @type {any} */ { start, end }) => {
      const [first, last] = [local(start), local(end)];
      const days = first.endsWith('T00:00:00') && last.endsWith('T00:00:00');
      return days ? lines(first.slice(0, 10), last.slice(0, 10), 'Busy') : lines(start, end, 'Busy');
    });
    assert.ok(blocks.includes(`${date(230)}|Busy`) && blocks.includes(`${iso(at(210, 18))}|${iso(at(210, 23))}|Busy`));
    await allRead(await (await fetch(`${address}.ics`)).text(), window, () => blocks);
  });
});
