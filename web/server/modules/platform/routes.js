/** @file The administrators' desk: applications, the verification of workspaces, and reviewed-access codes. */
import { withIdentity } from '../../database/identity.js';
import { decideApplication, verifyWorkspace, workspaces } from '../accounts/service.js';
import { codesOf, issueCode, revokeCode } from '../accounts/codes.js';
import { identityOf, permit } from '../accounts/people.js';
import { platform } from './workspace.js';
import { instant, instantOrNull } from '../../context.js';
import { notFound } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { whoAsks, whoChanges } from '../accounts/session.js';

const application = s.answer({
  id: s.id,
  email: s.email,
  name: s.text(200),
  workspaceName: s.text(200),
  workspaceKind: s.text(20),
  state: s.word('pending', 'approved', 'refused'),
  reason: s.nullable(s.text(1000)),
  withCode: s.flag,
  createdAt: s.instant,
  decidedAt: s.nullable(s.instant),
});

const code = s.answer({
  id: s.id,
  label: s.text(200),
  uses: s.integer(0, 1000),
  usesLeft: s.integer(0, 1000),
  state: s.word('open', 'used', 'expired', 'revoked'),
  createdBy: { type: 'string', description: 'The name of the administrator who made it.' },
  createdAt: s.instant,
  expiresAt: s.instant,
  revokedAt: s.nullable(s.instant),
});

/**
 * Asks core twice: a role that permits it in one's own workspace is nothing outside the platform's.
 * @param {import('../../context.js').House} house
 * @param {import('../accounts/people.js').Who} who
 * @param {import('../../../client/types/access.d.ts').Action} action
 * @param {string} kind
 */
export function govern(house, who, action, kind) {
  permit(house, who, action, { kind });
  permit(house, who, action, { kind, workspace: platform });
}

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function adminRoutes(app, house) {
  app.get(
    '/api/admin/applications',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'The review queue',
        query: { state: s.word('pending', 'approved', 'refused') },
        gives: { 200: s.page(application) },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      govern(house, who, 'application.review', 'application');
      const { state } = /** @type {{ state?: string }} */ (request.query);
      const rows = await withIdentity(house.db, identityOf(who), (tx) =>
        tx.rows(
          `select * from application where workspace_id = $1 and ($2::text is null or state = $2) order by created_at desc, id`,
          [platform, state ?? null],
        ),
      );
      const items = rows.map((row) => ({
        id: row.id,
        email: row.email,
        name: row.name,
        workspaceName: row.workspace_name,
        workspaceKind: row.workspace_kind,
        state: row.state,
        reason: row.reason,
        withCode: row.code_id !== null,
        createdAt: instant(row.created_at),
        decidedAt: instantOrNull(row.decided_at),
      }));
      return { items, next: null };
    },
  );

  for (const [verb, approve] of /** @type {const} */ ([
    ['approve', true],
    ['refuse', false],
  ])) {
    app.post(
      `/api/admin/applications/:id/${verb}`,
      {
        schema: s.operation({
          tag: 'Administration',
          owner: 'platform',
          summary: approve ? 'Approve an application, and verify the workspace if asked to' : 'Refuse an application',
          params: { id: s.idOf('application') },
          body: s.body(approve ? { reason: s.text(1000), verified: s.flag } : { reason: s.text(1000) }, []),
          gives: { 200: s.answer({ id: s.id, state: s.text(20) }) },
          refuses: { 409: 'Decided already.' },
        }),
      },
      async (request, reply) => {
        const who = await whoChanges(house, request, reply);
        govern(house, who, 'application.review', 'application');
        const word = /** @type {{ reason?: string, verified?: boolean }} */ (request.body ?? {});
        if (word.verified) govern(house, who, 'workspace.verify', 'workspace');
        const { id } = /** @type {{ id: string }} */ (request.params);
        await decideApplication(house, who, id, { ...word, approve });
        return { id, state: approve ? 'approved' : 'refused' };
      },
    );
  }

  app.get(
    '/api/admin/codes',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Reviewed-access codes, without their secrets',
        gives: { 200: s.page(code) },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      govern(house, who, 'code.issue', 'code');
      return { items: await codesOf(house, who), next: null };
    },
  );

  app.post(
    '/api/admin/codes',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Make a reviewed-access code; it is shown this once',
        body: s.body({ label: s.text(200), uses: s.integer(1, 1000), days: s.integer(1, 365) }, ['label']),
        gives: { 201: s.answer({ id: s.id, code: s.text(40), expiresAt: s.instant }) },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      govern(house, who, 'code.issue', 'code');
      const { label, uses = 1, days = 14 } = /** @type {any} */ (request.body);
      const { id, code, expires } = await issueCode(house, who, { label, uses, days });
      return reply.code(201).send({ id, code, expiresAt: instant(expires) });
    },
  );

  app.delete(
    '/api/admin/codes/:id',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Revoke a reviewed-access code, at once',
        description: 'Accounts that it opened stay open.',
        params: { id: s.idOf('code') },
        gives: { 204: 'Revoked.' },
        refuses: { 409: '`access.code_revoked`: it was already.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      govern(house, who, 'code.revoke', 'code');
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeCode(house, who, id))) throw notFound();
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/admin/workspaces',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Workspaces, and which are verified',
        gives: {
          200: s.page(
            s.answer({
              id: s.id,
              name: s.text(200),
              kind: s.text(20),
              verified: s.flag,
              demo: s.flag,
              createdAt: s.instant,
              shut: s.nullable({ ...s.word('locked', 'archived'), description: 'Archived, where it is both.' }),
            }),
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request);
      govern(house, who, 'workspace.verify', 'workspace');
      const rows = await workspaces(house, who);
      const items = rows.map(({ created_at, ...row }) => ({ ...row, createdAt: instant(created_at) }));
      return { items, next: null };
    },
  );

  app.post(
    '/api/admin/workspaces/:id/verification',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Verify a workspace, or take its verification back',
        description: 'What verification opens follows at once: sight of private listings, and being found.',
        params: { id: s.idOf('workspace') },
        body: s.body({ verified: s.flag }),
        gives: { 204: 'Noted.' },
        refuses: { 409: '`workspace.not_verifiable`: it is archived.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(house, request, reply);
      govern(house, who, 'workspace.verify', 'workspace');
      const { id } = /** @type {{ id: string }} */ (request.params);
      await verifyWorkspace(house, who, id, /** @type {{ verified: boolean }} */ (request.body).verified);
      return reply.code(204).send();
    },
  );
}
