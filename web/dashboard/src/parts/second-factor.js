/** @file The administrators' second gate: set up an authenticator once, then give its code in each session. */
import { html, nothing } from 'lit';
import { api } from '../api.js';
import { problemBlock } from './answer.js';
import { Page } from './page.js';

class SecondFactor extends Page {
  static properties = { secret: { state: true }, uri: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.secret = '';
    this.uri = '';
    /** @type {unknown} */
    this.problem = null;
  }

  async enrol() {
    this.problem = null;
    try {
      const { secret, uri } = await api.post('/api/second-factor/enrol');
      this.secret = secret;
      this.uri = uri;
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** @param {SubmitEvent} event */
  async prove(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.problem = null;
    try {
      await api.post('/api/second-factor/prove', { code: String(data.get('code')).replaceAll(' ', '') });
      this.dispatchEvent(new Event('signed-in', { bubbles: true }));
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    return html`<section aria-labelledby="factor"><h2 id="factor">A second factor first</h2>
      <p>What is decided here opens other people’s data, so an administrator gives a code from an authenticator app, once in each session.</p>
      ${this.problem ? problemBlock(this.problem) : nothing}
      ${this.secret ? html`<p>Add this key to your authenticator app; it is shown this once. <code class="secret">${this.secret.match(/.{1,4}/g)?.join(' ')}</code></p><p><a href=${this.uri}>Open it in an app on this device</a></p>` : nothing}
      <form class="line-form" @submit=${this.prove}>
        <div class="field short"><label for="factor-code">Code</label><input id="factor-code" name="code" inputmode="numeric" autocomplete="one-time-code" required pattern="[0-9]{3} ?[0-9]{3}" /></div>
        <button class="button cue">Go on</button>
      </form>
      ${this.secret ? nothing : html`<p>Not set up yet? <button class="button plain" @click=${this.enrol}>Set up an authenticator</button></p>`}
    </section>`;
  }
}

customElements.define('second-factor', SecondFactor);
