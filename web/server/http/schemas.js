/** @file The words that routes describe their bodies with: JSON Schema, as OpenAPI 3.1 takes it. */
import { languages } from '../../messages/languages.js';

/** @typedef {Record<string, any>} Schema */

/** @param {number} maxLength @param {Schema} [more] @returns {Schema} */
export const text = (maxLength, more = {}) => ({ type: 'string', minLength: 1, maxLength, ...more });
/** The same, or null. @param {Schema} schema with one type @returns {Schema} */
export const nullable = (schema) => ({
  ...schema,
  type: [schema.type, 'null'],
  ...(schema.enum ? { enum: [...schema.enum, null] } : {}),
});
/** @param {string[]} words @returns {Schema} */
export const word = (...words) => ({ type: 'string', enum: words });
/** A language that the pages speak. */
export const language = word(...Object.keys(languages));
/** @returns {Schema} */
export const integer = (
  /** @type {number} */ minimum,
  /** @type {number} */ maximum,
  /** @type {Schema} */ more = {},
) => ({ type: 'integer', minimum, maximum, ...more });
/** An object whose names are open: every value is of one shape. @param {Schema} value @returns {Schema} */
export const record = (value) => ({ type: 'object', additionalProperties: value });
/** @param {Schema} items @returns {Schema} */
export const list = (items) => ({ type: 'array', items });
/** A page of a list. @param {Schema} items @returns {Schema} */
export const page = (items) =>
  answer(
    {
      items: list(items),
      next: nullable({ type: 'string', description: 'Give it as `cursor` to read on; null at the end.' }),
    },
    ['items'],
  );

/**
 * What may be sent in: members that are not named are refused.
 * @param {Record<string, Schema>} properties
 * @param {string[]} [required] all of them unless said otherwise
 * @returns {Schema}
 */
export const body = (properties, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/**
 * What is sent out: what is not named here never leaves (responses.js). It may grow, so readers pass over members that they
 * don't know.
 * @param {Record<string, Schema>} properties
 * @param {string[]} [required]
 * @returns {Schema}
 */
export const answer = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });

export const flag = { type: 'boolean' };
export const id = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'An opaque id.' };
/** The id of something of one kind: of such a one, another tenant's answers like an absent one. @param {string} kind @returns {Schema} */
export const idOf = (kind) => ({ ...id, 'x-cuelight-record': kind });
export const email = {
  type: 'string',
  maxLength: 254,
  pattern: '^[^\\s@<>"]+@[^\\s@<>"]+\\.[^\\s@<>".]+$',
  description: 'A mail address.',
};
export const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$',
  description: 'An instant in UTC (RFC 3339).',
};
export const date = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$', description: 'A date.' };
export const timeZone = { type: 'string', pattern: '^[A-Za-z0-9_+/-]{1,64}$', description: 'An IANA time zone name.' };
export const locale = { type: 'string', pattern: '^[A-Za-z0-9-]{1,35}$', description: 'A language tag (BCP 47).' };
export const hex = (/** @type {number} */ bytes) => ({
  type: 'string',
  pattern: `^[0-9a-f]{${bytes * 2}}$`,
  description: `${bytes} octets in lower-case hex.`,
});
export const base64 = { type: 'string', contentEncoding: 'base64' };
const base64url = (/** @type {number} */ most) => ({
  type: 'string',
  pattern: '^([A-Za-z0-9_-]{4})*([A-Za-z0-9_-]{2,3})?$',
  minLength: 2,
  maxLength: most,
  description: 'Base64url without padding.',
});
/** What `navigator.credentials` gave, as JSON (WebAuthn level 3, section 5.1). @param {Record<string, Schema>} response @param {string[]} required */
const credential = (response, required) => ({
  type: 'object',
  required: ['id', 'rawId', 'type', 'response'],
  properties: {
    id: base64url(1400),
    rawId: base64url(1400),
    type: { const: 'public-key' },
    response: { type: 'object', required, properties: response },
    clientExtensionResults: { type: 'object' },
  },
});
export const assertion = credential(
  { clientDataJSON: base64url(4096), authenticatorData: base64url(4096), signature: base64url(2048) },
  ['clientDataJSON', 'authenticatorData', 'signature'],
);
export const attestation = credential(
  {
    clientDataJSON: base64url(4096),
    attestationObject: base64url(16_384),
    transports: list({ type: 'string', maxLength: 32 }),
  },
  ['clientDataJSON', 'attestationObject'],
);
/** A passkey as `navigator.credentials` is told of it (WebAuthn level 3, section 5.8.3). */
const credentials = list(
  answer({ id: base64url(1400), type: { const: 'public-key', type: 'string' }, transports: list({ type: 'string' }) }, [
    'id',
    'type',
  ]),
);
/** The options of `navigator.credentials.get`, as JSON (WebAuthn level 3, section 5.5). */
export const requestOptions = answer({
  rpId: text(253),
  challenge: base64url(100),
  allowCredentials: credentials,
  timeout: integer(0, 9e15),
  userVerification: text(20),
});
/** The options of `navigator.credentials.create`, as JSON (WebAuthn level 3, section 5.4). */
export const creationOptions = answer({
  rp: answer({ id: text(253), name: text(200) }),
  user: answer({ id: base64url(100), name: text(254), displayName: text(200) }),
  challenge: base64url(100),
  pubKeyCredParams: list(answer({ alg: { type: 'integer' }, type: text(20) })),
  timeout: integer(0, 9e15),
  excludeCredentials: credentials,
  authenticatorSelection: answer({ residentKey: text(20), requireResidentKey: flag, userVerification: text(20) }),
  attestation: text(20),
  hints: list({ type: 'string' }),
  extensions: answer({ credProps: flag }),
});
export const level = word('public', 'private_listing', 'stealth_roster', 'workspace_private');

