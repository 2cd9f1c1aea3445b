/**
 * @file Brands: the names that a workspace works under. An owner opens and closes them; who writes in one holds an explicit
 * grant for it, whatever the rank.
 */
import { withIdentity } from '../../database/identity.js';
import { instant } from '../../context.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { record } from '../audit/service.js';
import { newId } from '../../secrets.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').House} House */
/** @typedef {import('../accounts/people.js').Who} Who */

/**
 * Notes that grants were made use of, for who reviews them.
 * @param {House} house
 * @param {Tx} tx as who uses them
 * @param {Who} who
 * @param {(grant: import('../accounts/people.js').Grant) => boolean} which
 */
export const useGrants = (house, tx, who, which) =>
  tx.rows('update access_grant set used_at = $3 where workspace_id = $1 and id = any ($2)', [
    who.workspace.id,
    who.person.grants.filter(which).map(({ id }) => id),
    house.clock(),
  ]);

/** @param {Tx} tx as its workspace @param {Who} who @param {string} id */
export const openBrand = (tx, who, id) =>
  tx.one('select id, name, statement from brand where workspace_id = $1 and id = $2 and closed_at is null', [
    who.workspace.id,
    id,
  ]);

/** @param {House} house @param {Who} who */
export const brandsOf = (house, who) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    const rows = await tx.rows(
      'select id, name, statement, created_at from brand where workspace_id = $1 and closed_at is null order by name, id',
      [who.workspace.id],
    );
    return rows.map(({ created_at, ...row }) => ({ ...row, openedAt: instant(created_at) }));
  });

/**
 * @param {House} house
 * @param {Who} who
 * @param {string} name
 * @returns {Promise<string>} its id
 */
export const addBrand = (house, who, name) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    permit(house, who, 'workspace.update', { kind: 'brand' });
    const id = newId(house.random, 'br');
    await tx.rows('insert into brand (workspace_id, id, name, created_at) values ($1, $2, $3, $4)', [
      who.workspace.id,
      id,
      name,
      house.clock(),
    ]);
    await told(house, tx, who, 'brand.opened', id);
    return id;
  });

/**
 * Writes in a brand: its statement, or its name, which takes a higher rank.
 * @param {House} house
 * @param {Who} who
 * @param {string} id
 * @param {{ name?: string, statement?: string }} change
 * @returns {Promise<boolean>} false when there is no such brand
 */
export const writeBrand = (house, who, id, { name, statement }) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    if (!(await openBrand(tx, who, id))) return false;
    permit(house, who, name === undefined ? 'brand.write' : 'brand.manage', { kind: 'brand', id, brand: id });
    await tx.rows(
      'update brand set name = coalesce($3, name), statement = coalesce($4, statement) where workspace_id = $1 and id = $2',
      [who.workspace.id, id, name ?? null, statement ?? null],
    );
    await useGrants(house, tx, who, (grant) => grant.brand === id);
    await told(house, tx, who, 'brand.written', id);
    return true;
  });

/**
 * Closes a brand, and with it every grant for it.
 * @param {House} house
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when there is no such brand
 */
export const closeBrand = (house, who, id) =>
  withIdentity(house.db, identityOf(who), async (tx) => {
    permit(house, who, 'workspace.update', { kind: 'brand', id });
    const row = await tx.one(
      'update brand set closed_at = $3 where workspace_id = $1 and id = $2 and closed_at is null returning 1',
      [who.workspace.id, id, house.clock()],
    );
    if (!row) return false;
    await tx.rows(
      'update access_grant set revoked_at = $3 where workspace_id = $1 and brand_id = $2 and revoked_at is null',
      [who.workspace.id, id, house.clock()],
    );
    await told(house, tx, who, 'brand.closed', id);
    return true;
  });

/** @param {House} house @param {Tx} tx @param {Who} who @param {string} action @param {string} id */
const told = (house, tx, who, action, id) =>
  record(house, tx, [who.workspace.id], { action, entity: { kind: 'brand', id }, by: byOf(who) });
