/**
 * @file The texts of the dashboard in one language: the person's own, else her workspace's, else the browser's. It is
 * chosen once, when the page is loaded; another choice loads the page anew.
 */
import { isLanguage, languages } from '../../messages/languages.js';
import { prefer, preferences } from './preferences.js';

export { languages };

/** @typedef {import('../../messages/languages.js').Language} Language */
/** @typedef {import('../../messages/compiled/en/dashboard.js').Messages} Words */

/** @type {Record<Language, () => Promise<{ default: Words }>>} */
const files = {
  en: () => import('../../messages/compiled/en/dashboard.js'),
  de: () => import('../../messages/compiled/de/dashboard.js'),
  fr: () => import('../../messages/compiled/fr/dashboard.js'),
};

const asked = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);

/** The language of this page. @type {Language} */
export const language = preferences().language || asked.find(isLanguage) || 'en';

/** That language as the reader writes it: `en-US` where the browser asks for that one. */
export const locale =
  navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ??
  { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' }[language];

export const words = (await files[language]()).default;
export { pieces } from '../../messages/pieces.js';

document.documentElement.lang = language;

/** Speaks another language from now on, where this browser can keep the choice. @param {Language} chosen */
export function speak(chosen) {
  prefer({ language: chosen });
  if (chosen !== language && preferences().language === chosen) location.reload();
}

/**
 * Speaks what the person chose wherever she was, else her workspace's language unless she chose one in this browser.
 * @param {{ person: { language?: string | null }, workspace: { language?: string | null } }} me
 */
export function speakFor({ person, workspace }) {
  const chosen = person.language ?? (preferences().language || workspace.language);
  if (isLanguage(chosen)) speak(chosen);
}
