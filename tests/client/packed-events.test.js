/** @file Events cross into core as one text where they can, and as JSON where they can't: the feed is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { seeded } from '../support/rules.js';

const { calendar } = await loadCore();

const plain = {
  id: 'engagement-1',
  kind: 'performance',
  state: 'confirmed',
  title: 'Così fan tutte 🎭',
  place: 'Köln; Philharmonie',
  notes: 'Call at half past five.\nStage door.',
  url: 'https://example.org/1',
  start: '2026-11-24T19:30:00',
  end: '2026-11-24T22:00:00',
  tzid: 'Europe/Berlin',
  sequence: 2,
  lastModified: '2026-10-01T10:00:00Z',
};

/** @param {unknown} events */
const asked = (events) => ({
  kind: /** @type {const} */ ('week'),
  name: 'W',
  events: /** @type {any} */ (events),
  now: '2026-11-22T09:00:00Z',
  uidKey: new Uint8Array(32).fill(1),
});

/** The feed, or what is wrong. @param {unknown} events */
function outcome(events) {
  try {
    return calendar.feed(asked(events));
  } catch (cause) {
    const { code, message } = /** @type {any} */ (cause);
    return `${code}: ${message}`;
  }
}

/** An event with dates of recurrence has no packed form, even if there are none of them. @param {any} event */
const inJson = (event) => ({ rdate: [], ...event });

test('every odd member, alone and beside plain events, tells the same as in JSON', () => {
  const half = '\ud83c';
  const values = [
    undefined,
    null,
    '',
    'x',
    'a\0b',
    half,
    `${half}x`,
    0,
    1,
    -1,
    1.5,
    Number.NaN,
    2 ** 31,
    1e21,
    5n,
    true,
  ];
  const more = [
    [],
    {},
    ['x'],
    new String('x'),
    new Date(0),
    () => 1,
    Symbol('x'),
    '2026-11-24',
    '2026-11-24T20:00:00Z',
  ];
  let feeds = 0;
  for (const name of [...Object.keys(plain), 'rrule', 'rdate', 'exdate', 'toJSON']) {
    for (const value of [...values, ...more]) {
      const odd = { ...plain, [name]: value };
      for (const events of [[odd], [plain, odd, plain]]) {
        const answer = outcome(events);
        assert.equal(answer, outcome(events.map(inJson)), `${name}: ${String(value)}`);
        if (answer.startsWith('BEGIN')) feeds += 1;
      }
    }
  }
  assert.ok(feeds > 100, `${feeds}`);
});

test('what is no list of plain events tells the same as in JSON', () => {
  assert.equal(outcome([]), outcome(undefined));
  assert.match(outcome('x'), /^argument\.type: /);
  assert.match(outcome([null]), /^argument\.type: /);
  assert.match(outcome([[]]), /^argument\.type: /);
  assert.equal(outcome([{ ...plain, colour: 'red' }]), outcome([plain]));
  // Only an object's own members are the event's.
  assert.match(outcome([Object.create(plain)]), /^argument\.value: /);
  assert.equal(outcome([Object.assign(Object.create(null), plain)]), outcome([plain]));
  assert.equal(outcome([{ toJSON: () => plain }]), outcome([plain]));
});

test('notes that hold U+0000 bring no event of their own', () => {
  // What is left of her own event, and a whole one behind it, field by field.
  const rest = ['', plain.start, plain.end, plain.tzid, '', '2', plain.lastModified];
  const { sequence, lastModified, ...texts } = { ...plain, id: 'forged', title: 'Forged' };
  const forged = [...Object.values(texts), '', `${sequence}`, lastModified];
  const notes = ['x', ...rest, ...forged].join('\0').slice(0, -1);
  const ics = calendar.feed(asked([{ ...plain, notes }]));
  assert.equal(ics.split('BEGIN:VEVENT').length, 2);
  assert.equal(ics, outcome([inJson({ ...plain, notes })]));
});

test('seasons of random events are the same in both forms', (t) => {
  const seed = 20261127;
  t.diagnostic(`seed ${seed}`);
  const next = seeded(seed);
  const pick = (/** @type {any[]} */ list) => list[next(list.length)];
  const words = ['', 'a', 'Così', '🎭', '\n', '; ,', '–', '\r\n', '\u007f', '\ufeff', 'x'.repeat(90)];
  const text = () => Array.from({ length: next(5) }, () => pick(words)).join(pick(['', ' ']));
  for (let season = 0; season < 300; season += 1) {
    const events = Array.from({ length: next(8) }, (_, i) => {
      const day = `2026-1${pick([1, 2])}-${pick([10, 19, 24, 28])}`;
      const [start, end, tzid] = pick([
        [`${day}T10:00:00Z`, `${day}T12:00:00Z`, undefined],
        [`${day}T10:00:00`, `${day}T12:00:00`, pick(['Europe/Paris', 'America/New_York', 'UTC'])],
        [day, `${day.slice(0, 8)}30`, undefined],
      ]);
      return {
        id: `e${i}`,
        kind: pick(['performance', 'rehearsal', '']),
        state: pick(['hold', 'confirmed', 'cancelled']),
        title: text(),
        place: pick([undefined, null, text()]),
        notes: text(),
        url: pick([undefined, 'https://example.org/']),
        start,
        end,
        tzid,
        rrule: pick([undefined, undefined, 'FREQ=WEEKLY;COUNT=3']),
        sequence: pick([undefined, null, 0, 7]),
        lastModified: '2026-11-20T10:00:00Z',
      };
    });
    const packed = outcome(events);
    assert.match(packed, /^BEGIN/);
    assert.equal(packed, outcome(events.map(inJson)));
  }
});
