/**
 * @file The review of access: everybody and everything that opens a workspace, what of it was last looked at, and the word
 * that it shall stay or end. A review is finished when no entry waits for a word.
 */

import { dayMs } from '../../../shared/duration.js';
import { instant, instantOrNull } from '../../context.js';
import { withIdentity } from '../../database/identity.js';
import { Problem } from '../../http/problems.js';
import { newId } from '../../secrets.js';
import { byOf, identityOf, permit } from '../accounts/people.js';
import { revokePartnership, revokeRosterInvitation } from '../artists/relations.js';
import { appendToLog } from '../audit/service.js';
import { grantOf, grantRows, revokeGrant } from './grants.js';
import { withdrawMailedInvitation } from './mailed-invitations.js';
import { removeMember } from './members.js';

/** @typedef {import('../../database/rows.d.ts').AccessConfirmationRow} AccessConfirmationRow */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../accounts/people.js').Who} Who */

/** How old a review may get, and the word on one entry. */
export const reviewDays = 90;
const reviewMs = reviewDays * dayMs;

/**
 * One thing that opens the workspace, or something in it.
 * @typedef {object} Entry
 * @property {string} id
 * @property {Kind} kind
 * @property {string} name of the person, workspace or address that holds it
 * @property {string | null} person the member whose it is
 * @property {string} about a word or name that says what it is
 * @property {string[]} roles
 * @property {string[]} entitlements
 * @property {string} since
 * @property {string | null} lastUsedAt
 * @property {string | null} expiresAt
 * @property {string | null} confirmedAt when somebody last said that it shall stay
 * @property {boolean} waits whether it waits for a word
 * @property {boolean} you whether it is the reader's own, or this very session
 */

/** @typedef {'member' | 'grant' | 'invitation' | 'partnership' | 'letter' | 'session' | 'feed' | 'passkey' | 'device_key'} Kind */

/**
 * What `sources` give of each kind.
 * @typedef {Pick<Entry, 'id' | 'name' | 'person' | 'about' | 'roles' | 'entitlements'>
 *   & { since: Date | null, expires: Date | null, used: Date | null }} Holding
 */

/** Which kind of entry an id names. @param {string} id @returns {Kind} */
export function kindOf(id) {
  const kinds = /** @type {const} */ ({
    gra: 'grant',
    inv: 'invitation',
    par: 'partnership',
    let: 'letter',
    ses: 'session',
    feed: 'feed',
    psk: 'passkey',
  });
  if (/^[0-9a-f]{64}$/.test(id)) return 'device_key';
  const prefix = id.split('_')[0];
  return Object.hasOwn(kinds, prefix) ? kinds[/** @type {keyof typeof kinds} */ (prefix)] : 'member';
}

/**
 * What people and keys hold, one query a kind; `$1` is the workspace, `$2` now, for what ends by itself.
 * @type {Partial<Record<Kind, string>>}
 */
const sources = {
  member: `select p.id, p.name, p.id as person, p.email as about, p.roles, p.entitlements, p.created_at as since, null::timestamptz as expires,
      (select max(s.seen_at) from session s where s.workspace_id = p.workspace_id and s.person_id = p.id) as used
    from person p where p.workspace_id = $1 and p.state <> 'suspended'`,
  invitation: `select i.id, i.invited_name as name, null as person, a.name as about, '{}'::text[] as roles, '{}'::text[] as entitlements,
      i.created_at as since, i.expires_at as expires, null::timestamptz as used
    from invitation i join artist a on a.workspace_id = i.workspace_id and a.id = i.artist_id
    where i.workspace_id = $1 and i.revoked_at is null and i.expires_at > $2`,
  partnership: `select id, partner_name as name, null as person, '' as about, '{}'::text[] as roles, '{}'::text[] as entitlements,
      null::timestamptz as since, expires_at as expires, null::timestamptz as used
    from partnership where workspace_id = $1 and revoked_at is null and expires_at > $2`,
  letter: `select id, email as name, null as person, kind as about, roles, '{}'::text[] as entitlements, sent_at as since,
      expires_at as expires, null::timestamptz as used
    from letter where workspace_id = $1 and answered_at is null and revoked_at is null and expires_at > $2`,
  session: `select s.id, p.name, p.id as person, '' as about, '{}'::text[] as roles, '{}'::text[] as entitlements, s.created_at as since,
      s.expires_at as expires, s.seen_at as used
    from session s join person p on p.workspace_id = s.workspace_id and p.id = s.person_id
    where s.workspace_id = $1 and s.revoked_at is null and s.expires_at > $2`,
  feed: `select f.id, p.name, p.id as person, f.label as about, '{}'::text[] as roles, '{}'::text[] as entitlements, f.created_at as since,
      null::timestamptz as expires, f.last_fetched_at as used
    from feed f join person p on p.workspace_id = f.workspace_id and p.id = f.person_id
    where f.workspace_id = $1 and f.revoked_at is null and p.state <> 'suspended'`,
  passkey: `select k.id, p.name, p.id as person, k.name as about, '{}'::text[] as roles, '{}'::text[] as entitlements, k.added_at as since,
      null::timestamptz as expires, k.used_at as used
    from passkey k join person p on p.workspace_id = k.workspace_id and p.id = k.person_id
    where k.workspace_id = $1 and k.revoked_at is null and p.state <> 'suspended'`,
  device_key: `select k.public_key as id, p.name, p.id as person, k.name as about, '{}'::text[] as roles, '{}'::text[] as entitlements,
      k.added_at as since, null::timestamptz as expires, k.used_at as used
    from device_key k join person p on p.workspace_id = k.workspace_id and p.id = k.person_id
    where k.workspace_id = $1 and k.revoked_at is null and p.state <> 'suspended'`,
};

