/** @file Arguments on their way into core: every text arrives whole, and what is no argument is refused with its name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';

const core = await loadCore();
const { calendar, access } = core;

const feed = (/** @type {string} */ notes) => ({
  kind: /** @type {const} */ ('week'),
  name: 'W',
  events: [
    {
      id: '1',
      kind: 'performance',
      state: /** @type {const} */ ('confirmed'),
      start: '2026-11-22T18:30:00Z',
      end: '2026-11-22T19:30:00Z',
      lastModified: '2026-10-01T10:00:00Z',
      notes,
    },
  ],
  now: '2026-11-22T09:00:00Z',
  uidKey: new Uint8Array(32).fill(1),
  maxOctets: 50_000_000,
});
const notesOf = (/** @type {string} */ ics) =>
  /** @type {any} */ (calendar.parse(ics).jcal)[2][0][1].find(
    (/** @type {any[]} */ [name]) => name === 'description',
  )[3];

test('a text of any width and length arrives whole', () => {
  // One, two, three octets a code unit, and two for each half of a pair: the room that is kept, and more than that.
  for (const character of ['x', 'é', '–', '🎭']) {
    for (const count of [1, 1365, 1366, 100_000, 349_520, 349_530, 1_100_000]) {
      const notes = character.repeat(count);
      assert.equal(notesOf(calendar.feed(feed(notes))), notes, `${character}, ${count}`);
    }
  }
  assert.equal(notesOf(calendar.feed(feed('short again'))), 'short again');
});

test('the octets of a feed are its text in UTF-8', () => {
  const ask = feed('Così – 🎭');
  assert.deepEqual(calendar.feedOctets(ask), new TextEncoder().encode(calendar.feed(ask)));
});

test('half of a surrogate pair inside an argument is refused, not mended', () => {
  assert.throws(() => calendar.feed(feed('\ud83c')), { code: 'json.lone_surrogate' });
});

test('what can’t be an argument is refused by its name', () => {
  /** @type {any} */
  const circle = {};
  circle.self = circle;
  for (const [value, code] of /** @type {[any, string][]} */ ([
    [circle, 'argument.type'],
    [{ dtstart: 1n }, 'argument.type'],
    [null, 'argument.type'],
    ['{}', 'argument.type'],
    [undefined, 'argument.type'],
    // Writes itself as nothing: core is told nothing, and says so.
    [{ toJSON: () => undefined }, 'json.unexpected_end'],
  ])) {
    assert.throws(() => calendar.expand(value), { code }, String(value));
  }
  assert.throws(() => access.permits(/** @type {any} */ (circle)), { code: 'argument.type' });
});
