/** @file Sessions: the cookie that holds one, and who asks. */

import { languageFor } from '../../http/language.js';
import { limited, limits } from '../../http/limits.js';
import { Problem, signedOut } from '../../http/problems.js';
import { refuseUnlessOpen } from '../workspaces/state.js';
import { sessionDays, whoHolds } from './people.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./people.js').Who} Who */

export const cookieName = 'cuelight_session';

/** @param {Context} context */
const secure = (context) => context.publicUrl().startsWith('https:');

/** @param {Context} context @param {import('fastify').FastifyReply} reply @param {string} token */
export const giveSession = (context, reply, token) =>
  reply.setCookie(cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: secure(context),
    maxAge: sessionDays * 86_400,
  });

/** @param {Context} context @param {import('fastify').FastifyReply} reply */
export const takeSession = (context, reply) =>
  reply.clearCookie(cookieName, { path: '/', httpOnly: true, sameSite: 'strict', secure: secure(context) });

/** @param {Context} context @param {import('fastify').FastifyRequest} request */
async function whoSent(context, request) {
  const token = request.cookies[cookieName];
  return token ? whoHolds(context, token) : null;
}

/**
 * The language that whoever sent a request is answered in.
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 */
export const languageOf = async (context, request) =>
  // A database that doesn't answer is what may have to be told.
  languageFor(await whoSent(context, request).catch(() => null), request.headers);

/**
 * Who asks. Refuses when nobody is signed in, and pending accounts unless `pendingToo`.
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 * @param {{ pendingToo?: boolean }} [options]
 * @returns {Promise<Who>}
 */
export async function whoAsks(context, request, { pendingToo = false } = {}) {
  const who = await whoSent(context, request);
  if (!who) throw signedOut();
  if (who.person.state === 'pending' && !pendingToo) {
    throw new Problem(403, 'access.pending');
  }
  return who;
}

/**
 * A change by somebody signed in: asked for by a page of ours, not too often, and in a workspace that is open.
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {import('../../http/limits.js').Limit} [limit]
 */
export async function whoChanges(context, request, reply, limit = limits.mutation) {
  const who = await whoSecures(context, request, reply, limit);
  refuseUnlessOpen(who.workspace.closure);
  return who;
}

/**
 * A change that stays possible in a workspace that is locked or archived: proving who one is, taking access away, opening
 * the workspace again. What it may write, `workspaces/state.js` says.
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 * @param {import('fastify').FastifyReply} reply
 * @param {import('../../http/limits.js').Limit} [limit]
 */
export async function whoSecures(context, request, reply, limit = limits.mutation) {
  const who = await whoAsks(context, request);
  await limited(context, reply, limit, who.person.id);
  return who;
}
