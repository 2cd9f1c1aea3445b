/** @file What one role can ask of others' records over the whole API: everything to read, and every id to probe. */
import assert from 'node:assert/strict';
import { absentId, kindsOf } from './cast.js';
import { operationsOf, requestOf, sample } from './operations.js';

/** @typedef {import('./server.js').Stand} Stand */
/** @typedef {import('./cast.js').Cast} Cast */
/** @typedef {import('./cast.js').Role} Role */
/** @typedef {import('./operations.js').Operation} Operation */

/** What is answered without being described as an operation; only these can be read without it. */
export const undescribed = [
  '/api/docs',
  '/api/docs.css',
  '/api/openapi.json',
  '/folio.css',
  '/robots.txt',
  '/sitemap.xml',
];

const files = ['availability.ics', 'availability.ifb', 'availability.vavailability', 'availability.json'];

/**
 * Every address that can be read: each readable operation with every id of its kind there is, and, of one's own, with each
 * word of each choice in its query.
 * @param {Stand} stand @param {Cast} cast @param {Role} role
 * @returns {Promise<{ of: string, address: string }[]>}
 */
export async function addressesOf(stand, cast, { visitor, who }) {
  const addresses = undescribed.map((address) => ({ of: address, address }));
  const slugs = (await cast.rowsOfAll('select slug from artist where workspace_id = $1')).map(({ slug }) => slug);
  const feeds = cast.feeds.get(visitor) ?? [];
  for (const operation of operationsOf(stand)) {
    const { name, method, path, record, params, texts } = operation;
    if (method !== 'GET') continue;
    /** @type {string[]} */
    let paths = [path];
    if (record) {
      const ids = await cast.everyId(kindsOf(record));
      paths = [...ids, 'x_absent'].map((id) => path.replace('{id}', id));
    } else if (params.includes('token')) paths = feeds;
    else if (params.length > 0) {
      assert.ok(
        params.every((one) => ['slug', 'file'].includes(one)),
        `${name}: what stands in ${params}?`,
      );
      const named = slugs.map((slug) => path.replace('{slug}', slug));
      paths = named.flatMap((one) =>
        params.includes('file') ? files.map((file) => one.replace('{file}', file)) : [one],
      );
    }
    const choices = texts
      .filter((place) => place.in === 'query' && place.schema.enum)
      .flatMap(({ at, schema }) => schema.enum.map((/** @type {string} */ word) => `?${at[0]}=${word}`));
    const mine = record
      ? (await cast.own(kindsOf(record)[0], who.workspace.id)).map((id) => path.replace('{id}', id))
      : paths;
    for (const one of paths) addresses.push({ of: name, address: one });
    for (const one of mine.slice(0, 2)) for (const query of choices) addresses.push({ of: name, address: one + query });
  }
  return addresses;
}

/**
 * What somebody reads at each address: status, tag and octets.
 * @param {Stand} stand @param {Role} role @param {{ of: string, address: string }[]} addresses
 * @returns {Promise<Map<string, string>>}
 */
