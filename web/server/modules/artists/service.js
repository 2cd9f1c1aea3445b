/** @file Artists, and who may see what of them: the rows as core's visibility rules take them. */

import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { ours } from '../engagements/service.js';

/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').InvitationRow} InvitationRow */
/** @typedef {import('../../database/rows.d.ts').PartnershipRow} PartnershipRow */
/** @typedef {Omit<import('../../database/rows.d.ts').ArtistRow, 'audience' | 'created_at'> & { version: number }} Artist a row with how often its calendar changed */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */
/**
 * What of a person makes her a viewer.
 * @typedef {{ workspace: Pick<Who['workspace'], 'id' | 'kind' | 'verified'>, artist: { id: string } | null }} WhoViews
 */
/** @typedef {import('../../../client/types/visibility.d.ts').ArtistSubject} ArtistSubject */
/** @typedef {import('../../../client/types/visibility.d.ts').Viewer} Viewer */

/**
 * The viewer as core's rules see her, with the engagements that let her see.
 * @param {Context} context
 * @param {Tx} tx as the viewer
 * @param {WhoViews} who
 * @returns {Promise<Viewer>}
 */
export async function viewerOf(context, tx, who) {
  /** @type {{ artist: string, answered: boolean }[]} */
  const engagements = await tx.rows(
    'select artist_id as artist, bool_or(answered) as answered from engagement where workspace_id <> $1 and $1 = any (party_ids) group by artist_id',
    [who.workspace.id],
  );
  return { ...partyOf(context, who), engagements };
}

/**
 * A viewer of engagements, which are seen by who has a part in them: whom else she is engaged with bears on artists alone.
 * @param {Context} context
 * @param {WhoViews} who
 * @returns {Viewer}
 */
export function partyOf(context, who) {
  const kind = who.workspace.kind === 'platform' ? 'administrator' : who.workspace.kind;
  return {
    kind: /** @type {Viewer['kind']} */ (kind),
    workspace: who.workspace.id,
    artist: who.artist?.id ?? null,
    verified: who.workspace.verified,
    now: instant(context.clock()),
  };
}

/** @param {Context} context @returns {Viewer} */
export const anybodyOf = (context) => ({ kind: 'anonymous', workspace: null, now: instant(context.clock()) });

const columns = `a.workspace_id, a.id, a.slug, a.name, a.discipline, a.home, a.time_zone, a.level, a.represented, a.opted_in,
  a.self_workspace, a.home_verified, a.folio, a.demo, a.changed_at,
  coalesce((select version from calendar_version where scope = a.id), 0) as version`;

/**
 * Artists in the order of their names, as far as the outer wall lets this viewer see.
 * @param {Tx} tx
 * @param {{ after?: { name: string, id: string } | null, limit: number }} page
 * @returns {Promise<Artist[]>}
 */
export const listArtists = (tx, { after, limit }) =>
  tx.rows(
    `select ${columns} from artist a where ($1::text is null or (a.name, a.id) > ($1, $2)) order by a.name, a.id limit $3`,
    [after?.name ?? null, after?.id ?? null, limit],
  );

/** @param {Tx} tx @param {string} id @returns {Promise<Artist | null>} */
export const artistById = (tx, id) => tx.one(`select ${columns} from artist a where a.id = $1`, [id]);

/**
 * An artist of the workspace's own: on its roster, or its own self. Every other answers like one that is absent.
 * @param {Tx} tx as the workspace
 * @param {string} workspace
 * @param {string} id
 * @returns {Promise<Artist | null>}
 */
export const ownArtist = (tx, workspace, id) =>
  tx.one(`select ${columns} from artist a where a.id = $1 and $2 in (a.workspace_id, a.self_workspace)`, [
    id,
    workspace,
  ]);

/** @param {Tx} tx @param {string} slug @returns {Promise<Artist | null>} */
export const artistBySlug = (tx, slug) =>
  tx.one(`select ${columns} from artist a where a.slug = $1 order by a.workspace_id limit 1`, [slug]);

/**
 * The grants that bear on these artists, as far as the viewer's own wall shows them: the owner reads all, an invited
 * workspace its own.
 * @param {Tx} tx
 * @param {Artist[]} rows
 */
