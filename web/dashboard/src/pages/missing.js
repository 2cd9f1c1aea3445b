import { html } from 'lit';
import { head, Page } from '../parts/page.js';
import { words } from '../words.js';

/** What is absent and what isn't yours look the same. */
class MissingPage extends Page {
  render() {
    return html`${head(words.missing.title, words.missing.lead)}
      <a class="button" href="/">${words.missing.toWeek}</a>`;
  }
}

customElements.define('page-missing', MissingPage);
