import { html } from 'lit';
import { head, Page } from '../parts/page.js';

/** What is absent and what isn't yours look the same. */
class MissingPage extends Page {
  render() {
    return html`${head('Nothing here', 'There is no such page, or it is not one that you may see.')}
      <a class="button" href="/">Go to my week</a>`;
  }
}

customElements.define('page-missing', MissingPage);
