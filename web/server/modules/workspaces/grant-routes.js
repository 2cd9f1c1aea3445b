/** @file Grants and brands: who may do what beside her role, in which brand, and until when. */

import * as s from '../../http/schemas.js';
import { mayDo, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { addBrand, brandsOf, closeBrand, writeBrand } from './brands.js';
import { givable, grantsOfWorkspace, proposeGrant, revokeGrant } from './grants.js';

const named = s.answer({ id: s.id, name: s.text(200) });
const grant = s.answer({
  id: s.id,
  person: named,
  role: s.nullable(s.text(40, { description: 'A role of the brand hierarchy.' })),
  brand: s.nullable(named),
  entitlements: s.list(s.text(40)),
  state: s.word('open', 'expired', 'revoked'),
  approvalId: s.id,
  givenBy: { type: 'string' },
  givenAt: s.instant,
  expiresAt: s.instant,
  usedAt: s.nullable(s.instant),
});
const brand = s.answer({ id: s.id, name: s.text(200), statement: { type: 'string' }, openedAt: s.instant });
const name = s.text(200);

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function grantRoutes(app, context) {
  app.get(
    '/api/v1/grants',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'The grants of one’s workspace, and what the reader could give',
        description: 'Those that hold come first, the one that ends first before the others.',
        responses: {
          200: s.answer(
            {
              items: s.list(grant),
              next: s.nullable(s.text(1)),
              givable: s.answer({ roles: s.list(s.text(40)), entitlements: s.list(s.text(40)) }),
            },
            ['items', 'givable'],
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'member.read', { kind: 'grant' });
      return { items: await grantsOfWorkspace(context, who), next: null, givable: givable(context, who) };
    },
  );

  app.post(
    '/api/v1/grants',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Propose a grant to a member',
        description:
          'Gives an approval. The grant is made when it is confirmed, exactly as its payload says, and holds from the next request on. Nobody gives more than she has.',
        body: s.body(
          {
            person: s.idOf('member'),
            role: s.text(40),
            brand: s.idOf('brand'),
            entitlements: { ...s.list(s.text(40)), maxItems: 8, uniqueItems: true },
            days: s.integer(1, 365),
            reason: s.text(1000),
            timeZone: s.timeZone,
          },
          ['person', 'days', 'reason'],
        ),
        responses: { 202: s.answer({ approvalId: s.id }) },
        errors: {
          403: '`access.rank_exceeded`, `access.not_grantable` or `access.entitlement_missing`.',
          422: '`grant.nothing` or `grant.no_role`; or the payload can’t be confirmed.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const made = await proposeGrant(context, who, /** @type {Parameters<typeof proposeGrant>[2]} */ (request.body));
      if ('absent' in made) throw await denyAccess(context, who, made.absent, made.id);
      return reply.code(202).send({ approvalId: made.approval });
    },
  );

  app.delete(
    '/api/v1/grants/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Revoke a grant, at once',
        params: { id: s.idOf('grant') },
        responses: { 204: 'Revoked.' },
        errors: { 403: '`access.sole_owner`: nobody would manage the brand any more.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeGrant(context, who, id))) throw await denyAccess(context, who, 'grant', id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/brands',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'The brands of one’s workspace',
        responses: { 200: s.page(brand) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      if (!mayDo(context, who, 'brand.read', { kind: 'brand' })) permit(context, who, 'member.read', { kind: 'brand' });
      return { items: await brandsOf(context, who), next: null };
    },
  );

  app.post(
    '/api/v1/brands',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Open a brand',
        body: s.body({ name }),
        responses: { 201: s.answer({ id: s.id }) },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const id = await addBrand(context, who, /** @type {{ name: string }} */ (request.body).name);
      return reply.code(201).send({ id });
    },
  );

  app.post(
    '/api/v1/brands/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Write in a brand, by a grant for it',
        description: 'Its statement takes a brand_member, its name a brand_admin.',
        params: { id: s.idOf('brand') },
        body: s.body({ name, statement: { type: 'string', maxLength: 2000 } }, []),
        responses: { 204: 'Written.' },
        errors: { 403: '`access.grant_missing`: no grant for this brand at this rank.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await writeBrand(context, who, id, /** @type {Parameters<typeof writeBrand>[3]} */ (request.body))))
        throw await denyAccess(context, who, 'brand', id);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/brands/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Close a brand, and revoke every grant for it',
        params: { id: s.idOf('brand') },
        responses: { 204: 'Closed.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await closeBrand(context, who, id))) throw await denyAccess(context, who, 'brand', id);
      return reply.code(204).send();
    },
  );
}
