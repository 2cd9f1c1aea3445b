/** @file Who else may see a roster: invitations and partnerships, given, held and offered. */
import { withIdentity } from '../../database/identity.js';
import { limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { identityOf, permit } from '../accounts/people.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { invitationDays, writeMailedInvitation } from '../workspaces/mailed-invitations.js';
import { partnershipsOf, revokePartnership, revokeRosterInvitation, rosterInvitationsOf } from './relations.js';
import { artistById } from './service.js';

const named = s.answer({ id: s.id, name: s.text(200) });
const grant = {
  id: s.id,
  given: { ...s.flag, description: 'Given by this workspace; otherwise held by it.' },
  workspace: named,
  state: s.word('open', 'expired', 'revoked'),
  expiresAt: s.instant,
};
const days = s.integer(1, 365, { description: 'How long it holds, from the answer on.' });
const sent = s.answer({ letterId: s.id });

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function relationRoutes(app, context) {
  app.get(
    '/api/v1/invitations',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Invitations to see an artist, given and held',
        responses: { 200: s.page(s.answer({ ...grant, artist: s.nullable(named) })) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'roster.read', { kind: 'invitation' });
      return { items: await rosterInvitationsOf(context, who), next: null };
    },
  );

  app.post(
    '/api/v1/artists/:id/invitations',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'artist',
        summary: 'Invite a presenter to see this artist',
        description: `Sends a letter; the invitation holds from its answer on, for the days named here. The letter can be answered for ${invitationDays} days, by whoever signs in with that address for a presenter. The answer here is the same whether or not the address has an account.`,
        params: { id: s.idOf('artist') },
        body: s.body({ email: s.email, days }),
        responses: { 202: sent },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.mailedInvitation);
      permit(context, who, 'invitation.grant', { kind: 'artist' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      const form = /** @type {{ email: string, days: number }} */ (request.body);
      const written = await withIdentity(context.db, identityOf(who), async (tx) => {
        const row = await artistById(tx, id);
        // The roster that the artist is on invites, nobody else.
        if (!row || row.workspace_id !== who.workspace.id) return null;
        return writeMailedInvitation(context, tx, who, { kind: 'invitation', artist: id, ...form });
      });
      if (!written) throw await denyAccess(context, who, 'artist', id);
      context.later(written.send());
      return reply.code(202).send({ letterId: written.id });
    },
  );

  app.delete(
    '/api/v1/invitations/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Revoke an invitation, at once',
        params: { id: s.idOf('invitation') },
        responses: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'invitation.revoke', { kind: 'invitation' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeRosterInvitation(context, who, id))) throw await denyAccess(context, who, 'invitation', id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/partnerships',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Partnerships between agencies, given and held',
        description:
          'A partner looks through the public and privately listed artists of the roster that was opened to it.',
        responses: { 200: s.page(s.answer(grant)) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      permit(context, who, 'audience.read', { kind: 'partnership' });
      return { items: await partnershipsOf(context, who), next: null };
    },
  );

  app.post(
    '/api/v1/partnerships',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'Propose a partnership to another agency',
        description:
          'Sends a letter. This roster’s listings open to the other agency once it accepts, for the days named here.',
        body: s.body({ email: s.email, days }),
        responses: { 202: sent },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply, limits.mailedInvitation);
      const form = /** @type {{ email: string, days: number }} */ (request.body);
      const written = await withIdentity(context.db, identityOf(who), (tx) =>
        writeMailedInvitation(context, tx, who, { kind: 'partnership', ...form }),
      );
      context.later(written.send());
      return reply.code(202).send({ letterId: written.id });
    },
  );

  app.delete(
    '/api/v1/partnerships/:id',
    {
      schema: s.operation({
        tag: 'People',
        owner: 'workspace',
        summary: 'End a partnership at once, from either side',
        params: { id: s.idOf('partnership') },
        responses: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'partnership.revoke', { kind: 'partnership' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokePartnership(context, who, id))) throw await denyAccess(context, who, 'partnership', id);
      return reply.code(204).send();
    },
  );
}
