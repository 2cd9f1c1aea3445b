/** @file The members of one's workspace: read, invited by mail, given other roles, removed. */
import { withIdentity } from '../../database/identity.js';
import { writeLetter } from './mailed-invitations.js';
import { changeMember, checkRoles, membersOf, removeMember, rolesIn, transferWorkspace } from './members.js';
import { identityOf, permit } from '../accounts/people.js';
import { hidden } from '../audit/denied-access.js';
import { limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { whoAsks, whoChanges } from '../accounts/session.js';

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

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function memberRoutes(app, house) {
  app.get(
    '/api/members',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'The members of one’s workspace',
        gives: {
          200: s.answer({ items: s.list(member), next: s.nullable(s.text(1)), roles: s.list(s.text(40)) }, [
            'items',
            'roles',
          ]),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      permit(house, who, 'member.read', { kind: 'member' });
      return { items: await membersOf(house, who), next: null, roles: rolesIn[who.workspace.kind] ?? [] };
    },
  );

  app.post(
    '/api/members',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Invite somebody into one’s workspace, by mail',
        body: s.body({ email: s.email, roles, owner: s.flag }, ['email', 'roles']),
        gives: { 202: s.answer({ letterId: s.id }) },
        refuses: { 422: '`member.role_unknown` or `member.owner_role`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply, limits.letter);
      permit(house, who, 'member.invite', { kind: 'member' });
      const form = /** @type {{ email: string, roles: string[], owner?: boolean }} */ (request.body);
      const offer = { owner: false, ...form };
      checkRoles(who, offer);
      const written = await withIdentity(house.db, identityOf(who), (tx) =>
        writeLetter(house, tx, who, { kind: 'member', ...offer }),
      );
      house.later(written.send());
      return reply.code(202).send({ letterId: written.id });
    },
  );

  app.post(
    '/api/members/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Give a member other roles, or the rights of an owner',
        params: { id: s.idOf('member') },
        body: s.body({ roles, owner: s.flag }),
        gives: { 204: 'Changed.' },
        refuses: { 403: soleOwner, 422: '`member.role_unknown` or `member.owner_role`.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      // Whether it would leave an owner is asked again with the members locked.
      permit(house, who, 'member.change_role', { kind: 'member', ownersAfter: 1 });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const wish = /** @type {{ roles: string[], owner: boolean }} */ (request.body);
      if (!(await changeMember(house, who, id, wish))) throw await hidden(house, who, 'member', id);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/members/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Remove a member, signed out everywhere at once',
        params: { id: s.idOf('member') },
        gives: { 204: 'Removed.' },
        refuses: { 403: soleOwner },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      permit(house, who, 'member.remove', { kind: 'member', ownersAfter: 1 });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await removeMember(house, who, id))) throw await hidden(house, who, 'member', id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/workspace/transfer',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Hand the workspace on to another member',
        description: 'She becomes an owner in place of who asks. Needs a proof of identity at most 15 minutes old.',
        body: s.body({ person: s.idOf('member') }),
        gives: { 204: 'Handed on.' },
        refuses: {
          403: '`access.reauthentication_required`: give the second factor, or sign in again, then retry.',
          422: '`member.owner_role` or `member.no_successor`.',
        },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      const { person } = /** @type {{ person: string }} */ (request.body);
      if (!(await transferWorkspace(house, who, person))) throw await hidden(house, who, 'member', person);
      return reply.code(204).send();
    },
  );
}
