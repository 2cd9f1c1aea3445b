/** @file The roster: each artist's level, next date, and who can see them. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { answer, emptyBlock } from '../parts/answer.js';
import { densitySwitch } from '../parts/density.js';
import { levelMark } from '../parts/levels.js';
import { longList } from '../parts/long-list.js';
import { head, name, Page } from '../parts/page.js';

/**
 * @typedef {object} RosterItem
 * @property {string} id
 * @property {string} name
 * @property {import('../../../client/types/visibility.d.ts').VisibilityLevel} [level]
 * @property {boolean} [represented]
 * @property {string} [levelReason]
 * @property {{ public: boolean, verifiedPresenters?: boolean, workspaces: { id: string, name: string | null }[] }} [sees]
 * @property {string} [timeZone]
 * @property {string} [discipline]
 * @property {string} [home]
 * @property {string | null} [nextDate]
 */

class RosterPage extends Page {
  constructor() {
    super();
    this.task = new Task(this, { args: () => [], task: (_, { signal }) => api.list('/api/roster', {}, signal) });
  }

  /** @param {RosterItem[]} items */
  view(items) {
    if (items.length === 0) {
      return emptyBlock(
        'No artist is visible to this workspace yet. An agency sees its own roster; a presenter sees the artists that are public, listed for verified presenters, or invited it.',
      );
    }
    const own = items.some(({ level }) => level);
    return html`<div class="table-wrap" role="region" aria-label="Roster" tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Artist</th>${own ? html`<th scope="col">Level</th><th scope="col">Who can see</th>` : nothing}<th scope="col">Home</th><th scope="col">Next date</th></tr></thead>
      <tbody>${longList(this, items, (item) => row(item, own, this.me))}</tbody>
    </table></div>`;
  }

  render() {
    return html`${head('Roster', 'Who is on the books, who may see them, and where they are next.', densitySwitch(this))}${answer(this.task, (value) => this.view(value), 10)}`;
  }
}

/** @param {RosterItem} item @param {boolean} own @param {import('../app.js').Me} me */
const row = (item, own, me) => html`<tr>
  <th scope="row"><a href="/roster/${item.id}">${name(item.name)}</a>${item.discipline ? html`<br /><span class="muted">${name(item.discipline)}</span>` : nothing}</th>
  ${own ? html`<td data-label="Level">${item.level ? levelMark(item.level) : nothing}</td><td data-label="Who can see">${audience(item, me)}</td>` : nothing}
  <td data-label="Home">${item.home ? name(item.home) : html`<span class="muted">not said</span>`}</td>
  <td data-label="Next date" class="date-cell">${nextDate(item)}</td>
</tr>`;

/** Who sees the artist beside the reader's own workspace. @param {RosterItem} item @param {import('../app.js').Me} me */
function audience({ sees, level }, me) {
  if (!sees) return nothing;
  if (sees.public && level === 'public') return 'Everyone, search engines too';
  const names = sees.workspaces
    .filter(({ id }) => id !== me.workspace.id)
    .map((workspace) => workspace.name ?? workspace.id);
  if (sees.verifiedPresenters) names.unshift('Every verified presenter');
  if (names.length === 0) return html`<span class="muted">Nobody else</span>`;
  const [first, second, ...rest] = names;
  return html`${name(first)}${second ? html`, ${name(second)}` : nothing}${rest.length ? html` <span class="muted">and ${dates.counted(rest.length, 'other', 'others')}</span>` : nothing}`;
}

/** @param {RosterItem} item */
const nextDate = ({ nextDate, timeZone }) =>
  nextDate
    ? html`<time datetime=${nextDate}>${dates.day(nextDate, timeZone)}</time>`
    : html`<span class="muted">none</span>`;

customElements.define('page-roster', RosterPage);
