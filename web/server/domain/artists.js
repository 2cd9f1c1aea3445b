/** @file Artists, and who may see what of them: the rows as core's visibility rules take them. */
import { as } from '../database/identity.js';
import { instant } from '../house.js';

/** @typedef {import('../database/index.js').Tx} Tx */
/** @typedef {import('../house.js').House} House */
/** @typedef {import('./people.js').Who} Who */
/** @typedef {import('../../client/types/visibility.d.ts').ArtistSubject} ArtistSubject */
/** @typedef {import('../../client/types/visibility.d.ts').Viewer} Viewer */

/**
 * The viewer as core's rules see her, with the engagements that give her sight.
 * @param {House} house
 * @param {Tx} tx as the viewer
 * @param {Who} who
 * @returns {Promise<Viewer>}
 */
export async function viewerOf(house, tx, who) {
  const engaged = await tx.rows(
    'select artist_id as artist, bool_or(answered) as answered from engagement where workspace_id <> $1 and $1 = any (party_ids) group by artist_id',
    [who.workspace.id],
  );
  const kind = who.workspace.kind === 'platform' ? 'administrator' : who.workspace.kind;
  return {
    kind: /** @type {any} */ (kind),
    workspace: who.workspace.id,
    artist: who.artist?.id ?? null,
    verified: who.workspace.verified,
    engagements: engaged,
    now: instant(house.clock()),
  };
}

/** @param {House} house @returns {Viewer} */
export const anybodyOf = (house) => ({ kind: 'anonymous', workspace: null, now: instant(house.clock()) });

const columns = `a.workspace_id, a.id, a.slug, a.name, a.discipline, a.home, a.time_zone, a.level, a.represented, a.opted_in,
  a.self_workspace, a.home_verified, a.folio, a.demo, a.changed_at,
  coalesce((select version from calendar_version where scope = a.id), 0) as version`;

/**
 * Artists in the order of their names, as far as the outer wall lets this viewer see.
 * @param {Tx} tx
 * @param {{ after?: { name: string, id: string } | null, limit: number }} page
 */
export const listArtists = (tx, { after, limit }) =>
  tx.rows(
    `select ${columns} from artist a where ($1::text is null or (a.name, a.id) > ($1, $2)) order by a.name, a.id limit $3`,
    [after?.name ?? null, after?.id ?? null, limit],
  );

/** @param {Tx} tx @param {string} id */
export const artistById = (tx, id) => tx.one(`select ${columns} from artist a where a.id = $1`, [id]);

/** @param {Tx} tx @param {string} slug */
export const artistBySlug = (tx, slug) =>
  tx.one(`select ${columns} from artist a where a.slug = $1 order by a.workspace_id limit 1`, [slug]);

/**
 * The grants that bear on these artists, as far as the viewer's own wall shows them: the owner reads all, an invited
 * workspace its own.
 * @param {Tx} tx
 * @param {any[]} rows
 */
export async function grantsOf(tx, rows) {
  const ids = rows.map((row) => row.id);
  const homes = [...new Set(rows.map((row) => row.workspace_id))];
  const invitations = await tx.rows(
    'select artist_id, invited_id, invited_name, expires_at, revoked_at from invitation where artist_id = any ($1)',
    [ids],
  );
  const partnerships = await tx.rows(
    'select workspace_id, partner_id, partner_name, expires_at, revoked_at from partnership where workspace_id = any ($1)',
    [homes],
  );
  return { invitations, partnerships };
}

/** @param {string} workspace @param {any} row */
const grant = (workspace, row) => ({ workspace, expiresAt: instant(row.expires_at), revoked: row.revoked_at !== null });

/**
 * @param {any} row of `artist`
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

/** The groups that a list needs. @param {any} row */
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
 * Those whom an owner may ask about: everybody with a relation to this artist, and one of each other kind.
 * @param {Tx} tx
 * @param {any} row
 * @param {Awaited<ReturnType<typeof grantsOf>>} grants
 * @returns {Promise<import('../../client/types/visibility.d.ts').Candidate[]>}
 */
