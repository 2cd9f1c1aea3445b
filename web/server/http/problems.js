/** @file Errors on the wire: RFC 9457 problem documents, each with a stable code and a sentence in its reader's language. */
import { STATUS_CODES } from 'node:http';
import { CuelightError } from '../../client/error.js';
import de from '../../messages/compiled/de/problems.js';
import en from '../../messages/compiled/en/problems.js';
import fr from '../../messages/compiled/fr/problems.js';
import { inWords, languageFor } from './language.js';

/** @typedef {import('./language.js').Language} Language */
/** @typedef {import('../../messages/compiled/en/problems.js').Messages} Messages */
/** @typedef {keyof Messages} Key of a sentence: its code, and a third part where one code has several */
/**
 * What a sentence is told; an instant is said in its language.
 * @template {Key} K
 * @typedef {Messages[K] extends (given: infer Given) => string
 *   ? { [Name in keyof Given]: Given[Name] extends number ? number : Given[Name] | Date } : Record<string, never>} Given
 */
/** @typedef {Record<string, unknown>} More members of the document, beside those that each has */

/** @type {Record<Language, Messages>} */
const catalogues = { en, de, fr };

/**
 * A sentence of web/messages/<language>/problems.arb.
 * @param {Language} language @param {string} key @param {Record<string, string | number | Date>} [given]
 * @returns {string}
 */
export function sentence(language, key, given = {}) {
  const text = catalogues[language][/** @type {Key} */ (key)];
  if (typeof text === 'string') return text;
  const said = Object.entries(given).map(([name, value]) => [
    name,
    value instanceof Date ? inWords(value, language) : value,
  ]);
  return text(/** @type {any} */ (Object.fromEntries(said)));
}

/** A refusal that a client may read. As an error, for the log, it is in English. @template {Key} [K=Key] */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {K} key
   * @param {Messages[K] extends string ? [given?: Given<K>, more?: More] : [given: Given<K>, more?: More]} rest what the
   *   sentence is told, and further members; a `code` among them is a closer one than the key's
   */
  constructor(status, key, ...[given, more = {}]) {
    super(sentence('en', key, given));
    this.name = 'Problem';
    this.statusCode = status;
    this.key = key;
    this.given = given;
    this.code = String(more.code ?? key.split('.').slice(0, 2).join('.'));
    this.more = more;
  }

  /** @param {Language} language @returns {{ detail: string, language: Language }} */
  says(language) {
    return { detail: sentence(language, this.key, this.given), language };
  }
}

/** What core refuses, by core's code and in core's words: those are English. */
export class CoreRefusal extends Problem {
  /** @param {number} status @param {{ code: string, message: string }} refusal @param {More} [more] */
  constructor(status, { code, message }, more = {}) {
    super(status, 'request.refused', {}, { ...more, code });
    this.message = message;
  }

  /** @override @returns {{ detail: string, language: Language }} */
  says() {
    return { detail: this.message, language: 'en' };
  }
}

/** The one answer for what is not there and for what is somebody else's. */
export const notFound = () => new Problem(404, 'not_found');
export const signedOut = () => new Problem(401, 'session.none');

/** Core's refusals of what was sent in: the request was understood, its content was not accepted. */
const contentPrefixes = ['json.', 'approval.', 'calendar.', 'engagement.', 'tz.', 'argument.', 'visibility.', 'audit.'];

/** What PostgreSQL says to U+0000 in a text and in a JSON text: of all that JSON allows, it keeps only that not. */
const notText = ['22021', '22P05'];

/**
 * @param {any} error
 * @returns {Problem}
 */
function problemOf(error) {
  if (error instanceof Problem) return error;
  if (error instanceof CuelightError && contentPrefixes.some((prefix) => error.code.startsWith(prefix))) {
    return new CoreRefusal(422, error, error.offset === null ? {} : { offset: error.offset });
  }
  if (error?.validation) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    return new Problem(400, 'request.invalid.as_described', {
      where: where.replaceAll('/', ' › '),
      what: first?.message ?? '',
    });
  }
  if (notText.includes(error?.code)) return new Problem(400, 'request.invalid.null_character');
  const status = error?.statusCode;
  if (status === 413) return new Problem(413, 'request.too_large');
  if (status === 415) return new Problem(415, 'request.media_type');
  if (status >= 400 && status < 500) return new Problem(status, 'request.malformed');
  return new Problem(500, 'server.failed');
}

/**
 * Installs the error and not-found handlers.
 * @param {import('fastify').FastifyInstance} app
 * @param {object} [options]
 * @param {(request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply) => unknown} [options.otherwise]
 *   answers what no route knows, or gives undefined
 * @param {(request: import('fastify').FastifyRequest) => Promise<Language> | Language} [options.languageOf] what whoever asked
 *   is answered in
 */
export function problems(
  app,
  { otherwise = () => undefined, languageOf = ({ headers }) => languageFor(null, headers) } = {},
) {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    if (problem.statusCode >= 500) request.log.error({ err: error }, 'failed');
    else request.log.debug({ code: problem.code }, 'refused');
    return send(reply, problem, request.id, await languageOf(request));
  });
  app.setNotFoundHandler(
    async (request, reply) =>
      otherwise(request, reply) ?? send(reply, notFound(), request.id, await languageOf(request)),
  );
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {Problem} problem
 * @param {string} requestId
 * @param {Language} wanted
 */
function send(reply, problem, requestId, wanted) {
  const { statusCode: status, code, more } = problem;
  const { detail, language } = problem.says(wanted);
  // The answer for "absent" carries no request id: it is the same bytes every time.
  const instance = status === 404 ? {} : { instance: `urn:cuelight:request:${requestId}` };
  return reply
    .code(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .header('content-language', language)
    .header('vary', 'accept-language')
    .send({ type: 'about:blank', title: STATUS_CODES[status], status, detail, code, ...instance, ...more });
}
