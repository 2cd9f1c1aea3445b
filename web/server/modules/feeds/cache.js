/** @file Rendered feeds that this process keeps for the next who asks. Each is kept under everything it depends on. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * A feed's octets with their strong validator.
 * @typedef {object} Rendered
 * @property {Buffer} octets
 * @property {string} etag
 * @property {() => Buffer} zipped the same, by gzip
 */

/** @param {Uint8Array} feed its octets alone in their buffer @returns {Rendered} */
export function rendered(feed) {
  const octets = Buffer.from(feed.buffer);
  /** @type {Buffer | undefined} */
  let zipped;
  return {
    octets,
    etag: `"${createHash('sha256').update(octets).digest('base64url').slice(0, 32)}"`,
    zipped: () => {
      zipped ??= gzipSync(octets);
      return zipped;
    },
  };
}

/**
 * The feeds asked for last. `of` names a feed and `key` all that its octets depend on: what was kept under another key is
 * out of date and goes.
 * @param {number} [most] octets in all
 */
export function keptFeeds(most = 33_554_432) {
  /** @type {Map<string, { key: string, feed: Rendered }>} */
  const kept = new Map();
  let size = 0;
  const drop = (/** @type {string} */ of) => {
    size -= kept.get(of)?.feed.octets.length ?? 0;
    kept.delete(of);
  };
  return {
    /** @param {string} of @param {string} key @returns {Rendered | null} */
    find(of, key) {
      const there = kept.get(of);
      if (there?.key !== key) return null;
      kept.delete(of);
      kept.set(of, there);
      return there.feed;
    },
    /** @param {string} of @param {string} key @param {Rendered} feed */
    keep(of, key, feed) {
      drop(of);
      kept.set(of, { key, feed });
      size += feed.octets.length;
      // A map gives its entries in the order of their last use.
      for (const oldest of kept.keys()) {
        if (size <= most) break;
        drop(oldest);
      }
      return feed;
    },
  };
}
