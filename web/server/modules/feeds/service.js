/** @file Feeds: one-way calendars by a secret address, and the public one of a public artist. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { dayMs, minuteMs } from '../../../shared/duration.js';
import { instant } from '../../context.js';
import { as, stayAs, withIdentity } from '../../database/identity.js';
import { rendered } from '../../http/cache.js';
import { hashToken } from '../../secrets.js';
import { identityOf, readWho } from '../accounts/people.js';
import { ownArtist, partyOf, publicArtist } from '../artists/service.js';
import { busyTimes, feedWindow } from '../calendars/service.js';
import { seenEvents } from './events.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../database/index.js').Tx} Tx */
/** @typedef {import('../../database/rows.d.ts').FeedRow & { version: number | null }} Feed a row with how often its workspace's calendar changed */
/** @typedef {import('../../http/cache.js').Rendered} Rendered */

/** How stale `last_fetched_at` may get before a fetch writes it. */
const fetchedMs = minuteMs;
/** What fills a feed of 900,000 bytes: an event with a title takes 321. Where shorter ones do not, all are read. */
const usualEvents = 2_800;
/** The most engagements that one feed is made of; what starts last is left out. */
const maxEvents = 10_000;

/** The key of a feed's opaque UIDs. @param {Context} context @param {string} scope */
const uidKey = (context, scope) => createHmac('sha256', context.keys.feeds).update(scope).digest();

/** @param {Context} context */
const uidDomain = (context) => new URL(context.publicUrl()).hostname;

/** Feeds are counted from the day, so that they change once a day at most when nothing happens. @param {Context} context */
const today = (context) => new Date(Math.floor(context.clock().getTime() / dayMs) * dayMs);

/**
 * A feed as it was cached under the same key, or as it is made now. The key holds the number of changes of what the feed
 * shows, which was read before that is: a change in between makes the next answer differ, never this one stale.
 * @param {Context} context
 * @param {string} of
 * @param {unknown[]} dependsOn everything that a change of changes the bytes
 * @param {() => Promise<Uint8Array | null>} make
 */
async function keptOr(context, of, dependsOn, make) {
  const key = JSON.stringify([context.publicUrl(), instant(today(context)), ...dependsOn]);
  const cached = context.feeds.find(of, key);
  if (cached) return cached;
  const bytes = await make();
  return bytes === null ? null : context.feeds.keep(of, key, rendered(bytes));
}

/**
 * A public artist's availability, or null for everybody else: merged busy time, nothing else.
 * @param {Context} context
 * @param {string} slug
 * @param {'ics' | 'ifb' | 'vavailability' | 'json'} format
 * @returns {Promise<Rendered | null>}
 */
export const publicFeed = (context, slug, format) =>
  withIdentity(context.db, {}, async (tx) => {
    const artist = await publicArtist(context, tx, slug);
    if (!artist) return null;
    const source = `${context.publicUrl()}/public/artists/${slug}/availability.ics`;
    const dependsOn = [artist.id, artist.name, artist.time_zone, source, artist.version];
    return keptOr(context, `public ${slug} ${format}`, dependsOn, () =>
      availabilityFeed(context, tx, artist, format, source),
    );
  });

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {import('../artists/service.js').Artist} artist
 * @param {'ics' | 'ifb' | 'vavailability' | 'json'} format
 * @param {string} [source] the feed's own address, where it is public
 */
async function availabilityFeed(context, tx, artist, format, source) {
  const busy = await busyTimes(context, tx, artist);
  return context.core.calendar.feedOctets({
    kind: 'availability',
    format,
    name: artist.name,
    busy,
    now: instant(today(context)),
    uidKey: uidKey(context, `artist ${artist.id}`),
    uidDomain: uidDomain(context),
    tzid: artist.time_zone,
    ...(source ? { source } : {}),
  });
}

/**
 * The feed behind a secret, or null: unknown, rotated away and revoked are one. Who may see what is read anew each time,
 * so that revoking holds from the next request on.
 * @param {Context} context
 * @param {string} token
 * @returns {Promise<Rendered | null>}
 */
