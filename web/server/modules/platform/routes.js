/** @file The administrators' desk: applications, the verification of workspaces, and reviewed-access codes. */

import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { notFound } from '../../http/problems.js';
import * as s from '../../http/schemas.js';
import { codesOf, issueCode, revokeCode } from '../accounts/codes.js';
import { identityOf } from '../accounts/people.js';
import { decideApplication, verifyWorkspace, workspaces } from '../accounts/service.js';
import { whoAsks, whoChanges } from '../accounts/session.js';
import { breakGlassRoutes } from './break-glass-routes.js';
import { govern } from './governing.js';
import { healthRoutes } from './health-routes.js';
import { platform } from './workspace.js';

/** @typedef {import('../../database/rows.d.ts').ApplicationRow} ApplicationRow */

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

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function platformRoutes(app, context) {
  app.get(
    '/api/v1/admin/applications',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'The review queue',
        query: { state: s.word('pending', 'approved', 'refused') },
        responses: { 200: s.page(application) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      govern(context, who, 'application.review', 'application');
      const { state } = /** @type {{ state?: string }} */ (request.query);
      /** @type {ApplicationRow[]} */
      const rows = await withIdentity(context.db, identityOf(who), (tx) =>
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
      `/api/v1/admin/applications/:id/${verb}`,
      {
        schema: s.operation({
          tag: 'Administration',
          owner: 'platform',
          summary: approve ? 'Approve an application, and verify the workspace if asked to' : 'Refuse an application',
          params: { id: s.idOf('application') },
          body: s.body(approve ? { reason: s.text(1000), verified: s.flag } : { reason: s.text(1000) }, []),
          responses: { 200: s.answer({ id: s.id, state: s.text(20) }) },
          errors: { 409: 'Decided already.' },
        }),
      },
      async (request, reply) => {
        const who = await whoChanges(context, request, reply);
        govern(context, who, 'application.review', 'application');
        const word = /** @type {{ reason?: string, verified?: boolean }} */ (request.body ?? {});
        if (word.verified) govern(context, who, 'workspace.verify', 'workspace');
        const { id } = /** @type {{ id: string }} */ (request.params);
        await decideApplication(context, who, id, { ...word, approve });
        return { id, state: approve ? 'approved' : 'refused' };
      },
    );
  }

  app.get(
    '/api/v1/admin/codes',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Reviewed-access codes, without their secrets',
        responses: { 200: s.page(code) },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request);
      govern(context, who, 'code.issue', 'code');
      return { items: await codesOf(context, who), next: null };
    },
  );

  app.post(
    '/api/v1/admin/codes',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Make a reviewed-access code; it is shown this once',
        body: s.body({ label: s.text(200), uses: s.integer(1, 1000), days: s.integer(1, 365) }, ['label']),
        responses: { 201: s.answer({ id: s.id, code: s.text(40), expiresAt: s.instant }) },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      govern(context, who, 'code.issue', 'code');
      const {
        label,
        uses = 1,
        days = 14,
      } = /** @type {{ label: string, uses?: number, days?: number }} */ (request.body);
      const { id, code, expires } = await issueCode(context, who, { label, uses, days });
      return reply.code(201).send({ id, code, expiresAt: instant(expires) });
    },
  );

  app.delete(
    '/api/v1/admin/codes/:id',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Revoke a reviewed-access code, at once',
        description: 'Accounts that it opened stay open.',
        params: { id: s.idOf('code') },
        responses: { 204: 'Revoked.' },
        errors: { 409: '`access.code_revoked`: it was already.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      govern(context, who, 'code.revoke', 'code');
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await revokeCode(context, who, id))) throw notFound();
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/admin/workspaces',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Workspaces, and which are verified',
        responses: {
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
      const who = await whoAsks(context, request);
      govern(context, who, 'workspace.verify', 'workspace');
      const rows = await workspaces(context, who);
      const items = rows.map(({ created_at, ...row }) => ({ ...row, createdAt: instant(created_at) }));
      return { items, next: null };
    },
  );

  app.post(
    '/api/v1/admin/workspaces/:id/verification',
    {
      schema: s.operation({
        tag: 'Administration',
        owner: 'platform',
        summary: 'Verify a workspace, or take its verification back',
        description: 'What verification opens follows at once: sight of private listings, and being found.',
        params: { id: s.idOf('workspace') },
        body: s.body({ verified: s.flag }),
        responses: { 204: 'Noted.' },
        errors: { 409: '`workspace.not_verifiable`: it is archived.' },
      }),
    },
    async (request, reply) => {
      const who = await whoChanges(context, request, reply);
      govern(context, who, 'workspace.verify', 'workspace');
      const { id } = /** @type {{ id: string }} */ (request.params);
      await verifyWorkspace(context, who, id, /** @type {{ verified: boolean }} */ (request.body).verified);
      return reply.code(204).send();
    },
  );

  breakGlassRoutes(app, context);
  healthRoutes(app, context);
}
