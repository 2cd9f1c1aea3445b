/**
 * @file The members of a workspace: their roles, who owns it, and that somebody always does. An owner is an active person
 * who may manage members; core refuses whatever would leave none.
 */
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { asOfNow, byOf, identityOf, permit } from '../accounts/people.js';
import { ownerEntitlements } from '../accounts/service.js';
import { appendToLog } from '../audit/service.js';
import { managersLeft } from './grants.js';

/** @typedef {import('../../database/rows.d.ts').PersonRow} PersonRow */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../accounts/people.js').Who} Who */

/** What somebody may be in each kind of workspace, the kind's own role first. @type {Record<string, readonly string[]>} */
export const rolesIn = {
  agency: ['agent', 'member', 'librarian', 'personnel_manager'],
  presenter: ['presenter', 'member', 'substitute', 'librarian', 'personnel_manager'],
  artist: ['artist'],
  counsel: ['counsel'],
  platform: ['administrator'],
};

const mayOwn = 'CAN_MANAGE_MEMBERS';

/**
 * Refuses roles that this kind of workspace doesn't have. Who owns it needs the kind's own role: the others manage nothing.
 * @param {Who} who
 * @param {{ roles: string[], owner: boolean }} wish
 */
export function checkRoles(who, { roles, owner }) {
  const possible = rolesIn[who.workspace.kind] ?? [];
  if (roles.length === 0 || roles.some((role) => !possible.includes(role))) {
    throw new Problem(422, 'member.role_unknown', { roles: possible.join(', ') });
  }
  if (owner && !roles.includes(possible[0])) {
    throw new Problem(422, 'member.owner_role', { role: possible[0] });
  }
}

/** @param {Tx} tx as the workspace @param {string} workspace */
export const memberRows = async (tx, workspace) =>
  (
    await /** @type {Promise<Pick<PersonRow, 'id' | 'name' | 'email' | 'roles' | 'entitlements' | 'state'>[]>} */ (
      tx.rows(
        `select id, name, email, roles, entitlements, state from person where workspace_id = $1 and state <> 'suspended' order by name, id`,
        [workspace],
      )
    )
  ).map(({ entitlements, ...row }) => ({ ...row, owner: entitlements.includes(mayOwn) }));

/** @param {Context} context @param {Who} who */
export const membersOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) =>
    (await memberRows(tx, who.workspace.id)).map((row) => ({ ...row, you: row.id === who.person.id })),
  );

/**
 * Works on one member, with the workspace's members locked: of two owners who remove each other at once, one stays.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 * @param {(tx: Tx, who: Who, member: Pick<PersonRow, 'id' | 'roles' | 'entitlements' | 'state'>, othersOwning: number) => Promise<void>} work
 * @returns {Promise<boolean>} whether there is such a member
 */
const onMember = (context, asked, id, work) =>
  withIdentity(context.db, identityOf(asked), async (tx) => {
    /** @type {Pick<PersonRow, 'id' | 'roles' | 'entitlements' | 'state'>[]} */
    const all = await tx.rows(
      `select id, roles, entitlements, state from person where workspace_id = $1 and state <> 'suspended' order by id for update`,
      [asked.workspace.id],
    );
    const member = all.find((one) => one.id === id);
    if (!member) return false;
    const others = all.filter((one) => one.id !== id && one.state === 'active' && one.entitlements.includes(mayOwn));
    await work(tx, await asOfNow(context, tx, asked), member, others.length);
    return true;
  });

/**
 * Gives a member other roles, or takes or gives the rights of an owner.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 * @param {{ roles: string[], owner: boolean }} wish
 */
export const changeMember = (context, asked, id, { roles, owner }) =>
  onMember(context, asked, id, async (tx, who, member, othersOwning) => {
    checkRoles(who, { roles, owner });
    const ownersAfter = othersOwning + (owner && member.state === 'active' ? 1 : 0);
    permit(context, who, 'member.change_role', { kind: 'member', id, ownersAfter });
    await tx.rows('update person set roles = $3, entitlements = $4 where workspace_id = $1 and id = $2', [
      who.workspace.id,
      id,
      roles,
      owner
        ? ownerEntitlements
        : member.entitlements.filter((/** @type {string} */ one) => !ownerEntitlements.includes(one)),
    ]);
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'member.changed',
      entity: { kind: 'person', id },
      by: byOf(who),
      detail: { roles, owner },
    });
  });

/**
 * Removes a member: signed out everywhere at the next request, her address free for another workspace.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 */
export const removeMember = (context, asked, id) =>
  onMember(context, asked, id, async (tx, who, _member, owners) => {
    const ownersAfter = Math.min(owners, await managersLeft(context, tx, who, (grant) => grant.person_id === id));
    permit(context, who, 'member.remove', { kind: 'member', id, ownersAfter });
    const whose = [who.workspace.id, id];
    await tx.rows(
      "update person set state = 'suspended', entitlements = '{}' where workspace_id = $1 and id = $2",
      whose,
    );
    await tx.rows(
      'update access_grant set revoked_at = $3 where workspace_id = $1 and person_id = $2 and revoked_at is null',
      [...whose, context.clock()],
    );
    await tx.rows('delete from sign_in_address where workspace_id = $1 and person_id = $2', whose);
    await tx.rows('delete from sign_in_link where workspace_id = $1 and person_id = $2', whose);
    await tx.rows(
      'update session set revoked_at = $3 where workspace_id = $1 and person_id = $2 and revoked_at is null',
      [...whose, context.clock()],
    );
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'member.removed',
      entity: { kind: 'person', id },
      by: byOf(who),
    });
  });

/**
 * Hands the workspace on: another member gets an owner's rights in place of who asks. It is undone by nobody but her, so
 * core wants a proof of identity that is fresh.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 */
export const transferWorkspace = (context, asked, id) =>
  onMember(context, asked, id, async (tx, who, member) => {
    // The successor is an owner then, whoever else is.
    permit(context, who, 'workspace.transfer', { kind: 'workspace', id: who.workspace.id, ownersAfter: 1 });
    if (id === who.person.id || member.state !== 'active') throw new Problem(422, 'member.no_successor');
    checkRoles(who, { roles: member.roles, owner: true });
    const give = (/** @type {string} */ person, /** @type {string[]} */ entitlements) =>
      tx.rows('update person set entitlements = $3 where workspace_id = $1 and id = $2', [
        who.workspace.id,
        person,
        entitlements,
      ]);
    await give(id, ownerEntitlements);
    await give(who.person.id, []);
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'workspace.transferred',
      entity: { kind: 'person', id },
      by: byOf(who),
    });
  });
