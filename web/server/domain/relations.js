/** @file A roster and its relations: artists that are added to it, presenters invited to see one, partner agencies. */
import { as } from '../database/identity.js';
import { record } from './record.js';

/** @typedef {import('../database/index.js').Tx} Tx */
/** @typedef {import('../house.js').House} House */

/**
 * @typedef {object} NewArtist
 * @property {string} id
 * @property {string} slug
 * @property {string} name
 * @property {string} discipline
 * @property {string} home
 * @property {string} timeZone
 * @property {'private_listing' | 'stealth_roster' | 'workspace_private'} level public is only reached by the artist's own word
 * @property {boolean} represented
 * @property {string | null} selfWorkspace the workspace of the artist's own account
 * @property {Record<string, unknown>} folio
 * @property {Record<string, unknown>} contact
 * @property {Record<string, unknown>} fees
 * @property {string} notes
 * @property {boolean} [demo]
 */

/**
 * @param {House} house
 * @param {Tx} tx
 * @param {string} workspace whose roster
 * @param {NewArtist} artist
 * @param {import('./record.js').By} by
 */
export const addArtist = (house, tx, workspace, artist, by) =>
  as(tx, { workspace }, async () => {
    const {
      id,
      slug,
      name,
      discipline,
      home,
      timeZone,
      level,
      represented,
      selfWorkspace,
      folio,
      contact,
      fees,
      notes,
      demo = false,
    } = artist;
    await tx.rows(
      `insert into artist (workspace_id, id, slug, name, discipline, home, time_zone, level, represented, self_workspace, folio, home_verified, demo, created_at, changed_at)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, verified, $12, $13, $13 from workspace where id = $1`,
      [
        workspace,
        id,
        slug,
        name,
        discipline,
        home,
        timeZone,
        level,
        represented,
        selfWorkspace,
        JSON.stringify(folio),
        demo,
        house.clock(),
      ],
    );
    await tx.rows(
      'insert into artist_private (workspace_id, artist_id, self_workspace, contact, fees, notes) values ($1, $2, $3, $4, $5, $6)',
      [workspace, id, selfWorkspace, JSON.stringify(contact), JSON.stringify(fees), notes],
    );
    await record(house, tx, [workspace, selfWorkspace], {
      action: 'artist.added',
      entity: { kind: 'artist', id },
      by,
      detail: { level },
    });
  });

/**
 * Invites a presenter to see one artist, until a day.
 * @param {House} house
 * @param {Tx} tx
 * @param {{ workspace: string, artist: string, invited: { id: string, name: string }, until: Date }} invitation
 * @param {import('./record.js').By} by
 */
export const invite = (house, tx, { workspace, artist, invited, until }, by) =>
  as(tx, { workspace }, async () => {
    await tx.rows(
      `insert into invitation (workspace_id, artist_id, invited_id, invited_name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (workspace_id, artist_id, invited_id) do update set expires_at = excluded.expires_at, revoked_at = null`,
      [workspace, artist, invited.id, invited.name, house.clock(), until],
    );
    await tx.rows(
      'update artist set audience = (select array_agg(distinct one) from unnest(audience || $3::text) one) where workspace_id = $1 and id = $2',
      [workspace, artist, invited.id],
    );
    await record(house, tx, [workspace], {
      action: 'invitation.granted',
      entity: { kind: 'artist', id: artist },
      by,
      detail: { invited: invited.id, until: until.toISOString().slice(0, 10) },
    });
  });

/**
 * Makes another agency a partner, who may look through this roster's listings until a day.
 * @param {House} house
 * @param {Tx} tx
 * @param {{ workspace: string, partner: { id: string, name: string }, until: Date }} partnership
 * @param {import('./record.js').By} by
 */
export const partner = (house, tx, { workspace, partner: other, until }, by) =>
  as(tx, { workspace }, async () => {
    await tx.rows(
      `insert into partnership (workspace_id, partner_id, partner_name, expires_at) values ($1, $2, $3, $4)
       on conflict (workspace_id, partner_id) do update set expires_at = excluded.expires_at, revoked_at = null`,
      [workspace, other.id, other.name, until],
    );
    await tx.rows(
      'update artist set audience = (select array_agg(distinct one) from unnest(audience || $2::text) one) where workspace_id = $1',
      [workspace, other.id],
    );
    await record(house, tx, [workspace, other.id], {
      action: 'partnership.granted',
      entity: { kind: 'workspace', id: other.id },
      by,
      detail: { until: until.toISOString().slice(0, 10) },
    });
  });
