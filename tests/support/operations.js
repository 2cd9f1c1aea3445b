/** @file The API as its own description names it: every operation, whose its records are, and a body that it takes. */

/**
 * @typedef {object} Operation
 * @property {string} name such as `GET /api/artists/{id}`
 * @property {string} method
 * @property {string} path
 * @property {string | undefined} owner
 * @property {string | undefined} record what kind of record `{id}` names
 * @property {string[]} params names of what stands in the path
 * @property {boolean} session
 * @property {any} body its schema
 */

/** @param {import('./server.js').Stand} stand @returns {Operation[]} */
export function operationsOf(stand) {
  const { paths } = /** @type {any} */ (stand.server.app).swagger();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(/** @type {any} */ (methods)).map(([method, about]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      owner: about['x-cuelight-owner'],
      record: about.parameters?.find((/** @type {any} */ one) => one.in === 'path' && one.name === 'id')?.schema[
        'x-cuelight-record'
      ],
      params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      session: about.security?.some((/** @type {any} */ one) => 'session' in one) ?? false,
      body: about.requestBody?.content?.['application/json']?.schema,
    })),
  );
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
