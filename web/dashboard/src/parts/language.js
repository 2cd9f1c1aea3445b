/** @file The choice of a language; each is named in itself. */
import { html } from 'lit';
import { icon } from '../icons.js';
import { language, languages, speak, words } from '../words.js';

/** @typedef {import('../words.js').Language} Language */

/** @param {string | null} chosen */
export const languageOptions = (chosen) =>
  Object.entries(languages).map(
    ([tag, called]) => html`<option value=${tag} lang=${tag} ?selected=${tag === chosen}>${called}</option>`,
  );

/** The language chosen in a list. @param {Event} event */
export const chosenIn = ({ target }) => /** @type {Language} */ (/** @type {HTMLSelectElement} */ (target).value);

/** The switch of the page's own language. @param {(language: Language) => Promise<unknown>} [keep] keeps the choice where it outlives this browser */
export const languageSwitch = (
  keep = async () => {},
) => html`<label class="scheme">${icon('language')}<span class="quiet">${words.shell.language}</span>
  <select @change=${async (/** @type {Event} */ event) => {
    const chosen = chosenIn(event);
    await keep(chosen);
    speak(chosen);
  }}>${languageOptions(language)}</select>
</label>`;
