/** @file Sight of one artist: all that there is to see, who sees what of it, and how it looks to somebody else. */

import { dayMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { as } from '../../database/identity.js';
import { busyTimes, feedWindow } from '../calendars/service.js';
import { anybodyOf, artistBySlug, candidatesOf, grantsOf, identityOfArtist, subjectOf } from './service.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('./service.js').Artist} Artist */
/** @typedef {import('../../../client/types/visibility.d.ts').Viewer} Viewer */
/** @typedef {import('../../../client/types/visibility.d.ts').VisibilityLevel} Level */

/** The groups of people that stand among the candidates of an explanation. */
const anyOf = new Set(['anyone', 'verified_presenters', 'unverified_presenters', 'other_agencies', 'other_artists']);

/**
 * Who sees each of one home's artists: asked as that home, which knows every relation.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Artist[]} rows
 * @returns {Promise<Map<string, ReturnType<Context['core']['visibility']['explain']>>>} by artist
 */
const explainedAll = async (context, tx, rows) =>
  as(tx, { workspace: rows[0].workspace_id }, async () => {
    const grants = await grantsOf(tx, rows);
    const candidates = await candidatesOf(tx, rows, grants);
    return new Map(
      rows.map((row) => [
        row.id,
        context.core.visibility.explain({
          subject: subjectOf(row, grants),
          candidates: candidates.get(row.id) ?? [],
          now: instant(context.clock()),
        }),
      ]),
    );
  });

/** Who sees an artist. @param {Context} context @param {Tx} tx @param {Artist} row */
export const explained = async (context, tx, row) =>
  /** @type {ReturnType<Context['core']['visibility']['explain']>} */ (
    (await explainedAll(context, tx, [row])).get(row.id)
  );

/**
 * In short, who sees each of these artists, by artist.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Artist[]} rows
 */
export async function seenBy(context, tx, rows) {
  const homes = [...new Set(rows.map((row) => row.workspace_id))];
  const all = [];
  for (const home of homes)
    all.push(
      ...(await explainedAll(
        context,
        tx,
        rows.filter((row) => row.workspace_id === home),
      )),
    );
  return new Map(all.map(([id, explanation]) => [id, inShort(explanation)]));
}

/** @param {ReturnType<Context['core']['visibility']['explain']>} explanation */
function inShort({ audience, effective, held }) {
  const seeing = audience.filter((entry) => entry.visible);
  return {
    levelReason: held,
    effectiveLevel: effective,
    sees: {
      public: seeing.some((entry) => entry.id === 'anyone'),
      verifiedPresenters: seeing.some((entry) => entry.id === 'verified_presenters'),
      workspaces: seeing
        .filter((entry) => !anyOf.has(entry.id))
        .map(({ id, name, kind, reason }) => ({ id, name, kind, reason })),
    },
  };
}

/**
 * Every group's value, and what stands in for it where core shows it coarsely. Fees and notes, which only owners read
 * whole, are read as the viewer, so that the outer wall keeps them too; the rest as the artist's home: core decides what
 * of it leaves.
 * @param {Context} context
 * @param {Tx} tx as the viewer
 * @param {Artist} row
 */
export async function valuesOf(context, tx, row) {
  const whose = [row.workspace_id, row.id];
  const kept = (/** @type {string} */ columns) =>
    tx.one(`select ${columns} from artist_private where workspace_id = $1 and artist_id = $2`, whose);
  const { fees, notes } = (await kept('fees, notes')) ?? { fees: {}, notes: '' };
  return as(tx, { workspace: row.workspace_id }, async () => {
    const { contact, range } = (await kept("contact, fees -> 'range' as range")) ?? { contact: {}, range: null };
    const { from, until } = feedWindow(context.clock());
    const busy = context.core.calendar.freeBusy({
      busy: await busyTimes(context, tx, row),
      from: instant(from),
      until: instant(until),
      tzid: row.time_zone,
    });
    const agency = row.represented
      ? await tx.one('select name from workspace where id = $1', [row.workspace_id])
      : null;
    return {
      fields: { ...identityOfArtist(row), folio: row.folio, contact, availability: { busy }, fees, notes },
      coarse: {
        availability: { busy },
        contact: { through: agency?.name ?? row.name },
        fees: range ? { range } : {},
      },
    };
  });
}

/** Nobody's name: the workspace of a viewer who is only supposed. */
const supposed = 'ws_supposed';

/**
 * The kinds of viewer that an owner may look as. None of them stands nearer to the artist than an invitation, so that
 * looking as another never shows more than one sees oneself.
 * @type {Record<string, Omit<Viewer, 'now'>>}
 */
export const viewers = {
  anyone: { kind: 'anonymous', workspace: null },
  unverified_presenter: { kind: 'presenter', workspace: supposed, verified: false },
  verified_presenter: { kind: 'presenter', workspace: supposed, verified: true },
  invited_presenter: { kind: 'presenter', workspace: supposed, verified: true },
  engaged_presenter: { kind: 'presenter', workspace: supposed, verified: true },
  engaged_counsel: { kind: 'counsel', workspace: supposed, verified: true },
  other_agency: { kind: 'agency', workspace: supposed, verified: true },
  partner_agency: { kind: 'agency', workspace: supposed, verified: true },
  other_artist: { kind: 'artist', workspace: supposed, artist: supposed, verified: true },
};

/**
 * What another kind of viewer would get of this artist, at a level that is only considered. Core computes it from the same
 * values as every real answer.
 * @param {Context} context
 * @param {Tx} tx as an owner
 * @param {Artist} row
 * @param {{ as: string, level?: Level }} wish a level that is considered is taken with the consent that it needs
 */
export async function previewed(context, tx, row, { as: kind, level = row.level }) {
  const now = instant(context.clock());
  const alive = [
    { workspace: supposed, expiresAt: instant(new Date(context.clock().getTime() + dayMs)), revoked: false },
  ];
  const subject = {
    ...subjectOf({ ...row, level }, { invitations: [], partnerships: [] }, await valuesOf(context, tx, row)),
    consent: level === row.level ? row.opted_in : true,
    invitations: kind === 'invited_presenter' ? alive : [],
    partnerships: kind === 'partner_agency' ? alive : [],
  };
  const engagements = kind.startsWith('engaged_') ? [{ artist: row.id, answered: true }] : [];
  const [seen] = context.core.visibility.filter({
    subjects: [subject],
    viewer: { ...viewers[kind], engagements, now },
  });
  return { as: kind, level, visible: seen !== undefined, fields: seen?.fields ?? {}, sights: seen?.sights ?? null };
}

/**
 * The groups that everybody may see of a public artist.
 * @typedef {ReturnType<typeof identityOfArtist> & { folio?: Record<string, unknown>, contact?: { through?: string },
 *   availability?: { busy: { start: string, end: string }[] }, changedAt: Date }} PublicView
 */

/**
 * What everybody may see of a public artist; null for every other name.
 * @param {Context} context
 * @param {Tx} tx as nobody
 * @param {string} slug
 * @returns {Promise<PublicView | null>}
 */
export async function publicView(context, tx, slug) {
  const row = await artistBySlug(tx, slug);
  if (!row) return null;
  const subject = subjectOf(row, { invitations: [], partnerships: [] }, await valuesOf(context, tx, row));
  const [seen] = context.core.visibility.filter({ subjects: [subject], viewer: anybodyOf(context) });
  return seen ? { .../** @type {Omit<PublicView, 'changedAt'>} */ (seen.fields), changedAt: row.changed_at } : null;
}
