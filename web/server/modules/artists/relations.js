/** @file A roster and its relations: artists that are added to it, presenters invited to see one, partner agencies. */

import { instant } from '../../context.js';
import { as, withIdentity } from '../../database/identity.js';
import { newId } from '../../secrets.js';
import { byOf, identityOf, mayDo } from '../accounts/people.js';
import { appendToLog } from '../audit/service.js';
import { artistById, grantsOf, identityOfArtist, subjectOf, viewerOf } from './service.js';

/** @typedef {import('../../database/rows.d.ts').InvitationRow} InvitationRow */
/** @typedef {import('../../database/rows.d.ts').PartnershipRow} PartnershipRow */
/** @typedef {import('../../database/rows.d.ts').WorkspaceRow} WorkspaceRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

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
 * @param {Context} context
 * @param {Tx} tx
 * @param {string} workspace whose roster
 * @param {NewArtist} artist
 * @param {import('../audit/service.js').By} by
 */
export const addArtist = (context, tx, workspace, artist, by) =>
  as(tx, { workspace }, async () => {
    const { id, level, selfWorkspace } = artist;
    await tx.rows(
      `insert into artist (workspace_id, id, slug, name, discipline, home, time_zone, level, represented, self_workspace, folio, home_verified, demo, created_at, changed_at, audience)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, verified, $12, $13, $13, array(select partner_id from partnership where workspace_id = $1)
       from workspace where id = $1`,
      [
        ...[workspace, id, artist.slug, artist.name, artist.discipline, artist.home, artist.timeZone, level],
        ...[artist.represented, selfWorkspace, JSON.stringify(artist.folio), artist.demo ?? false, context.clock()],
      ],
    );
    await tx.rows(
      'insert into artist_private (workspace_id, artist_id, self_workspace, contact, fees, notes) values ($1, $2, $3, $4, $5, $6)',
      [workspace, id, selfWorkspace, ...[artist.contact, artist.fees].map((one) => JSON.stringify(one)), artist.notes],
    );
    await appendToLog(context, tx, [workspace, selfWorkspace], {
      action: 'artist.added',
      entity: { kind: 'artist', id },
      by,
      detail: { level },
    });
  });

/**
 * Invites a presenter to see one artist, until a day.
 * @param {Context} context
 * @param {Tx} tx
 * @param {{ workspace: string, artist: string, invited: { id: string, name: string }, until: Date }} invitation
 * @param {import('../audit/service.js').By} by
 */
export const addRosterInvitation = (context, tx, { workspace, artist, invited, until }, by) =>
  as(tx, { workspace }, async () => {
    await tx.rows(
      `insert into invitation (workspace_id, artist_id, invited_id, invited_name, created_at, expires_at, id) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (workspace_id, artist_id, invited_id) do update set expires_at = excluded.expires_at, revoked_at = null`,
      [workspace, artist, invited.id, invited.name, context.clock(), until, newId(context.random, 'inv')],
    );
    await tx.rows(
      'update artist set audience = (select array_agg(distinct one) from unnest(audience || $3::text) one) where workspace_id = $1 and id = $2',
      [workspace, artist, invited.id],
    );
    await appendToLog(context, tx, [workspace], {
      action: 'invitation.granted',
      entity: { kind: 'artist', id: artist },
      by,
      detail: { invited: invited.id, until: until.toISOString().slice(0, 10) },
    });
  });

/**
 * Makes another agency a partner, who may look through this roster's listings until a day.
 * @param {Context} context
 * @param {Tx} tx
 * @param {{ workspace: string, partner: { id: string, name: string }, until: Date }} partnership
 * @param {import('../audit/service.js').By} by
 */
export const addPartnership = (context, tx, { workspace, partner: other, until }, by) =>
  as(tx, { workspace }, async () => {
    await tx.rows(
      `insert into partnership (workspace_id, partner_id, partner_name, expires_at, id) values ($1, $2, $3, $4, $5)
       on conflict (workspace_id, partner_id) do update set expires_at = excluded.expires_at, revoked_at = null`,
      [workspace, other.id, other.name, until, newId(context.random, 'par')],
    );
    await tx.rows(
      'update artist set audience = (select array_agg(distinct one) from unnest(audience || $2::text) one) where workspace_id = $1',
      [workspace, other.id],
    );
    await appendToLog(context, tx, [workspace, other.id], {
      action: 'partnership.granted',
      entity: { kind: 'workspace', id: other.id },
      by,
      detail: { until: until.toISOString().slice(0, 10) },
    });
  });

