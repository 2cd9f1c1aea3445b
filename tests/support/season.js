/** @file Engagements of any state put straight into a test's database, past the steps that lead there. */

import { instant } from '../../web/server/context.js';
import { withIdentity } from '../../web/server/database/identity.js';

/** @typedef {import('../../web/server/context.js').Context} Context */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} home the workspace whose roster the artist is on
 * @property {string} artist
 * @property {string | null} self the artist's own workspace
 * @property {string} presenter
 * @property {string} title
 * @property {string} state
 * @property {Date} start
 * @property {Date} end
 * @property {string} [timeZone]
 * @property {string} [place]
 * @property {number} [fee]
 * @property {string} [note]
 * @property {number} [version]
 * @property {Date} changed
 */

/**
 * Stores them, over what had the same ids.
 * @param {Context} context
 * @param {Row[]} rows of one home
 */
export async function putEngagements(context, rows) {
  if (rows.length === 0) return;
  const [{ home }] = rows;
  await withIdentity(context.db, { workspace: home }, (tx) =>
    tx.rows(
      `insert into engagement (workspace_id, id, artist_id, title, state, answered, starts_at, ends_at, time_zone, place, value, parties, party_ids,
         fee_minor, currency, note, created_at, changed_at)
       select $1, id, artist_id, title, state, true, starts_at, ends_at, time_zone, place, value, parties, party_ids, fee, 'EUR', note, changed_at, changed_at
       from jsonb_to_recordset($2::jsonb) as r (id text, artist_id text, title text, state text, starts_at timestamptz, ends_at timestamptz,
         time_zone text, place text, value jsonb, parties jsonb, party_ids text[], fee bigint, note text, changed_at timestamptz)
       on conflict (workspace_id, id) do update set artist_id = excluded.artist_id, title = excluded.title, state = excluded.state,
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, place = excluded.place, value = excluded.value, parties = excluded.parties,
         party_ids = excluded.party_ids, fee_minor = excluded.fee_minor, note = excluded.note, changed_at = excluded.changed_at`,
      [home, JSON.stringify(rows.map(columns))],
    ),
  );
}

/** @param {Row} row */
function columns({ id, home, artist, self, presenter, title, state, start, end, ...more }) {
  const { timeZone = 'Europe/Berlin', place = 'Saal, Leipzig', fee = 100_000, note = '', version = 1, changed } = more;
  return {
    id,
    artist_id: artist,
    title,
    state,
    starts_at: start,
    ends_at: end,
    time_zone: timeZone,
    place,
    value: { id, state, version, artist, agency: home, presenter, start: instant(start), end: instant(end) },
    parties: [
      { side: 'artist', id: artist, workspace: self, name: `Artist ${artist}` },
      { side: 'agency', workspace: home, name: `Agency ${home}` },
      { side: 'presenter', workspace: presenter, name: `Presenter ${presenter}` },
    ],
    party_ids: [...new Set([home, self, presenter])].filter((one) => one !== null),
    fee,
    note,
    changed_at: changed,
  };
}
