import { jsonArgument, octetString, parseJson, parseText, utf8 } from './boundary.js';

/** @param {Uint8Array} octets */
const hex = (octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');

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

/** Asks for JSON, which is read where core keeps it. @param {import('./boundary.js').Call} call */
const asking =
  (call) =>
  (/** @type {[string, ...import('./boundary.js').Argument[]]} */ ...request) =>
    parseJson(call.view(...request));

/**
 * What the availability widget's slim module has.
 * @param {import('./boundary.js').Call} call
 * @returns {import('./types/calendar.d.ts').CalendarTimesApi}
 */
export function calendarTimesApi(call) {
  const ask = asking(call);
  return {
    heading: (ics) => ask('calendar_heading', utf8(ics, 'ics')),
    freeBusy: (options) => ask('calendar_free_busy', ...busyArguments(options)),
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
  /** @param {import('./types/calendar.d.ts').FeedOptions} options */
  const feedArgument = (options) =>
    jsonArgument({ ...options, uidKey: hex(octetString(options?.uidKey, 'uidKey')) }, 'options');
  return {
    ...calendarTimesApi(call),
    parse: (ics, options = {}) => {
      const reply = call.view('calendar_parse', utf8(ics, 'ics'), jsonArgument(options, 'options'));
      const line = reply.lastIndexOf(0x0a);
      return { jcal: parseJson(reply.subarray(0, line)), problems: parseJson(reply.subarray(line)) };
    },
    render: (jcal) => parseText(call.view('calendar_render', jsonArgument(jcal, 'jcal'))),
    feed: (options) => parseText(call.view('calendar_feed', feedArgument(options))),
    feedOctets: (options) => call('calendar_feed', feedArgument(options)),
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
