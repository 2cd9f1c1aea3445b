/** @file Through broken glass: an administrator reads one workspace. Each look is asked for, because each is recorded. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice } from '../parts/answer.js';
import { levelMark } from '../parts/levels.js';
import { head, name, Page } from '../parts/page.js';
import { roleWord } from '../parts/rights.js';
import { stateWord } from '../parts/state.js';
import { table } from '../parts/table.js';

/** @typedef {'members' | 'artists' | 'engagements' | 'record'} Look */

/** How many are fetched: each page of them is a look that is recorded. */
const most = 200;

/** What can be looked at: its word, its columns, and a row's cells. @type {Record<Look, { word: string, columns: string[], cells: (item: any) => unknown }>} */
const looks = {
  members: {
    word: 'Members',
    columns: ['Person', 'Role'],
    cells: (one) =>
      html`<th scope="row">${name(one.name)}<br /><span class="muted">${name(one.email)}</span></th><td data-label="Role">${dates.listOf([...one.roles.map(roleWord), ...(one.owner ? ['owner'] : [])])}</td><td></td>`,
  },
  artists: {
    word: 'Artists',
    columns: ['Artist', 'Level'],
    cells: (one) =>
      html`<th scope="row">${name(one.name)}</th><td data-label="Level">${levelMark(one.level)}</td><td></td>`,
  },
  engagements: {
    word: 'Engagements',
    columns: ['What', 'When', 'State'],
    cells: (one) =>
      html`<th scope="row">${name(one.title ?? '')}<br /><span class="muted">${name(one.artist?.name ?? '')}</span></th><td data-label="When">${one.start ? dates.day(one.start) : nothing}</td><td data-label="State">${stateWord(one.state)}</td><td></td>`,
  },
  record: {
    word: 'Record',
    columns: ['When', 'What', 'Who'],
    cells: (one) =>
      html`<th scope="row">${dates.moment(one.at)}</th><td data-label="What"><code>${one.action}</code></td><td data-label="Who"><code>${one.actor?.id ?? one.actor?.kind}</code></td><td></td>`,
  },
};

class GlassPage extends Page {
  static properties = { look: { state: true } };

  constructor() {
    super();
    /** @type {Look | null} */
    this.look = null;
    this.itself = new Task(this, {
      args: () => [],
      task: (_, { signal }) => api.get(this.address, {}, signal),
    });
    this.task = new Task(this, {
      args: () => [this.look],
      task: async ([look], { signal }) =>
        look ? { look, items: await api.list(`${this.address}/${look}`, {}, signal, most) } : null,
    });
  }

  get address() {
    return `/api/admin/break-glass/${segment(this.params.id)}`;
  }

  /** What came, as what it was asked for. @param {{ look: Look, items: any[] } | null} found */
  found(found) {
    if (!found) return nothing;
    const { look, items } = found;
    const { word, columns, cells } = looks[look];
    return html`<section aria-labelledby="look"><h2 id="look">${word}</h2>
      ${
        items.length
          ? table(
              word,
              columns,
              items.map((item) => ({ id: '', ...item })),
              cells,
            )
          : emptyBlock('There is none.')
      }${items.length >= most ? html`<p class="muted">These are the first ${dates.count(most)}; there may be more.</p>` : nothing}</section>`;
  }

  /** @param {{ name: string, kind: string, verified: boolean }} workspace */
  view({ name: called, kind, verified }) {
    return html`<p>${name(called)}, ${kind}${verified ? '' : ', not verified'}.</p>
      ${notice('risk', html`<p>You read another’s workspace. Each look is in its record, with your name for its owners; nothing can be changed.</p>`)}
      <div class="row" role="group" aria-label="Look at">${Object.entries(looks).map(
        ([look, { word }]) =>
          html`<button class="button" aria-pressed=${this.look === look ? 'true' : 'false'} @click=${() => (this.look = /** @type {Look} */ (look))}>${icon('open')} ${word}</button>`,
      )}</div>
      ${this.look ? answer(this.task, (found) => this.found(found), 5) : nothing}`;
  }

  render() {
    return html`${head('Through the glass', 'One workspace, opened for reading.', html`<a class="button plain" href="/applications">${icon('back')} Back</a>`)}
      ${answer(this.itself, (workspace) => this.view(workspace), 3)}`;
  }
}

customElements.define('page-glass', GlassPage);