export async function tokenFeed(context, token) {
  const hash = hashToken(token);
  return withIdentity(context.db, { presented: hash }, async (tx) => {
    /** @type {Feed | null} */
    const feed = await tx.one(
      `select *, (select version from calendar_version where scope = workspace_id) as version
       from feed where token_hash = $1 and revoked_at is null`,
      [hash],
    );
    // The look-up compares hashes, which tell nothing of the secret by how long they take; this one does not even that.
    if (!feed || !timingSafeEqual(Buffer.from(feed.token_hash), Buffer.from(hash))) return null;
    await stayAs(tx, { workspace: feed.workspace_id, person: feed.person_id });
    const who = await readWho(context, tx, { ...feed, id: '' });
    if (who?.person.state !== 'active' || who.workspace.closure?.state === 'archived') return null;
    const made = await feedOf(context, tx, who, feed);
    if (made && context.clock().getTime() - (feed.last_fetched_at?.getTime() ?? 0) > fetchedMs) {
      await tx.rows('update feed set last_fetched_at = $3 where workspace_id = $1 and id = $2', [
        feed.workspace_id,
        feed.id,
        context.clock(),
      ]);
    }
    return made;
  });
}

/**
 * @param {Context} context
 * @param {Tx} tx as the feed's workspace
 * @param {import('../accounts/people.js').Who} who
 * @param {Feed} feed
 */
async function feedOf(context, tx, who, feed) {
  if (feed.kind === 'availability') {
    const artist = await as(tx, identityOf(who), () =>
      ownArtist(tx, who.workspace.id, /** @type {string} */ (feed.artist_id)),
    );
    if (!artist) return null;
    return keptOr(context, feed.id, [artist.name, artist.time_zone, artist.version], () =>
      availabilityFeed(context, tx, artist, 'ics'),
    );
  }
  const { person, workspace, artist } = who;
  return keptOr(context, feed.id, [feed.label, person, workspace, artist, feed.version], () =>
    as(tx, identityOf(who), () => engagementsFeed(context, tx, who, feed)),
  );
}

/**
 * @param {Context} context
 * @param {Tx} tx
 * @param {import('../accounts/people.js').Who} who
 * @param {Feed} feed
 */
async function engagementsFeed(context, tx, who, feed) {
  /** @param {import('./events.js').Ask} ask */
  const made = async (ask) => {
    const { seen, more } = await seenEvents(context, tx, partyOf(context, who), ask);
    const events = seen.flatMap(({ event, names }) =>
      event ? [{ ...event, title: titleOf(who, names, event.title) }] : [],
    );
    const bytes = context.core.calendar.feedOctets({
      kind: feed.kind,
      name: feed.label,
      events,
      now: instant(today(context)),
      uidKey: uidKey(context, `workspace ${feed.workspace_id}`),
      uidDomain: uidDomain(context),
    });
    return { bytes, found: seen.length > 0, more };
  };
  if (feed.kind === 'engagement') {
    const { bytes, found } = await made({ id: /** @type {string} */ (feed.engagement_id) });
    return found ? bytes : null;
  }
  const window = feedWindow(context.clock());
  const { bytes, more } = await made({ ...window, most: usualEvents });
  // Full, or all there is: else much of what was read takes no time, and what does comes later.
  if (!more || Buffer.from(bytes.buffer).includes('\nX-CUELIGHT-OMITTED:')) return bytes;
  return (await made({ ...window, most: maxEvents })).bytes;
}

/** In an agency's week the artist's name leads, in an artist's the presenter's. @param {import('../accounts/people.js').Who} who @param {Awaited<ReturnType<typeof seenEvents>>['seen'][number]['names']} names @param {string | undefined} title */
function titleOf(who, { artist, presenter }, title) {
  const other = who.artist ? presenter?.name : artist?.name;
  return other ? `${other}: ${title}` : title;
}
