/**
 * The texts of an element that lives on other people's pages: English comes with its code, every other language is a file
 * of its own that is fetched when it is needed. Where that fails, English goes on.
 * @template Messages
 * @param {Messages} en
 * @param {import('./languages.js').Others<Messages>} others
 */
export function embedded(en, others) {
  /** @type {Record<string, Messages>} */
  const here = { en };
  /** @type {Record<string, () => Promise<{ default: Messages }>>} */
  const files = others;
  const language = (/** @type {string} */ locale) => locale.toLowerCase().split('-')[0];
  /** Whether a language is here. @param {string} locale */
  const has = (locale) => Object.hasOwn(here, language(locale));
  /** Whether it can be had and is not here yet. @param {string} locale */
  const lacks = (locale) => !has(locale) && Object.hasOwn(files, language(locale));
  return {
    has,
    lacks,
    /** Brings a language. @param {string} locale */
    async bring(locale) {
      if (!lacks(locale)) return;
      const name = language(locale);
      here[name] = await files[name]().then(
        (file) => file.default,
        () => en,
      );
    },
    /** A language that was loaded some other way. @param {string} name @param {Messages} messages */
    add(name, messages) {
      here[name] = messages;
    },
    /** The texts of a language; English where there are none. @param {string} locale */
    of: (locale) => here[language(locale)] ?? en,
  };
}
