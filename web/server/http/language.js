/** @file The language that somebody is answered in, and how it says a day and a time. */
import { isLanguage } from '../../messages/languages.js';

/** @typedef {import('../../messages/languages.js').Language} Language one that the pages, mails and problems speak */
/** @typedef {{ language: Language | null }} Speaker who may have chosen one */

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
  const [best] = ranges.filter(({ tag, weight }) => isLanguage(tag) && weight > 0).sort((a, b) => b.weight - a.weight);
  return best ? /** @type {Language} */ (best.tag) : null;
}

/**
 * What a person is answered in: what she chose, else her workspace's, else what Accept-Language asks for, else English.
 * @param {{ person: Speaker, workspace: Speaker } | null} who null: nobody is signed in
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {Language}
 */
export const languageFor = (who, headers) =>
  who?.person.language ?? who?.workspace.language ?? languageAsked(headers['accept-language']) ?? 'en';

/** An instant as a sentence says it. @param {Date} at @param {Language} language */
export const inWords = (at, language) => {
  const locale = language === 'en' ? 'en-GB' : language;
  return `${at.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
};