/**
 * Everything, what ends first before the others, then what was least used.
 * @param {Context} context
 * @param {Tx} tx
 * @param {Who} who
 * @returns {Promise<Entry[]>}
 */
async function entriesOf(context, tx, who) {
  const now = context.clock();
  const words = new Map(
    (
      await /** @type {Promise<Pick<AccessConfirmationRow, 'entry_id' | 'confirmed_at'>[]>} */ (
        tx.rows('select entry_id, confirmed_at from access_confirmation where workspace_id = $1', [who.workspace.id])
      )
    ).map((row) => [row.entry_id, row.confirmed_at]),
  );
  /** @param {Kind} kind @param {Holding} row @returns {Entry} */
  const entry = (kind, row) => {
    const confirmed = words.get(row.id) ?? null;
    return {
      id: row.id,
      kind,
      name: row.name,
      person: row.person,
      about: row.about,
      roles: row.roles,
      entitlements: row.entitlements,
      since: instantOrNull(row.since) ?? '',
      lastUsedAt: instantOrNull(row.used),
      expiresAt: instantOrNull(row.expires),
      confirmedAt: instantOrNull(confirmed),
      waits: !confirmed || now.getTime() - confirmed.getTime() > reviewMs,
      you: row.person === who.person.id && (kind !== 'session' || row.id === who.session.id),
    };
  };
  /** @type {Entry[]} */
  const entries = [];
  for (const [kind, text] of Object.entries(sources)) {
    const values = text.includes('$2') ? [who.workspace.id, now] : [who.workspace.id];
    /** @type {Holding[]} */
    const found = await tx.rows(text, values);
    for (const row of found) entries.push(entry(/** @type {Kind} */ (kind), row));
  }
  for (const row of await grantRows(context, tx, who)) {
    const { state, person, role, brand } = grantOf(context, row);
    if (state !== 'open') continue;
    entries.push(
      entry('grant', {
        ...row,
        name: person.name,
        person: person.id,
        about: brand?.name ?? '',
        roles: role ? [role] : [],
        since: row.given_at,
        used: row.used_at,
        expires: row.expires_at,
      }),
    );
  }
  const key = (/** @type {Entry} */ { expiresAt, lastUsedAt, name, id }) =>
    [expiresAt ?? '9', lastUsedAt ?? '', name, id].join('\n');
  return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * When the last review was finished, and whether the next one is overdue. A workspace that never had one counts from its
 * first day.
 * @param {Context} context
 * @param {Tx} tx as the workspace
 * @param {Who} who
 */
async function standing(context, tx, who) {
  /** @type {{ begun: Date, last: Date | null, by: string | null }[]} */
  const [{ begun, last, by }] = await tx.rows(
    `select w.created_at as begun, r.finished_at as last, p.name as by from workspace w
     left join lateral (select * from access_review where workspace_id = w.id order by finished_at desc, id limit 1) r on true
     left join person p on p.workspace_id = w.id and p.id = r.finished_by where w.id = $1`,
    [who.workspace.id],
  );
  const due = new Date((last ?? begun).getTime() + reviewMs);
  return {
    last: last ? { at: instant(last), by: by ?? '' } : null,
    due: instant(due),
    overdue: due <= context.clock(),
  };
}

/** @param {Context} context @param {Who} who */
export const reviewStanding = (context, who) =>
  withIdentity(context.db, identityOf(who), (tx) => standing(context, tx, who));

/** @param {Context} context @param {Who} who */
export const reviewOf = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const items = await entriesOf(context, tx, who);
    return {
      items,
      next: null,
      review: { ...(await standing(context, tx, who)), days: reviewDays, waiting: waiting(items) },
    };
  });

