/** @file Challenges: random bytes that a passkey signs for one session, once, within minutes. */
import { Problem } from '../../http/problems.js';

/**
 * Where a challenge waits, and as what.
 * @typedef {object} Challenges
 * @property {import('../../database/rows.d.ts').PasskeyOfferRow['challenge']} passkey_offer
 * @property {import('../../database/rows.d.ts').FactorChallengeRow['challenge']} factor_challenge
 */

/** What each is for, with the refusal of one that is over. */
const over = {
  passkey_offer: () => new Problem(409, 'passkey.offer_over'),
  factor_challenge: () => new Problem(409, 'factor.challenge_over'),
};

/**
 * Takes the open challenge of this session, which counts once.
 * @param {import('../../context.js').Context} context
 * @param {import('../../database/index.js').Tx} tx
 * @param {import('./people.js').Who} who
 * @template {keyof typeof over} Table
 * @param {Table} table
 * @returns {Promise<Challenges[Table]>}
 * @throws {Problem} when it is used, too old, or was never asked for
 */
export async function takeChallenge(context, tx, who, table) {
  /** @type {{ challenge: Challenges[Table] } | null} */
  const taken = await tx.one(
    `update ${table} set used_at = $4
     where workspace_id = $1 and person_id = $2 and session_id = $3 and used_at is null and expires_at > $4 returning challenge`,
    [who.workspace.id, who.person.id, who.session.id, context.clock()],
  );
  if (!taken) throw over[table]();
  return taken.challenge;
}
