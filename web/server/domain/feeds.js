/** @file Feeds: one-way calendars by a secret address, and the public one of a public artist. */
import { createHash, createHmac } from 'node:crypto';
import { as, withIdentity } from '../database/identity.js';
import { instant } from '../house.js';
import { viewerOf } from './artists.js';
import { busyEvents, eventOf, feedWindow } from './calendars.js';
import { listEngagements, visibleEngagements } from './engagements.js';
import { identityOf, readWho } from './people.js';
import { hashToken } from './secrets.js';

/** @typedef {import('../house.js').House} House */

/** The key of a feed's opaque UIDs. @param {House} house @param {string} scope */
const uidKey = (house, scope) => createHmac('sha256', house.keys.feeds).update(scope).digest();

/** @param {House} house */
const uidDomain = (house) => new URL(house.publicUrl()).hostname;

/**
 * A public artist's availability: merged busy time, nothing else.
 * @param {House} house
 * @param {import('../database/index.js').Tx} tx
 * @param {any} artist
 * @param {'ics' | 'ifb' | 'vavailability' | 'json'} format
 * @param {string} [source] the feed's own address, where it is public
 */
export async function availabilityFeed(house, tx, artist, format, source) {
  const events = await busyEvents(house, tx, artist);
  return house.core.calendar.feed({
    kind: 'availability',
    format,
    name: artist.name,
    events,
    now: instant(house.clock()),
    uidKey: uidKey(house, `artist ${artist.id}`),
    uidDomain: uidDomain(house),
    tzid: artist.time_zone,
    ...(source ? { source } : {}),
  });
}

/**
 * The feed behind a secret, or null: unknown, rotated away and revoked are one.
 * @param {House} house
 * @param {string} token
 * @returns {Promise<string | null>}
 */
export async function tokenFeed(house, token) {
  const hash = hashToken(token);
  return withIdentity(house.db, { presented: hash }, async (tx) => {
    const feed = await tx.one('select * from feed where token_hash = $1 and revoked_at is null', [hash]);
    if (!feed) return null;
    return as(tx, { workspace: feed.workspace_id, person: feed.person_id }, async () => {
      const who = await readWho(tx, { ...feed, id: '', mfa_at: null });
      if (who?.person.state !== 'active') return null;
      const text = await as(tx, identityOf(who), () => feedText(house, tx, who, feed));
      if (text !== null) {
        await tx.rows('update feed set last_fetched_at = $3 where workspace_id = $1 and id = $2', [
          feed.workspace_id,
          feed.id,
          house.clock(),
        ]);
      }
      return text;
    });
  });
}

/**
 * @param {House} house
 * @param {import('../database/index.js').Tx} tx
 * @param {import('./people.js').Who} who
 * @param {any} feed
 */
async function feedText(house, tx, who, feed) {
  if (feed.kind === 'availability') {
    const artist = await tx.one('select * from artist where id = $1', [feed.artist_id]);
    const mine = artist && (artist.workspace_id === who.workspace.id || artist.self_workspace === who.workspace.id);
    return mine ? availabilityFeed(house, tx, artist, 'ics') : null;
  }
  const window = feedWindow(house.clock());
  const rows = (await listEngagements(tx, { ...window, limit: 10_000 })).filter(
    (row) => feed.kind === 'week' || row.id === feed.engagement_id,
  );
  const visible = new Map(
    visibleEngagements(house, who, await viewerOf(house, tx, who), rows).map((one) => [one.id, one]),
  );
  if (feed.kind === 'engagement' && visible.size === 0) return null;
  const events = rows
    .filter((row) => visible.get(row.id)?.start)
    .map((row) => eventOf(row))
    .filter((event) => event !== null);
  return house.core.calendar.feed({
    kind: feed.kind,
    name: feed.label,
    events: events.map((event) => ({ ...event, title: titleOf(who, visible.get(event.id), event.title) })),
    now: instant(house.clock()),
    uidKey: uidKey(house, `workspace ${feed.workspace_id}`),
    uidDomain: uidDomain(house),
  });
}

/** In an agency's week the artist's name leads, in an artist's the house's. @param {import('./people.js').Who} who @param {any} engagement @param {string | undefined} title */
function titleOf(who, engagement, title) {
  const other = who.artist ? engagement.presenter?.name : engagement.artist?.name;
  return other ? `${other}: ${title}` : title;
}

/** A strong validator: equal octets, equal tag. @param {string | Uint8Array} octets */
export const etagOf = (octets) => `"${createHash('sha256').update(octets).digest('base64url').slice(0, 32)}"`;
