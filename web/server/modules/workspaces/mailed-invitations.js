/**
 * @file Mailed invitations: what a workspace offers by mail, to one address, until it is answered, withdrawn or too old. Nothing is
 * granted before the answer, and the sender never learns whether an address has an account.
 */

import { dayMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { as, withIdentity } from '../../database/identity.js';
import { notFound, Problem } from '../../http/problems.js';
import { hashToken, newId, newToken } from '../../secrets.js';
import { accountOf, normalEmail, sendMail } from '../accounts/addresses.js';
import { asOfNow, byOf, identityOf, mayDo, openSession, permit, readWho } from '../accounts/people.js';
import { addPerson, ownerEntitlements } from '../accounts/service.js';
import { addPartnership, addRosterInvitation } from '../artists/relations.js';
import { appendToLog } from '../audit/service.js';

/** @typedef {import('../../database/rows.d.ts').LetterRow} LetterRow */
/** One that waits for its answer still has its address. @typedef {LetterRow & { email: string }} OpenLetter */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../accounts/people.js').Who} Who */
/** @typedef {'invitation' | 'partnership' | 'member'} Kind */

/** How long one may be answered. */
export const invitationDays = 14;

/**
 * What core is asked before such an invitation is sent, withdrawn and answered, and which kind of workspace may answer it.
 * @type {Record<Kind, { send: import('../../../client/types/access.d.ts').Action, withdraw: import('../../../client/types/access.d.ts').Action, answer: import('../../../client/types/access.d.ts').Action, answerer: string | null }>}
 */
const rules = {
  invitation: {
    send: 'invitation.grant',
    withdraw: 'invitation.revoke',
    answer: 'roster.read',
    answerer: 'presenter',
  },
  partnership: {
    send: 'partnership.grant',
    withdraw: 'partnership.revoke',
    answer: 'partnership.grant',
    answerer: 'agency',
  },
  member: { send: 'member.invite', withdraw: 'member.invite', answer: 'profile.read', answerer: null },
};

/**
 * @typedef {object} Offer
 * @property {Kind} kind
 * @property {string} email
 * @property {string} [artist] for an invitation
 * @property {number} [days] how long the grant will hold, from the answer on
 * @property {string[]} [roles] for a member
 * @property {boolean} [owner] for a member: with the rights of an owner
 */

/**
 * Writes an invitation and sends it. The mail names the sender's workspace and nothing else.
 * @param {Context} context
 * @param {Tx} tx as `who`
 * @param {Who} who
 * @param {Offer} offer
 * @returns {Promise<{ id: string, send: () => Promise<void> }>} to be sent once the transaction is done
 */
export async function writeMailedInvitation(
  context,
  tx,
  who,
  { kind, email, artist, days, roles = [], owner = false },
) {
  permit(context, who, rules[kind].send, { kind });
  const id = newId(context.random, 'let');
  const token = newToken(context.random);
  const to = normalEmail(email);
  const now = context.clock();
  await tx.rows(
    `insert into letter (workspace_id, id, kind, token_hash, email, artist_id, roles, owner, days, sent_by, sent_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      who.workspace.id,
      id,
      kind,
      hashToken(token),
      to,
      artist ?? null,
      roles,
      owner,
      days ?? null,
      who.person.id,
      now,
      new Date(now.getTime() + invitationDays * dayMs),
    ],
  );
  await appendToLog(context, tx, [who.workspace.id], {
    action: 'letter.sent',
    entity: { kind: 'letter', id },
    by: byOf(who),
    detail: {
      kind,
      ...(artist ? { artist } : {}),
      ...(days ? { days } : {}),
      ...(roles.length ? { roles, owner } : {}),
    },
  });
  const link = `${context.publicUrl()}/letter#${token}`;
  const sender = who.workspace.name;
  return {
    id,
    // To somebody unknown, in the language of the house that writes.
    send: () =>
      sendMail(context, to, who.workspace.language, (texts) => ({
        subject: texts.letterSubject({ sender }),
        text: texts.letterText({ sender, link, days: invitationDays }),
      })),
  };
}

/**
 * The invitations that wait for an answer, of the kinds that this person may withdraw.
 * @param {Context} context
 * @param {Who} who
 */
export const openMailedInvitations = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {(LetterRow & { artist_name: string | null })[]} */
    const rows = await tx.rows(
      `select l.*, a.name as artist_name from letter l left join artist a on a.workspace_id = l.workspace_id and a.id = l.artist_id
       where l.workspace_id = $1 and l.answered_at is null and l.revoked_at is null and l.expires_at > $2 order by l.sent_at desc, l.id`,
      [who.workspace.id, context.clock()],
    );
    return rows
      .filter((row) => mayDo(context, who, rules[/** @type {Kind} */ (row.kind)].withdraw, { kind: row.kind }))
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        email: row.email,
        artist: row.artist_id ? { id: row.artist_id, name: row.artist_name } : null,
        roles: row.roles,
        owner: row.owner,
        days: row.days,
        sentAt: instant(row.sent_at),
        expiresAt: instant(row.expires_at),
      }));
  });

