import { toHex } from '../shared/bytes.js';
import { isWellFormed, jsonArgument, octetString, parseJson, parseText, textArgument, utf8 } from './boundary.js';
import { intervalsOf } from './intervals.js';

/**
 * Splits off the calendars, which cross the boundary as octets and not inside JSON.
 * @param {import('./types/calendar.d.ts').FreeBusyOptions} options
 * @returns {[import('./boundary.js').Argument, Uint8Array]} request and calendars
 */
function busyArguments(options) {
  if (options?.ics === undefined) return [jsonArgument(options, 'options'), new Uint8Array()];
  const calendars = (Array.isArray(options.ics) ? options.ics : [options.ics]).map((text) => utf8(text, 'ics'));
  const icsOctets = calendars.map((octets) => octets.length);
  const request = jsonArgument({ ...options, ics: undefined, icsOctets }, 'options');
  if (calendars.length === 1) return [request, calendars[0]];
  const joined = new Uint8Array(icsOctets.reduce((sum, octets) => sum + octets, 0));
  let at = 0;
  for (const octets of calendars) {
    joined.set(octets, at);
    at += octets.length;
  }
  return [request, joined];
}

/**
 * Events as one text that core reads without JSON (bindings/packed_events.hpp); '' where one holds anything that
 * has no place in it, or that JSON would write otherwise.
 * @param {unknown} events
 */
function packed(events) {
  if (!Array.isArray(events)) return '';
  let odd = false;
  /** @param {unknown} value */
  const text = (value) => {
    if (typeof value === 'string') return value;
    odd ||= value !== undefined && value !== null;
    return '';
  };
  let all = `${events.length}\0`;
  for (const e of events) {
    const plain = typeof e === 'object' && e !== null && Object.getPrototypeOf(e) === Object.prototype;
    if (!plain || odd || (e.rdate ?? e.exdate ?? e.toJSON) != null) return '';
    const sequence = e.sequence ?? 0;
    if (typeof sequence !== 'number') return '';
    all += `${text(e.id)}\0${text(e.kind)}\0${text(e.state)}\0${text(e.title)}\0${text(e.place)}\0${text(e.notes)}\0`;
    all += `${text(e.url)}\0${text(e.start)}\0${text(e.end)}\0${text(e.tzid)}\0${text(e.rrule)}\0`;
    all += `${sequence}\0${text(e.lastModified)}\0`;
  }
  return !odd && isWellFormed(all) ? all : '';
}

/** Texts as they are: a first character U+FEFF is one of them. */
const texts = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Builds jCal from what core packed (bindings/packed_jcal.hpp).
 * @param {Uint8Array} reply where core keeps it
 * @returns {import('./types/calendar.d.ts').ParseResult}
 */
function unpacked(reply) {
  const tail = reply.byteOffset + reply.length - 12;
  const [textOctets, jsonOctets, count] = new Uint32Array(reply.buffer, tail, 3);
  const words = new Uint32Array(reply.buffer, tail - 4 * count, count);
  const text = texts.decode(reply.subarray(0, textOctets));
  const { rest, names, types, problems } = parseJson(reply.subarray(textOctets, textOctets + jsonOctets));
  /** @type {any[]} a component, the stream itself at first */
  let open = ['', [], []];
  const around = [];
  let from = 0;
  let other = 0;
  for (let i = 0; i < count; i += 1) {
    const word = words[i];
    switch (word & 3) {
      case 0: {
        const component = [text.slice(from, words[++i]), [], []];
        from = words[i];
        open[2].push(component);
        around.push(open);
        open = component;
        break;
      }
      case 1:
        open = /** @type {any[]} */ (around.pop());
        break;
      case 2:
        open[1].push(rest[other++]);
        break;
      default:
        open[1].push([names[word >> 8], {}, types[(word >> 2) & 63], text.slice(from, words[++i])]);
        from = words[i];
    }
  }
  return { jcal: open[2].length === 1 ? open[2][0] : open[2], problems };
}

/** @typedef {import('./boundary.js').Call} Call */

/** Asks for JSON, which is read where core keeps it. @param {Call} call */
const asking =
  (call) =>
  /** @template {Parameters<Call>[0]} Name @param {Name} name @param {import('./boundary.js').Arguments<Name>} args */
  (name, ...args) =>
    parseJson(call.view(name, ...args));

/**
 * What the availability widget's slim module has.
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/calendar.d.ts').CalendarTimesApi}
 */
export function calendarTimesApi(call) {
  const ask = asking(call);
  return {
    heading: (ics) => ask('calendar_heading', utf8(ics, 'ics')),
    freeBusy: (options) => intervalsOf(call.view('calendar_free_busy', ...busyArguments(options))),
    availability: (options) => ask('calendar_availability', ...busyArguments(options)),
    toUtc: (time) => ask('calendar_to_utc', jsonArgument(time, 'time')),
    toLocal: (time) => ask('calendar_to_local', jsonArgument(time, 'time')),
  };
}

/**
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/calendar.d.ts').CalendarApi}
 */
export function calendarApi(call) {
  const ask = asking(call);
  /**
   * @param {import('./types/calendar.d.ts').FeedOptions} options @param {typeof call} ask
   */
  const feed = (options, ask) => {
    const request = { ...options, uidKey: toHex(octetString(options?.uidKey, 'uidKey')) };
    const events = packed(options.events);
    if (events) {
      try {
        return ask('calendar_feed', jsonArgument({ ...request, events: undefined }, 'options'), textArgument(events));
      } catch (cause) {
        // What core can't read is told in JSON as it is; what it read has the same faults there.
        if (/** @type {any} */ (cause).code !== 'argument.value') throw cause;
      }
    }
    return ask('calendar_feed', jsonArgument(request, 'options'), '');
  };
  return {
    ...calendarTimesApi(call),
    parse: (ics, options = {}) =>
      unpacked(call.view('calendar_parse', utf8(ics, 'ics'), jsonArgument(options, 'options'))),
    render: (jcal) => parseText(call.view('calendar_render', jsonArgument(jcal, 'jcal'))),
    feed: (options) => parseText(feed(options, /** @type {typeof call} */ (call.view))),
    feedOctets: (options) => feed(options, call),
    expand: (options) => ask('calendar_expand', jsonArgument(options, 'options')),
    lint: (ics) => ask('calendar_lint', utf8(ics, 'ics')),
    zones: () => ask('calendar_zones'),
  };
}

/** What a module with calendars must answer before it is used: the end of the gap that spring makes in Paris. @param {import('./boundary.js').Call} call */
export function calendarSelfTest(call) {
  const { utc } = calendarTimesApi(call).toUtc({ local: '2026-03-29T03:00:00', tzid: 'Europe/Paris' });
  if (utc !== '2026-03-29T01:00:00Z') throw new Error(`toUtc: ${utc}`);
}
