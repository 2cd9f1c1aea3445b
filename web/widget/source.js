import { loadAvailability } from '../client/load-availability.js';
import { merge } from '../shared/days.js';
import { dayMs } from '../shared/duration.js';

/**
 * What a source of busy time gives. Instants are milliseconds; `zone` is the calendar's own, where it names one.
 * @typedef {object} Availability
 * @property {string} name
 * @property {string | null} zone
 * @property {number | null} from nothing is known before
 * @property {number | null} until nothing is known from here on
 * @property {import('../shared/days.js').Interval[]} busy
 */

/** Why a calendar can't be shown; `code` is a key of the catalog and, with `widget.` before it, the event's code. */
export class SourceError extends Error {
  /** @param {'failed' | 'absent' | 'notCalendar' | 'tooLarge' | 'wasmRefused'} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** The most octets a calendar may have. */
export const maxOctets = 8 * 1024 * 1024;

/** How far ahead a calendar that names no end is read, in days. */
const horizonDays = 730;

/**
 * Reads an address: Cuelight's own `.json` needs nothing more; iCalendar goes through core's slim build.
 * @param {string} address
 * @param {string} readersZone the zone of floating times where the calendar names none
 * @param {AbortSignal} signal
 * @returns {Promise<Availability>}
 */
export async function readAvailability(address, readersZone, signal) {
  // What is named as iCalendar will need core: both are fetched together.
  const loading = /\.ics(?=$|[?#])/.test(address) ? loadAvailability() : null;
  loading?.catch(() => {}); // told when it is needed
  const octets = await fetchOctets(address, signal);
  const first = octets.find((octet) => octet > 0x20 && octet !== 0xef && octet !== 0xbb && octet !== 0xbf);
  if (first === 0x7b) return fromJson(octets);
  if (first !== 0x42 && first !== 0x62) throw new SourceError('notCalendar');
  try {
    return await fromIcs(octets, readersZone, loading ?? loadAvailability());
  } catch (cause) {
    // A page that refuses WebAssembly can still read Cuelight's own calendars, in their JSON form.
    const json = address.replace(/\.ics(?=$|[?#])/, '.json');
    const refused = /** @type {SourceError} */ (cause).reason === 'wasmRefused';
    if (!refused || json === address || !isOurs(octets)) throw cause;
    return fromJson(await fetchOctets(json, signal));
  }
}

/** Whether Cuelight wrote a calendar. @param {Uint8Array} octets */
const isOurs = (octets) => /^PRODID:-\/\/Cuelight\/\//m.test(new TextDecoder().decode(octets.subarray(0, 1024)));

/** @param {string} address @param {AbortSignal} signal */
async function fetchOctets(address, signal) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    signal.throwIfAborted();
    throw new SourceError('failed', cause);
  }
  if (response.status === 404 || response.status === 410) throw new SourceError('absent');
  if (!response.ok) throw new SourceError('failed', new Error(`HTTP ${response.status}`));
  const octets = new Uint8Array(await response.arrayBuffer());
  signal.throwIfAborted();
  if (octets.length > maxOctets) throw new SourceError('tooLarge');
  return octets;
}

/** @param {Uint8Array} octets @returns {Availability} */
function fromJson(octets) {
  let feed;
  try {
    feed = JSON.parse(new TextDecoder().decode(octets));
  } catch (cause) {
    throw new SourceError('notCalendar', cause);
  }
  if (!Array.isArray(feed?.busy)) throw new SourceError('notCalendar');
  return {
    name: typeof feed.name === 'string' ? feed.name : '',
    zone: typeof feed.tzid === 'string' ? feed.tzid : null,
    from: instantOf(feed.from),
    until: instantOf(feed.until),
    busy: intervals(feed.busy),
  };
}

/**
 * @param {Uint8Array} octets
 * @param {string} readersZone
 * @param {ReturnType<typeof loadAvailability>} loading
 * @returns {Promise<Availability>}
 */
async function fromIcs(octets, readersZone, loading) {
  const calendar = await loading.catch((cause) => {
    throw new SourceError(cause?.code === 'core.unreachable' ? 'failed' : 'wasmRefused', cause);
  });
  try {
    const { name, tzid: zone } = calendar.heading(octets);
    const now = Date.now();
    const from = instantText(now - 62 * dayMs);
    const until = instantText(now + horizonDays * dayMs);
    const busy = calendar.busy(octets, from, until, zone ?? readersZone);
    return { name: name ?? '', zone, from: Date.parse(from), until: Date.parse(until), busy: intervals(busy) };
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('notCalendar', cause);
  }
}

/** @param {unknown[]} list */
function intervals(list) {
  return merge(
    list.flatMap((/** @type {any} */ one) => {
      const start = instantOf(one?.start);
      const end = instantOf(one?.end);
      return start === null || end === null ? [] : [{ start, end }];
    }),
  );
}

/** @param {unknown} text */
function instantOf(text) {
  const instant = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

/** @param {number} instant */
const instantText = (instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
