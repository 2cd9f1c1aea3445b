/** @file People: who a session belongs to, and that person as core's rules see her. */

import { dayMs, hourMs, minuteMs } from '../../../shared/duration.js';
import { instant, instantOrNull } from '../../context.js';
import { as, withIdentity } from '../../database/identity.js';
import { notFound, Problem, signedOut } from '../../http/problems.js';
import { hashToken, newId, newToken } from '../../secrets.js';
import { closureColumn, closureOf } from '../workspaces/state.js';
import { passCheckpoint } from './checkpoints.js';

/** @typedef {import('../../database/rows.d.ts').PersonRow} PersonRow */
/** @typedef {import('../../database/rows.d.ts').SessionRow} SessionRow */
/** @typedef {import('../../database/rows.d.ts').WorkspaceRow} WorkspaceRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../http/language.js').Language} Language */

/**
 * A grant that holds: a role, in one brand or in none, and entitlements.
 * @typedef {{ id: string, role: string | null, brand: string | null, entitlements: string[], expiresAt: string }} Grant
 */

/**
 * Somebody who is signed in.
 * @typedef {object} Who
 * @property {{ id: string, name: string, email: string, roles: string[], entitlements: string[], grants: Grant[], state: string, demo: boolean, language: Language | null }} person with what her grants add
 * @property {{ id: string, name: string, kind: string, verified: boolean, language: Language | null, closure: import('../workspaces/state.js').Closure | null }} workspace
 * @property {{ id: string, mfaAt: string | null, reauthenticatedAt: string | null }} session
 * @property {{ id: string, name: string, workspace: string } | null} artist the artist that she is
 */

const union = (/** @type {string[]} */ own, /** @type {string[]} */ more) => [...new Set([...own, ...more])];

export const sessionDays = 30;
const idleHours = 72;
/** How stale `seen_at` may get before a request writes it. */
const seenMinutes = 5;

/** @param {Who} who @returns {import('../../database/identity.js').Identity} */
export const identityOf = (who) => ({
  workspace: who.workspace.id,
  person: who.person.id,
  listing: who.workspace.verified && who.workspace.kind === 'presenter',
});

/** @param {Who} who @returns {import('../audit/service.js').By} */
export const byOf = (who) => ({
  kind: 'person',
  id: who.person.id,
  workspace: who.workspace.id,
  roles: who.person.roles,
});

/** @typedef {import('../../../client/types/access.d.ts').Actor} Actor */
/** @param {Who} who @returns {Actor} */
export const actorOf = (who) => ({
  id: who.person.id,
  kind: 'person',
  status: who.person.state === 'suspended' ? 'locked' : /** @type {'active' | 'pending'} */ (who.person.state),
  workspace: who.workspace.id,
  roles: /** @type {Actor['roles']} */ (who.person.roles),
  entitlements: who.person.entitlements,
  grants: /** @type {Actor['grants']} */ (
    who.person.grants.flatMap(({ brand, role, expiresAt }) => (brand && role ? [{ brand, role, expiresAt }] : []))
  ),
  mfaAt: who.session.mfaAt,
  reauthenticatedAt: who.session.reauthenticatedAt,
});

/**
 * Asks core whether `who` may do `action`, and turns a "no" into its answer.
 * @param {Context} context
 * @param {Who} who
 * @param {import('../../../client/types/access.d.ts').Action} action
 * @param {Partial<import('../../../client/types/access.d.ts').Resource> & { kind: string, payload?: () => { type: string } }} resource of the
 *   viewer's own workspace unless it says otherwise; `payload`: what is confirmed, for checkpoints
 */
export function permit(context, who, action, { payload, ...resource }) {
  const permission = context.core.access.permits({
    actor: actorOf(who),
    action,
    resource: { workspace: who.workspace.id, ...resource },
    now: instant(context.clock()),
  });
  if (permission.allowed) return passCheckpoint(context, who, { action, resource, payload, by: byOf(who) });
  const { answer, reason, needs } = permission;
  if (reason === 'access.account_pending') {
    throw new Problem(403, 'access.pending');
  }
  if (answer === 'not_found') throw notFound();
  if (answer === 'step_up') throw new Problem(403, 'access.mfa_required', {}, { code: reason, needs });
  if (reason === 'access.sole_owner') {
    throw new Problem(403, 'access.sole_owner');
  }
  throw new Problem(403, 'access.role_missing', {}, { code: reason, needs });
}

/**
 * Whether core permits it, without refusing.
 * @param {Context} context
 * @param {Who} who
 * @param {import('../../../client/types/access.d.ts').Action} action
 * @param {Partial<import('../../../client/types/access.d.ts').Resource> & { kind: string }} resource
 */
export const mayDo = (context, who, action, resource) =>
  context.core.access.permits({
    actor: actorOf(who),
    action,
    resource: { workspace: who.workspace.id, ...resource },
    now: instant(context.clock()),
  }).allowed;

/**
 * The same person as she stands in this transaction: her roles may have changed since the request came in.
 * @param {Context} context
 * @param {Tx} tx as her workspace
 * @param {Who} who
 * @returns {Promise<Who>}
 */
export async function asOfNow(context, tx, who) {
  const { workspace, person, session } = who;
  const now = await readWho(context, tx, { workspace_id: workspace.id, person_id: person.id, id: session.id });
  if (!now) throw signedOut();
  return { ...now, session };
}

/**
 * Opens a session and gives its secret.
 * @param {Context} context
 * @param {Tx} tx as the person's workspace
 * @param {{ workspace: string, person: string, proven: boolean }} whose `proven`: the second factor is not asked for
 */
