/** @file A letter: what a workspace offers, and the answer. Its secret is taken from the address at once. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { notice, problemBlock } from '../parts/answer.js';
import { name, Page } from '../parts/page.js';
import { roleWord } from '../parts/rights.js';

/** @typedef {{ kind: string, from: { name: string }, roles: string[], owner: boolean, days: number | null, expiresAt: string }} Offer */

class LetterPage extends Page {
  static properties = { offer: { state: true }, said: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.token = decodeURIComponent(location.hash.slice(1));
    if (this.token) history.replaceState(history.state, '', location.pathname);
    /** @type {Offer | null} */
    this.offer = null;
    /** @type {unknown} */
    this.said = this.token ? nothing : notice('standby', 'Open the address in your mail to read a letter.');
    this.busy = Boolean(this.token);
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.token) return;
    this.attempt(async () => {
      this.offer = await api.post('/api/letters/read', { token: this.token });
    });
  }

  /** @param {() => Promise<unknown>} work */
  async attempt(work) {
    this.busy = true;
    this.said = nothing;
    try {
      await work();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
    this.busy = false;
  }

  accept() {
    return this.attempt(async () => {
      const { kind, artistId } = await api.post('/api/letters/accept', { token: this.token });
      this.offer = null;
      this.said = notice(
        'go',
        kind === 'invitation'
          ? html`Accepted. <a href="/roster/${artistId}">To the artist</a>`
          : html`Accepted. Their listings are in <a href="/roster">your roster</a>.`,
      );
    });
  }

  /** @param {SubmitEvent} event */
  join(event) {
    event.preventDefault();
    const called = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')).trim();
    return this.attempt(async () => {
      await api.post('/api/letters/join', { token: this.token, name: called });
      history.replaceState(null, '', '/');
      this.dispatchEvent(new Event('signed-in', { bubbles: true }));
    });
  }

  /** @param {Offer} offer */
  sentence({ kind, from, roles, owner, days }) {
    const house = name(from.name);
    if (kind === 'member')
      return html`${house} asks you to join as ${roles.map(roleWord).join(', ')}${owner ? ', and as an owner' : ''}.`;
    const span = dates.counted(days ?? 0, 'day', 'days');
    return kind === 'invitation'
      ? html`${house} invites you to see an artist of its roster, for ${span} from your answer on. You read who it is once you accept.`
      : html`${house} opens its listed artists to your agency, for ${span} from your answer on.`;
  }

  /** @param {Offer} offer */
  answer(offer) {
    if (offer.kind === 'member')
      return html`<form @submit=${this.join}><div class="field wide"><label for="name">Your name</label><input id="name" name="name" required maxlength="120" autocomplete="name" /></div>
        <button class="button cue" ?disabled=${this.busy}>Join</button></form>`;
    return this.me
      ? html`<p>You answer for ${name(this.me.workspace.name)}.</p><button class="button cue" ?disabled=${this.busy} @click=${this.accept}>Accept</button>`
      : html`<p><a href="/sign-in">Sign in</a> with the address that this letter came to, then open it from your mail once more.</p>`;
  }

  render() {
    const { offer } = this;
    return html`<section class="threshold"><h1 tabindex="-1">A letter</h1>
      <div aria-live="polite">${this.said}</div>
      ${offer ? html`<p>${this.sentence(offer)}</p><p class="muted">It can be answered until ${dates.day(offer.expiresAt)}.</p>${this.answer(offer)}` : nothing}
    </section>`;
  }
}

customElements.define('page-letter', LetterPage);
