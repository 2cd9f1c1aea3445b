/** @file The review of access: read, confirm or end each entry, and finish it. */

import * as s from '../../http/schemas.js';
import { permit } from '../accounts/people.js';
import { whoAsks, whoChanges, whoSecures } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { confirmEntries, endEntry, finishReview, kindOf, reviewDays, reviewOf } from './review.js';

const entry = s.answer({
  id: { ...s.id, description: 'An opaque id; a device key’s public key in hex.' },
  kind: s.word('member', 'grant', 'invitation', 'partnership', 'letter', 'session', 'feed', 'passkey', 'device_key'),
  name: { type: 'string', description: 'The person, workspace or address that holds it.' },
  person: s.nullable(s.id),
  about: { type: 'string' },
  roles: s.list(s.text(40)),
  entitlements: s.list(s.text(40)),
  since: { type: 'string' },
  lastUsedAt: s.nullable(s.instant),
  expiresAt: s.nullable(s.instant),
  confirmedAt: s.nullable(s.instant),
  waits: { ...s.flag, description: `Nobody said in the last ${reviewDays} days that it shall stay.` },
  you: s.flag,
});
const standing = {
  last: s.nullable(s.answer({ at: s.instant, by: { type: 'string' } })),
  due: s.instant,
  overdue: s.flag,
};

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function reviewRoutes(app, context) {
  app.get(
    '/api/v1/access',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Everybody and everything that has access to one’s workspace',
        description:
          'Members with their roles and entitlements, grants, invitations, partnerships, letters, sessions, feeds, passkeys and device keys; what ends first comes first.',
        responses: {
          200: s.answer(
            {
              items: s.list(entry),
              next: s.nullable(s.text(1)),
              review: s.answer({ ...standing, days: s.integer(1, 1000), waiting: s.integer(0, 9e15) }),
            },
            ['items', 'review'],
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'access.review', { kind: 'access' });
      return reviewOf(context, who);
    },
  );

  app.post(
    '/api/v1/access/confirm',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Say that entries shall stay',
        body: s.body({ entries: { ...s.list(s.idOf('access')), minItems: 1, maxItems: 200, uniqueItems: true } }),
        responses: { 204: 'Noted, and in the record.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'access.review', { kind: 'access' });
      const absent = await confirmEntries(context, who, /** @type {{ entries: string[] }} */ (request.body).entries);
      if (absent !== null) throw await denyAccess(context, who, kindOf(absent), absent);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/access/reviews',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Finish the review',
        description: `Recorded with its date. The next one is due ${reviewDays} days later.`,
        responses: { 201: s.answer(standing) },
        errors: { 409: '`access.review_open`: entries wait for a word.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'access.review', { kind: 'access' });
      return reply.code(201).send(await finishReview(context, who));
    },
  );

  app.delete(
    '/api/v1/access/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'End an entry, at once',
        description: 'Whatever it is: a member, a grant, a session of anybody here, a key, an address, a letter.',
        params: { id: s.idOf('access') },
        responses: { 204: 'Ended.' },
        errors: { 403: '`access.sole_owner`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      permit(context, who, 'access.review', { kind: 'access' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endEntry(context, who, id))) throw await denyAccess(context, who, kindOf(id), id);
      return reply.code(204).send();
    },
  );
}