export async function openSession(context, tx, { workspace, person, proven }) {
  const token = newToken(context.random);
  const now = context.clock();
  await tx.rows('delete from session where workspace_id = $1 and expires_at < $2', [workspace, now]);
  await tx.rows(
    `insert into session (workspace_id, token_hash, id, person_id, created_at, seen_at, mfa_at, reauthenticated_at, expires_at)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
    [
      workspace,
      hashToken(token),
      newId(context.random, 'ses'),
      person,
      now,
      proven ? now : null,
      // A fresh sign-in is proof enough of who has nothing better.
      proven || !(await hasFactor(tx, { workspace, person })) ? now : null,
      new Date(now.getTime() + sessionDays * dayMs),
    ],
  );
  return token;
}

/**
 * Whose session a secret opens; null when it is unknown, over, or revoked.
 * @param {Context} context
 * @param {string} token
 * @returns {Promise<Who | null>}
 */
export async function whoHolds(context, token) {
  const hash = hashToken(token);
  const now = context.clock();
  return withIdentity(context.db, { presented: hash }, async (tx) => {
    /** @type {Pick<SessionRow, 'workspace_id' | 'id' | 'person_id' | 'seen_at' | 'mfa_at' | 'reauthenticated_at'> | null} */
    const session = await tx.one(
      'select workspace_id, id, person_id, seen_at, mfa_at, reauthenticated_at from session where token_hash = $1 and revoked_at is null and expires_at > $2 and seen_at > $3',
      [hash, now, new Date(now.getTime() - idleHours * hourMs)],
    );
    if (!session) return null;
    return as(tx, { workspace: session.workspace_id }, async () => {
      if (now.getTime() - session.seen_at.getTime() > seenMinutes * minuteMs) {
        await tx.rows('update session set seen_at = $3 where workspace_id = $1 and token_hash = $2', [
          session.workspace_id,
          hash,
          now,
        ]);
      }
      return readWho(context, tx, session);
    });
  });
}

/**
 * Whether a person ever had a second factor: who then has lost it doesn't get by without one.
 * @param {Tx} tx as her workspace
 * @param {{ workspace: string, person: string }} whose
 */
export const hasFactor = async (tx, { workspace, person }) =>
  (
    await /** @type {Promise<{ there: boolean }>} */ (
      tx.one(
        `select exists (select from passkey where workspace_id = $1 and person_id = $2 and second_factor)
         or exists (select from second_factor where workspace_id = $1 and person_id = $2 and proven_at is not null) as there`,
        [workspace, person],
      )
    )
  ).there;

/**
 * A person with her workspace, as `readWho` asks for them.
 * @typedef {Pick<PersonRow, 'id' | 'name' | 'email' | 'roles' | 'entitlements' | 'state' | 'demo' | 'language'>
 *   & Pick<WorkspaceRow, 'kind' | 'verified'> & { workspace: string, workspace_name: string, workspace_language: Language | null,
 *     closure: import('../workspaces/state.js').ClosureColumn | null, grants: GrantJson[], artist: Who['artist'] }} PersonAsRead
 */

/** A grant as JSON in SQL has it. @typedef {Pick<import('../../database/rows.d.ts').AccessGrantRow, 'id' | 'role' | 'brand_id' | 'entitlements'> & { expires_at: string }} GrantJson */

/**
 * @param {Context} context
 * @param {Tx} tx as the person's workspace
 * @param {{ workspace_id: string, person_id: string, id: string, mfa_at?: Date | null, reauthenticated_at?: Date | null }} session
 * @returns {Promise<Who | null>}
 */
export async function readWho(context, tx, session) {
  /** @type {PersonAsRead | null} */
  const row = await tx.one(
    `select p.id, p.name, p.email, p.roles, p.entitlements, p.state, p.demo, p.language,
       w.id as workspace, w.name as workspace_name, w.kind, w.verified, w.language as workspace_language, ${closureColumn},
       (select coalesce(jsonb_agg(to_jsonb(g) order by g.given_at, g.id), '[]') from access_grant g
        where g.workspace_id = p.workspace_id and g.person_id = p.id and g.revoked_at is null and g.expires_at > $3) as grants,
       (select jsonb_build_object('workspace', a.workspace_id, 'id', a.id, 'name', a.name) from artist a
        where w.kind = 'artist' and a.self_workspace = w.id limit 1) as artist
     from person p join workspace w on w.id = p.workspace_id where p.workspace_id = $1 and p.id = $2`,
    [session.workspace_id, session.person_id, context.clock()],
  );
  if (!row || row.state === 'suspended') return null;
  /** @type {Grant[]} */
  const grants = row.grants.map((one) => ({
    id: one.id,
    role: one.role,
    brand: one.brand_id,
    entitlements: one.entitlements,
    expiresAt: instant(new Date(one.expires_at)),
  }));
  return {
    person: {
      id: row.id,
      name: row.name,
      email: row.email,
      roles: union(
        row.roles,
        grants.flatMap(({ role }) => role ?? []),
      ),
      entitlements: union(
        row.entitlements,
        grants.flatMap(({ entitlements }) => entitlements),
      ),
      grants,
      state: row.state,
      demo: row.demo,
      language: row.language,
    },
    workspace: {
      id: row.workspace,
      name: row.workspace_name,
      kind: row.kind,
      verified: row.verified,
      language: row.workspace_language,
      closure: closureOf(row.closure),
    },
    session: {
      id: session.id,
      mfaAt: instantOrNull(session.mfa_at),
      reauthenticatedAt: instantOrNull(session.reauthenticated_at),
    },
    artist: row.artist,
  };
}
