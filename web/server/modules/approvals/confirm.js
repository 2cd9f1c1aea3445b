/**
 * @file Confirming: present shows an approval to one person and mints what that person may sign; confirm checks everything
 * again and, with the last confirmation, commits. Nothing else does.
 */

import { fromHex, toBase64, toHex } from '../../../shared/bytes.js';
import { minuteMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { as, withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { asOfNow, byOf, identityOf, mayDo, permit } from '../accounts/people.js';
import { appendToLog } from '../audit/service.js';
import { commit, onEngagement } from './effects.js';
import { payloadOf, typeName } from './payloads.js';
import { concerning, confirmationsOf, describe, knownParties, needOf, statementType, stateOf } from './service.js';
import { passkeyRequest, takeSignature } from './signing.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').ApprovalRow} ApprovalRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/** How long one showing may be signed. */
const presentationMinutes = 15;
/** How far a page's clock may be from this server's. */
const clockMinutes = 5;

const same = (/** @type {Uint8Array} */ a, /** @type {Uint8Array} */ b) => Buffer.compare(a, b) === 0;

/** An approval as core's table of actions knows it. @param {ApprovalRow} approval */
export const resourceOf = (approval) => ({
  kind: 'approval',
  id: approval.id,
  workspace: approval.workspace_id,
  parties: approval.party_ids,
  payload: () => ({ type: typeName(approval.type), ...payloadOf(approval) }),
});

/**
 * The approval as it stands, locked, or the refusal that a late or foreign confirmation gets.
 * @param {Context} context
 * @param {Tx} tx
 * @param {ApprovalRow} approval
 */
async function refuseUnlessOpen(context, tx, approval) {
  const state = stateOf(context, approval);
  if (state === 'open') return;
  if (state === 'expired') throw new Problem(409, 'approval.expired');
  if (state === 'voided') {
    /** @type {Pick<ApprovalRow, 'id' | 'canonical'> | null} */
    const newer = await tx.one(
      `select id, canonical from approval where type = $1 and engagement_id = $2 and purpose = $3 and state in ('open', 'committed')
       order by proposed_at desc, id limit 1`,
      [approval.type, approval.engagement_id, approval.purpose],
    );
    throw new Problem(
      409,
      'approval.stale',
      {},
      {
        ...(newer
          ? {
              replacedBy: newer.id,
              diff: JSON.parse(
                context.core.json.diff(new Uint8Array(approval.canonical), new Uint8Array(newer.canonical)),
              ),
            }
          : {}),
      },
    );
  }
  throw new Problem(409, state === 'committed' ? 'approval.committed' : 'approval.declined');
}

/**
 * Computes the view as the page must have, from the stored bytes, and refuses when the page showed another one.
 * @param {Context} context
 * @param {Tx} tx
 * @param {ApprovalRow} approval
 * @param {Shown} shown
 */
async function refuseUnlessShown(context, tx, approval, { digest, viewDigest, ...reader }) {
  if (digest !== toHex(approval.digest))
    throw new Problem(
      409,
      'approval.stale.not_stored',
      {},
      {
        digest: toHex(approval.digest),
      },
    );
  const now = context.clock();
  if (!(Math.abs(Date.parse(reader.now) - now.getTime()) <= clockMinutes * minuteMs))
    throw new Problem(409, 'approval.clock_differs', {}, { now: instant(now) });
  const view = describe(context, approval, { ...reader, knownParties: await knownParties(tx) });
  if (view.digest !== digest) throw tampered();
  if (!view.confirmable || view.viewDigest !== viewDigest)
    throw new Problem(409, 'approval.view_differs', {}, { digest: view.digest, viewDigest: view.viewDigest });
}

const tampered = () => new Problem(409, 'approval.tampered');

/**
 * What a page says that it showed, and what it told core besides the bytes.
 * @typedef {{ digest: string, viewDigest: string } & import('./service.js').Reader} Shown
 */

/**
 * Shows an approval to one person, and mints the statement that this person may sign.
 * @param {Context} context
 * @param {Who} who
 * @param {ApprovalRow} approval
 * @param {Shown} shown
 */
