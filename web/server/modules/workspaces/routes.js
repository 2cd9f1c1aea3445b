/** @file Elevated operations of owners: how the workspace stands; locked, archived, opened again; and glass that is broken. */
import { endGlass, glassHere } from '../platform/break-glass.js';
import { openWorkspace, shutWorkspace } from './service.js';
import { mayDo, permit } from '../accounts/people.js';
import { hidden } from '../audit/denied-access.js';
import * as s from '../../http/schemas.js';
import { whoAsks, whoSecures } from '../accounts/session.js';

/** Why a workspace is shut. */
export const shut = s.answer({
  state: s.word('locked', 'archived'),
  reason: s.text(500),
  by: s.text(200),
  since: s.instant,
});
/** One opening of a workspace by an administrator. */
export const glass = s.answer({
  id: s.id,
  by: s.text(200),
  reason: s.text(500),
  openedAt: s.instant,
  until: s.instant,
  endedAt: s.nullable(s.instant),
  open: s.flag,
});

/** The four addresses, and what each does. */
const operations = /** @type {const} */ ([
  ['lock', 'locked', 'Lock one’s workspace: its people change nothing', true],
  ['unlock', 'locked', 'Unlock one’s workspace', false],
  ['archive', 'archived', 'Archive one’s workspace: locked, and found by nobody', true],
  ['restore', 'archived', 'Restore one’s workspace, as it was before it was archived', false],
]);

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function governingRoutes(app, house) {
  app.get(
    '/api/workspace',
    {
      schema: s.operation({
        tag: 'Workspace',
        owner: 'workspace',
        summary: 'How one’s workspace stands, and who of the platform opened it',
        description: '`glass` stands only in the answers to who reviews access: the last 50 openings.',
        gives: {
          200: s.answer(
            {
              id: s.id,
              name: s.text(200),
              kind: s.text(20),
              verified: s.flag,
              shut: s.nullable(shut),
              glass: s.list(glass),
            },
            ['id', 'name', 'kind', 'verified', 'shut'],
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      const owns = mayDo(house, who, 'access.review', { kind: 'access' });
      return { ...who.workspace, ...(owns ? { glass: await glassHere(house, who) } : {}) };
    },
  );

  for (const [verb, state, summary, shuts] of operations) {
    app.post(
      `/api/workspace/${verb}`,
      {
        schema: s.operation({
          tag: 'Workspace',
          owner: 'workspace',
          summary,
          description: 'Needs a proof of identity at most 15 minutes old. It holds from the next request on.',
          ...(shuts ? { body: s.body({ reason: s.text(500) }) } : {}),
          gives: { 204: 'Done.' },
          refuses: {
            403: '`access.reauthentication_required`: give the second factor, or sign in again, then retry.',
            409: '`workspace.unchanged`: it is so already; `workspace.platform`.',
          },
        }),
      },
      async (request, reply) => {
        const who = await whoSecures(house, request, reply);
        if (shuts) await shutWorkspace(house, who, state, /** @type {{ reason: string }} */ (request.body).reason);
        else await openWorkspace(house, who, state);
        return reply.code(204).send();
      },
    );
  }

  app.delete(
    '/api/workspace/break-glass/:id',
    {
      schema: s.operation({
        tag: 'Workspace',
        owner: 'workspace',
        summary: 'End an administrator’s opening of one’s workspace, at once',
        params: { id: s.idOf('glass') },
        gives: { 204: 'Ended.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(house, request, reply);
      permit(house, who, 'access.review', { kind: 'access' });
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endGlass(house, who, id))) throw await hidden(house, who, 'glass', id);
      return reply.code(204).send();
    },
  );
}
