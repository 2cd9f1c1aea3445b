/** @file For administrators: their own openings of workspaces, to look through again and to end. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { words } from '../words.js';
import { answer, emptyBlock } from './answer.js';
import { name } from './page.js';
import { StepPage } from './step-page.js';
import { table } from './table.js';

/** @typedef {{ id: string, reason: string, openedAt: string, until: string, open: boolean, workspace: { id: string, name: string } }} Opening */

class BrokenGlass extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Opening[]>} */
      task: (_, { signal }) => api.list('/api/v1/admin/break-glass', {}, signal),
    });
  }

  /** @param {Opening} opening */
  end({ id }) {
    return this.attempt(words.glass.ended, () => api.remove(`/api/v1/admin/break-glass/${segment(id)}`));
  }

  /** @param {Opening[]} items */
  view(items) {
    if (items.length === 0) return emptyBlock(words.glass.empty);
    return table(
      words.glass.openings,
      [words.glass.workspace, words.glass.why, words.glass.from, words.glass.until],
      items,
      (
        one,
      ) => html`<th scope="row">${name(one.workspace.name)}</th><td data-label=${words.glass.why}>${name(one.reason)}</td>
        <td data-label=${words.glass.from}>${dates.moment(one.openedAt)}</td><td data-label=${words.glass.until}>${dates.moment(one.until)}</td>
        <td class="steps-cell">${one.open ? html`<a class="button plain" href="/glass/${one.id}">${icon('open')} ${words.glass.look}</a><button class="button plain" @click=${() => this.end(one)}>${icon('ban')} ${words.glass.end}</button>` : nothing}</td>`,
      ({ open }) => !open,
    );
  }

  render() {
    return html`<section aria-labelledby="glass"><h2 id="glass">${words.glass.mine}</h2>
      <p class="muted">${words.glass.mineHelp}</p>
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (items) => this.view(items), 2)}</section>`;
  }
}

customElements.define('broken-glass', BrokenGlass);
