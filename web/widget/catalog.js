import en from '../messages/compiled/en/widget.js';
import { embedded } from '../messages/embedded.js';

/**
 * Every word the widget says; dates and times come from Intl. A host's own words are texts in which `{name}` marks what is
 * filled in.
 * @typedef {import('../messages/compiled/en/widget.js').Messages} Strings
 * @typedef {{ [Key in keyof Strings]?: string }} OwnStrings
 */

export const catalog = embedded(en, {
  de: () => import('../messages/compiled/de/widget.js'),
  fr: () => import('../messages/compiled/fr/widget.js'),
});

/**
 * The words of a language with a host's own laid over them.
 * @param {string} locale
 * @param {OwnStrings} [own]
 * @returns {Strings}
 */
export function stringsFor(locale, own = {}) {
  const strings = catalog.of(locale);
  const over = Object.entries(own).map(([key, text]) => [
    key,
    typeof strings[/** @type {keyof Strings} */ (key)] === 'function'
      ? (/** @type {Record<string, string>} */ given) =>
          text.replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole)
      : text,
  ]);
  return { ...strings, ...Object.fromEntries(over) };
}
