/** @file Coming in: applying, signing in and out, and who one is. */

import { instant } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { languageAsked } from '../../http/language.js';
import { announce, count, counted, limited, limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { denyAccess } from '../audit/denied-access.js';
import { openingsHere } from '../platform/break-glass.js';
import { reviewStanding } from '../workspaces/review.js';
import { closure, opening } from '../workspaces/schemas.js';
import { workspaceAnswer } from '../workspaces/state.js';
import { keyRoutes } from './key-routes.js';
import { actorOf, identityOf, mayDo } from './people.js';
import { factorsOf } from './second-factor.js';
import { secondFactorRoutes } from './second-factor-routes.js';
import { fileApplication, sendLink } from './service.js';
import { cookieName, giveSession, takeSession, whoAsks, whoSecures } from './session.js';
import { endSession, redeem } from './sign-in.js';

/** @typedef {import('../../database/rows.d.ts').SessionRow} SessionRow */

const accepted = s.answer({ accepted: s.flag });
const me = s.answer(
  {
    person: s.answer({ id: s.id, name: s.text(200), email: s.email, language: s.nullable(s.language) }),
    workspace: s.answer({
      id: s.id,
      name: s.text(200),
      kind: s.text(20),
      verified: s.flag,
      language: s.nullable(s.language),
      shut: s.nullable(closure),
    }),
    roles: s.list(s.text(40)),
    entitlements: s.list(s.text(40)),
    grants: s.list(s.answer({ brand: s.id, role: s.text(40), expiresAt: s.instant })),
    artist: s.answer({ id: s.id, name: s.text(200) }),
    demo: s.flag,
    glass: { ...s.list(opening), description: 'Openings by administrators that are open now; for who reviews access.' },
    review: s.answer({
      last: s.nullable(s.answer({ at: s.instant, by: { type: 'string' } })),
      due: s.instant,
      overdue: s.flag,
    }),
    secondFactor: s.answer({
      needed: s.flag,
      proven: s.flag,
      passkey: { ...s.flag, description: 'A passkey counts as one.' },
      code: { ...s.flag, description: 'An authenticator app is set up.' },
    }),
  },
  ['person', 'workspace', 'roles', 'entitlements', 'secondFactor'],
);

/** @param {import('../../context.js').Context} context @param {import('./people.js').Who} who */
const meOf = async (context, who) => ({
  person: { id: who.person.id, name: who.person.name, email: who.person.email, language: who.person.language },
  workspace: workspaceAnswer(who),
  roles: who.person.roles,
  entitlements: who.person.entitlements,
  grants: actorOf(who).grants,
  ...(who.artist ? { artist: { id: who.artist.id, name: who.artist.name } } : {}),
  ...(who.person.demo ? { demo: true } : {}),
  ...(mayDo(context, who, 'access.review', { kind: 'access' })
    ? {
        review: await reviewStanding(context, who),
        glass: (await openingsHere(context, who)).filter(({ open }) => open),
      }
    : {}),
  secondFactor: {
    needed: who.person.roles.includes('administrator'),
    proven: mayDo(context, who, 'factor.change', { kind: 'factor', owner: who.person.id }),
    ...(await factorsOf(context, who)),
  },
});

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').Context} context */
export function accountRoutes(app, context) {
  app.post(
    '/api/v1/access/apply',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'anyone',
        summary: 'Apply for access',
        description:
          'Makes a pending account that an administrator reviews. A valid reviewed-access code opens it at once. The answer is the same whatever the address and the code; the mail is not.',
        needs: 'none',
        body: s.body(
          {
            email: s.email,
            name: s.text(200),
            workspaceName: s.text(200),
            workspaceKind: s.word('agency', 'presenter', 'artist'),
            code: s.text(64),
          },
          ['email', 'name', 'workspaceName', 'workspaceKind'],
        ),
        responses: { 202: accepted },
      }),
    },
    async (request, reply) => {
      await limited(context, reply, limits.apply, request.ip);
      const language = languageAsked(request.headers['accept-language']);
      context.later(
        fileApplication(context, /** @type {Parameters<typeof fileApplication>[1]} */ (request.body), language),
      );
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/v1/sign-in',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'anyone',
        summary: 'Ask for a sign-in link',
        description: 'The link comes by mail, works once and for 15 minutes. The answer is the same for every address.',
        needs: 'none',
        body: s.body({ email: s.email }),
        responses: { 202: accepted },
      }),
    },
    async (request, reply) => {
      const { email } = /** @type {{ email: string }} */ (request.body);
      await limited(context, reply, limits.signIn, request.ip);
      const { over } = await count(context, limits.signInPerAddress, email.trim().toLowerCase());
      if (!over) context.later(sendLink(context, email, languageAsked(request.headers['accept-language'])));
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/v1/sign-in/redeem',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'secret',
        summary: 'Trade the secret of a sign-in link for a session',
        needs: 'none',
        body: s.body({ token: s.text(128) }),
        responses: { 200: me },
        errors: { 401: 'Used, too old, or unknown.' },
      }),
    },
    async (request, reply) => {
      announce(reply, limits.redeemFailed, await counted(context, limits.redeemFailed, request.ip));
      const { token } = /** @type {{ token: string }} */ (request.body);
      const session = await redeem(context, token).catch(async (refusal) => {
        await count(context, limits.redeemFailed, request.ip);
        request.log.warn({ code: refusal.code }, 'sign-in failed');
        throw refusal;
      });
      giveSession(context, reply, session);
      request.cookies[cookieName] = session;
      return meOf(context, await whoAsks(context, request, { pendingToo: true }));
    },
  );

  app.post(
    '/api/v1/sign-out',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'End this session',
        responses: { 204: 'Signed out.' },
      }),
    },
    async (request, reply) => {
      await endSession(context, await whoAsks(context, request, { pendingToo: true }));
      return takeSession(context, reply).code(204).send();
    },
  );

  app.get(
    '/api/v1/me',
    { schema: s.operation({ tag: 'Access', owner: 'person', summary: 'Who is signed in', responses: { 200: me } }) },
    async (request) => meOf(context, await whoAsks(context, request)),
  );

  app.patch(
    '/api/v1/me',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Choose the language that one reads',
        body: s.body({ language: s.language }),
        responses: { 204: 'Chosen.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      const { language } = /** @type {{ language: string }} */ (request.body);
      await withIdentity(context.db, identityOf(who), (tx) =>
        tx.rows('update person set language = $3 where workspace_id = $1 and id = $2', [
          who.workspace.id,
          who.person.id,
          language,
        ]),
      );
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/v1/sessions',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'The open sessions of the person signed in',
        responses: {
          200: s.page(
            s.answer({ id: s.id, createdAt: s.instant, seenAt: s.instant, expiresAt: s.instant, current: s.flag }),
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(context, request, { pendingToo: true });
      /** @type {Pick<SessionRow, 'id' | 'created_at' | 'seen_at' | 'expires_at'>[]} */
      const rows = await withIdentity(context.db, identityOf(who), (tx) =>
        tx.rows(
          'select id, created_at, seen_at, expires_at from session where workspace_id = $1 and person_id = $2 and revoked_at is null and expires_at > $3 order by seen_at desc',
          [who.workspace.id, who.person.id, context.clock()],
        ),
      );
      const items = rows.map((row) => ({
        id: row.id,
        createdAt: instant(row.created_at),
        seenAt: instant(row.seen_at),
        expiresAt: instant(row.expires_at),
        current: row.id === who.session.id,
      }));
      return { items, next: null };
    },
  );

  app.delete(
    '/api/v1/sessions/:id',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Revoke a session',
        params: { id: s.idOf('session') },
        responses: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(context, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endSession(context, who, id))) throw await denyAccess(context, who, 'session', id);
      if (id === who.session.id) takeSession(context, reply);
      return reply.code(204).send();
    },
  );

  secondFactorRoutes(app, context);
  keyRoutes(app, context);
}
