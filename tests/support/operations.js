/** @file The API as its own description names it: every operation, whose its records are, and a body that it takes. */

/**
 * A place in a request where a text stands.
 * @typedef {object} Place
 * @property {'path' | 'query' | 'body'} in
 * @property {(string | number)[]} at the member's name, in bodies the way to it
 * @property {any} schema
 */

/**
 * @typedef {object} Operation
 * @property {string} name such as `GET /api/v1/artists/{id}`
 * @property {string} method
 * @property {string} path
 * @property {string | undefined} owner
 * @property {string | undefined} record what kind of record `{id}` names
 * @property {string[]} params names of what stands in the path
 * @property {boolean} session
 * @property {any} body its schema
 * @property {Place[]} texts every text of a request
 */

/** @param {import('./server.js').Stand} stand @returns {Operation[]} */
export function operationsOf(stand) {
  const { paths } = /** @type {any} */ (stand.server.app).swagger();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(/** @type {any} */ (methods)).map(([method, about]) => {
      const body = about.requestBody?.content?.['application/json']?.schema;
      const parameters = (about.parameters ?? []).filter((/** @type {any} */ one) => one.schema.type === 'string');
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        owner: about['x-cuelight-owner'],
        record: parameters.find((/** @type {any} */ one) => one.in === 'path' && one.name === 'id')?.schema[
          'x-cuelight-record'
        ],
        params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        session: about.security?.some((/** @type {any} */ one) => 'session' in one) ?? false,
        body,
        texts: [
          ...parameters.map((/** @type {any} */ one) => ({ in: one.in, at: [one.name], schema: one.schema })),
          ...textsIn(body),
        ],
      };
    }),
  );
}

/** Every text that a body may hold. @param {any} schema @param {(string | number)[]} [at] @returns {Place[]} */
function textsIn(schema, at = []) {
  if (!schema) return [];
  if (schema.type === 'string') return [{ in: 'body', at, schema }];
  if (schema.type === 'array') return textsIn(schema.items, [...at, 0]);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => textsIn(member, [...at, name]));
}

/**
 * One request of an operation, with the least body that it takes, and other texts in some places.
 * @param {Operation} operation
 * @param {{ id?: string, texts?: { place: Place, text: string }[], json?: any }} [options] `id` stands in the path
 */
export function requestOf({ method, path, body, params }, { id = 'x_absent', texts: given = [], json } = {}) {
  const url = new URL('http://x');
  let content = json ?? (body ? sample(body) : undefined);
  const named = new Map(params.map((name) => [name, name === 'id' ? id : 'x_absent']));
  for (const { place, text } of given) {
    if (place.in === 'path') named.set(String(place.at[0]), text);
    if (place.in === 'query') url.searchParams.set(String(place.at[0]), text);
    if (place.in === 'body') content = put(body, content, place.at, text);
  }
  const address = path.replaceAll(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(String(named.get(name))));
  return { method, address: `${address}${url.search}`, ...(content === undefined ? {} : { json: content }) };
}

/** A copy of a value with one member changed; what lies on the way there is made as the schema wants. @param {any} schema @param {any} value @param {(string | number)[]} at @param {string} text @returns {any} */
function put(schema, value, [name, ...rest], text) {
  if (name === undefined) return text;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const member = typeof name === 'number' ? schema.items : schema.properties[name];
  copy[name] = put(member, copy[name] ?? (rest.length === 0 ? undefined : sample(member)), rest, text);
  return copy;
}

const texts = [
  'x',
  'DE',
  'EUR',
  'x_1',
  'someone@elsewhere.example',
  '2027-03-01T10:00:00Z',
  '2027-03-01',
  'Europe/Berlin',
  '123456',
  ...[32, 64].map((octets) => 'ab'.repeat(octets)),
];

/** The least value that a schema takes. @param {any} schema @returns {any} */
export function sample(schema) {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (schema.type === 'object' || schema.properties) {
    const required = [...(schema.required ?? []), ...(one?.required ?? [])];
    return Object.fromEntries(required.map((name) => [name, sample(schema.properties[name])]));
  }
  if (one) return sample(one);
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items));
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'string') {
    const pattern = new RegExp(schema.pattern ?? '');
    const found = texts.find((text) => pattern.test(text) && text.length >= (schema.minLength ?? 0));
    if (found === undefined) throw new Error(`no sample for ${schema.pattern}`);
    return found;
  }
  return {};
}
