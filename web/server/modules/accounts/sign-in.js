/** @file Signing in with a link, and out again. */
import { as, withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { hashToken } from '../../secrets.js';
import { appendToLog } from '../audit/service.js';
import { identityOf, openSession } from './people.js';

/** @typedef {import('../../database/rows.d.ts').SignInLinkRow} SignInLinkRow */
/** @typedef {import('../../context.js').Context} Context */

/**
 * Trades a link's secret for a session's. A link works once, within its time; of two that come at once, one wins.
 * @param {Context} context
 * @param {string} token
 * @returns {Promise<string>} the session's secret
 */
export async function redeem(context, token) {
  const hash = hashToken(token);
  const now = context.clock();
  const session = await withIdentity(context.db, { presented: hash }, async (tx) => {
    /** @type {Pick<SignInLinkRow, 'workspace_id' | 'person_id'> | null} */
    const link = await tx.one('select workspace_id, person_id from sign_in_link where token_hash = $1', [hash]);
    if (!link) return null;
    const { workspace_id: workspace, person_id: person } = link;
    return as(tx, { workspace }, async () => {
      /** @type {Pick<SignInLinkRow, 'reusable'> | null} */
      const used = await tx.one(
        `update sign_in_link set used_at = $3
         where workspace_id = $1 and token_hash = $2 and expires_at > $3 and (used_at is null or reusable) returning reusable`,
        [workspace, hash, now],
      );
      const known =
        used &&
        (await tx.one("select 1 from person where workspace_id = $1 and id = $2 and state <> 'suspended'", [
          workspace,
          person,
        ]));
      if (!known) return null;
      await appendToLog(context, tx, [workspace], {
        action: 'session.opened',
        entity: { kind: 'person', id: person },
        by: { kind: 'person', id: person, workspace },
      });
      // The demo's links are read from the terminal of whoever runs this server: that stands for the second factor.
      return openSession(context, tx, { workspace, person, proven: used.reusable });
    });
  });
  if (!session) throw new Problem(401, 'sign_in.link_invalid');
  return session;
}

/**
 * Ends this session, or another one of the same person.
 * @param {Context} context
 * @param {import('./people.js').Who} who
 * @param {string} [id]
 */
export const endSession = (context, who, id = who.session.id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const row = await tx.one(
      'update session set revoked_at = $4 where workspace_id = $1 and person_id = $2 and id = $3 and revoked_at is null returning id',
      [who.workspace.id, who.person.id, id, context.clock()],
    );
    if (!row) return false;
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'session.revoked',
      entity: { kind: 'session', id },
      by: { kind: 'person', id: who.person.id, workspace: who.workspace.id },
    });
    return true;
  });
