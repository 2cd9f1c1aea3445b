/**
 * @file Confirming: present shows an approval to one person and mints what that person may sign; confirm checks everything
 * again and, with the last confirmation, commits. Nothing else does.
 */
import { as, withIdentity } from '../database/identity.js';
import { instant } from '../house.js';
import { notFound, Problem } from '../http/problems.js';
import { confirmationsOf, hexOf, needOf, statementType, stateOf } from './approvals.js';
import { commit, onEngagement } from './committing.js';
import { byOf, identityOf, mayDo, permit } from './people.js';
import { record } from './record.js';
import { newId } from './secrets.js';

/** @typedef {import('../database/index.js').Tx} Tx */
/** @typedef {import('../house.js').House} House */
/** @typedef {import('./people.js').Who} Who */

/** How long one showing may be signed. */
const presentationMinutes = 15;

const same = (/** @type {Uint8Array} */ a, /** @type {Uint8Array} */ b) => Buffer.compare(a, b) === 0;

/** @param {any} approval */
const resourceOf = (approval) => ({
  kind: 'approval',
  id: approval.id,
  workspace: approval.workspace_id,
  parties: approval.party_ids,
});

/**
 * The approval as it stands, locked, or the refusal that a late or foreign confirmation gets.
 * @param {House} house
 * @param {Tx} tx
 * @param {any} approval
 */
async function refuseUnlessOpen(house, tx, approval) {
  const state = stateOf(house, approval);
  if (state === 'open') return;
  if (state === 'expired') throw new Problem(409, 'approval.expired', 'This approval has run out. Propose it again.');
  if (state === 'voided') {
    const newer = await tx.one(
      `select id, canonical from approval where type = $1 and engagement_id = $2 and purpose = $3 and state in ('open', 'committed')
       order by proposed_at desc, id limit 1`,
      [approval.type, approval.engagement_id, approval.purpose],
    );
    throw new Problem(409, 'approval.stale', 'The content has changed since it was shown. Look at the new version.', {
      ...(newer
        ? {
            replacedBy: newer.id,
            diff: JSON.parse(house.core.json.diff(new Uint8Array(approval.canonical), new Uint8Array(newer.canonical))),
          }
        : {}),
    });
  }
  throw new Problem(
    409,
    `approval.${state}`,
    state === 'committed' ? 'This was confirmed and carried out already.' : 'This was declined.',
  );
}

/**
 * Shows an approval to one person, and mints the statement that this person may sign.
 * @param {House} house
 * @param {Who} who
 * @param {any} approval
 * @param {{ digest: string, viewDigest: string }} shown what the page computed from the octets that it shows
 */