/** @param {Context} context @param {Pick<import('../../database/rows.d.ts').InvitationRow, 'expires_at' | 'revoked_at'>} row */
const stateOf = (context, row) => (row.revoked_at ? 'revoked' : row.expires_at <= context.clock() ? 'expired' : 'open');

/** A workspace's name, asked in its own name. @param {Tx} tx @param {string} id */
const nameOf = (tx, id) =>
  as(
    tx,
    { workspace: id },
    async () =>
      (
        await /** @type {Promise<Pick<WorkspaceRow, 'name'> | null>} */ (
          tx.one('select name from workspace where id = $1', [id])
        )
      )?.name ?? '',
  );

/**
 * The invitations that a workspace gave, whatever became of them, and those that it holds. Of an artist whom core doesn't
 * show her yet, the invited reader learns nothing but whose invitation it is.
 * @param {Context} context
 * @param {Who} who
 */
export const rosterInvitationsOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {import('../../database/rows.d.ts').InvitationRow[]} */
    const rows = await tx.rows(
      'select * from invitation where $1 in (workspace_id, invited_id) order by created_at desc, id',
      [who.workspace.id],
    );
    const viewer = await viewerOf(context, tx, who);
    const mayRead = mayDo(context, who, 'audience.read', { kind: 'artist' });
    const items = [];
    for (const row of rows) {
      const given = row.workspace_id === who.workspace.id;
      const state = stateOf(context, row);
      if (given ? !mayRead : state !== 'open') continue;
      const artist = await artistById(tx, row.artist_id);
      const subject = artist && subjectOf(artist, await grantsOf(tx, [artist]), { fields: identityOfArtist(artist) });
      const [seen] = subject ? context.core.visibility.filter({ subjects: [subject], viewer }) : [];
      items.push({
        id: row.id,
        given,
        artist: seen ? { id: seen.id, name: /** @type {{ name: string }} */ (seen.fields.identity).name } : null,
        workspace: given
          ? { id: row.invited_id, name: row.invited_name }
          : { id: row.workspace_id, name: await nameOf(tx, row.workspace_id) },
        state,
        expiresAt: instant(row.expires_at),
      });
    }
    return items;
  });

/**
 * The partnerships that a workspace gave, whatever became of them, and those that it holds.
 * @param {Context} context
 * @param {Who} who
 */
export const partnershipsOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {PartnershipRow[]} */
    const rows = await tx.rows(
      'select * from partnership where $1 in (workspace_id, partner_id) order by expires_at desc, id',
      [who.workspace.id],
    );
    const items = [];
    for (const row of rows) {
      const given = row.workspace_id === who.workspace.id;
      const state = stateOf(context, row);
      if (!given && state !== 'open') continue;
      const workspace = given
        ? { id: row.partner_id, name: row.partner_name }
        : { id: row.workspace_id, name: await nameOf(tx, row.workspace_id) };
      items.push({ id: row.id, given, workspace, state, expiresAt: instant(row.expires_at) });
    }
    return items;
  });

/**
 * Revokes an invitation that this workspace gave. It holds from the next request on, in every process.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export const revokeRosterInvitation = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<InvitationRow, 'artist_id' | 'invited_id'> | null} */
    const row = await tx.one(
      'update invitation set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning artist_id, invited_id',
      [who.workspace.id, id, context.clock()],
    );
    if (!row) return false;
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'invitation.revoked',
      entity: { kind: 'artist', id: row.artist_id },
      by: byOf(who),
      detail: { invited: row.invited_id },
    });
    return true;
  });

/**
 * Ends a partnership, from either side.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export const revokePartnership = (context, who, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {Pick<PartnershipRow, 'workspace_id' | 'partner_id'> | null} */
    const row = await tx.one(
      'select workspace_id, partner_id from partnership where id = $1 and $2 in (workspace_id, partner_id) and revoked_at is null',
      [id, who.workspace.id],
    );
    if (!row) return false;
    await as(tx, { workspace: row.workspace_id }, () =>
      tx.rows('update partnership set revoked_at = $3 where workspace_id = $1 and id = $2', [
        row.workspace_id,
        id,
        context.clock(),
      ]),
    );
    await appendToLog(context, tx, [row.workspace_id, row.partner_id], {
      action: 'partnership.revoked',
      entity: { kind: 'workspace', id: row.partner_id },
      by: byOf(who),
    });
    return true;
  });
