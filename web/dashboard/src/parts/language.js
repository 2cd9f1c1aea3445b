/** @file The switch between languages; each is named in itself. */
import { html } from 'lit';
import { icon } from '../icons.js';
import { language, languages, speak, words } from '../words.js';

export const languageSwitch =
  () => html`<label class="scheme">${icon('language')}<span class="quiet">${words.shell.language}</span>
  <select @change=${(/** @type {Event} */ event) => speak(/** @type {import('../words.js').Language} */ (/** @type {HTMLSelectElement} */ (event.target).value))}>
    ${Object.entries(languages).map(([tag, called]) => html`<option value=${tag} lang=${tag} ?selected=${tag === language}>${called}</option>`)}
  </select>
</label>`;
