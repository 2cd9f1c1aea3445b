/** @file Errors on the wire: RFC 9457 problem documents, each with a stable code. */
import { STATUS_CODES } from 'node:http';
import { CuelightError } from '../../client/error.js';

/** A refusal that a client may read. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail one sentence: what is wrong and what to do
   * @param {Record<string, unknown>} [more] further members
   */
  constructor(status, code, detail, more = {}) {
    super(detail);
    this.name = 'Problem';
    this.statusCode = status;
    this.code = code;
    this.more = more;
  }
}

/** The one answer for what is not there and for what is somebody else's. */
export const notFound = () => new Problem(404, 'not_found', 'There is nothing here, or it is not for you.');
export const signedOut = () => new Problem(401, 'session.none', 'Sign in first.');

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
    return new Problem(422, error.code, error.message, error.offset === null ? {} : { offset: error.offset });
  }
  if (error?.validation) {
    const [first] = error.validation;
    const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    return new Problem(
      400,
      'request.invalid',
      `The ${where.replaceAll('/', ' › ')} ${first?.message ?? 'is not as described'}.`,
    );
  }
  if (notText.includes(error?.code))
    return new Problem(400, 'request.invalid', 'A text holds the character U+0000, which can’t be kept. Take it out.');
  const status = error?.statusCode;
  if (status === 413) return new Problem(413, 'request.too_large', 'The body is larger than this address accepts.');
  if (status === 415)
    return new Problem(415, 'request.media_type', 'Send this body with the media type that the API describes.');
  if (status >= 400 && status < 500)
    return new Problem(status, 'request.malformed', 'The request could not be read. Check its syntax.');
  return new Problem(
    500,
    'server.failed',
    'Something went wrong here. Nothing was changed. Try again, and tell us the request id if it stays so.',
  );
}

/**
 * Installs the error and not-found handlers.
 * @param {import('fastify').FastifyInstance} app
 * @param {(request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply) => unknown} [otherwise] answers
 *   what no route knows, or gives undefined
 */
export function problems(app, otherwise = () => undefined) {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.statusCode >= 500) request.log.error({ err: error }, 'failed');
    else request.log.debug({ code: problem.code }, 'refused');
    return send(reply, problem, request.id);
  });
  app.setNotFoundHandler((request, reply) => otherwise(request, reply) ?? send(reply, notFound(), request.id));
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {Problem} problem
 * @param {string} requestId
 */
function send(reply, problem, requestId) {
  const { statusCode: status, code, message: detail, more } = problem;
  // The answer for "absent" carries no request id: it is the same bytes every time.
  const instance = status === 404 ? {} : { instance: `urn:cuelight:request:${requestId}` };
  return reply
    .code(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send({ type: 'about:blank', title: STATUS_CODES[status], status, detail, code, ...instance, ...more });
}
