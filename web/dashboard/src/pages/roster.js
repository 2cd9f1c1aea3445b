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
import { words } from '../words.js';

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
    this.task = new Task(this, { args: () => [], task: (_, { signal }) => api.list('/api/v1/roster', {}, signal) });
  }

  /** @param {RosterItem[]} items */
  view(items) {
    if (items.length === 0) {
      return emptyBlock(words.roster.empty);
    }
    const own = items.some(({ level }) => level);
    return html`<div class="table-wrap" role="region" aria-label=${words.roster.title} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.roster.artist}</th>${own ? html`<th scope="col">${words.roster.level}</th><th scope="col">${words.roster.sees}</th>` : nothing}<th scope="col">${words.roster.home}</th><th scope="col">${words.roster.nextDate}</th></tr></thead>
      <tbody>${longList(this, items, (item) => row(item, own, this.me))}</tbody>
    </table></div>`;
  }

  render() {
    return html`${head(words.roster.title, words.roster.lead, densitySwitch(this))}${answer(this.task, (value) => this.view(value), 10)}`;
  }
}

/** @param {RosterItem} item @param {boolean} own @param {import('../app.js').Me} me */
const row = (item, own, me) => html`<tr>
  <th scope="row"><a href="/roster/${item.id}">${name(item.name)}</a>${item.discipline ? html`<br /><span class="muted">${name(item.discipline)}</span>` : nothing}</th>
  ${own ? html`<td data-label=${words.roster.level}>${item.level ? levelMark(item.level) : nothing}</td><td data-label=${words.roster.sees}>${audience(item, me)}</td>` : nothing}
  <td data-label=${words.roster.home}>${item.home ? name(item.home) : html`<span class="muted">${words.roster.notSaid}</span>`}</td>
  <td data-label=${words.roster.nextDate} class="date-cell">${nextDate(item)}</td>
</tr>`;

/** Who sees the artist beside the reader's own workspace. @param {RosterItem} item @param {import('../app.js').Me} me */
function audience({ sees, level }, me) {
  if (!sees) return nothing;
  if (sees.public && level === 'public') return words.roster.everyone;
  const names = sees.workspaces
    .filter(({ id }) => id !== me.workspace.id)
    .map((workspace) => workspace.name ?? workspace.id);
  if (sees.verifiedPresenters) names.unshift(words.roster.verified);
  if (names.length === 0) return html`<span class="muted">${words.roster.nobody}</span>`;
  const [first, second, ...rest] = names;
  return html`${name(first)}${second ? html`, ${name(second)}` : nothing}${rest.length ? html` <span class="muted">${words.roster.others({ count: rest.length, figure: dates.figure(rest.length) })}</span>` : nothing}`;
}

/** @param {RosterItem} item */
const nextDate = ({ nextDate, timeZone }) =>
  nextDate
    ? html`<time datetime=${nextDate}>${dates.day(nextDate, timeZone)}</time>`
    : html`<span class="muted">${words.roster.none}</span>`;

customElements.define('page-roster', RosterPage);
