/** @file The language that a request asks for. */
import { language } from './schemas.js';

/** @typedef {'en' | 'de' | 'fr'} Language one that the pages and mails speak */

/**
 * What Accept-Language (RFC 9110, section 12.5.4) likes best among the languages that are spoken here; a dialect counts as its
 * language, and `*` names none.
 * @param {string | undefined} header
 * @returns {Language | null}
 */
export function languageAsked(header = '') {
  const ranges = header.split(',').map((range) => {
    const [tag, weight = 'q=1'] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return { tag: tag.split('-')[0], weight: Number(weight.replace(/^q=/, '')) };
  });
  const [best] = ranges
    .filter(({ tag, weight }) => language.enum.includes(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best ? /** @type {Language} */ (best.tag) : null;
}