/** What RFC 9457, section 3.2, calls extension members: each stands with the codes that its words name, and only there. */
const further = {
  offset: { type: 'integer', description: 'Where core stopped reading, in octets.' },
  limit: { type: 'string', description: '`limit.reached`: the name of the limit.' },
  needs: { ...list({ type: 'string' }), description: '`access.…`: what would help.' },
  failed: {
    ...list(answer({ rule: { type: 'string' }, code: { type: 'string' }, fact: { type: 'string' } })),
    description: '`access.checkpoint_…`: the rules that did not pass.',
  },
  missing: { ...list({ type: 'string' }), description: '`access.checkpoint_held`: the facts that were not there.' },
  waiting: { type: 'integer', description: '`access.review_open`: how many entries wait for a word.' },
  since: { ...instant, description: '`workspace.locked`, `workspace.archived`: since when.' },
  member: { type: 'string', description: '`engagement.member_missing`: which one.' },
  refusals: {
    ...list(
      answer({
        code: { type: 'string' },
        pointer: { type: 'string' },
        offset: { type: 'integer' },
        message: { type: 'string' },
      }),
    ),
    description: '`approval.not_confirmable`: which members, as JSON Pointers, and why.',
  },
  rank: { type: 'integer', description: '`approval.stale`: the rank that a hold has now.' },
  replacedBy: { ...id, description: '`approval.stale`: the newer version.' },
  diff: {
    ...list(
      answer(
        {
          op: { type: 'string' },
          path: { type: 'string' },
          from: { type: 'string' },
          value: { description: 'Any JSON.' },
        },
        ['op', 'path'],
      ),
    ),
    description: '`approval.stale`: what differs in it, as a JSON Patch (RFC 6902).',
  },
  digest: { ...hex(32), description: '`approval.stale`, `approval.view_differs`: of the stored octets.' },
  viewDigest: { ...hex(32), description: '`approval.view_differs`: of the view that this server computes.' },
  now: { ...instant, description: '`approval.clock_differs`: this server’s clock.' },
  problems: {
    type: 'array',
    items: {
      type: ['string', 'object'],
      properties: { code: { type: 'string' }, line: { type: 'integer' }, message: { type: 'string' } },
    },
    description: '`approval.bad_signature`: codes. `calendar.…`: what is wrong, line by line.',
  },
};

export const problem = {
  ...answer(
    {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'One sentence for a person.' },
      code: { type: 'string', description: 'Stable; programs switch on it.' },
      instance: { type: 'string' },
      ...further,
    },
    ['type', 'title', 'status', 'detail', 'code'],
  ),
  description: 'RFC 9457 problem document.',
};

/** @param {string} description */
const refusal = (description) => ({ description, content: { 'application/problem+json': { schema: problem } } });

/**
 * Whose the records of an operation are, and so who decides about them:
 * `anyone` nobody's in particular · `secret` whoever holds the secret that names them · `person` the person signed in ·
 * `workspace` that person's workspace · `party` the parties of an engagement or approval · `artist` whomever core's table
 * lets see the artist · `platform` whoever runs the platform.
 * @typedef {'anyone' | 'secret' | 'person' | 'workspace' | 'party' | 'artist' | 'platform'} Owner
 */

/**
 * One operation's description.
 * @param {object} about
 * @param {string} about.tag
 * @param {Owner} about.owner
 * @param {string} about.summary
 * @param {string} [about.description]
 * @param {'session' | 'none' | 'token'} [about.needs] what the caller must bring; default `session`
 * @param {Schema} [about.body]
 * @param {Record<string, Schema>} [about.query]
 * @param {Record<string, Schema>} [about.params]
 * @param {Record<number, Schema | string>} about.responses a schema, or words for an answer without JSON
 * @param {Record<number, string>} [about.errors] beside 400, 401, 403, 404 and 429
 * @param {string[]} [about.consumes]
 */
export function operation({
  tag,
  owner,
  summary,
  description,
  needs = 'session',
  body,
  query,
  params,
  responses,
  errors = {},
  consumes,
}) {
  /** @type {Record<string, any>} */
  const response = {};
  for (const [status, shape] of Object.entries(responses)) {
    response[status] =
      typeof shape === 'string' ? { description: shape, type: 'null' } : { description: 'Done.', ...shape };
  }
  for (const [status, why] of Object.entries(errors)) response[status] = refusal(why);
  if (needs === 'session') response[401] = refusal('Signed out.');
  response.default = refusal('Refused, or failed; `code` says why.');
  return {
    tags: [tag],
    summary,
    'x-cuelight-owner': owner,
    ...(description ? { description } : {}),
    ...(needs === 'session'
      ? { security: [{ session: [] }] }
      : needs === 'token'
        ? { security: [{ operations: [] }] }
        : { security: [] }),
    ...(body ? { body } : {}),
    ...(query ? { querystring: { type: 'object', properties: query, additionalProperties: false } } : {}),
    ...(params ? { params: { type: 'object', properties: params, required: Object.keys(params) } } : {}),
    ...(consumes ? { consumes } : {}),
    response,
  };
}
