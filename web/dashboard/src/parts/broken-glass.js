/** @file For administrators: their own openings of workspaces, to look through again and to end. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
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
      task: (_, { signal }) => api.list('/api/admin/break-glass', {}, signal),
    });
  }

  /** @param {Opening} opening */
  end({ id }) {
    return this.attempt('Ended. It shows nothing any more.', () => api.remove(`/api/admin/break-glass/${segment(id)}`));
  }

  /** @param {Opening[]} items */
  view(items) {
    if (items.length === 0) return emptyBlock('You have opened no workspace.');
    return table(
      'Openings',
      ['Workspace', 'Why', 'From', 'Until'],
      items,
      (one) => html`<th scope="row">${name(one.workspace.name)}</th><td data-label="Why">${name(one.reason)}</td>
        <td data-label="From">${dates.moment(one.openedAt)}</td><td data-label="Until">${dates.moment(one.until)}</td>
        <td class="steps-cell">${one.open ? html`<a class="button plain" href="/glass/${one.id}">${icon('open')} Look</a><button class="button plain" @click=${() => this.end(one)}>${icon('ban')} End</button>` : nothing}</td>`,
      ({ open }) => !open,
    );
  }

  render() {
    return html`<section aria-labelledby="glass"><h2 id="glass">Workspaces that you opened</h2>
      <p class="muted">For reading, for an hour at most. The owners were told by mail and can end it; each look is in their record.</p>
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (items) => this.view(items), 2)}</section>`;
  }
}

customElements.define('broken-glass', BrokenGlass);
