import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { CuelightError, loadCore } from 'cuelight';
import ICAL from 'ical.js';

/** @type {import('../../web/client/types/calendar.d.ts').CalendarApi} */
let calendar;
before(async () => {
  calendar = (await loadCore()).calendar;
});

/** @param {string} code */
const refused = (code) => (/** @type {any} */ cause) => cause instanceof CuelightError && cause.code === code;

describe('the examples of docs/spec/calendar.md', () => {
  const spec = readFileSync(new URL('../../docs/spec/calendar.md', import.meta.url), 'utf8');
  const examples = [...spec.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(text));
  test('there are some', () => assert.ok(examples.length >= 6));
  for (const { call, argument, answer, error } of examples) {
    test(`${call} ${JSON.stringify(argument).slice(0, 60)}`, () => {
      const run = () => /** @type {any} */ (calendar)[call](argument);
      if (error) assert.throws(run, refused(error));
      else assert.deepEqual(run(), answer);
    });
  }
});

/** @type {import('../../web/client/types/calendar.d.ts').CalendarEvent} */
const concert = {
  id: 'record-17',
  kind: 'performance',
  state: 'hold',
  title: 'Winterreise, Pavia',
  place: 'Teatro Fraschini',
  start: '2026-12-01T20:00:00',
  end: '2026-12-01T22:30:00',
  tzid: 'Europe/Rome',
  lastModified: '2026-11-20T10:00:00Z',
};
/** @type {import('../../web/client/types/calendar.d.ts').FeedOptions} */
const request = {
  kind: 'week',
  name: 'Ada Example',
  events: [concert],
  now: '2026-11-22T09:00:00Z',
  uidKey: new Uint8Array(32).fill(7),
  tzid: 'Europe/Rome',
};

test('a feed is read back as it was written, and is clean', () => {
  const ics = calendar.feed(request);
  assert.match(ics, /\r\nDTSTART:20261201T190000Z\r\n/);
  assert.deepEqual(calendar.lint(ics), []);
  const { jcal, problems } = calendar.parse(ics);
  assert.deepEqual(problems, []);
  assert.equal(calendar.render(jcal), ics);
  assert.deepEqual(calendar.heading(ics), { name: 'Ada Example', tzid: 'Europe/Rome' });
  const [event] = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent');
  assert.equal(new ICAL.Event(event).summary, 'Winterreise, Pavia');
});

test('a public feed tells the same in every format, and nothing of the event', () => {
  const from = '2026-11-01';
  const until = '2027-01-01';
  const busy = [{ start: '2026-12-01T19:00:00Z', end: '2026-12-01T21:30:00Z' }];
  for (const format of /** @type {const} */ (['ics', 'ifb', 'vavailability', 'json'])) {
    const text = calendar.feed({ ...request, kind: 'availability', format });
    assert.doesNotMatch(text, /Winterreise|Fraschini|performance|TENTATIVE|record-17|20261120/);
    const confirmed = {
      ...concert,
      state: /** @type {const} */ ('confirmed'),
      title: 'x',
      lastModified: '2026-11-21T00:00:00Z',
    };
    assert.equal(calendar.feed({ ...request, kind: 'availability', format, events: [confirmed] }), text);
    if (format === 'json') assert.deepEqual(JSON.parse(text).busy, busy);
    else if (format !== 'ics') assert.deepEqual(calendar.freeBusy({ ics: text, from, until }), busy);
  }
});

test('busy time joins calendars, events and intervals, in octets or strings', () => {
  const ics = calendar.feed(request);
  const options = { from: '2026-12-01', until: '2026-12-03', tzid: 'Europe/Rome' };
  const expected = [{ start: '2026-12-01T19:00:00Z', end: '2026-12-01T21:30:00Z' }];
  assert.deepEqual(calendar.freeBusy({ ...options, ics }), expected);
  assert.deepEqual(calendar.freeBusy({ ...options, ics: [new TextEncoder().encode(ics), ics] }), expected);
  assert.deepEqual(calendar.freeBusy({ ...options, events: [concert] }), expected);
  assert.deepEqual(calendar.freeBusy({ ...options, events: [concert], tentative: false }), []);
  assert.deepEqual(
    calendar.freeBusy({ ...options, ics, busy: [{ start: '2026-12-01T21:30:00Z', end: '2026-12-01T22:00:00Z' }] }),
    [{ start: '2026-12-01T19:00:00Z', end: '2026-12-01T22:00:00Z' }],
  );
  assert.deepEqual(calendar.availability({ ...options, ics, tzid: 'Asia/Tokyo' }), [
    { date: '2026-12-01', state: 'free', busy: [] },
    { date: '2026-12-02', state: 'partly', busy: [{ start: '04:00', end: '06:30' }] },
  ]);
});

test('wrong calls are refused with their code', () => {
  assert.throws(() => calendar.parse(/** @type {any} */ (7)), refused('argument.type'));
  assert.throws(() => calendar.parse('\ud800'), refused('argument.ill_formed_string'));
  assert.throws(
    () => calendar.parse('BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n', { strict: true }),
    refused('calendar.bad_line'),
  );
  assert.throws(() => calendar.feed({ ...request, uidKey: new Uint8Array(3) }), refused('calendar.bad_feed'));
  assert.throws(() => calendar.feed(/** @type {any} */ ({ ...request, uidKey: 'abc' })), refused('argument.type'));
  assert.throws(
    () => calendar.freeBusy({ ics: '<html>', from: '2026-01-01', until: '2026-02-01' }),
    refused('calendar.no_component'),
  );
  assert.throws(
    () => calendar.toUtc({ local: '2026-01-01T00:00:00', tzid: 'Mars/Olympus' }),
    refused('tz.unknown_zone'),
  );
});

test('zones agree with the platform, in every zone that both know', () => {
  let compared = 0;
  for (const tzid of calendar.zones()) {
    /** @type {Intl.DateTimeFormat} */
    let format;
    try {
      format = new Intl.DateTimeFormat('sv-SE', { timeZone: tzid, dateStyle: 'short', timeStyle: 'medium' });
    } catch {
      continue;
    }
    for (const utc of ['2024-01-15T12:00:00Z', '2024-07-15T12:00:00Z', '2010-04-01T00:00:00Z']) {
      const local = format.format(new Date(utc)).replace(' ', 'T');
      assert.equal(calendar.toLocal({ utc, tzid }).local, local, `${tzid} at ${utc}`);
      compared += 1;
    }
  }
  assert.ok(compared > 1000);
});
