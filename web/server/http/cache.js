/** @file The cache of rendered feeds in this process. Each is kept under everything it depends on. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * A feed's bytes with their strong validator.
 * @typedef {object} Rendered
 * @property {Buffer} bytes
 * @property {string} etag
 * @property {() => Buffer} zipped the same, by gzip
 */

/** @param {Uint8Array} feed its bytes alone in their buffer @returns {Rendered} */
export function rendered(feed) {
  const bytes = Buffer.from(feed.buffer);
  /** @type {Buffer | undefined} */
  let zipped;
  return {
    bytes,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 32)}"`,
    zipped: () => {
      zipped ??= gzipSync(bytes);
      return zipped;
    },
  };
}

/**
 * The feeds asked for last. `of` names a feed and `key` all that its bytes depend on: what was put under another key is
 * out of date and goes.
 * @param {number} [most] bytes in all
 */
export function feedCache(most = 33_554_432) {
  /** @type {Map<string, { key: string, feed: Rendered }>} */
  const cache = new Map();
  let size = 0;
  const drop = (/** @type {string} */ of) => {
    size -= cache.get(of)?.feed.bytes.length ?? 0;
    cache.delete(of);
  };
  return {
    /** @param {string} of @param {string} key @returns {Rendered | null} */
    find(of, key) {
      const there = cache.get(of);
      if (there?.key !== key) return null;
      cache.delete(of);
      cache.set(of, there);
      return there.feed;
    },
    /** @param {string} of @param {string} key @param {Rendered} feed */
    keep(of, key, feed) {
      drop(of);
      cache.set(of, { key, feed });
      size += feed.bytes.length;
      // A map gives its entries in the order of their last use.
      for (const oldest of cache.keys()) {
        if (size <= most) break;
        drop(oldest);
      }
      return feed;
    },
  };
}