export async function grantsOf(tx, rows) {
  const ids = rows.map((row) => row.id);
  const homes = [...new Set(rows.map((row) => row.workspace_id))];
  /** @type {Pick<InvitationRow, 'artist_id' | 'invited_id' | 'invited_name' | 'expires_at' | 'revoked_at'>[]} */
  const invitations = await tx.rows(
    'select artist_id, invited_id, invited_name, expires_at, revoked_at from invitation where artist_id = any ($1) order by artist_id, invited_id',
    [ids],
  );
  /** @type {Pick<PartnershipRow, 'workspace_id' | 'partner_id' | 'partner_name' | 'expires_at' | 'revoked_at'>[]} */
  const partnerships = await tx.rows(
    'select workspace_id, partner_id, partner_name, expires_at, revoked_at from partnership where workspace_id = any ($1) order by workspace_id, partner_id',
    [homes],
  );
  return { invitations, partnerships };
}

/** @param {string} workspace @param {Pick<InvitationRow, 'expires_at' | 'revoked_at'>} row */
const grant = (workspace, row) => ({ workspace, expiresAt: instant(row.expires_at), revoked: row.revoked_at !== null });

/**
 * @param {Artist} row
 * @param {Awaited<ReturnType<typeof grantsOf>>} grants
 * @param {Pick<ArtistSubject, 'fields' | 'coarse'>} [values]
 * @returns {ArtistSubject}
 */
export function subjectOf(row, { invitations, partnerships }, values = {}) {
  return {
    kind: 'artist',
    id: row.id,
    level: row.level,
    consent: row.opted_in,
    verified: row.home_verified,
    artistWorkspace: row.self_workspace,
    agencyWorkspace: row.represented ? row.workspace_id : null,
    invitations: invitations.filter((one) => one.artist_id === row.id).map((one) => grant(one.invited_id, one)),
    partnerships: partnerships
      .filter((one) => one.workspace_id === row.workspace_id)
      .map((one) => grant(one.partner_id, one)),
    ...values,
  };
}

/** The groups that a list needs. @param {Artist} row */
export const identityOfArtist = (row) => ({
  identity: {
    name: row.name,
    slug: row.slug,
    discipline: row.discipline,
    home: row.home,
    timeZone: row.time_zone,
    represented: row.represented,
    demo: row.demo,
  },
});

/**
 * Those whom an owner may ask about, by artist: everybody with a relation to that artist, and one of each other kind.
 * @param {Tx} tx as the home of these artists
 * @param {Artist[]} rows
 * @param {Awaited<ReturnType<typeof grantsOf>>} grants
 * @returns {Promise<Map<string, import('../../../client/types/visibility.d.ts').Candidate[]>>}
 */
export async function candidatesOf(tx, rows, { invitations, partnerships }) {
  /** @type {Pick<import('../../database/rows.d.ts').EngagementRow, 'artist_id' | 'parties' | 'answered'>[]} */
  const engaged = await tx.rows(
    `select artist_id, parties, answered from engagement where ${ours} and artist_id = any ($1) order by starts_at, id`,
    [rows.map(({ id }) => id)],
  );
  /** By artist and workspace, what engages them. @type {Map<string, Map<string, { artist: string, answered: boolean }[]>>} */
  const related = new Map(
    rows.map((row) => [
      row.id,
      new Map([row.workspace_id, row.self_workspace].flatMap((one) => (one ? [[one, []]] : []))),
    ]),
  );
  const relate = (/** @type {string} */ artist, /** @type {string | null} */ workspace) => {
    const relations = related.get(artist);
    if (relations && workspace && !relations.has(workspace)) relations.set(workspace, []);
    return relations?.get(workspace ?? '');
  };
  for (const one of invitations) relate(one.artist_id, one.invited_id);
  for (const row of rows)
    for (const one of partnerships) if (one.workspace_id === row.workspace_id) relate(row.id, one.partner_id);
  const owners = new Map(rows.map((row) => [row.id, [row.workspace_id, row.self_workspace]]));
  for (const { artist_id: artist, parties, answered } of engaged)
    for (const { workspace } of parties)
      if (!owners.get(artist)?.includes(workspace)) relate(artist, workspace)?.push({ artist, answered });

  const known = await workspacesNamed(tx, rows[0]?.workspace_id, [
    ...new Set([...related.values()].flatMap((relations) => [...relations.keys()])),
  ]);
  return new Map(
    rows.map((row) => {
      const candidates = [...(related.get(row.id) ?? [])].flatMap(([workspace, engagements]) => {
        const facts = known.get(workspace);
        if (!facts) return [];
        const { name, kind, verified } = facts;
        const artist = workspace === row.self_workspace ? row.id : null;
        return [{ id: workspace, name, kind, workspace, artist, verified, engagements }];
      });
      return [row.id, [...candidates, ...anyOthers]];
    }),
  );
}

