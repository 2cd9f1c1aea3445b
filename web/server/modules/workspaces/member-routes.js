/** @file The members of one's workspace: read, invited by mail, given other roles, removed. */
import { withIdentity } from '../../database/identity.js';
import { limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { writeMailedInvitation } from './mailed-invitations.js';
import { changeMember, checkRoles, membersOf, removeMember, rolesIn, transferWorkspace } from './members.js';

const member = s.answer({
  id: s.id,
  name: s.text(200),
  email: s.email,
  roles: s.list(s.text(40)),
  owner: { ...s.flag, description: 'May manage members. A workspace always has one.' },
  state: s.word('pending', 'active'),
  you: s.flag,
});
const roles = { ...s.list(s.text(40)), minItems: 1, maxItems: 8 };
const soleOwner = '`access.sole_owner`: nobody would own the workspace.';

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function memberRoutes(app, context) {
  app.get(
    '/api/v1/members',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'The members of one’s workspace',
        responses: {
          200: s.answer({ items: s.list(member), next: s.nullable(s.text(1)), roles: s.list(s.text(40)) }, [
            'items',
            'roles',
          ]),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'member.read', { kind: 'member' });
      return { items: await membersOf(context, who), next: null, roles: rolesIn[who.workspace.kind] ?? [] };
    },
  );

  app.post(
    '/api/v1/members',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Invite somebody into one’s workspace, by mail',
        body: s.body({ email: s.email, roles, owner: s.flag }, ['email', 'roles']),
        responses: { 202: s.answer({ letterId: s.id }) },
        errors: { 422: '`member.role_unknown` or `member.owner_role`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.mailedInvitation);
      permit(context, who, 'member.invite', { kind: 'member' });
      const form = /** @type {{ email: string, roles: string[], owner?: boolean }} */ (request.body);
      const offer = { owner: false, ...form };
      checkRoles(who, offer);
      const written = await withIdentity(context.db, identityOf(who), (tx) =>
        writeMailedInvitation(context, tx, who, { kind: 'member', ...offer }),
      );
      context.later(written.send());
      return reply.code(202).send({ letterId: written.id });
    },
  );

  app.post(
    '/api/v1/members/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Give a member other roles, or the rights of an owner',
        params: { id: s.idOf('member') },
        body: s.body({ roles, owner: s.flag }),
        responses: { 204: 'Changed.' },
        errors: { 403: soleOwner, 422: '`member.role_unknown` or `member.owner_role`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      // Whether it would leave an owner is asked again with the members locked.
      permit(context, who, 'member.change_role', { kind: 'member', ownersAfter: 1 });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const wish = /** @type {{ roles: string[], owner: boolean }} */ (request.body);
      if (!(await changeMember(context, who, id, wish))) throw await denyAccess(context, who, 'member', id);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/members/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Remove a member, signed out everywhere at once',
        params: { id: s.idOf('member') },
        responses: { 204: 'Removed.' },
        errors: { 403: soleOwner },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'member.remove', { kind: 'member', ownersAfter: 1 });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await removeMember(context, who, id))) throw await denyAccess(context, who, 'member', id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/workspace/transfer',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Hand the workspace on to another member',
        description: 'She becomes an owner in place of who asks. Needs a proof of identity at most 15 minutes old.',
        body: s.body({ person: s.idOf('member') }),
        responses: { 204: 'Handed on.' },
        errors: {
          403: '`access.reauthentication_required`: give the second factor, or sign in again, then retry.',
          422: '`member.owner_role` or `member.no_successor`.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      const { person } = /** @type {{ person: string }} */ (request.body);
      if (!(await transferWorkspace(context, who, person))) throw await denyAccess(context, who, 'member', person);
      return reply.code(204).send();
    },
  );
}