export const present = (house, who, approval, { digest, viewDigest }) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    permit(house, who, 'approval.confirm', resourceOf(approval));
    await refuseUnlessOpen(house, tx, approval);
    if (!needOf(who, approval, await confirmationsOf(tx, approval))) {
      throw new Problem(403, 'approval.not_yours', 'It is not for you to confirm this, or you have done so.');
    }
    if (digest !== hexOf(approval.digest))
      throw new Problem(409, 'approval.stale', 'What was shown is not what is stored. Load it again.', {
        digest: hexOf(approval.digest),
      });
    const now = house.clock();
    const expires = new Date(Math.min(approval.expires_at.getTime(), now.getTime() + presentationMinutes * 60_000));
    const nonce = hexOf(house.random(32));
    const { canonical: statement } = house.core.approval.statement({
      digest,
      viewDigest,
      purpose: 'confirm',
      tenant: who.workspace.id,
      nonce,
      expiresAt: instant(expires),
      signer: { id: who.person.id, name: who.person.name },
    });
    const id = newId(house.random, 'prs');
    await tx.rows(
      `insert into presentation (workspace_id, id, approval_id, person_id, digest, view_digest, nonce, statement, presented_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        who.workspace.id,
        id,
        approval.id,
        who.person.id,
        approval.digest,
        Buffer.from(viewDigest, 'hex'),
        nonce,
        statement,
        now,
        expires,
      ],
    );
    await record(house, tx, [who.workspace.id], {
      action: 'approval.presented',
      entity: { kind: 'approval', id: approval.id },
      engagement: approval.engagement_id,
      by: byOf(who),
      detail: { digest, viewDigest },
    });
    return {
      id,
      nonce,
      expiresAt: instant(expires),
      statement: Buffer.from(statement).toString('base64'),
      statementType,
    };
  });

/**
 * Takes a signed confirmation. All or nothing, exactly once: the approval is locked while it is judged.
 * @param {House} house
 * @param {Who} who
 * @param {string} id
 * @param {{ presentationId: string, signature: string, publicKey: string }} signed
 * @returns {Promise<{ committed: boolean, engagement: string | null }>}
 */
export const confirm = (house, who, id, { presentationId, signature, publicKey }) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    const approval = await tx.one('select * from approval where id = $1 for update', [id]);
    if (!approval) throw notFound();
    permit(house, who, 'approval.confirm', resourceOf(approval));
    await refuseUnlessOpen(house, tx, approval);
    const confirmations = await confirmationsOf(tx, approval);
    const need = needOf(who, approval, confirmations);
    if (!need) throw new Problem(403, 'approval.not_yours', 'It is not for you to confirm this, or you have done so.');

    const shown = await tx.one(
      `update presentation set used_at = $5 where workspace_id = $1 and id = $2 and approval_id = $3 and person_id = $4
         and used_at is null and expires_at > $5 returning *`,
      [who.workspace.id, presentationId, id, who.person.id, house.clock()],
    );
    if (!shown)
      throw new Problem(
        409,
        'approval.presentation_over',
        'This showing was used already or is too old. Look at it again, then confirm.',
      );

    // The octets themselves are hashed again, here: neither a stored digest nor the page's word is taken for them.
    const payload = new Uint8Array(approval.canonical);
    const again = house.core.approval.digest({ type: approval.type, payload });
    const intact =
      same(again.canonical, payload) && same(again.digest, approval.digest) && same(again.digest, shown.digest);
    if (!intact)
      throw new Problem(
        409,
        'approval.tampered',
        'The stored content is not what was shown. Nothing was confirmed; tell an administrator.',
      );
    const key = Buffer.from(publicKey, 'hex');
    const holds = house.core.approval.verify({
      type: statementType,
      payload: new Uint8Array(shown.statement),
      signature: Buffer.from(signature, 'hex'),
      publicKey: key,
    });
    if (!holds) throw new Problem(422, 'approval.bad_signature', 'The signature is not of this showing by this key.');
    await knowKey(house, tx, who, publicKey);

    await as(tx, { workspace: approval.workspace_id }, () =>
      tx.rows(
        `insert into confirmation (workspace_id, approval_id, need, person, party_ids, digest, view_digest, statement, signature, public_key, confirmed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          approval.workspace_id,
          id,
          need.key,
          JSON.stringify({
            id: who.person.id,
            name: who.person.name,
            workspace: who.workspace.id,
            roles: who.person.roles,
          }),
          approval.party_ids,
          approval.digest,
          shown.view_digest,
          shown.statement,
          Buffer.from(signature, 'hex'),
          key,
          house.clock(),
        ],
      ),
    );
    await record(house, tx, approval.party_ids, {
      action: 'approval.confirmed',
      entity: { kind: 'approval', id },
      engagement: approval.engagement_id,
      by: byOf(who),
      detail: { digest: again.hex, viewDigest: hexOf(shown.view_digest), publicKey, need: need.key },
    });
    const last = confirmations.length + 1 === approval.needs.length;
    await as(tx, { workspace: approval.workspace_id }, async () => {
      if (need.event) await onEngagement(house, tx, who, approval, { type: need.event, digest: again.hex });
      if (last) await commit(house, tx, who, approval, again.hex);
    });
    return { committed: last, engagement: approval.engagement_id };
  });

/**
 * A key belongs to the first person who signs with it; its first use is in the record.
 * @param {House} house
 * @param {Tx} tx
 * @param {Who} who
 * @param {string} publicKey
 */
async function knowKey(house, tx, who, publicKey) {
  const keys = [who.workspace.id, who.person.id, publicKey];
  const known = await tx.one(
    'select revoked_at from device_key where workspace_id = $1 and person_id = $2 and public_key = $3',
    keys,
  );
  if (known?.revoked_at) throw new Problem(403, 'approval.key_revoked', 'This signing key was revoked.');
  if (known) return;
  await tx.rows('insert into device_key (workspace_id, person_id, public_key, added_at) values ($1, $2, $3, $4)', [
    ...keys,
    house.clock(),
  ]);
  await record(house, tx, [who.workspace.id], {
    action: 'device_key.added',
    entity: { kind: 'person', id: who.person.id },
    by: byOf(who),
    detail: { publicKey },
  });
}

/**
 * Says no. The approval is closed for everybody.
 * @param {House} house
 * @param {Who} who
 * @param {string} id
 * @param {string} reason
 */
export const decline = (house, who, id, reason) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    const approval = await tx.one('select * from approval where id = $1 for update', [id]);
    if (!approval) throw notFound();
    const proposer =
      approval.workspace_id === who.workspace.id && mayDo(house, who, 'approval.propose', resourceOf(approval));
    if (!proposer) permit(house, who, 'approval.decline', resourceOf(approval));
    await refuseUnlessOpen(house, tx, approval);
    if (!proposer && !needOf(who, approval, []))
      throw new Problem(403, 'approval.not_yours', 'It is not for you to decline this.');
    await tx.rows(
      `update approval set state = 'declined', reason = $3, closed_at = $4 where workspace_id = $1 and id = $2`,
      [approval.workspace_id, id, reason, house.clock()],
    );
    await record(house, tx, approval.party_ids, {
      action: 'approval.declined',
      entity: { kind: 'approval', id },
      engagement: approval.engagement_id,
      by: byOf(who),
      detail: { digest: hexOf(approval.digest) },
    });
  });
