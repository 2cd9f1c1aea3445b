/** @file Mailed invitations: those that wait for an answer, and their answers. `/api/v1/letters` is their address. */
import { announce, count, counted, limited, limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { giveSession, whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import {
  answerMailedInvitation,
  joinBy,
  openMailedInvitations,
  readMailedInvitation,
  withdrawMailedInvitation,
} from './mailed-invitations.js';

const token = s.text(128);
const offer = s.answer({
  kind: s.word('invitation', 'partnership', 'member'),
  from: s.answer({ name: s.text(200), kind: s.text(20) }),
  roles: s.list(s.text(40)),
  owner: s.flag,
  days: s.nullable({ type: 'integer' }),
  expiresAt: s.instant,
});
const mailedInvitation = s.answer({
  id: s.id,
  kind: s.word('invitation', 'partnership', 'member'),
  email: s.email,
  artist: s.nullable(s.answer({ id: s.id, name: s.text(200) })),
  roles: s.list(s.text(40)),
  owner: s.flag,
  days: s.nullable({ type: 'integer' }),
  sentAt: s.instant,
  expiresAt: s.instant,
});

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function mailedInvitationRoutes(app, context) {
  app.get(
    '/api/v1/letters',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Mailed invitations that wait for an answer, of the kinds that the reader may withdraw',
        responses: { 200: s.page(mailedInvitation) },
      }),
    },
    async (request) => ({ items: await openMailedInvitations(context, await whoAsks(context, request)), next: null }),
  );

  app.delete(
    '/api/v1/letters/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Withdraw a mailed invitation that was not answered',
        params: { id: s.idOf('letter') },
        responses: { 204: 'Withdrawn.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await withdrawMailedInvitation(context, who, id))) throw await denyAccess(context, who, 'letter', id);
      return reply.code(204).send();
    },
  );

  /**
   * Counts secrets that open nothing, so that they can't be guessed.
   * @template T
   * @param {import('fastify').FastifyRequest} request
   * @param {import('fastify').FastifyReply} reply
   * @param {() => Promise<T>} work
   */
  const guarded = async (request, reply, work) => {
    announce(reply, limits.mailedInvitationFailed, await counted(context, limits.mailedInvitationFailed, request.ip));
    return work().catch(async (refusal) => {
      if (refusal.code === 'letter.gone') await count(context, limits.mailedInvitationFailed, request.ip);
      throw refusal;
    });
  };

  app.post(
    '/api/v1/letters/read',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'secret',
        summary: 'What a mailed invitation offers',
        description: 'By its secret. An artist’s name is told after the answer, to those who may see the artist.',
        needs: 'none',
        body: s.body({ token }),
        responses: { 200: offer },
        errors: { 404: '`letter.gone`: answered, withdrawn, too old, or unknown.' },
      }),
    },
    async (request, reply) =>
      guarded(request, reply, () =>
        readMailedInvitation(context, /** @type {{ token: string }} */ (request.body).token),
      ),
  );

  app.post(
    '/api/v1/letters/accept',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'secret',
        summary: 'Accept an invitation or a partnership, for one’s own workspace',
        body: s.body({ token }),
        responses: { 200: s.answer({ kind: s.text(20), artistId: s.nullable(s.id) }) },
        errors: { 404: '`letter.gone`.', 409: '`letter.other_address` or `letter.other_kind`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      return guarded(request, reply, () =>
        answerMailedInvitation(context, who, /** @type {{ token: string }} */ (request.body).token),
      );
    },
  );

  app.post(
    '/api/v1/letters/join',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'secret',
        summary: 'Join the workspace that the invitation is from',
        needs: 'none',
        body: s.body({ token, name: s.text(200) }),
        responses: { 204: 'Joined, and signed in.' },
        errors: { 404: '`letter.gone`.', 409: '`member.address_taken`.' },
      }),
    },
    async (request, reply) => {
      await limited(context, reply, limits.apply, request.ip);
      const { token: secret, name } = /** @type {{ token: string, name: string }} */ (request.body);
      giveSession(context, reply, await guarded(request, reply, () => joinBy(context, secret, name)));
      return reply.code(204).send();
    },
  );
}
