/** @file Elevated operations of owners: how the workspace stands; locked, archived, opened again; and openings by administrators. */

import { withIdentity } from '../../database/identity.js';
import * as s from '../../http/schemas.js';
import { identityOf, mayDo, permit } from '../accounts/people.js';
import { whoAsks, whoChanges, whoSecures } from '../accounts/session.js';
import { denyAccess } from '../audit/denied-access.js';
import { endBreakGlass, openingsHere } from '../platform/break-glass.js';
import { grantRoutes } from './grant-routes.js';
import { mailedInvitationRoutes } from './mailed-invitation-routes.js';
import { memberRoutes } from './member-routes.js';
import { reviewRoutes } from './review-routes.js';
import { closure, opening } from './schemas.js';
import { closeWorkspace, reopenWorkspace } from './service.js';
import { workspaceAnswer } from './state.js';

/** The four addresses, and what each does. */
const operations = /** @type {const} */ ([
  ['lock', 'locked', 'Lock one’s workspace: its people change nothing', true],
  ['unlock', 'locked', 'Unlock one’s workspace', false],
  ['archive', 'archived', 'Archive one’s workspace: locked, and found by nobody', true],
  ['restore', 'archived', 'Restore one’s workspace, as it was before it was archived', false],
]);

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function workspaceRoutes(app, context) {
  app.get(
    '/api/v1/workspace',
    {
      schema: s.operation({
        tag: 'Workspace',
        owner: 'workspace',
        summary: 'How one’s workspace stands, and who of the platform opened it',
        description: '`glass` stands only in the answers to who reviews access: the last 50 openings.',
        responses: {
          200: s.answer(
            {
              id: s.id,
              name: s.text(200),
              kind: s.text(20),
              verified: s.flag,
              language: s.nullable(s.language),
              shut: s.nullable(closure),
              glass: s.list(opening),
            },
            ['id', 'name', 'kind', 'verified', 'shut'],
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      const owns = mayDo(context, who, 'access.review', { kind: 'access' });
      return { ...workspaceAnswer(who), ...(owns ? { glass: await openingsHere(context, who) } : {}) };
    },
  );

  app.patch(
    '/api/v1/workspace',
    {
      schema: s.operation({
        tag: 'Workspace',
        owner: 'workspace',
        summary: 'Choose the language of those here who chose none',
        description: 'Needs a proof of identity at most 15 minutes old.',
        body: s.body({ language: s.language }),
        responses: { 204: 'Chosen.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      permit(context, who, 'workspace.update', { kind: 'workspace', ownersAfter: 1 });
      const { language } = /** @type {{ language: string }} */ (request.body);
      await withIdentity(context.db, identityOf(who), (tx) =>
        tx.rows('update workspace set language = $2 where id = $1', [who.workspace.id, language]),
      );
      return reply.code(204).send();
    },
  );

  for (const [verb, state, summary, shuts] of operations) {
    app.post(
      `/api/v1/workspace/${verb}`,
      {
        schema: s.operation({
          tag: 'Workspace',
          owner: 'workspace',
          summary,
          description: 'Needs a proof of identity at most 15 minutes old. It holds from the next request on.',
          ...(shuts ? { body: s.body({ reason: s.text(500) }) } : {}),
          responses: { 204: 'Done.' },
          errors: {
            403: '`access.reauthentication_required`: give the second factor, or sign in again, then retry.',
            409: '`workspace.unchanged`: it is so already; `workspace.platform`.',
          },
        }),
      },
      async (request, reply) => {
        const who = await whoSecures(context, request, reply);
        if (shuts) await closeWorkspace(context, who, state, /** @type {{ reason: string }} */ (request.body).reason);
        else await reopenWorkspace(context, who, state);
        return reply.code(204).send();
      },
    );
  }

  app.delete(
    '/api/v1/workspace/break-glass/:id',
    {
      schema: s.operation({
        tag: 'Workspace',
        owner: 'workspace',
        summary: 'End an administrator’s opening of one’s workspace, at once',
        params: { id: s.idOf('glass') },
        responses: { 204: 'Ended.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      permit(context, who, 'access.review', { kind: 'access' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endBreakGlass(context, who, id))) throw await denyAccess(context, who, 'glass', id);
      return reply.code(204).send();
    },
  );

  memberRoutes(app, context);
  mailedInvitationRoutes(app, context);
  grantRoutes(app, context);
  reviewRoutes(app, context);
}
