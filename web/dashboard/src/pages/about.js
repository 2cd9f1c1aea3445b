/** @file About: which core runs here, what it checks, what this page keeps. */
import { Task } from '@lit/task';
import { html } from 'lit';
import { loadCore } from '../core.js';
import { answer } from '../parts/answer.js';
import { digestGroups } from '../parts/digest.js';
import { head, Page } from '../parts/page.js';

class AboutPage extends Page {
  constructor() {
    super();
    this.task = new Task(this, { args: () => [], task: () => loadCore() });
  }

  render() {
    return html`${head('About Cuelight', 'In a theatre nothing moves until the cue light says go. Here nothing is seen, sent or committed until the right person says so.')}
      <section aria-labelledby="core"><h2 id="core">The core in this browser</h2>
        ${answer(
          this.task,
          (core) => html`<dl class="pairs">
          <dt>Version</dt><dd>${core.version}</dd>
          <dt>WebAssembly, SHA-256</dt><dd>${core.wasmHash ? digestGroups(core.wasmHash) : 'not checked'}</dd>
          <dt>Self-test</dt><dd>Passed when it was loaded</dd>
        </dl><p>The file’s hash is compared with the one this page was built with before it runs. A core that differs is not started, and then nothing can be confirmed here.</p>`,
          3,
        )}
      </section>
      <section aria-labelledby="checks"><h2 id="checks">What is checked where</h2>
        <dl class="pairs wide">
          <dt>What you confirm</dt><dd>The sheet you read is made from the exact bytes that will be committed, by the core in this browser. The server hashes its stored bytes again before it commits, and refuses when one differs.</dd>
          <dt>Who sees what</dt><dd>Decided by the server with the same core. In the browser its answers explain; they never grant.</dd>
          <dt>The record</dt><dd>Each row is bound to the one before. You can verify it on the record’s page, in the <a href="/verifier/">verifier</a>, or offline.</dd>
          <dt>Your signing key</dt><dd>Made in this browser when you first confirm something, and kept here. Where the browser can, it can’t be read out, not even by this page.</dd>
          <dt>What this page keeps</dt><dd>One session cookie, that key, and your choice of light and density. No tracking, no third party.</dd>
        </dl>
      </section>`;
  }
}

customElements.define('page-about', AboutPage);
