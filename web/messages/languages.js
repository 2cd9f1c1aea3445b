/** @file The languages that are spoken here, each called as it calls itself. English comes first: the others are measured by it. */

export const languages = /** @type {const} */ ({ en: 'English', de: 'Deutsch', fr: 'Français' });

/** @typedef {keyof typeof languages} Language */
/** What each language but English is loaded by: one that is forgotten is a type error. @template Messages @typedef {Record<Exclude<Language, 'en'>, () => Promise<{ default: Messages }>>} Others */

/** Whether a tag is exactly one of them. @param {unknown} tag @returns {tag is Language} */
export const isLanguage = (tag) => typeof tag === 'string' && Object.hasOwn(languages, tag);
