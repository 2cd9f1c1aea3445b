/** @file Reads one file from the outside: guarded at every step, limited in size and time, and only when it changed. */
import http from 'node:http';
import https from 'node:https';
import { Problem } from '../problems.js';
import { addressOf, placesOf } from './address.js';

/**
 * @typedef {object} Limits
 * @property {number} bytes
 * @property {number} milliseconds for everything: names, redirects, the whole body
 * @property {number} redirects
 */

/**
 * @typedef {object} Reading
 * @property {Uint8Array | null} bytes null: unchanged since the validators were given
 * @property {string | null} etag
 * @property {string | null} lastModified
 */

/** @typedef {'calendar.fetch_status' | 'calendar.fetch_status.again'} StatusKey */

/** How long a server that can't answer now asks to be left alone. @extends {Problem<StatusKey>} */
export class Postponed extends Problem {
  /** @param {StatusKey} key @param {number} status @param {number} seconds */
  constructor(key, status, seconds) {
    super(422, key, { status });
    this.seconds = seconds;
  }
}

/**
 * @param {string} address
 * @param {object} options
 * @param {string[]} options.allowed
 * @param {Limits} options.limits
 * @param {{ etag?: string | null, lastModified?: string | null }} [options.known] what the last reading gave
 * @param {Parameters<typeof placesOf>[2]} [options.resolve]
 * @returns {Promise<Reading>}
 */
export async function readOutside(address, { allowed, limits, known = {}, resolve }) {
  const signal = AbortSignal.timeout(limits.milliseconds);
  const late = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Problem(422, 'calendar.timeout')));
  });
  const headers = {
    accept: 'text/calendar, */*;q=0.1',
    'accept-encoding': 'identity',
    'user-agent': 'Cuelight',
    ...(known.etag ? { 'if-none-match': known.etag } : {}),
    ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}),
  };
  const follow = async () => {
    let url = addressOf(address, allowed);
    for (let hops = 0; hops <= limits.redirects; hops += 1) {
      const response = await get(url, await placesOf(url, allowed, resolve), headers, signal);
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || !location) {
        return await take(response, limits.bytes, Boolean(known.etag || known.lastModified));
      }
      response.destroy();
      const next = addressOf(location, allowed, url);
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw new Problem(422, 'calendar.address_refused.downgraded');
      url = next;
    }
    throw new Problem(422, 'calendar.too_many_redirects');
  };
  return Promise.race([follow(), /** @type {Promise<never>} */ (late)]);
}

/**
 * @param {URL} url
 * @param {import('./address.js').Place[]} places the only ones that are connected to
 * @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 * @returns {Promise<http.IncomingMessage>}
 */
const get = (url, places, headers, signal) =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const pinned = (/** @type {string} */ _host, /** @type {any} */ options, /** @type {any} */ done) =>
      options.all ? done(null, places) : done(null, places[0].address, places[0].family);
    const unreachable = () => reject(new Problem(422, 'calendar.unreachable'));
    request(url, { headers, signal, agent: false, lookup: pinned }, resolve).on('error', unreachable).end();
  });

/**
 * @param {http.IncomingMessage} response
 * @param {number} most
 * @param {boolean} conditional
 * @returns {Promise<Reading>}
 */
async function take(response, most, conditional) {
  try {
    const { statusCode: status = 0, headers } = response;
    const validators = { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null };
    if (status === 304 && conditional) return { bytes: null, ...validators };
    if (status !== 200) throw notRead(status, headers['retry-after']);
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new Problem(422, 'calendar.fetch_encoding');
    const parts = [];
    let size = 0;
    for await (const part of response) {
      size += part.length;
      if (size > most) throw new Problem(422, 'calendar.too_large', { megabytes: most / 1_048_576 });
      parts.push(part);
    }
    return { bytes: new Uint8Array(Buffer.concat(parts)), ...validators };
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem(422, 'calendar.unreachable.broke_off');
  } finally {
    response.destroy();
  }
}

/** @param {number} status @param {string | undefined} retryAfter */
function notRead(status, retryAfter) {
  const key = status === 429 || status >= 500 ? 'calendar.fetch_status.again' : 'calendar.fetch_status';
  const seconds = /^\d{1,9}$/.test(retryAfter ?? '')
    ? Number(retryAfter)
    : (Date.parse(retryAfter ?? '') - Date.now()) / 1000 || 0;
  return new Postponed(key, status, seconds);
}
