/** @file The door: ask for a link, come in by one, apply for access. The token is taken from the address at once. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import { icon } from '../icons.js';
import { notice, problemBlock } from '../parts/answer.js';
import { languageSwitch } from '../parts/language.js';
import { Page } from '../parts/page.js';
import { pieces, words } from '../words.js';

const kinds = [
  ['agency', words.signIn.agency],
  ['presenter', words.signIn.presenter],
  ['artist', words.signIn.artist],
];

class SignInPage extends Page {
  static properties = { said: { state: true }, busy: { state: true }, applying: { state: true } };

  constructor() {
    super();
    this.token = decodeURIComponent(location.hash.slice(1));
    if (this.token) history.replaceState(history.state, '', location.pathname + location.search);
    const query = new URLSearchParams(location.search);
    this.to = /^\/(?!\/)[\w/-]*$/.test(query.get('to') ?? '') ? /** @type {string} */ (query.get('to')) : '/';
    this.applying = query.has('apply');
    this.busy = false;
    /** @type {unknown} */
    this.said = query.has('ended') ? notice('standby', words.signIn.ended) : nothing;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.token) this.redeem();
  }

  async redeem() {
    const { token } = this;
    this.token = '';
    this.busy = true;
    try {
      await api.post('/api/v1/sign-in/redeem', { token });
      history.replaceState(null, '', this.to);
      this.dispatchEvent(new Event('signed-in', { bubbles: true }));
    } catch (problem) {
      const { status } = /** @type {import('../api.js').Problem} */ (problem);
      if (status === 0) this.token = token;
      this.said = problemBlock(problem, status === 0 ? () => this.redeem() : undefined);
      this.busy = false;
    }
  }

  /** @param {SubmitEvent} event @param {string} path @param {string} sentence */
  async send(event, path, sentence) {
    event.preventDefault();
    const data = Object.fromEntries(
      [...new FormData(/** @type {HTMLFormElement} */ (event.target))].filter(([, value]) => value !== ''),
    );
    this.busy = true;
    this.said = nothing;
    try {
      await api.post(path, data);
      this.said = notice('go', sentence);
    } catch (problem) {
      this.said = problemBlock(problem);
    } finally {
      this.busy = false;
    }
  }

  signIn() {
    const send = (/** @type {SubmitEvent} */ event) => this.send(event, '/api/v1/sign-in', words.signIn.linkSent);
    return html`<form @submit=${send}>
      <div class="field wide"><label for="email">${words.signIn.mail}</label><input id="email" name="email" type="email" required autocomplete="email" /></div>
      <button class="button cue" ?disabled=${this.busy}>${icon('mail')} ${words.signIn.sendLink}</button>
    </form>
    <p>${pieces(words.signIn.noPassword, { apply: html`<a href="/sign-in?apply">${words.signIn.applyTitle}</a>` })}</p>`;
  }

  apply() {
    const send = (/** @type {SubmitEvent} */ event) => this.send(event, '/api/v1/access/apply', words.signIn.thanks);
    return html`<form @submit=${send}>
      <div class="field wide"><label for="name">${words.signIn.yourName}</label><input id="name" name="name" required maxlength="120" autocomplete="name" /></div>
      <div class="field wide"><label for="email">${words.signIn.mail}</label><input id="email" name="email" type="email" required autocomplete="email" /></div>
      <div class="field wide"><label for="workspace">${words.signIn.workspace}</label><input id="workspace" name="workspaceName" required maxlength="120" autocomplete="organization" /><small>${words.signIn.workspaceHelp}</small></div>
      <div class="field wide"><label for="kind">${words.signIn.kind}</label><select id="kind" name="workspaceKind">${kinds.map(([value, word]) => html`<option value=${value}>${word}</option>`)}</select></div>
      <div class="field wide"><label for="code">${words.signIn.code}</label><input id="code" name="code" maxlength="64" autocomplete="off" spellcheck="false" /></div>
      <button class="button cue" ?disabled=${this.busy}>${words.signIn.apply}</button>
    </form>
    <p>${pieces(words.signIn.haveAccount, { signIn: html`<a href="/sign-in">${words.signIn.title}</a>` })}</p>`;
  }

  render() {
    const title =
      this.token || (this.busy && !this.said)
        ? words.signIn.opening
        : this.applying
          ? words.signIn.applyTitle
          : words.signIn.title;
    return html`<div class="threshold">
      <svg class="lamp big" viewBox="0 0 20 32" aria-hidden="true"><rect x="1" y="1" width="18" height="30" rx="9"></rect><circle cx="10" cy="10" r="5"></circle><circle class="lit" cx="10" cy="22" r="5"></circle></svg>
      <div><p class="wordmark">Cuelight</p>
      <h1 tabindex="-1">${title}</h1>
      <div aria-live="polite">${this.said}</div>
      ${this.applying ? this.apply() : this.signIn()}
      ${languageSwitch()}</div>
    </div>`;
  }
}

customElements.define('page-sign-in', SignInPage);
