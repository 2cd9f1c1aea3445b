/** @file About: which core runs here, what it checks, what this page keeps. */
import { Task } from '@lit/task';
import { html } from 'lit';
import { loadCore } from '../core.js';
import { answer } from '../parts/answer.js';
import { digestGroups } from '../parts/digest.js';
import { head, Page } from '../parts/page.js';
import { pieces, words } from '../words.js';

class AboutPage extends Page {
  constructor() {
    super();
    this.task = new Task(this, { args: () => [], task: () => loadCore() });
  }

  render() {
    return html`${head(words.about.title, words.about.lead)}
      <section aria-labelledby="core"><h2 id="core">${words.about.core}</h2>
        ${answer(
          this.task,
          (core) => html`<dl class="pairs">
          <dt>${words.about.version}</dt><dd>${core.version}</dd>
          <dt>${words.about.hash}</dt><dd>${core.wasmHash ? digestGroups(core.wasmHash) : words.about.notChecked}</dd>
          <dt>${words.about.selfTest}</dt><dd>${words.about.passed}</dd>
        </dl><p>${words.about.hashHelp}</p>`,
          3,
        )}
      </section>
      <section aria-labelledby="checks"><h2 id="checks">${words.about.checks}</h2>
        <dl class="pairs wide">
          <dt>${words.about.confirmTerm}</dt><dd>${words.about.confirm}</dd>
          <dt>${words.about.seesTerm}</dt><dd>${words.about.sees}</dd>
          <dt>${words.about.recordTerm}</dt><dd>${pieces(words.about.record, { verifier: html`<a href="/verifier/">${words.about.verifier}</a>` })}</dd>
          <dt>${words.about.keyTerm}</dt><dd>${words.about.key}</dd>
          <dt>${words.about.keepsTerm}</dt><dd>${words.about.keeps}</dd>
        </dl>
      </section>`;
  }
}

customElements.define('page-about', AboutPage);