/** @param {Entry[]} entries */
const waiting = (entries) => entries.filter(({ waits }) => waits).length;

/**
 * The word that these entries shall stay.
 * @param {Context} context
 * @param {Who} who
 * @param {string[]} ids
 * @returns {Promise<string | null>} the first that is no entry here; then nothing was noted
 */
export const confirmEntries = (context, who, ids) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const there = new Set((await entriesOf(context, tx, who)).map(({ id }) => id));
    const absent = ids.find((id) => !there.has(id));
    if (absent !== undefined) return absent;
    await tx.rows(
      `insert into access_confirmation (workspace_id, entry_id, confirmed_by, confirmed_at)
       select $1, entry, $3, $4 from unnest($2::text[]) as entry
       on conflict (workspace_id, entry_id) do update set confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at`,
      [who.workspace.id, ids, who.person.id, context.clock()],
    );
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'access.confirmed',
      entity: { kind: 'workspace', id: who.workspace.id },
      by: byOf(who),
      detail: { entries: ids },
    });
    return null;
  });

/**
 * Finishes the review, when every entry has had its word.
 * @param {Context} context
 * @param {Who} who
 */
export const finishReview = (context, who) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    const entries = await entriesOf(context, tx, who);
    const left = waiting(entries);
    if (left > 0)
      throw new Problem(
        409,
        'access.review_open',
        { left, all: entries.length },
        {
          waiting: left,
        },
      );
    await tx.rows(
      'insert into access_review (workspace_id, id, entries, finished_by, finished_at) values ($1, $2, $3, $4, $5)',
      [who.workspace.id, newId(context.random, 'rev'), entries.length, who.person.id, context.clock()],
    );
    await appendToLog(context, tx, [who.workspace.id], {
      action: 'access.reviewed',
      entity: { kind: 'workspace', id: who.workspace.id },
      by: byOf(who),
      detail: { entries: entries.length },
    });
    return standing(context, tx, who);
  });

/** What a person holds by herself and an owner may end, wherever it is kept. @type {Partial<Record<Kind, { table: string, column: string }>>} */
const held = {
  session: { table: 'session', column: 'id' },
  feed: { table: 'feed', column: 'id' },
  passkey: { table: 'passkey', column: 'id' },
  device_key: { table: 'device_key', column: 'public_key' },
};

/** What core is asked before each of the others ends. */
const ending = /** @type {const} */ ({
  member: { action: 'member.remove', end: removeMember },
  grant: { action: 'grant.revoke', end: revokeGrant },
  invitation: { action: 'invitation.revoke', end: revokeRosterInvitation },
  partnership: { action: 'partnership.revoke', end: revokePartnership },
  letter: { action: 'access.review', end: withdrawMailedInvitation },
});

/**
 * Ends one entry at once, as the page that made it would.
 * @param {Context} context
 * @param {Who} who
 * @param {string} id
 * @returns {Promise<boolean>} false when there is no such entry
 */
export function endEntry(context, who, id) {
  const kind = kindOf(id);
  const place = held[kind];
  if (place) return endHeld(context, who, kind, place, id);
  const { action, end } = ending[/** @type {keyof typeof ending} */ (kind)];
  // How many owners remain is asked again with the members locked.
  permit(context, who, action, { kind, ownersAfter: 1 });
  return end(context, who, id);
}

/**
 * @param {Context} context
 * @param {Who} who
 * @param {Kind} kind
 * @param {{ table: string, column: string }} place
 * @param {string} id
 */
const endHeld = (context, who, kind, { table, column }, id) =>
  withIdentity(context.db, identityOf(who), async (tx) => {
    /** @type {{ person_id: string } | null} */
    const row = await tx.one(
      `update ${table} set revoked_at = $3 where workspace_id = $1 and ${column} = $2 and revoked_at is null returning person_id`,
      [who.workspace.id, id, context.clock()],
    );
    if (!row) return false;
    await appendToLog(context, tx, [who.workspace.id], {
      action: `${kind}.revoked`,
      entity: { kind: 'person', id: row.person_id },
      by: byOf(who),
      detail: { [kind === 'device_key' ? 'publicKey' : kind]: id },
    });
    return true;
  });
