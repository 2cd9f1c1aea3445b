/** @file Proving again who one is: a passkey, or a code of an authenticator app; set up here by who has neither yet. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import { icon } from '../icons.js';
import { makePasskey, passkeysHere, usePasskey } from '../passkey.js';
import { pieces, words } from '../words.js';
import { StepPage } from './step-page.js';

/** Says `signed-in` once it is proven. */
class SecondFactor extends StepPage {
  static properties = {
    again: { type: Boolean },
    secret: { state: true },
    uri: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** Asked for once more, for one action; otherwise at the administrators' gate. */
    this.again = false;
    this.secret = '';
    this.uri = '';
    this.busy = false;
  }

  get has() {
    const { passkey = false, code = false } = this.me?.secondFactor ?? {};
    return { passkey, code };
  }

  /** @type {StepPage['attempt']} */
  async attempt(done, work) {
    this.busy = true;
    await super.attempt(done, work);
    this.busy = false;
  }

  proven() {
    this.dispatchEvent(new Event('signed-in', { bubbles: true }));
  }

  givePasskey() {
    return this.attempt(
      () => nothing,
      async () => {
        const options = await api.post('/api/v1/second-factor/passkey/options');
        await api.post('/api/v1/second-factor/passkey', { credential: await usePasskey(options, options.challenge) });
        this.proven();
      },
    );
  }

  addPasskey() {
    return this.attempt(words.factor.added, async () => {
      const credential = await makePasskey(await api.post('/api/v1/passkeys/options'));
      await api.post('/api/v1/passkeys', { name: words.factor.keyName, credential });
      this.me = await api.get('/api/v1/me');
    });
  }

  enrol() {
    return this.attempt(
      () => nothing,
      async () => {
        const { secret, uri } = await api.post('/api/v1/second-factor/enrol');
        this.secret = secret;
        this.uri = uri;
      },
    );
  }

  /** @param {SubmitEvent} event */
  prove(event) {
    event.preventDefault();
    const code = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('code')).replaceAll(' ', '');
    return this.attempt(
      () => nothing,
      async () => {
        await api.post('/api/v1/second-factor/prove', { code });
        this.proven();
      },
    );
  }

  sendLink() {
    return this.attempt(words.factor.linkSent, () => api.post('/api/v1/sign-in', { email: this.me.person.email }));
  }

  codeForm() {
    return html`${this.secret ? html`<p>${pieces(words.factor.secret, { secret: html`<code class="secret">${this.secret.match(/.{1,4}/g)?.join(' ')}</code>` })}</p><p><a href=${this.uri}>${words.factor.openApp}</a></p>` : nothing}
      <form class="line-form" @submit=${this.prove}>
        <div class="field short"><label for="factor-code">${words.factor.code}</label><input id="factor-code" name="code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{3} ?[0-9]{3}" /></div>
        <button class="button ink" ?disabled=${this.busy}>${words.factor.goOn}</button>
      </form>`;
  }

  /** Who has nothing yet sets it up. */
  setUp() {
    if (this.again)
      return html`<p>${words.factor.signInAgain}</p>
        <button class="button ink" ?disabled=${this.busy} @click=${this.sendLink}>${icon('mail')} ${words.factor.sendLink}</button>`;
    return html`<p>${words.factor.noneYet}</p><div class="row">
      ${passkeysHere() ? html`<button class="button ink" ?disabled=${this.busy} @click=${this.addPasskey}>${icon('key')} ${words.factor.addPasskey}</button>` : nothing}
      <button class="button plain" ?disabled=${this.busy} @click=${this.enrol}>${words.factor.setUp}</button></div>`;
  }

  render() {
    const { passkey, code } = this.has;
    const either = passkey && passkeysHere();
    return html`<section aria-labelledby="factor">${this.again ? nothing : html`<h2 id="factor">${words.factor.first}</h2>`}
      <p id=${this.again ? 'factor' : nothing}>${this.again ? words.factor.fresh : words.factor.gate}</p>
      <div aria-live="polite">${this.said}</div>
      ${either ? html`<div class="row"><button class="button cue" ?disabled=${this.busy} @click=${this.givePasskey}>${icon('key')} ${words.factor.usePasskey}</button></div>` : nothing}
      ${code || this.secret ? html`${either ? html`<p class="muted">${words.factor.orCode}</p>` : nothing}${this.codeForm()}` : nothing}
      ${passkey || code || this.secret ? nothing : this.setUp()}
      ${passkey && !either && !code ? html`<p>${words.factor.notHere}</p>` : nothing}
    </section>`;
  }
}

customElements.define('second-factor', SecondFactor);
