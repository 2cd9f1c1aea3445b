/** @file A letter: what a workspace offers, and the answer. Its secret is taken from the address at once. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { notice } from '../parts/answer.js';
import { name } from '../parts/page.js';
import { roleWord } from '../parts/rights.js';
import { StepPage } from '../parts/step-page.js';
import { pieces, words } from '../words.js';

/** @typedef {{ kind: string, from: { name: string }, roles: string[], owner: boolean, days: number | null, expiresAt: string }} Offer */

class LetterPage extends StepPage {
  static properties = { offer: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.token = decodeURIComponent(location.hash.slice(1));
    if (this.token) history.replaceState(history.state, '', location.pathname);
    /** @type {Offer | null} */
    this.offer = null;
    this.said = this.token ? nothing : notice('standby', words.letter.open);
    this.busy = Boolean(this.token);
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.token) return;
    this.attempt(
      () => nothing,
      async () => {
        this.offer = await api.post('/api/v1/letters/read', { token: this.token });
      },
    );
  }

  /** @type {StepPage['attempt']} */
  async attempt(done, work) {
    this.busy = true;
    await super.attempt(done, work);
    this.busy = false;
  }

  accept() {
    /** @param {{ kind: string, artistId: string }} answered */
    const done = ({ kind, artistId }) =>
      notice(
        'go',
        kind === 'invitation'
          ? pieces(words.letter.toArtist, { link: html`<a href="/roster/${artistId}">${words.letter.artistLink}</a>` })
          : pieces(words.letter.toRoster, { link: html`<a href="/roster">${words.letter.rosterLink}</a>` }),
      );
    return this.attempt(done, async () => {
      const answered = await api.post('/api/v1/letters/accept', { token: this.token });
      this.offer = null;
      return answered;
    });
  }

  /** @param {SubmitEvent} event */
  join(event) {
    event.preventDefault();
    const called = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')).trim();
    return this.attempt(
      () => nothing,
      async () => {
        await api.post('/api/v1/letters/join', { token: this.token, name: called });
        history.replaceState(null, '', '/');
        this.dispatchEvent(new Event('signed-in', { bubbles: true }));
      },
    );
  }

  /** @param {Offer} offer */
  sentence({ kind, from, roles, owner, days }) {
    const house = name(from.name);
    if (kind === 'member')
      return pieces(words.letter.member, { house, roles: roles.map(roleWord).join(', '), owner: owner ? 'yes' : 'no' });
    const { invitation, partnership } = words.letter;
    const span = { house, days: days ?? 0, figure: dates.figure(days ?? 0) };
    return pieces(kind === 'invitation' ? invitation : partnership, span);
  }

  /** @param {Offer} offer */
  answer(offer) {
    if (offer.kind === 'member')
      return html`<form @submit=${this.join}><div class="field wide"><label for="name">${words.letter.yourName}</label><input id="name" name="name" required maxlength="120" autocomplete="name" /></div>
        <button class="button cue" ?disabled=${this.busy}>${words.letter.join}</button></form>`;
    return this.me
      ? html`<p>${pieces(words.letter.answersFor, { workspace: name(this.me.workspace.name) })}</p><button class="button cue" ?disabled=${this.busy} @click=${this.accept}>${words.letter.accept}</button>`
      : html`<p>${pieces(words.letter.signInFirst, { signIn: html`<a href="/sign-in">${words.letter.signIn}</a>` })}</p>`;
  }

  render() {
    const { offer } = this;
    return html`<section class="threshold"><h1 tabindex="-1">${words.letter.title}</h1>
      <div aria-live="polite">${this.said}</div>
      ${offer ? html`<p>${this.sentence(offer)}</p><p class="muted">${words.letter.until({ date: dates.day(offer.expiresAt) })}</p>${this.answer(offer)}` : nothing}
    </section>`;
  }
}

customElements.define('page-letter', LetterPage);
