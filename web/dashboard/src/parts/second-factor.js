/** @file Proving again who one is: a passkey, or a code of an authenticator app; set up here by who has neither yet. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import { icon } from '../icons.js';
import { makePasskey, passkeysHere, usePasskey } from '../passkey.js';
import { notice, problemBlock } from './answer.js';
import { Page } from './page.js';

/** Says `signed-in` once it is proven. */
class SecondFactor extends Page {
  static properties = {
    again: { type: Boolean },
    secret: { state: true },
    uri: { state: true },
    said: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** Asked for once more, for one action; otherwise at the administrators' gate. */
    this.again = false;
    this.secret = '';
    this.uri = '';
    /** @type {unknown} */
    this.said = nothing;
    this.busy = false;
  }

  get has() {
    const { passkey = false, code = false } = this.me?.secondFactor ?? {};
    return { passkey, code };
  }

  /** @param {() => Promise<unknown>} work */
  async attempt(work) {
    this.said = nothing;
    this.busy = true;
    try {
      await work();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
    this.busy = false;
  }

  proven() {
    this.dispatchEvent(new Event('signed-in', { bubbles: true }));
  }

  givePasskey() {
    return this.attempt(async () => {
      const options = await api.post('/api/second-factor/passkey/options');
      await api.post('/api/second-factor/passkey', { credential: await usePasskey(options, options.challenge) });
      this.proven();
    });
  }

  addPasskey() {
    return this.attempt(async () => {
      const credential = await makePasskey(await api.post('/api/passkeys/options'));
      await api.post('/api/passkeys', { name: 'Second factor', credential });
      this.me = await api.get('/api/me');
      this.said = notice('go', 'Added. Now give it, once for this session.');
    });
  }

  enrol() {
    return this.attempt(async () => {
      const { secret, uri } = await api.post('/api/second-factor/enrol');
      this.secret = secret;
      this.uri = uri;
    });
  }

  /** @param {SubmitEvent} event */
  prove(event) {
    event.preventDefault();
    const code = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('code')).replaceAll(' ', '');
    return this.attempt(async () => {
      await api.post('/api/second-factor/prove', { code });
      this.proven();
    });
  }

  sendLink() {
    return this.attempt(async () => {
      await api.post('/api/sign-in', { email: this.me.person.email });
      this.said = notice('go', 'A link is on its way to your mail address. Open it, then do this again.');
    });
  }

  codeForm() {
    return html`${this.secret ? html`<p>Add this key to your authenticator app; it is shown this once. <code class="secret">${this.secret.match(/.{1,4}/g)?.join(' ')}</code></p><p><a href=${this.uri}>Open it in an app on this device</a></p>` : nothing}
      <form class="line-form" @submit=${this.prove}>
        <div class="field short"><label for="factor-code">Code</label><input id="factor-code" name="code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{3} ?[0-9]{3}" /></div>
        <button class="button ink" ?disabled=${this.busy}>Go on</button>
      </form>`;
  }

  /** Who has nothing yet sets it up. */
  setUp() {
    if (this.again)
      return html`<p>You have no second factor here. Sign in again instead: a fresh link is proof enough, for a quarter of an hour.</p>
        <button class="button ink" ?disabled=${this.busy} @click=${this.sendLink}>${icon('mail')} Send me a link</button>`;
    return html`<p>You have none yet. A passkey is the safer one: it works at this address only.</p><div class="row">
      ${passkeysHere() ? html`<button class="button ink" ?disabled=${this.busy} @click=${this.addPasskey}>${icon('key')} Add a passkey</button>` : nothing}
      <button class="button plain" ?disabled=${this.busy} @click=${this.enrol}>Set up an authenticator app</button></div>`;
  }

  render() {
    const { passkey, code } = this.has;
    const either = passkey && passkeysHere();
    return html`<section aria-labelledby="factor">${this.again ? nothing : html`<h2 id="factor">A second factor first</h2>`}
      <p id=${this.again ? 'factor' : nothing}>${this.again ? 'This needs a proof that it is you, at most 15 minutes old.' : 'What is decided here opens other people’s data, so an administrator gives a second factor, once in each session.'}</p>
      <div aria-live="polite">${this.said}</div>
      ${either ? html`<div class="row"><button class="button cue" ?disabled=${this.busy} @click=${this.givePasskey}>${icon('key')} Use your passkey</button></div>` : nothing}
      ${code || this.secret ? html`${either ? html`<p class="muted">Or a code of your authenticator app:</p>` : nothing}${this.codeForm()}` : nothing}
      ${passkey || code || this.secret ? nothing : this.setUp()}
      ${passkey && !either && !code ? html`<p>Your passkey can’t be used in this browser. Open this page where it works.</p>` : nothing}
    </section>`;
  }
}

customElements.define('second-factor', SecondFactor);