/**
 * Withdraws an invitation that was not answered.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export const withdrawMailedInvitation = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<LetterRow, 'kind'> | null} */
    const row = await tx.one(
      `update letter set revoked_at = $3, email = null
       where workspace_id = $1 and id = $2 and answered_at is null and revoked_at is null returning kind`,
      [who.workspace.id, id, context.clock()],
    );
    if (!row) return false;
    // Refusing undoes the withdrawal with its transaction.
    permit(context, who, rules[/** @type {Kind} */ (row.kind)].withdraw, { kind: row.kind });
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'letter.withdrawn',
      entity: { kind: 'letter', id },
      by: byOf(who),
    });
    return true;
  });

/**
 * Finds an open invitation by its secret and works on it as the workspace that sent it.
 * @template T
 * @param {Context} context
 * @param {string} token
 * @param {(tx: Tx, invitation: OpenLetter, from: Who) => Promise<T>} work
 * @returns {Promise<T>}
 */
const onMailedInvitation = (context, token, work) =>
  withIdentity(context.db, { presented: hashToken(token) }, async (tx) => {
    /** @type {Pick<LetterRow, 'workspace_id' | 'id'> | null} */
    const found = await tx.one('select workspace_id, id from letter where token_hash = $1', [hashToken(token)]);
    if (!found) throw gone();
    return as(tx, { workspace: found.workspace_id }, async () => {
      /** @type {OpenLetter | null} */
      const invitation = await tx.one(
        `select * from letter where workspace_id = $1 and id = $2 and answered_at is null and revoked_at is null and expires_at > $3 for update`,
        [found.workspace_id, found.id, context.clock()],
      );
      if (!invitation) throw gone();
      // It holds no longer than its sender's right to send it.
      const from = await readWho(context, tx, {
        workspace_id: invitation.workspace_id,
        person_id: invitation.sent_by,
        id: '',
        // Given when it was sent, where it was asked for.
        mfa_at: context.clock(),
      });
      const { send } = rules[/** @type {Kind} */ (invitation.kind)];
      if (!from || !mayDo(context, from, send, { kind: invitation.kind })) throw gone();
      return work(tx, invitation, from);
    });
  });

const gone = () => new Problem(404, 'letter.gone');

/**
 * What an invitation offers. The artist's name is told after the answer, to those whom core lets see it.
 * @param {Context} context
 * @param {string} token
 */
export const readMailedInvitation = (context, token) =>
  onMailedInvitation(context, token, async (_tx, invitation, from) => ({
    kind: invitation.kind,
    from: { name: from.workspace.name, kind: from.workspace.kind },
    roles: invitation.roles,
    owner: invitation.owner,
    days: invitation.days,
    expiresAt: instant(invitation.expires_at),
  }));

/**
 * Accepts an invitation or a partnership for one's own workspace, at the address that the mail went to.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} token
 */
export const answerMailedInvitation = (context, asked, token) =>
  onMailedInvitation(context, token, async (tx, invitation, from) => {
    const who = await as(tx, identityOf(asked), () => asOfNow(context, tx, asked));
    const { answer, answerer } = rules[/** @type {Kind} */ (invitation.kind)];
    permit(context, who, answer, { kind: invitation.kind });
    if (who.person.email !== invitation.email) {
      throw new Problem(409, 'letter.other_address');
    }
    if (who.workspace.kind !== answerer || who.workspace.id === invitation.workspace_id) {
      throw new Problem(409, 'letter.other_kind', { kind: String(answerer) });
    }
    await answered(context, tx, invitation, [invitation.workspace_id, who.workspace.id], byOf(who));
    const grant = {
      workspace: invitation.workspace_id,
      until: new Date(context.clock().getTime() + (invitation.days ?? 0) * dayMs),
    };
    const to = { id: who.workspace.id, name: who.workspace.name };
    const by = { kind: /** @type {const} */ ('person'), id: from.person.id, workspace: from.workspace.id };
    if (invitation.kind === 'invitation')
      await addRosterInvitation(
        context,
        tx,
        { ...grant, artist: /** @type {string} */ (invitation.artist_id), invited: to },
        by,
      );
    else await addPartnership(context, tx, { ...grant, partner: to }, by);
    return { kind: invitation.kind, artistId: invitation.artist_id };
  });

/**
 * Joins a workspace as its member: makes the person whom it was sent to, and signs in.
 * @param {Context} context
 * @param {string} token
 * @param {string} name
 * @returns {Promise<string>} the session's secret
 */
export const joinBy = (context, token, name) =>
  onMailedInvitation(context, token, async (tx, invitation) => {
    if (invitation.kind !== 'member') throw notFound();
    if (await accountOf(tx, invitation.email)) {
      throw new Problem(409, 'member.address_taken');
    }
    const workspace = invitation.workspace_id;
    const person = await addPerson(context, tx, {
      workspace,
      name,
      email: invitation.email,
      roles: invitation.roles,
      entitlements: invitation.owner ? ownerEntitlements : [],
    });
    await answered(context, tx, invitation, [workspace], { kind: 'person', id: person, workspace });
    return openSession(context, tx, { workspace, person, proven: false });
  });

/** @param {Context} context @param {Tx} tx @param {LetterRow} invitation @param {string[]} chains @param {import('../audit/service.js').By} by */
async function answered(context, tx, invitation, chains, by) {
  await tx.rows('update letter set answered_at = $3, email = null where workspace_id = $1 and id = $2', [
    invitation.workspace_id,
    invitation.id,
    context.clock(),
  ]);
  await appendToLog(context, tx, chains, {
    action: 'letter.accepted',
    entity: { kind: 'letter', id: invitation.id },
    by,
    detail: { kind: invitation.kind },
  });
}
