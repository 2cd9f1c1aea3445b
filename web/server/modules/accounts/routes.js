/** @file Coming in: applying, signing in and out, and who one is. */
import { withIdentity } from '../../database/identity.js';
import { apply, sendLink } from './service.js';
import { glassHere } from '../platform/break-glass.js';
import { actorOf, identityOf, mayDo } from './people.js';
import { hidden } from '../audit/denied-access.js';
import { reviewStanding } from '../workspaces/review.js';
import { factorsOf } from './second-factor.js';
import { endSession, redeem } from './sign-in.js';
import { instant } from '../../context.js';
import { announce, count, counted, limited, limits } from '../../http/limits.js';
import * as s from '../../http/schemas.js';
import { cookieName, giveSession, takeSession, whoAsks, whoSecures } from './session.js';
import { glass, shut } from '../workspaces/routes.js';

const accepted = s.answer({ accepted: s.flag });
const me = s.answer(
  {
    person: s.answer({ id: s.id, name: s.text(200), email: s.email }),
    workspace: s.answer({ id: s.id, name: s.text(200), kind: s.text(20), verified: s.flag, shut: s.nullable(shut) }),
    roles: s.list(s.text(40)),
    entitlements: s.list(s.text(40)),
    grants: s.list(s.answer({ brand: s.id, role: s.text(40), expiresAt: s.instant })),
    artist: s.answer({ id: s.id, name: s.text(200) }),
    demo: s.flag,
    glass: { ...s.list(glass), description: 'Openings by administrators that are open now; for who reviews access.' },
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

/** @param {import('../../context.js').House} house @param {import('./people.js').Who} who */
const meOf = async (house, who) => ({
  person: { id: who.person.id, name: who.person.name, email: who.person.email },
  workspace: who.workspace,
  roles: who.person.roles,
  entitlements: who.person.entitlements,
  grants: actorOf(who).grants,
  ...(who.artist ? { artist: { id: who.artist.id, name: who.artist.name } } : {}),
  ...(who.person.demo ? { demo: true } : {}),
  ...(mayDo(house, who, 'access.review', { kind: 'access' })
    ? { review: await reviewStanding(house, who), glass: (await glassHere(house, who)).filter(({ open }) => open) }
    : {}),
  secondFactor: {
    needed: who.person.roles.includes('administrator'),
    proven: mayDo(house, who, 'factor.change', { kind: 'factor', owner: who.person.id }),
    ...(await factorsOf(house, who)),
  },
});

/** @param {import('fastify').FastifyInstance} app @param {import('../../context.js').House} house */
export function accessRoutes(app, house) {
  app.post(
    '/api/access/apply',
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
        gives: { 202: accepted },
      }),
    },
    async (request, reply) => {
      await limited(house, reply, limits.apply, request.ip);
      house.later(apply(house, /** @type {any} */ (request.body)));
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/sign-in',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'anyone',
        summary: 'Ask for a sign-in link',
        description: 'The link comes by mail, works once and for 15 minutes. The answer is the same for every address.',
        needs: 'none',
        body: s.body({ email: s.email }),
        gives: { 202: accepted },
      }),
    },
    async (request, reply) => {
      const { email } = /** @type {{ email: string }} */ (request.body);
      await limited(house, reply, limits.signIn, request.ip);
      const { over } = await count(house, limits.signInPerAddress, email.trim().toLowerCase());
      if (!over) house.later(sendLink(house, email));
      return reply.code(202).send({ accepted: true });
    },
  );

  app.post(
    '/api/sign-in/redeem',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'secret',
        summary: 'Trade the secret of a sign-in link for a session',
        needs: 'none',
        body: s.body({ token: s.text(128) }),
        gives: { 200: me },
        refuses: { 401: 'Used, too old, or unknown.' },
      }),
    },
    async (request, reply) => {
      announce(reply, limits.redeemFailed, await counted(house, limits.redeemFailed, request.ip));
      const { token } = /** @type {{ token: string }} */ (request.body);
      const session = await redeem(house, token).catch(async (refusal) => {
        await count(house, limits.redeemFailed, request.ip);
        request.log.warn({ code: refusal.code }, 'sign-in failed');
        throw refusal;
      });
      giveSession(house, reply, session);
      request.cookies[cookieName] = session;
      return meOf(house, await whoAsks(house, request, { pendingToo: true }));
    },
  );

  app.post(
    '/api/sign-out',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'End this session',
        gives: { 204: 'Signed out.' },
      }),
    },
    async (request, reply) => {
      await endSession(house, await whoAsks(house, request, { pendingToo: true }));
      return takeSession(house, reply).code(204).send();
    },
  );

  app.get(
    '/api/me',
    { schema: s.operation({ tag: 'Access', owner: 'person', summary: 'Who is signed in', gives: { 200: me } }) },
    async (request) => meOf(house, await whoAsks(house, request)),
  );

  app.get(
    '/api/sessions',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'The open sessions of the person signed in',
        gives: {
          200: s.page(
            s.answer({ id: s.id, createdAt: s.instant, seenAt: s.instant, expiresAt: s.instant, current: s.flag }),
          ),
        },
      }),
    },
    async (request) => {
      const who = await whoAsks(house, request, { pendingToo: true });
      const rows = await withIdentity(house.db, identityOf(who), (tx) =>
        tx.rows(
          'select id, created_at, seen_at, expires_at from session where workspace_id = $1 and person_id = $2 and revoked_at is null and expires_at > $3 order by seen_at desc',
          [who.workspace.id, who.person.id, house.clock()],
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
    '/api/sessions/:id',
    {
      schema: s.operation({
        tag: 'Access',
        owner: 'person',
        summary: 'Revoke a session',
        params: { id: s.idOf('session') },
        gives: { 204: 'Revoked.' },
      }),
    },
    async (request, reply) => {
      const who = await whoSecures(house, request, reply);
      const { id } = /** @type {{ id: string }} */ (request.params);
      if (!(await endSession(house, who, id))) throw await hidden(house, who, 'session', id);
      if (id === who.session.id) takeSession(house, reply);
      return reply.code(204).send();
    },
  );
}