/** One of each kind that has no relation to an artist. @type {import('../../../client/types/visibility.d.ts').Candidate[]} */
const anyOthers = [
  { id: 'verified_presenters', kind: 'presenter', workspace: 'any', verified: true },
  { id: 'unverified_presenters', kind: 'presenter', workspace: 'any', verified: false },
  { id: 'other_agencies', kind: 'agency', workspace: 'any', verified: true },
  { id: 'other_artists', kind: 'artist', workspace: 'any', artist: 'any', verified: true },
];

/**
 * What is known of workspaces that a home has a relation to: their names, kinds, and whether they are verified.
 * @param {Tx} tx
 * @param {string} home
 * @param {string[]} ids
 * @returns {Promise<Map<string, { name: string, kind: Viewer['kind'], verified: boolean }>>}
 */
const workspacesNamed = (tx, home, ids) =>
  as(tx, { workspace: home, presented: ids.join(',') }, async () => {
    /** @type {Pick<import('../../database/rows.d.ts').WorkspaceRow, 'id' | 'name' | 'kind' | 'verified'>[]} */
    const rows = await tx.rows('select id, name, kind, verified from workspace where id = any ($1)', [ids]);
    return new Map(
      rows.map(({ id, name, kind, verified }) => [
        id,
        { name, kind: kind === 'platform' ? 'administrator' : kind, verified },
      ]),
    );
  });

/**
 * An artist whom everybody may see, or null.
 * @param {Context} context
 * @param {Tx} tx as nobody
 * @param {string} slug
 */
export async function publicArtist(context, tx, slug) {
  const row = await artistBySlug(tx, slug);
  if (!row) return null;
  // Nobody in particular holds no grant.
  const subject = subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) });
  const { visible, fields } = context.core.visibility.decide({ subject, viewer: anybodyOf(context) });
  return visible && fields.availability !== 'absent' ? row : null;
}

/**
 * The fictional artists of the directory: those that everybody may see, and that say of themselves that they are a demo.
 * @param {Context} context
 * @param {Tx} tx as nobody
 * @returns {Promise<{ name: string, slug: string, discipline: string, home: string }[]>}
 */
export async function demoArtists(context, tx) {
  /** @type {Artist[]} */
  const rows = await tx.rows(`select ${columns} from artist a where a.demo order by a.name, a.id limit 500`);
  const subjects = rows.map((row) =>
    subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) }),
  );
  return context.core.visibility
    .filter({ subjects, viewer: anybodyOf(context) })
    .map(({ fields }) => /** @type {ReturnType<typeof identityOfArtist>['identity']} */ (fields.identity))
    .filter(({ demo }) => demo === true);
}

/**
 * The artists whom everybody may see, by their addresses.
 * @param {Context} context
 * @param {Tx} tx as nobody
 * @param {number} most
 * @returns {Promise<{ slug: string, changedAt: Date }[]>}
 */
export async function listPublic(context, tx, most) {
  const rows = await listArtists(tx, { limit: most });
  const subjects = rows.map((row) =>
    subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) }),
  );
  const seen = new Set(context.core.visibility.filter({ subjects, viewer: anybodyOf(context) }).map(({ id }) => id));
  const bySlug = new Map(rows.filter(({ id }) => seen.has(id)).map((row) => [row.slug, row.changed_at]));
  return [...bySlug].map(([slug, changedAt]) => ({ slug, changedAt }));
}
