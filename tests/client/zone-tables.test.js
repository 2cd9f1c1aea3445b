/**
 * @file Each module carries the part of the time zones that it can be asked about. For every zone, what core.wasm says of
 * a payload's moments and availability.wasm of a calendar is what calendar.wasm says, which has all of them.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { loadCore } from 'cuelight';
import { loadAvailability } from '../../web/client/load-availability.js';

/** @type {any} */
let core;
before(async () => {
  core = await loadCore();
});

const seed = Number(process.env.CUELIGHT_SEED) || Date.now() % 1e9;

/** A small seeded generator (mulberry32). @param {number} from */
function random(from) {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} instant */
const text = (instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** Random instants of a span, its first one, and the hours around every month's turn of some years. @param {() => number} next @param {number} year */
function instants(next, year) {
  const first = Date.UTC(year, 0, 1);
  const some = Array.from(
    { length: 25 },
    () => first + Math.floor((next() * (Date.UTC(2100, 0, 1) - first)) / 1000) * 1000,
  );
  return [first, first + 1000, ...some];
}

/** A quote that is valid until a moment, which is what a refusal would name. @param {string} at @param {string} zone */
const refusals = (at, zone) =>
  core.approval
    .describe({
      type: 'application/vnd.cuelight.quote+json',
      payload: JSON.stringify({ validUntil: { at, zone } }),
    })
    .refusals.filter((/** @type {any} */ { pointer }) => pointer.startsWith('/validUntil'))
    .map((/** @type {any} */ { code }) => code);

test(`core.wasm knows every zone's offset from 2000 on (seed ${seed})`, () => {
  const next = random(seed);
  for (const zone of core.calendar.zones()) {
    for (const instant of instants(next, 2000)) {
      const { local, offsetSeconds } = core.calendar.toLocal({ utc: text(instant), tzid: zone });
      if (offsetSeconds % 60 !== 0) continue;
      const minutes = Math.abs(offsetSeconds) / 60;
      const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, '0');
      const offset = `${offsetSeconds < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
      const at = offsetSeconds === 0 ? text(instant) : `${local}${offset}`;
      assert.deepEqual(refusals(at, zone), [], `${zone} ${at}`);
    }
  }
  assert.deepEqual(refusals('2030-06-01T12:00:00+05:00', 'Europe/Paris'), ['approval.wrong_offset']);
});

test('a moment before 2000 is refused, in every zone', () => {
  for (const zone of core.calendar.zones()) {
    assert.deepEqual(refusals('1999-12-31T23:59:59Z', zone), ['approval.bad_time'], zone);
  }
});

test(`availability.wasm reads every zone's times from 2020 on as calendar.wasm does (seed ${seed})`, async () => {
  const next = random(seed);
  const file = new URL('../../web/client/generated/availability.wasm', import.meta.url);
  const availability = await loadAvailability({ wasm: readFileSync(file) });
  const [from, until] = ['2020-02-01T00:00:00Z', '2099-01-01T00:00:00Z'];
  for (const zone of core.calendar.zones()) {
    const stamp = (/** @type {number} */ instant) => text(instant).replace(/[-:Z]/g, '');
    const events = instants(next, 2020).flatMap((instant) => [
      'BEGIN:VEVENT',
      `DTSTART;TZID=${zone}:${stamp(instant)}`,
      'DURATION:PT1H',
      'END:VEVENT',
    ]);
    // Time without a zone of its own, and a rule that goes through every change of the clock for a while.
    events.push(
      'BEGIN:VEVENT',
      'DTSTART:20210105T020000',
      'DURATION:PT30M',
      'RRULE:FREQ=DAILY;COUNT=800',
      'END:VEVENT',
    );
    const ics = Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n'));
    assert.deepEqual(
      availability.busy(ics, from, until, zone),
      core.calendar.freeBusy({ ics, from, until, tzid: zone }),
      zone,
    );
    assert.deepEqual(availability.heading(ics), core.calendar.heading(ics));
  }
});
