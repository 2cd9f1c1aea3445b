/** @file Calendars against the libraries that applications use: read, busy time, write, expand. */
import ICAL from 'ical.js';
import ical, { ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import * as rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { tzlib_get_ical_block } from 'timezones-ical-library';

const key = new Uint8Array(32).fill(1);
const venues = ['Teatro Fraschini, Pavia', 'Salle Pleyel, Paris', 'Köln; Philharmonie', 'Ménerbes, église Saint-Luc'];

/** Node sees the package as CommonJS, a bundler as a module. */
const { rrulestr } = /** @type {any} */ (rrule).default ?? rrule;

/** What no bundle for a browser may follow. @param {string} path */
const load = (path) => import(path);

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/**
 * A season of events as the domain knows them.
 * @param {() => number} next @param {number} count
 */
function season(next, count) {
  return Array.from({ length: count }, (_, i) => {
    const date = new Date(Date.UTC(2026, 10, 1) + Math.floor(next() * 400) * 86_400_000).toISOString().slice(0, 10);
    return {
      id: `engagement-${i}`,
      kind: 'performance',
      state: /** @type {'hold' | 'confirmed'} */ (next() < 0.3 ? 'hold' : 'confirmed'),
      title: `Così fan tutte, evening ${i}`,
      place: venues[i % venues.length],
      notes:
        'Call at half past five; get-in from noon. Dress: concert black.\nContact: stage door, ring twice – “Ada”. '.repeat(
          3,
        ),
      start: `${date}T${two(10 + (i % 10))}:00:00`,
      end: `${date}T${two(12 + (i % 10))}:30:00`,
      tzid: i % 2 ? 'Europe/Paris' : 'America/New_York',
      lastModified: '2026-10-01T10:00:00Z',
    };
  });
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/**
 * What every writer says of an event. Written by hand, UIDs are ids as they are, and times are in UTC already.
 * @param {any} event @param {[string, string]} utc
 */
function linesOf(event, [start, end]) {
  const changed = event.lastModified.replace(/[-:]/g, '');
  const [status, busy] = event.state === 'hold' ? ['TENTATIVE', 'TENTATIVE'] : ['CONFIRMED', 'BUSY'];
  return [
    'BEGIN:VEVENT',
    `UID:${event.id}@example.org`,
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    'SEQUENCE:0',
    `DTSTART:${start}`,
    `DTEND:${end}`,
    `SUMMARY:${escaped(event.title)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.notes)}`,
    `CATEGORIES:${escaped(event.kind)}`,
    `STATUS:${status}`,
    'TRANSP:OPAQUE',
    `X-MICROSOFT-CDO-BUSYSTATUS:${busy}`,
    'END:VEVENT',
  ];
}

/** A line in parts of at most 75 octets, none of which breaks a character, as one writes that. @param {string} line */
function plainlyFolded(line) {
  const parts = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const point = character.codePointAt(0) ?? 0;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  parts.push(part);
  return parts.join('\r\n');
}

/** The same as somebody writes it who knows her engine: units are looked at, and the line is cut where it is full. @param {string} line */
function quicklyFolded(line) {
  let out = '';
  let from = 0;
  let octets = 0;
  for (let at = 0; at < line.length; at += 1) {
    const unit = line.charCodeAt(at);
    const pair = unit >= 0xd800 && unit < 0xdc00;
    const size = unit < 0x80 ? 1 : unit < 0x800 ? 2 : pair ? 4 : 3;
    if (octets + size > 75) {
      out += `${line.slice(from, at)}\r\n `;
      from = at;
      octets = 1;
    }
    octets += size;
    if (pair) at += 1;
  }
  return from === 0 ? line : out + line.slice(from);
}

/**
 * @param {any[]} events @param {(event: any) => [string, string]} utc @param {(line: string) => string} folded
 */
function byHand(events, utc, folded) {
  let out = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//by//hand//EN\r\n';
  for (const event of events) for (const line of linesOf(event, utc(event))) out += `${folded(line)}\r\n`;
  return `${out}END:VCALENDAR\r\n`;
}

/**
 * The same by ical-generator. Told in local times, it takes luxon to read them and timezones-ical-library to define their
 * zones: a plain Date would be written by the machine's clock.
 * @param {any[]} events @param {(event: any) => object} times
 */
function byGenerator(events, times) {
  const calendar = ical({ name: 'Season' });
  calendar.timezone({ name: null, generator: (zone) => tzlib_get_ical_block(zone)[0] });
  for (const event of events) {
    calendar.createEvent({
      id: event.id,
      summary: event.title,
      location: event.place,
      description: event.notes,
      categories: [{ name: event.kind }],
      sequence: 0,
      stamp: event.lastModified,
      lastModified: event.lastModified,
      status: event.state === 'hold' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.OPAQUE,
      busystatus: event.state === 'hold' ? ICalEventBusyStatus.TENTATIVE : ICalEventBusyStatus.BUSY,
      .../** @type {{ start: Date, end: Date }} */ (times(event)),
    });
  }
  return calendar.toString();
}

/** @param {any} bench */
export default async (bench) => {
  const { calendar } = bench.core;
  const encoder = new TextEncoder();
  const events = season(bench.random(11), 1000);
  const feed = {
    kind: /** @type {const} */ ('week'),
    name: 'Season',
    events,
    now: '2026-11-22T09:00:00Z',
    uidKey: key,
    maxOctets: 9_000_000,
  };
  const ics = calendar.feed(feed);
  const octets = encoder.encode(ics);
  const period = { from: '2026-11-01', until: '2027-11-01', tzid: 'Europe/Paris' };

  await bench.compare('read 1,000 events as jCal', {
    unit: 'MB',
    amount: octets.length / 1e6,
    ours: () => calendar.parse(octets).jcal,
    peers: { 'ical.js 2.2.1, ICAL.parse': () => ICAL.parse(ics) },
    check: (/** @type {any} */ jcal) => {
      if (jcal[2].length !== 1000) throw new Error(`${jcal[2].length} events`);
    },
  });

  await bench.compare('1,000 events to merged busy time', {
    unit: 'MB',
    amount: octets.length / 1e6,
    ours: () => calendar.freeBusy({ ...period, ics: octets }),
    peers: { 'ical.js 2.2.1, bare ICAL.parse, no busy time yet': () => ICAL.parse(ics) },
  });

  /** @param {any} event @returns {[string, string]} */
  const utc = ({ start, end, tzid }) => {
    const basic = (/** @type {string} */ local) => calendar.toUtc({ local, tzid }).utc.replace(/[-:]/g, '');
    return [basic(start), basic(end)];
  };
  const times = new Map(events.map((event) => [event.id, utc(event)]));
  /** @param {any} event @returns {[string, string]} */
  const inUtc = ({ id }) => times.get(id) ?? ['', ''];
  const dates = new Map(
    events.map(({ id, start, end, tzid }) => [
      id,
      [start, end].map((local) => new Date(calendar.toUtc({ local, tzid }).utc)),
    ]),
  );
  /** @type {Record<string, () => unknown>} */
  const writers = {
    'plainly by hand in JavaScript, times already in UTC': () => byHand(events, inUtc, plainlyFolded),
    'by hand for speed in JavaScript, times already in UTC': () => byHand(events, inUtc, quicklyFolded),
    'ical-generator 10.2.0 with luxon 3.7.2 and timezones-ical-library 2.3.2, local times': () =>
      byGenerator(events, ({ start, end, tzid }) => ({
        start: DateTime.fromISO(start, { zone: tzid }),
        end: DateTime.fromISO(end, { zone: tzid }),
        timezone: tzid,
      })),
    'ical-generator 10.2.0, times already in UTC': () =>
      byGenerator(events, ({ id }) => ({ start: dates.get(id)?.[0], end: dates.get(id)?.[1] })),
  };
  /** Whoever writes what in which form: a reader has to see the same times. @param {string} text */
  const seen = (text) => JSON.stringify(calendar.freeBusy({ ...period, until: '2028-01-01', ics: text }));
  const meant = JSON.stringify(calendar.freeBusy({ ...period, until: '2028-01-01', events }));
  const setting = {
    unit: 'event',
    amount: 1000,
    check: (/** @type {string | Uint8Array} */ answer) => {
      const text = typeof answer === 'string' ? answer : new TextDecoder().decode(answer);
      if (text.split('BEGIN:VEVENT').length !== 1001) throw new Error('not 1,000 events');
      if (seen(text) !== meant) throw new Error('other times');
    },
  };
  await bench.compare('write a feed of 1,000 events', { ...setting, ours: () => calendar.feed(feed), peers: writers });
  await bench.compare('write a feed of 1,000 events as octets', {
    ...setting,
    ours: () => calendar.feedOctets(feed),
    peers: Object.fromEntries(
      Object.entries(writers).map(([name, write]) => [`${name} + TextEncoder`, () => encoder.encode(String(write()))]),
    ),
  });

  const weekly = 'FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20351231T230000Z';
  const rule = {
    dtstart: '2026-01-05T10:00:00',
    tzid: 'Europe/Paris',
    rrule: weekly,
    as: /** @type {const} */ ('utc'),
  };
  const text = `DTSTART;TZID=Europe/Paris:20260105T100000\nRRULE:${weekly}`;
  /** @type {Record<string, () => unknown>} */
  const expanders = {
    'rrule-temporal 2.2.7': () => new RRuleTemporal({ rruleString: text }).all(),
    'rrule 2.8.1': () => rrulestr(text).all(),
  };
  if (bench.platform === 'node') {
    const { RRuleSet } = await load('rrule-rust');
    expanders['rrule-rust 2.0.2, native'] = () => RRuleSet.parse(text).all();
  }
  await bench.compare('three times a week in Paris for ten years', {
    unit: 'occurrence',
    amount: calendar.expand(rule).length,
    ours: () => calendar.expand(rule),
    peers: expanders,
    check: (/** @type {unknown[]} */ list) => {
      if (list.length !== calendar.expand(rule).length) throw new Error(`${list.length} occurrences`);
    },
  });

  const next = bench.random(5);
  const recurring = Array.from({ length: 500 }, (_, i) => ({
    ...events[i],
    start: `2026-0${1 + (i % 9)}-${two(1 + (i % 28))}T${two(i % 20)}:00:00`,
    end: `2026-0${1 + (i % 9)}-${two(1 + (i % 28))}T${two((i % 20) + 2)}:00:00`,
    rrule: next() < 0.5 ? 'FREQ=WEEKLY' : 'FREQ=MONTHLY;BYDAY=2TU',
  }));
  await bench.compare('a year of busy time over 500 recurring events', {
    unit: 'search',
    amount: 1,
    ours: () => calendar.freeBusy({ ...period, events: recurring }),
    peers: {},
  });
};
