/** @file Feeds: one-way calendars by a secret address, and the public one of a public artist. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { as, stayAs, withIdentity } from '../../database/identity.js';
import { instant } from '../../context.js';
import { artistById, partyOf, publicArtist } from '../artists/service.js';
import { busyTimes, feedWindow } from '../calendars/service.js';
import { seenEvents } from './events.js';
import { rendered } from './cache.js';
import { identityOf, readWho } from '../accounts/people.js';
import { hashToken } from '../../secrets.js';

/** @typedef {import('../../context.js').House} House */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('./cache.js').Rendered} Rendered */

const dayMs = 86_400_000;
/** How stale `last_fetched_at` may get before a fetch writes it. */
const fetchedMs = 60_000;
/** What fills a feed of 900,000 octets: an event with a title takes 321. Where shorter ones do not, all are read. */
const usualEvents = 2_800;
/** The most engagements that one feed is made of; what starts last is left out. */
const maxEvents = 10_000;

/** The key of a feed's opaque UIDs. @param {House} house @param {string} scope */
const uidKey = (house, scope) => createHmac('sha256', house.keys.feeds).update(scope).digest();

/** @param {House} house */
const uidDomain = (house) => new URL(house.publicUrl()).hostname;

/** Feeds are counted from the day, so that they change once a day at most when nothing happens. @param {House} house */
const today = (house) => new Date(Math.floor(house.clock().getTime() / dayMs) * dayMs);

/**
 * A feed as it was kept under the same key, or as it is made now. The key holds the number of changes of what the feed
 * shows, which was read before that is: a change in between makes the next answer differ, never this one stale.
 * @param {House} house
 * @param {string} of
 * @param {unknown[]} dependsOn everything that a change of changes the octets
 * @param {() => Promise<Uint8Array | null>} make
 */
async function keptOr(house, of, dependsOn, make) {
  const key = JSON.stringify([house.publicUrl(), instant(today(house)), ...dependsOn]);
  const kept = house.feeds.find(of, key);
  if (kept) return kept;
  const octets = await make();
  return octets === null ? null : house.feeds.keep(of, key, rendered(octets));
}

/**
 * A public artist's availability, or null for everybody else: merged busy time, nothing else.
 * @param {House} house
 * @param {string} slug
 * @param {'ics' | 'ifb' | 'vavailability' | 'json'} format
 * @returns {Promise<Rendered | null>}
 */
export const publicFeed = (house, slug, format) =>
  withIdentity(house.db, {}, async (tx) => {
    const artist = await publicArtist(house, tx, slug);
    if (!artist) return null;
    const source = `${house.publicUrl()}/public/artists/${slug}/availability.ics`;
    const dependsOn = [artist.id, artist.name, artist.time_zone, source, artist.version];
    return keptOr(house, `public ${slug} ${format}`, dependsOn, () =>
      availabilityFeed(house, tx, artist, format, source),
    );
  });

/**
 * @param {House} house
 * @param {Tx} tx
 * @param {any} artist
 * @param {'ics' | 'ifb' | 'vavailability' | 'json'} format
 * @param {string} [source] the feed's own address, where it is public
 */
async function availabilityFeed(house, tx, artist, format, source) {
  const busy = await busyTimes(house, tx, artist);
  return house.core.calendar.feedOctets({
    kind: 'availability',
    format,
    name: artist.name,
    busy,
    now: instant(today(house)),
    uidKey: uidKey(house, `artist ${artist.id}`),
    uidDomain: uidDomain(house),
    tzid: artist.time_zone,
    ...(source ? { source } : {}),
  });
}

/**
 * The feed behind a secret, or null: unknown, rotated away and revoked are one. Who may see what is read anew each time,
 * so that revoking holds from the next request on.
 * @param {House} house
 * @param {string} token
 * @returns {Promise<Rendered | null>}
 */
export async function tokenFeed(house, token) {
  const hash = hashToken(token);
  return withIdentity(house.db, { presented: hash }, async (tx) => {
    const feed = await tx.one(
      `select *, (select version from calendar_version where scope = workspace_id) as version
       from feed where token_hash = $1 and revoked_at is null`,
      [hash],
    );
    // The look-up compares hashes, which tell nothing of the secret by how long they take; this one does not even that.
    if (!feed || !timingSafeEqual(Buffer.from(feed.token_hash), Buffer.from(hash))) return null;
    await stayAs(tx, { workspace: feed.workspace_id, person: feed.person_id });
    const who = await readWho(house, tx, { ...feed, id: '' });
    if (who?.person.state !== 'active' || who.workspace.shut?.state === 'archived') return null;
    const made = await feedOf(house, tx, who, feed);
    if (made && house.clock().getTime() - (feed.last_fetched_at?.getTime() ?? 0) > fetchedMs) {
      await tx.rows('update feed set last_fetched_at = $3 where workspace_id = $1 and id = $2', [
        feed.workspace_id,
        feed.id,
        house.clock(),
      ]);
    }
    return made;
  });
}

/**
 * @param {House} house
 * @param {Tx} tx as the feed's workspace
 * @param {import('../accounts/people.js').Who} who
 * @param {any} feed
 */
async function feedOf(house, tx, who, feed) {
  if (feed.kind === 'availability') {
    const artist = await as(tx, identityOf(who), () => artistById(tx, feed.artist_id));
    const mine = artist && (artist.workspace_id === who.workspace.id || artist.self_workspace === who.workspace.id);
    if (!mine) return null;
    return keptOr(house, feed.id, [artist.name, artist.time_zone, artist.version], () =>
      availabilityFeed(house, tx, artist, 'ics'),
    );
  }
  const { person, workspace, artist } = who;
  return keptOr(house, feed.id, [feed.label, person, workspace, artist, feed.version], () =>
    as(tx, identityOf(who), () => engagementsFeed(house, tx, who, feed)),
  );
}

/**
 * @param {House} house
 * @param {Tx} tx
 * @param {import('../accounts/people.js').Who} who
 * @param {any} feed
 */
async function engagementsFeed(house, tx, who, feed) {
  /** @param {import('./events.js').Ask} ask */
  const made = async (ask) => {
    const { seen, more } = await seenEvents(house, tx, partyOf(house, who), ask);
    const events = seen.flatMap(({ event, names }) =>
      event ? [{ ...event, title: titleOf(who, names, event.title) }] : [],
    );
    const octets = house.core.calendar.feedOctets({
      kind: feed.kind,
      name: feed.label,
      events,
      now: instant(today(house)),
      uidKey: uidKey(house, `workspace ${feed.workspace_id}`),
      uidDomain: uidDomain(house),
    });
    return { octets, found: seen.length > 0, more };
  };
  if (feed.kind === 'engagement') {
    const { octets, found } = await made({ id: feed.engagement_id });
    return found ? octets : null;
  }
  const window = feedWindow(house.clock());
  const { octets, more } = await made({ ...window, most: usualEvents });
  // Full, or all there is: else much of what was read takes no time, and what does comes later.
  if (!more || Buffer.from(octets.buffer).includes('\nX-CUELIGHT-OMITTED:')) return octets;
  return (await made({ ...window, most: maxEvents })).octets;
}

/** In an agency's week the artist's name leads, in an artist's the house's. @param {import('../accounts/people.js').Who} who @param {Awaited<ReturnType<typeof seenEvents>>['seen'][number]['names']} names @param {string | undefined} title */
function titleOf(who, { artist, presenter }, title) {
  const other = who.artist ? presenter?.name : artist?.name;
  return other ? `${other}: ${title}` : title;
}
