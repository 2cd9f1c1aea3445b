/**
 * @file The one way to the server: same origin, JSON, the CSRF header on every change, and every failure as a Problem
 * with a sentence for the person and a code for programs.
 */
import { language, words } from './words.js';

/** A refusal or failure: RFC 9457's members that the pages use. */
export class Problem extends Error {
  /**
   * @param {{ code: string, detail: string, status?: number, body?: any }} problem
   * @param {ErrorOptions} [options]
   */
  constructor({ code, detail, status = 0, body = {} }, options) {
    super(detail, options);
    this.name = 'Problem';
    /** @readonly */
    this.code = code;
    /** @readonly HTTP status, 0 when no answer came. */
    this.status = status;
    /** @readonly The whole problem document. */
    this.body = body;
  }
}

/** Tells the shell that the session ended. */
export const events = new EventTarget();

/**
 * @typedef {object} CallOptions
 * @property {unknown} [json] sent as application/json
 * @property {BodyInit} [body] sent as it is, with `type`
 * @property {string} [type]
 * @property {Record<string, string | number | undefined>} [query]
 * @property {AbortSignal} [signal]
 */

/**
 * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
 * @param {string} path
 * @param {CallOptions} [options]
 * @returns {Promise<any>} the answer's JSON, or null when it has none
 */
async function call(method, path, options = {}) {
  const response = await send(method, path, options);
  if (response.status === 204) return null;
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/**
 * The answer itself, for a body that is read as it arrives.
 * @param {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
 * @param {string} path
 * @param {CallOptions} [options]
 * @returns {Promise<Response>}
 */
async function send(method, path, { json, body, type, query, signal } = {}) {
  /** @type {Record<string, string>} */
  const headers = { accept: 'application/json, application/problem+json', 'accept-language': language };
  if (method !== 'GET') headers['cuelight-csrf'] = '1';
  if (json !== undefined) headers['content-type'] = 'application/json';
  else if (body !== undefined && type) headers['content-type'] = type;
  let response;
  try {
    response = await fetch(withQuery(path, query), {
      method,
      headers,
      body: json === undefined ? body : JSON.stringify(json),
      signal,
      credentials: 'same-origin',
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem(
      {
        code: 'network.unreachable',
        detail: navigator.onLine ? words.api.silent : words.api.offline,
      },
      { cause },
    );
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.code === 'session.none' && path !== '/api/v1/me') {
    events.dispatchEvent(new Event('signed-out'));
  }
  throw problem;
}

/** @param {string} path @param {CallOptions['query']} query */
function withQuery(path, query) {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  if (entries.length === 0) return path;
  return `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

/** @param {Response} response */
async function problemOf(response) {
  /** @type {any} */
  const body = await response.json().catch(() => ({}));
  return new Problem({
    code: body.code ?? `http.${response.status}`,
    detail: body.detail ?? words.api.couldNot,
    status: response.status,
    body,
  });
}

export const api = {
  /** @param {string} path @param {CallOptions['query']} [query] @param {AbortSignal} [signal] */
  get: (path, query, signal) => call('GET', path, { query, signal }),
  /** @param {string} path @param {unknown} [json] @param {AbortSignal} [signal] */
  post: (path, json, signal) => call('POST', path, { json, signal }),
  /** @param {string} path @param {unknown} json */
  patch: (path, json) => call('PATCH', path, { json }),
  /** @param {string} path */
  remove: (path) => call('DELETE', path),
  /** @param {string} path @param {Blob} body @param {string} type @param {CallOptions['query']} [query] @param {AbortSignal} [signal] */
  upload: (path, body, type, query, signal) => call('POST', path, { body, type, query, signal }),
  /** @param {string} path @param {AbortSignal} [signal] */
  stream: (path, signal) => send('GET', path, { signal }),
  /**
   * Every page of a list, one after the other, up to `most` items.
   * @param {string} path @param {CallOptions['query']} query @param {AbortSignal} signal @param {number} [most]
   * @returns {Promise<any[]>}
   */
  async list(path, query, signal, most = 5000) {
    /** @type {any[]} */
    const items = [];
    let cursor;
    do {
      const page = await call('GET', path, { query: { ...query, cursor }, signal });
      items.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor && items.length < most);
    return items;
  },
};

/** @param {string} id */
export const segment = (id) => encodeURIComponent(id);
