/**
 * @file Brands: the names that a workspace works under. An owner opens and closes them; who writes in one holds an explicit
 * grant for it, whatever the rank.
 */

import { instant } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { newId } from '../../secrets.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { appendToLog } from '../audit/service.js';

/** @typedef {import('../../database/rows.d.ts').BrandRow} BrandRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/**
 * Notes that grants were made use of, for who reviews them.
 * @param {Context} context
 * @param {Tx} tx as who uses them
 * @param {Who} who
 * @param {(grant: import('../accounts/people.js').Grant) => boolean} which
 */
export const useGrants = (context, tx, who, which) =>
  tx.rows('update access_grant set used_at = $3 where workspace_id = $1 and id = any ($2)', [
    who.workspace.id,
    who.person.grants.filter(which).map(({ id }) => id),
    context.clock(),
  ]);

/** @param {Tx} tx as its workspace @param {Who} who @param {string} id */
export const openBrand = (tx, who, id) =>
  tx.one('select id, name, statement from brand where workspace_id = $1 and id = $2 and closed_at is null', [
    who.workspace.id,
    id,
  ]);

/** @param {Context} context @param {Who} who */
export const brandsOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<BrandRow, 'id' | 'name' | 'statement' | 'created_at'>[]} */
    const rows = await tx.rows(
      'select id, name, statement, created_at from brand where workspace_id = $1 and closed_at is null order by name, id',
      [who.workspace.id],
    );
    return rows.map(({ created_at, ...row }) => ({ ...row, openedAt: instant(created_at) }));
  });

/**
 * @param {Context} context
 * @param {Who} who
 * @param {string} name
 * @returns {Promise<string>} its id
 */
export const addBrand = (context, who, name) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    permit(context, who, 'workspace.update', { kind: 'brand' });
    const id = newId(context.random, 'br');
    await tx.rows('insert into brand (workspace_id, id, name, created_at) values ($1, $2, $3, $4)', [
      who.workspace.id,
      id,
      name,
      context.clock(),
    ]);
    await told(context, tx, who, 'brand.opened', id);
    return id;
  });

/**
 * Writes in a brand: its statement, or its name, which takes a higher rank.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @param {{ name?: string, statement?: string }} change
 * @returns {Promise<boolean>} false when there is no such brand
 */
export const writeBrand = (context, who, id, { name, statement }) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    if (!(await openBrand(tx, who, id))) return false;
    permit(context, who, name === undefined ? 'brand.write' : 'brand.manage', { kind: 'brand', id, brand: id });
    await tx.rows(
      'update brand set name = coalesce($3, name), statement = coalesce($4, statement) where workspace_id = $1 and id = $2',
      [who.workspace.id, id, name ?? null, statement ?? null],
    );
    await useGrants(context, tx, who, (grant) => grant.brand === id);
    await told(context, tx, who, 'brand.written', id);
    return true;
  });

/**
 * Closes a brand, and with it every grant for it.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when there is no such brand
 */
export const closeBrand = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    permit(context, who, 'workspace.update', { kind: 'brand', id });
    const row = await tx.one(
      'update brand set closed_at = $3 where workspace_id = $1 and id = $2 and closed_at is null returning 1',
      [who.workspace.id, id, context.clock()],
    );
    if (!row) return false;
    await tx.rows(
      'update access_grant set revoked_at = $3 where workspace_id = $1 and brand_id = $2 and revoked_at is null',
      [who.workspace.id, id, context.clock()],
    );
    await told(context, tx, who, 'brand.closed', id);
    return true;
  });

/** @param {Context} context @param {Tx} tx @param {Who} who @param {string} action @param {string} id */
const told = (context, tx, who, action, id) =>
  appendToLog(context, tx, [who.workspace.id], { action, entity: { kind: 'brand', id }, by: byOf(who) });
