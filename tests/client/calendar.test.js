import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { CuelightError, loadCore } from 'cuelight';
import ICAL from 'ical.js';

const vectors = process.env.CUELIGHT_VECTORS ?? new URL('../../../shared/vectors', import.meta.url).pathname;

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

describe('the public calendars', { skip: !existsSync(`${vectors}/ics`) && 'the ics vectors are not here' }, () => {
  /** What both must say alike: names, parameters, types, values; `recur` members in any order. @param {any} jcal */
  const comparable = (jcal) => JSON.parse(JSON.stringify(jcal));

  test('jCal is what ical.js makes of them, but for explained differences', () => {
    let same = 0;
    /** @type {Record<string, number>} */
    const reasons = {};
    for (const name of readdirSync(`${vectors}/ics`)) {
      const octets = readFileSync(`${vectors}/ics/${name}`);
      const { jcal, problems } = calendar.parse(octets);
      if (problems.some(({ code }) => code !== 'calendar.bare_line_feed' && code !== 'calendar.missing_vtimezone')) {
        reasons.malformed = (reasons.malformed ?? 0) + 1; // what a wrong file means is each reader's own decision
        continue;
      }
      /** @type {any} */
      let theirs;
      try {
        theirs = comparable(ICAL.parse(octets.toString()));
      } catch {
        reasons.refusedByPeer = (reasons.refusedByPeer ?? 0) + 1;
        continue;
      }
      const difference = firstDifference(comparable(jcal), theirs);
      if (difference === null) same += 1;
      else {
        const reason = explain(difference);
        assert.ok(reason, `${name}: ${JSON.stringify(difference)}`);
        reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
    }
    assert.ok(same >= 50, `only ${same} alike; ${JSON.stringify(reasons)}`);
  });

  /** @typedef {{ ours: any, theirs: any, property: any }} Difference */

  /** @param {any} ours @param {any} theirs @returns {Difference | null} the first property that differs */
  function firstDifference(ours, theirs) {
    if (typeof ours[0] !== 'string')
      return typeof theirs[0] === 'string' ? { ours: ours.length, theirs: 1, property: null } : each(ours, theirs);
    if (ours[0] !== theirs[0]) return { ours: ours[0], theirs: theirs[0], property: null };
    for (let i = 0; i < Math.max(ours[1].length, theirs[1].length); i += 1) {
      try {
        assert.deepStrictEqual(ours[1][i], theirs[1][i]);
      } catch {
        return { ours: ours[1][i], theirs: theirs[1][i], property: ours[1][i]?.[0] };
      }
    }
    return each(ours[2], theirs[2]);
  }

  /** @param {any[]} ours @param {any[]} theirs @returns {Difference | null} */
  function each(ours, theirs) {
    if (ours.length !== theirs.length) return { ours: ours.length, theirs: theirs.length, property: null };
    for (let i = 0; i < ours.length; i += 1) {
      const found = firstDifference(ours[i], theirs[i]);
      if (found) return found;
    }
    return null;
  }

  /** @param {Difference} difference @returns {string | null} */
  function explain({ ours, theirs }) {
    if (!Array.isArray(ours) || !Array.isArray(theirs)) return null;
    const values = (/** @type {any[]} */ property) => JSON.stringify(property.slice(3));
    if (ours[2] !== theirs[2])
      return ours[2] === 'unknown' || theirs[2] === 'unknown' || theirs[2] === 'text'
        ? 'a property that the peer has not registered, or has under another type'
        : null;
    if (JSON.stringify(ours[1]) !== JSON.stringify(theirs[1]))
      return 'parameters: RFC 6868, quoting and lists of values';
    if (ours[2] === 'recur') return 'a rule: the peer keeps single values and numbers in another form';
    if (ours[2] === 'text' && values(ours).replaceAll('\\', '') === values(theirs).replaceAll('\\', ''))
      return 'an escape that RFC 5545 does not define: \\" and \\: lose their backslash here';
    if (ours[2] === 'text' && /\\$/.test(String(ours[3])))
      return 'a value that ends in an escaped backslash: the peer misses the comma after it';
    if (ours[2] === 'uri' || ours[2] === 'cal-address') return 'the peer undoes escapes in values that have none';
    if (ours[0] === 'geo' || ours[0] === 'request-status') return 'a structured value (RFC 7265 3.4.1.3)';
    if (ours[2] === 'duration' || ours[2] === 'period') return 'a duration that the peer writes in another form';
    return null;
  }
});
