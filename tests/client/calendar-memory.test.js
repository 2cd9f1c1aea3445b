/** @file Core's memory over ten thousand calls of every kind, failing ones among them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCore } from 'cuelight';

/** Loads core and keeps hold of its memories. @returns {Promise<[import('../../web/client/types/calendar.d.ts').CalendarApi, WebAssembly.Memory[]]>} */
async function coreAndMemory() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const own = WebAssembly.instantiate;
  /** @param {any[]} given */
  const spy = async (...given) => {
    const made = await /** @type {any} */ (own)(...given);
    const { exports } = made.instance ?? made;
    memories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
    return made;
  };
  WebAssembly.instantiate = /** @type {any} */ (spy);
  try {
    const { calendar } = await loadCore();
    assert.ok(memories.length > 0);
    return [calendar, memories];
  } finally {
    WebAssembly.instantiate = own;
  }
}

test('memory stays as large as the first thousand calls made it', async () => {
  const [calendar, memories] = await coreAndMemory();
  const events = Array.from({ length: 300 }, (_, i) => ({
    id: `e${i}`,
    state: /** @type {'hold' | 'confirmed'} */ (i % 3 ? 'confirmed' : 'hold'),
    title: `Così fan tutte, evening ${i}`,
    notes: 'Call at half past five – get-in from noon. '.repeat(1 + (i % 9)),
    start: `2026-12-${String(1 + (i % 28)).padStart(2, '0')}T19:30:00`,
    end: `2026-12-${String(1 + (i % 28)).padStart(2, '0')}T22:00:00`,
    tzid: 'Europe/Rome',
    ...(i % 5 ? {} : { rrule: 'FREQ=WEEKLY;COUNT=9' }),
    lastModified: '2026-11-20T10:00:00Z',
  }));
  const feed = {
    kind: /** @type {const} */ ('week'),
    name: 'Ada Example',
    now: '2026-11-22T09:00:00Z',
    uidKey: new Uint8Array(32).fill(7),
  };
  const period = { from: '2026-11-01', until: '2027-11-01', tzid: 'Asia/Tokyo' };
  const texts = [3, 30, 300].map((count) => calendar.feed({ ...feed, events: events.slice(0, count) }));
  const values = texts.map((text) => calendar.parse(text).jcal);
  let refusals = 0;
  const refused = (/** @type {() => unknown} */ call) => {
    try {
      call();
    } catch {
      refusals += 1;
    }
  };
  /** @type {((n: number) => unknown)[]} */
  const calls = [
    (n) => calendar.parse(texts[n % 3]),
    (n) => calendar.freeBusy({ ...period, ics: texts[n % 3], events: events.slice(0, n % 50) }),
    (n) => calendar.feed({ ...feed, events: events.slice(0, n % 100) }),
    (n) => calendar.render(values[n % 3]),
    (n) => calendar.availability({ ...period, ics: [texts[n % 2], texts[0]] }),
    (n) =>
      calendar.expand({
        dtstart: '2026-12-01T19:30:00',
        tzid: 'Europe/Rome',
        rrule: `FREQ=DAILY;COUNT=${1 + (n % 900)}`,
      }),
    (n) => calendar.lint(texts[n % 2]),
    (n) => calendar.toUtc({ local: `2026-0${1 + (n % 9)}-01T12:00:00`, tzid: 'America/New_York' }),
    (n) => refused(() => calendar.parse(texts[n % 3], { strict: true, maxLines: 3 + (n % 90) })),
    (n) => refused(() => calendar.freeBusy({ ...period, ics: 'no calendar'.repeat(n % 900) })),
  ];
  const round = (/** @type {number} */ n) => calls[n % calls.length](Math.floor(n / calls.length));
  for (let n = 0; n < 1000; n += 1) round(n);
  const octets = memories.map(({ buffer }) => buffer.byteLength);
  for (let n = 1000; n < 11_000; n += 1) round(n);
  assert.deepEqual(
    memories.map(({ buffer }) => buffer.byteLength),
    octets,
  );
  assert.ok(refusals >= 1100, `${refusals} refusals`);
});