export async function candidatesOf(tx, row, { invitations, partnerships }) {
  const engaged = await tx.rows('select parties, answered from engagement where artist_id = $1', [row.id]);
  /** @type {Map<string, { artist: string, answered: boolean }[]>} */
  const related = new Map();
  for (const one of invitations) if (one.artist_id === row.id) related.set(one.invited_id, []);
  for (const one of partnerships) if (one.workspace_id === row.workspace_id) related.set(one.partner_id, []);
  for (const { parties, answered } of engaged) {
    for (const party of parties) {
      if (party.workspace === row.workspace_id || party.workspace === row.self_workspace) continue;
      related.set(party.workspace, [...(related.get(party.workspace) ?? []), { artist: row.id, answered }]);
    }
  }
  const candidates = [];
  for (const workspace of [row.workspace_id, row.self_workspace, ...related.keys()].filter(
    (one, at, all) => one && all.indexOf(one) === at,
  )) {
    const facts = await as(tx, { workspace }, () =>
      tx.one('select id, name, kind, verified from workspace where id = $1', [workspace]),
    );
    if (!facts) continue;
    candidates.push({
      id: workspace,
      name: facts.name,
      kind: facts.kind === 'platform' ? 'administrator' : facts.kind,
      workspace,
      artist: workspace === row.self_workspace ? row.id : null,
      verified: facts.verified,
      engagements: related.get(workspace) ?? [],
    });
  }
  return [
    ...candidates,
    { id: 'verified_presenters', kind: 'presenter', workspace: 'any', verified: true },
    { id: 'unverified_presenters', kind: 'presenter', workspace: 'any', verified: false },
    { id: 'other_agencies', kind: 'agency', workspace: 'any', verified: true },
    { id: 'other_artists', kind: 'artist', workspace: 'any', artist: 'any', verified: true },
  ];
}

/**
 * An artist whom everybody may see, or null.
 * @param {House} house
 * @param {Tx} tx as nobody
 * @param {string} slug
 */
export async function publicArtist(house, tx, slug) {
  const row = await artistBySlug(tx, slug);
  if (!row) return null;
  // Nobody in particular holds no grant.
  const subject = subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) });
  const { visible, fields } = house.core.visibility.decide({ subject, viewer: anybodyOf(house) });
  return visible && fields.availability !== 'absent' ? row : null;
}

/**
 * The fictional artists of the directory: those that everybody may see, and that say of themselves that they are a demo.
 * @param {House} house
 * @param {Tx} tx as nobody
 * @returns {Promise<{ name: string, slug: string, discipline: string, home: string }[]>}
 */
export async function demoArtists(house, tx) {
  const rows = await tx.rows(`select ${columns} from artist a where a.demo order by a.name, a.id limit 500`);
  const subjects = rows.map((row) =>
    subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) }),
  );
  return house.core.visibility
    .filter({ subjects, viewer: anybodyOf(house) })
    .map(({ fields }) => /** @type {any} */ (fields.identity))
    .filter(({ demo }) => demo === true);
}

/**
 * The artists whom everybody may see, by their addresses.
 * @param {House} house
 * @param {Tx} tx as nobody
 * @param {number} most
 * @returns {Promise<{ slug: string, changedAt: Date }[]>}
 */
export async function listPublic(house, tx, most) {
  const rows = await listArtists(tx, { limit: most });
  const subjects = rows.map((row) =>
    subjectOf(row, { invitations: [], partnerships: [] }, { fields: identityOfArtist(row) }),
  );
  const seen = new Set(house.core.visibility.filter({ subjects, viewer: anybodyOf(house) }).map(({ id }) => id));
  const bySlug = new Map(rows.filter(({ id }) => seen.has(id)).map((row) => [row.slug, row.changed_at]));
  return [...bySlug].map(([slug, changedAt]) => ({ slug, changedAt }));
}
