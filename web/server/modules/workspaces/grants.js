/**
 * @file Grants: a role of the brand hierarchy, in one brand or in none, and entitlements, for one person until a day. One is
 * given by confirming exactly what it says, holds from the next request on, and ends with its day or when it is revoked.
 */

import { dayMs } from '../../../shared/duration.js';
import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { asOfNow, byOf, identityOf, mayDo, permit } from '../accounts/people.js';
import { moment, payloadOf, payloadType } from '../approvals/payloads.js';
import { propose } from '../approvals/service.js';
import { appendToLog } from '../audit/service.js';
import { openBrand } from './brands.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/** The roles that core asks for an action, so that no list of them stands here. @param {Context} context @param {string} action */
const rolesFor = (context, action) => context.core.access.actions().find((row) => row.action === action)?.roles ?? [];

/**
 * @typedef {object} Wish
 * @property {string} person
 * @property {string} [role]
 * @property {string} [brand]
 * @property {string[]} [entitlements]
 * @property {number} days
 * @property {string} reason
 * @property {string} [timeZone] by whose clock its end is read
 */

/** What core is asked about a grant. @param {{ role?: string | null, brand?: string | null, entitlements?: string[] }} grant */
const given = ({ role, brand, entitlements = [] }) => ({
  kind: 'grant',
  roles: role ? [role] : [],
  entitlements,
  ...(brand ? { brand } : {}),
});

/** What this person could give. @param {Context} context @param {Who} who */
export const givable = (context, who) => ({
  roles: rolesFor(context, 'brand.read').filter((role) => mayDo(context, who, 'grant.give', given({ role }))),
  entitlements: who.person.entitlements.filter((one) =>
    mayDo(context, who, 'grant.give', given({ entitlements: [one] })),
  ),
});

/** @param {Tx} tx as their workspace @param {Who} who @param {string} id */
const member = (tx, who, id) =>
  tx.one("select id, name from person where workspace_id = $1 and id = $2 and state = 'active'", [
    who.workspace.id,
    id,
  ]);

/**
 * Proposes a grant: what is confirmed is what it will be.
 * @param {Context} context
 * @param {Who} who
 * @param {Wish} wish
 * @returns {Promise<{ approval: string } | { absent: 'member' | 'brand', id: string }>}
 */
export const proposeGrant = (
  context,
  who,
  { person, role, brand, entitlements = [], days, reason, timeZone = 'UTC' },
) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    permit(context, who, 'grant.give', given({ role, brand, entitlements }));
    const named = brand ? await openBrand(tx, who, brand) : null;
    if (brand && !named) return { absent: 'brand', id: brand };
    const grantee = await member(tx, who, person);
    if (!grantee) return { absent: 'member', id: person };
    if (!role && entitlements.length === 0) throw new Problem(422, 'grant.nothing');
    if (brand && !role) throw new Problem(422, 'grant.no_role');
    const { id } = await propose(context, tx, {
      owner: who.workspace.id,
      type: payloadType('access-grant'),
      payload: JSON.stringify({
        id: newId(context.random, 'gra'),
        version: 1,
        workspace: { id: who.workspace.id, name: who.workspace.name },
        grantee: { id: grantee.id, name: grantee.name },
        ...(role ? { roles: [role] } : {}),
        ...(named ? { brand: { id: named.id, name: named.name } } : {}),
        ...(entitlements.length > 0 ? { entitlements } : {}),
        reason,
        expires: moment(context, new Date(context.clock().getTime() + days * dayMs), timeZone),
      }),
      purpose: 'access.grant',
      effect: { kind: 'access' },
      partyIds: [who.workspace.id],
      by: { ...byOf(who), name: who.person.name },
    });
    return { approval: id };
  });

/**
 * Gives what was confirmed, as its bytes say, when whoever confirmed it may.
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {Who} who as of now
 * @param {import('../../database/rows.d.ts').ApprovalRow} approval
 * @param {string} digest
 */
