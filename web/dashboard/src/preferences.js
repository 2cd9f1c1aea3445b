/** @file What the reader chose for this browser: light or dark, roomy or dense tables, the language. Nothing else is stored. */
import { isLanguage } from '../../messages/languages.js';

/** @typedef {{ scheme: 'system' | 'light' | 'dark', density: 'roomy' | 'dense', language: import('../../messages/languages.js').Language | '' }} Preferences */

const key = 'cuelight.preferences';

/** @returns {Preferences} */
export function preferences() {
  /** @type {Partial<Preferences>} */
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem(key) ?? '{}') ?? {};
  } catch {
    // A browser that keeps nothing gives the defaults.
  }
  const { scheme, density, language } = stored;
  return {
    scheme: scheme === 'light' || scheme === 'dark' ? scheme : 'system',
    density: density === 'dense' ? 'dense' : 'roomy',
    language: isLanguage(language) ? language : '',
  };
}

/** @param {Partial<Preferences>} change */
export function prefer(change) {
  const next = { ...preferences(), ...change };
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Kept for this page only.
  }
  apply(next);
  return next;
}

export const applyPreferences = () => apply(preferences());

/** @param {Preferences} chosen */
function apply({ scheme, density }) {
  const root = document.documentElement;
  if (scheme === 'system') root.removeAttribute('data-scheme');
  else root.setAttribute('data-scheme', scheme);
  root.setAttribute('data-density', density);
}
