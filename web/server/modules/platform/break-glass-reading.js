/** @file What an administrator reads by break-glass, beside members and audit log: artists with their levels, engagements. */
import { instant } from '../../context.js';
import { viewerOf } from '../artists/service.js';
import { listEngagements, seenEngagements } from '../engagements/service.js';

/** @typedef {import('../../database/rows.d.ts').ArtistRow} ArtistRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */

/** @param {Tx} tx as the workspace @param {string} workspace */
export async function workspaceBehind(tx, workspace) {
  /** @type {Pick<import('../../database/rows.d.ts').WorkspaceRow, 'id' | 'name' | 'kind' | 'verified'>[]} */
  const [row] = await tx.rows('select id, name, kind, verified from workspace where id = $1', [workspace]);
  return row;
}

/**
 * The workspace's own artists, in the order of their names.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {{ after: { name: string, id: string } | null, limit: number }} page
 */
export const artistsBehind = (tx, workspace, { after, limit }) =>
  /** @type {Promise<(Pick<ArtistRow, 'id' | 'name' | 'level' | 'represented'> & { optedIn: boolean })[]>} */ (
    tx.rows(
      `select id, name, level, opted_in as "optedIn", represented from artist
     where (workspace_id = $1 or self_workspace = $1) and ($2::text is null or (name, id) > ($2, $3)) order by name, id limit $4`,
      [workspace, after?.name ?? null, after?.id ?? null, limit],
    )
  );

/**
 * The workspace's engagements by their start: who, what, when and how they stand, as core shows them to the workspace; no
 * fees, documents or notes.
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {{ after: { at: Date, id: string } | null, limit: number }} page
 */
export async function engagementsBehind(context, tx, workspace, { after, limit }) {
  const rows = await listEngagements(tx, { after, limit });
  const itself = await workspaceBehind(tx, workspace);
  /** @type {Pick<ArtistRow, 'id' | 'name'> | null} */
  const artist =
    itself.kind === 'artist'
      ? await tx.one('select id, name from artist where self_workspace = $1', [workspace])
      : null;
  const viewer = await viewerOf(context, tx, { workspace: itself, artist });
  const seen = new Map(seenEngagements(context, viewer, rows).map(({ id, fields }) => [id, fields]));
  return rows.map((row) => {
    const { identity, availability, engagement } = seen.get(row.id) ?? {};
    return {
      at: row.starts_at.toISOString(),
      id: row.id,
      item: seen.has(row.id)
        ? { id: row.id, ...identity, ...availability, state: engagement?.state, changedAt: instant(row.changed_at) }
        : null,
    };
  });
}