export async function readAll(stand, { visitor }, addresses) {
  /** @type {Map<string, string>} */
  const all = new Map();
  const queue = addresses.values();
  const reader = async () => {
    for (const { address } of queue) {
      const { status, text, headers } = await visitor.get(address);
      all.set(address, `${status} ${headers.get('etag')}\n${text.replace(/"instance":"[^"]*"/, '')}`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, reader));
  // Looking at what is hidden is noted for its owner; all of it before the next look.
  await stand.server.idle();
  return all;
}

/**
 * Asserts that two looks are the same octets. One's own record tells of one's own exports, and of nothing else besides.
 * @param {Map<string, string>} was @param {Map<string, string>} is @param {string} said
 */
export function assertSame(was, is, said) {
  for (const [address, before] of was) {
    const after = String(is.get(address));
    if (address === '/api/v1/audit/export') assert.ok(after.startsWith(before), `${said} by ${address}`);
    else if (address.startsWith('/api/v1/audit')) {
      const items = (/** @type {string} */ text) => JSON.parse(text.slice(text.indexOf('\n') + 1)).items ?? [];
      const known = new Set(items(before).map((/** @type {any} */ row) => row.hash));
      for (const row of items(after))
        assert.ok(
          known.has(row.hash) || row.action === 'audit.exported',
          `${said} by ${address}: ${JSON.stringify(row)}`,
        );
    } else if (after !== before) assert.fail(`${said} by ${address}${difference(before, after)}`);
  }
}

/** Where two answers part. @param {string} was @param {string} now */
function difference(was, now) {
  let at = 0;
  while (at < was.length && was[at] === now[at]) at += 1;
  return `: …${was.slice(Math.max(0, at - 60), at + 60)}… became …${now.slice(Math.max(0, at - 60), at + 60)}…`;
}

/**
 * A request in which one place names another tenant's record.
 * @typedef {object} Probe
 * @property {Operation} operation
 * @property {string} of the operation and the place
 * @property {'path' | 'query' | 'body'} in
 * @property {string} id
 * @property {string} absent an id of the kind that nobody has
 * @property {string} home the workspace that keeps the record
 * @property {(id: string) => ReturnType<Role['visitor']['ask']>} ask
 * @property {string} said
 */

/**
 * Every such request of one role. All else in it is as a member of the workspace may well send it: her own records where
 * another id stands, and each word of a choice.
 * @param {Stand} stand @param {Cast} cast @param {Role} role
 * @returns {Promise<Probe[]>}
 */
export async function probesOf(stand, cast, { visitor, who }) {
  const mine = who.workspace.id;
  const roster = (await visitor.get('/api/v1/roster?limit=200')).body.items ?? [];
  const seen = new Set(roster.map((/** @type {any} */ one) => one.id));
  /** @type {Probe[]} */
  const probes = [];
  for (const operation of operationsOf(stand)) {
    // What the platform keeps is the administrators' own.
    if (who.workspace.kind === 'platform' && operation.owner === 'platform') continue;
    for (const place of operation.texts) {
      const marked = place.schema['x-cuelight-record'];
      if (!marked) continue;
      const of = `${operation.name}: ${place.at.join('.')}`;
      for (const record of kindsOf(marked)) {
        const [first] = (await cast.foreign(record, mine)).filter(({ id }) => !seen.has(id));
        assert.ok(first, `${of}: nothing foreign of kind ${record} for ${who.person.name}`);
        const { id, home } = first;
        const own =
          place.in === 'path' || !operation.record
            ? [id]
            : (await cast.own(kindsOf(operation.record)[0], mine)).slice(0, 8);
        for (const path of own) {
          for (const json of place.in === 'body' ? choices(operation.body) : [undefined]) {
            const ask = (/** @type {string} */ text) => {
              const request = requestOf(operation, { id: path, json, texts: [{ place, text }] });
              const body = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
              return visitor.ask(
                request.method,
                request.address,
                operation.name === 'POST /api/v1/calendars/import'
                  ? { body, type: 'text/calendar' }
                  : { json: request.json },
              );
            };
            const said = `${of} of ${record} ${id} by ${who.person.name}`;
            probes.push({ operation, of, in: place.in, id, absent: absentId(record, id), home, ask, said });
          }
        }
      }
    }
  }
  return probes;
}

/** The least body with each word of its first choice. @param {any} schema @returns {any[]} */
function choices(schema) {
  const body = sample(schema);
  const [name, member] = Object.entries(schema.properties ?? {}).find(([, one]) => one.enum) ?? [];
  return name ? member.enum.map((/** @type {string} */ word) => ({ ...body, [name]: word })) : [body];
}

/** Everything of an answer that could tell what is there from what is not. @param {any} answer @param {string} id */
export const noted = ({ status, text, headers }, id) =>
  JSON.stringify([
    status,
    text.replace(/"instance":"[^"]*"/, ''),
    [...headers].filter(([name]) => !['date', 'ratelimit', 'content-length'].includes(name)),
    text.includes(id),
  ]);