export const present = (context, who, approval, shown) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    permit(context, who, 'approval.confirm', resourceOf(approval));
    await refuseUnlessOpen(context, tx, approval);
    if (!needOf(who, approval, await confirmationsOf(tx, approval))) {
      throw new Problem(403, 'approval.not_yours');
    }
    await refuseUnlessShown(context, tx, approval, shown);
    const { digest, viewDigest, locale, timeZone, now: readAt } = shown;
    const now = context.clock();
    const expires = new Date(Math.min(approval.expires_at.getTime(), now.getTime() + presentationMinutes * minuteMs));
    const nonce = toHex(context.random(32));
    const { canonical: statement } = context.core.approval.statement({
      digest,
      viewDigest,
      purpose: 'confirm',
      tenant: who.workspace.id,
      nonce,
      expiresAt: instant(expires),
      signer: { id: who.person.id, name: who.person.name },
    });
    const id = newId(context.random, 'prs');
    await tx.rows(
      `insert into presentation (workspace_id, id, approval_id, person_id, digest, view_digest, nonce, statement, presented_at, expires_at, reader)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        who.workspace.id,
        id,
        approval.id,
        who.person.id,
        approval.digest,
        fromHex(viewDigest),
        nonce,
        statement,
        now,
        expires,
        JSON.stringify({ locale, timeZone, now: readAt }),
      ],
    );
    await appendToLog(context, tx, [who.workspace.id], {
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
      statement: toBase64(statement),
      statementType,
      passkey: await passkeyRequest(context, tx, who, statement),
    };
  });

/**
 * Takes a signed confirmation. All or nothing, exactly once: the approval is locked while it is judged.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 * @param {{ presentationId: string } & import('./signing.js').Signed} signed
 * @returns {Promise<{ committed: boolean, engagement: string | null }>}
 */
export const confirm = (context, asked, id, { presentationId, ...signed }) =>
  withIdentity(context.db, identityOf(asked), async (tx) => {
    /** @type {ApprovalRow | null} */
    const approval = await tx.one(`select * from approval where id = $1 and ${concerning} for update`, [id]);
    if (!approval) throw notFound();
    // After the lock: whoever waited for it is judged as she stands now.
    const who = await asOfNow(context, tx, asked);
    permit(context, who, 'approval.confirm', resourceOf(approval));
    await refuseUnlessOpen(context, tx, approval);
    const confirmations = await confirmationsOf(tx, approval);
    const need = needOf(who, approval, confirmations);
    if (!need) throw new Problem(403, 'approval.not_yours');

    /** @type {import('../../database/rows.d.ts').PresentationRow | null} */
    const shown = await tx.one(
      `update presentation set used_at = $5 where workspace_id = $1 and id = $2 and approval_id = $3 and person_id = $4
         and used_at is null and expires_at > $5 returning *`,
      [who.workspace.id, presentationId, id, who.person.id, context.clock()],
    );
    if (!shown) throw new Problem(409, 'approval.presentation_over');

    // The bytes themselves are hashed again, here: neither a stored digest nor the page's word is taken for them.
    const payload = new Uint8Array(approval.canonical);
    const again = context.core.approval.digest({ type: approval.type, payload });
    const intact =
      same(again.canonical, payload) && same(again.digest, approval.digest) && same(again.digest, shown.digest);
    if (!intact) throw tampered();
    const signature = await takeSignature(context, tx, who, approval, shown.statement, signed);

    await as(tx, { workspace: approval.workspace_id }, () =>
      tx.rows(
        `insert into confirmation (workspace_id, approval_id, need, person, party_ids, digest, view_digest, statement, confirmed_at,
           method, signature, public_key, algorithm, authenticator_data, client_data)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
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
          context.clock(),
          signature.method,
          signature.signature,
          signature.public_key,
          signature.algorithm,
          signature.authenticator_data,
          signature.client_data,
        ],
      ),
    );
    await appendToLog(context, tx, approval.party_ids, {
      action: 'approval.confirmed',
      entity: { kind: 'approval', id },
      engagement: approval.engagement_id,
      by: byOf(who),
      detail: {
        digest: again.hex,
        viewDigest: toHex(shown.view_digest),
        method: signature.method,
        publicKey: toHex(signature.public_key),
        need: need.key,
      },
    });
    const last = confirmations.length + 1 === approval.needs.length;
    await as(tx, { workspace: approval.workspace_id }, async () => {
      if (need.event) await onEngagement(context, tx, who, approval, { type: need.event, digest: again.hex });
      if (last) await commit(context, tx, who, approval, again.hex);
    });
    return { committed: last, engagement: approval.engagement_id };
  });

/**
 * Says no. The approval is closed for everybody.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @param {string} reason
 */
export const decline = (context, who, id, reason) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {ApprovalRow | null} */
    const approval = await tx.one(`select * from approval where id = $1 and ${concerning} for update`, [id]);
    if (!approval) throw notFound();
    const proposer =
      approval.workspace_id === who.workspace.id && mayDo(context, who, 'approval.propose', resourceOf(approval));
    if (!proposer) permit(context, who, 'approval.decline', resourceOf(approval));
    await refuseUnlessOpen(context, tx, approval);
    if (!proposer && !needOf(who, approval, [])) throw new Problem(403, 'approval.not_yours.decline');
    await tx.rows(
      `update approval set state = 'declined', reason = $3, closed_at = $4 where workspace_id = $1 and id = $2`,
      [approval.workspace_id, id, reason, context.clock()],
    );
    await appendToLog(context, tx, approval.party_ids, {
      action: 'approval.declined',
      entity: { kind: 'approval', id },
      engagement: approval.engagement_id,
      by: byOf(who),
      detail: { digest: toHex(approval.digest) },
    });
  });
