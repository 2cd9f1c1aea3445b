/** Random subjects and viewers that meet often: few names, so that relations hold. */
import { loadCore } from 'cuelight';

/** @typedef {import('../../web/client/types/visibility.d.ts').Subject} Subject */
/** @typedef {import('../../web/client/types/visibility.d.ts').Viewer} Viewer */
/** @typedef {import('../../web/client/types/visibility.d.ts').ViewerKind} ViewerKind */
/** @typedef {() => number} Next */

export const now = '2026-11-22T08:00:00Z';
const workspaces = ['ws_1', 'ws_2', 'ws_3'];
const artists = ['art_1', 'art_2'];
const levels = /** @type {const} */ (['public', 'private_listing', 'stealth_roster', 'workspace_private']);
const kinds = /** @type {ViewerKind[]} */ ([
  'anonymous',
  'artist',
  'agency',
  'presenter',
  'presenter',
  'counsel',
  'administrator',
]);
const expiries = ['2026-11-22T07:59:59Z', now, '2026-11-22T08:00:01Z', '2027-01-01T00:00:00+01:00'];
const groups = (await loadCore()).visibility.groups();

/** @template T @param {Next} next @param {readonly T[]} list @returns {T} */
const pick = (next, list) => list[Math.floor(next() * list.length)];
/** @param {Next} next @param {number} chance */
const happens = (next, chance) => next() < chance;

/** @param {Next} next */
const grants = (next) =>
  Array.from({ length: Math.floor(next() * 3) }, () => ({
    workspace: pick(next, workspaces),
    expiresAt: pick(next, expiries),
    ...(happens(next, 0.3) && { revoked: happens(next, 0.5) }),
  }));

/** @param {Next} next @param {string} word */
const values = (next, word) => Object.fromEntries(groups.map((group) => [group, `${word} ${group} ${next()}`]));

/** @param {Next} next @returns {Subject} */
export function randomSubject(next) {
  const id = pick(next, artists);
  const workspace = happens(next, 0.8) ? pick(next, workspaces) : null;
  const agency = happens(next, 0.8) ? pick(next, workspaces) : null;
  const content = { fields: values(next, 'exact'), coarse: values(next, 'coarse') };
  if (happens(next, 0.3)) {
    return {
      kind: 'engagement',
      id: `eng_${Math.floor(next() * 1e6)}`,
      answered: happens(next, 0.6),
      parties: {
        artist: id,
        artistWorkspace: workspace,
        agency,
        presenter: pick(next, workspaces),
        counsel: workspaces.filter(() => happens(next, 0.2)),
      },
      ...content,
    };
  }
  return {
    kind: 'artist',
    id,
    level: pick(next, levels),
    consent: happens(next, 0.7),
    verified: happens(next, 0.8),
    artistWorkspace: workspace,
    agencyWorkspace: agency,
    invitations: grants(next),
    partnerships: grants(next),
    ...content,
  };
}

/** @param {Next} next @returns {Viewer} */
export function randomViewer(next) {
  const kind = pick(next, kinds);
  return {
    kind,
    workspace: kind === 'anonymous' && happens(next, 0.8) ? null : pick(next, workspaces),
    artist: kind === 'artist' || happens(next, 0.1) ? pick(next, artists) : null,
    verified: happens(next, 0.7),
    engagements: artists.filter(() => happens(next, 0.25)).map((artist) => ({ artist, answered: happens(next, 0.6) })),
    now,
  };
}