export async function giveGrant(context, tx, who, approval, digest) {
  const payload = payloadOf(approval);
  const { id, grantee, roles: [role] = [], brand, entitlements = [], expires } = payload;
  permit(context, who, 'grant.give', given({ role, brand: brand?.id, entitlements }));
  if (!(await member(tx, who, grantee.id)) || (brand && !(await openBrand(tx, who, brand.id))))
    throw new Problem(409, 'approval.stale.grant');
  const until = new Date(expires.at);
  await tx.rows(
    `insert into access_grant (workspace_id, id, person_id, role, brand_id, entitlements, approval_id, given_by, given_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      who.workspace.id,
      id,
      grantee.id,
      role ?? null,
      brand?.id ?? null,
      entitlements,
      approval.id,
      who.person.id,
      context.clock(),
      until,
    ],
  );
  await appendToLog(context, tx, [who.workspace.id], {
    action: 'grant.given',
    entity: { kind: 'grant', id },
    by: byOf(who),
    detail: {
      person: grantee.id,
      ...(role ? { role } : {}),
      ...(brand ? { brand: brand.id } : {}),
      ...(entitlements.length > 0 ? { entitlements } : {}),
      until: instant(until),
      digest,
    },
  });
}

/** @typedef {import('../../database/rows.d.ts').AccessGrantRow & { person_name: string, brand_name: string | null, by_name: string | null }} GrantRow */

/** A grant's row as readers get it. @param {Context} context @param {GrantRow} row */
export const grantOf = (context, row) => ({
  id: row.id,
  person: { id: row.person_id, name: row.person_name },
  role: row.role,
  brand: row.brand_id ? { id: row.brand_id, name: row.brand_name } : null,
  entitlements: row.entitlements,
  state: row.revoked_at ? 'revoked' : row.expires_at <= context.clock() ? 'expired' : 'open',
  approvalId: row.approval_id,
  givenBy: row.by_name ?? '',
  givenAt: instant(row.given_at),
  expiresAt: instant(row.expires_at),
  usedAt: instantOrNull(row.used_at),
});

/** Every grant of a workspace, those that hold first, the one that ends first before the others. @param {Context} context @param {Tx} tx @param {Who} who @returns {Promise<GrantRow[]>} */
export const grantRows = (context, tx, who) =>
  tx.rows(
    `select g.*, p.name as person_name, b.name as brand_name, by.name as by_name
     from access_grant g join person p on p.workspace_id = g.workspace_id and p.id = g.person_id
       left join brand b on b.workspace_id = g.workspace_id and b.id = g.brand_id
       left join person by on by.workspace_id = g.workspace_id and by.id = g.given_by
     where g.workspace_id = $1 order by g.revoked_at is not null or g.expires_at <= $2, g.expires_at, g.id`,
    [who.workspace.id, context.clock()],
  );

/** @param {Context} context @param {Who} who */
export const grantsOfWorkspace = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) =>
    (await grantRows(context, tx, who)).map((row) => grantOf(context, row)),
  );

/**
 * How many people would still manage each brand that these grants manage; none of them named: as many as you like.
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {Who} who
 * @param {(grant: Pick<import('../../database/rows.d.ts').AccessGrantRow, 'id' | 'person_id' | 'brand_id'>) => boolean} going which grants would go
 * @returns {Promise<number>} the least of them
 */
export async function managersLeft(context, tx, who, going) {
  const managing = rolesFor(context, 'brand.manage');
  /** @type {Pick<import('../../database/rows.d.ts').AccessGrantRow, 'id' | 'person_id' | 'brand_id'>[]} */
  const rows = await tx.rows(
    `select g.id, g.person_id, g.brand_id from access_grant g join person p on p.workspace_id = g.workspace_id and p.id = g.person_id
     where g.workspace_id = $1 and g.revoked_at is null and g.expires_at > $2 and p.state = 'active' and g.brand_id is not null
       and g.role = any ($3) order by g.id for update of g`,
    [who.workspace.id, context.clock(), managing],
  );
  const left = rows
    .filter(going)
    .map(({ brand_id: brand }) => rows.filter((one) => one.brand_id === brand && !going(one)).length);
  return Math.min(Number.MAX_SAFE_INTEGER, ...left);
}

/**
 * Revokes a grant, from the next request on. The last one that manages a brand stays until another does.
 * @param {Context} context
 * @param {Who} asked
 * @param {string} id
 * @returns {Promise<boolean>} false when there is none that holds
 */
export const revokeGrant = (context, asked, id) =>
  withIdentity(context.db, identityOf(asked), async (tx) => {
    // The members are locked before the grants, as everywhere.
    const owners = await tx.rows(
      "select 1 from person where workspace_id = $1 and state = 'active' and 'CAN_MANAGE_MEMBERS' = any (entitlements) order by id for update",
      [asked.workspace.id],
    );
    const left = await managersLeft(context, tx, asked, (grant) => grant.id === id);
    const who = await asOfNow(context, tx, asked);
    permit(context, who, 'grant.revoke', { kind: 'grant', id, ownersAfter: Math.min(owners.length, left) });
    const row = await tx.one(
      'update access_grant set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning person_id',
      [who.workspace.id, id, context.clock()],
    );
    if (!row) return false;
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'grant.revoked',
      entity: { kind: 'grant', id },
      by: byOf(who),
      detail: { person: row.person_id },
    });
    return true;
  });
