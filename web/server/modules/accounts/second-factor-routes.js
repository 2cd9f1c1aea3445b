/** @file The second factor: set up, and given for this session, as a code or by a passkey. */

import { announce, count, counted, limits } from '../../http/limits.js';
import { Problem } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { askFactor, enrol, prove, takeFactor } from './second-factor.js';
import { whoChanges, whoSecures } from './session.js';

const proven = s.answer({ proven: s.flag });

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function secondFactorRoutes(app, context) {
  /**
   * Somebody who proves herself; too many wrong proofs are refused, whichever kind they are.
   * @param {import('fastify').FastifyRequest} request
   * @param {import('fastify').FastifyReply} reply
   */
  const whoProves = async (request, reply) => {
    const who = await whoSecures(context, request, reply);
    announce(reply, limits.factorFailed, await counted(context, limits.factorFailed, who.person.id));
    return who;
  };

  app.post(
    '/api/v1/second-factor/enrol',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Set up an authenticator app as second factor',
        description:
          'Gives the seed once. Administrators need a second factor: this, or a passkey. Who has one gives it before another is set up.',
        responses: { 200: s.answer({ secret: s.text(64), uri: s.text(512) }) },
        errors: { 403: '`access.mfa_required`: give the one that you have first.', 409: 'Set up already.' },
      }),
    },
    async (request, reply) => enrol(context, await whoChanges(context, request, reply)),
  );

  app.post(
    '/api/v1/second-factor/prove',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Give a code of the second factor, for this session',
        body: s.body({ code: { type: 'string', pattern: '^\\d{6}$' } }),
        responses: { 200: proven },
        errors: { 409: 'No second factor is set up.' },
      }),
    },
    async (request, reply) => {
      const who = await whoProves(request, reply);
      if (await prove(context, who, /** @type {{ code: string }} */ (request.body).code)) return { proven: true };
      await count(context, limits.factorFailed, who.person.id);
      throw new Problem(401, 'factor.wrong');
    },
  );

  app.post(
    '/api/v1/second-factor/passkey/options',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Ask for a passkey as second factor',
        description:
          'Gives the options for `navigator.credentials.get` (WebAuthn), with the passkeys that count as a second factor: those added when there was none yet, or after it was given. They hold for five minutes and this session.',
        responses: { 200: s.requestOptions },
        errors: { 409: '`factor.none`: no passkey counts as one.' },
      }),
    },
    async (request, reply) => askFactor(context, await whoSecures(context, request, reply)),
  );

  app.post(
    '/api/v1/second-factor/passkey',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Give a passkey as second factor, for this session',
        body: s.body({ credential: s.assertion }),
        responses: { 200: proven },
        errors: {
          409: '`factor.challenge_over`.',
          422: '`passkey.unknown`, `passkey.refused`, or `factor.not_counted`.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoProves(request, reply);
      await takeFactor(
        context,
        who,
        /** @type {{ credential: Parameters<typeof takeFactor>[2] }} */ (request.body).credential,
      ).catch(async (refusal) => {
        await count(context, limits.factorFailed, who.person.id);
        throw refusal;
      });
      return { proven: true };
    },
  );
}
