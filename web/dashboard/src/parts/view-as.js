/** @file How an artist looks to another kind of viewer: computed by core in the server, at a level that is only considered. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { words } from '../words.js';
import { answer } from './answer.js';
import { folio } from './folio.js';
import { levelIndex, levels } from './levels.js';
import { name, Page } from './page.js';

/** From those who stand furthest. */
const viewers = [
  ['anyone', words.viewAs.anyone],
  ['unverified_presenter', words.viewAs.unverified_presenter],
  ['verified_presenter', words.viewAs.verified_presenter],
  ['invited_presenter', words.viewAs.invited_presenter],
  ['engaged_presenter', words.viewAs.engaged_presenter],
  ['engaged_counsel', words.viewAs.engaged_counsel],
  ['other_agency', words.viewAs.other_agency],
  ['partner_agency', words.viewAs.partner_agency],
  ['other_artist', words.viewAs.other_artist],
];

class ViewAs extends Page {
  static properties = { artist: {}, level: {}, as: { state: true } };

  constructor() {
    super();
    this.artist = '';
    /** @type {import('./levels.js').Level} */
    this.level = 'workspace_private';
    this.as = 'anyone';
    this.task = new Task(this, {
      args: () => /** @type {const} */ ([this.artist, this.as, this.level]),
      task: ([artist, as, level], { signal }) =>
        api.get(`/api/v1/artists/${segment(artist)}/preview`, { as, level }, signal),
    });
  }

  /** @param {{ visible: boolean, fields: any }} seen */
  view({ visible, fields }) {
    if (!visible) return html`<div class="empty"><p>${words.viewAs.nothing}</p></div>`;
    const { identity } = fields;
    return html`<article class="preview"><p><strong>${name(identity?.name)}</strong></p>
      ${identity ? html`<p class="muted">${[identity.discipline, identity.home].filter(Boolean).join(', ')}</p>` : nothing}
      ${folio(fields)}</article>`;
  }

  render() {
    return html`<section aria-labelledby="view-as"><h2 id="view-as">${words.viewAs.title}</h2>
      <div class="field"><label for="viewer">${words.viewAs.how({ level: dates.within(levels[levelIndex(this.level)].word) })}</label>
        <select id="viewer" @change=${(/** @type {Event} */ event) => (this.as = /** @type {HTMLSelectElement} */ (event.target).value)}>${viewers.map(([value, word]) => html`<option value=${value} ?selected=${value === this.as}>${word}</option>`)}</select></div>
      <div aria-live="polite">${answer(this.task, (seen) => this.view(seen), 3)}</div></section>`;
  }
}

customElements.define('view-as', ViewAs);
