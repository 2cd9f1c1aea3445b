/** @file Through broken glass: an administrator reads one workspace. Each look is asked for, because each is recorded. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice } from '../parts/answer.js';
import { levelMark } from '../parts/levels.js';
import { head, name, Page } from '../parts/page.js';
import { kindWord, roleWord } from '../parts/rights.js';
import { stateWord } from '../parts/state.js';
import { table } from '../parts/table.js';
import { pieces, words } from '../words.js';

/** @typedef {'members' | 'artists' | 'engagements' | 'record'} Look */

/** How many are fetched: each page of them is a look that is recorded. */
const most = 200;

/** What can be looked at: its word, its columns, and a row's cells. @type {Record<Look, { word: string, columns: string[], cells: (item: any) => unknown }>} */
const looks = {
  members: {
    word: words.glass.members,
    columns: [words.glass.person, words.glass.role],
    cells: (one) =>
      html`<th scope="row">${name(one.name)}<br /><span class="muted">${name(one.email)}</span></th><td data-label=${words.glass.role}>${dates.listOf([...one.roles.map(roleWord), ...(one.owner ? [words.roles.owner] : [])])}</td><td></td>`,
  },
  artists: {
    word: words.glass.artists,
    columns: [words.glass.artist, words.glass.level],
    cells: (one) =>
      html`<th scope="row">${name(one.name)}</th><td data-label=${words.glass.level}>${levelMark(one.level)}</td><td></td>`,
  },
  engagements: {
    word: words.glass.engagements,
    columns: [words.glass.what, words.glass.when, words.glass.state],
    cells: (one) =>
      html`<th scope="row">${name(one.title ?? '')}<br /><span class="muted">${name(one.artist?.name ?? '')}</span></th><td data-label=${words.glass.when}>${one.start ? dates.day(one.start) : nothing}</td><td data-label=${words.glass.state}>${stateWord(one.state)}</td><td></td>`,
  },
  record: {
    word: words.glass.record,
    columns: [words.glass.when, words.glass.what, words.glass.who],
    cells: (one) =>
      html`<th scope="row">${dates.moment(one.at)}</th><td data-label=${words.glass.what}><code>${one.action}</code></td><td data-label=${words.glass.who}><code>${one.actor?.id ?? one.actor?.kind}</code></td><td></td>`,
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
    return `/api/v1/admin/break-glass/${segment(this.params.id)}`;
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
          : emptyBlock(words.glass.none)
      }${items.length >= most ? html`<p class="muted">${words.glass.first({ count: dates.count(most) })}</p>` : nothing}</section>`;
  }

  /** @param {{ name: string, kind: string, verified: boolean }} workspace */
  view({ name: called, kind, verified }) {
    return html`<p>${pieces(words.glass.about, { workspace: name(called), kind: kindWord(kind), verified: verified ? 'yes' : 'no' })}</p>
      ${notice('risk', html`<p>${words.glass.another}</p>`)}
      <div class="row" role="group" aria-label=${words.glass.lookAt}>${Object.entries(looks).map(
        ([look, { word }]) =>
          html`<button class="button" aria-pressed=${this.look === look ? 'true' : 'false'} @click=${() => (this.look = /** @type {Look} */ (look))}>${icon('open')} ${word}</button>`,
      )}</div>
      ${this.look ? answer(this.task, (found) => this.found(found), 5) : nothing}`;
  }

  render() {
    return html`${head(words.glass.title, words.glass.lead, html`<a class="button plain" href="/applications">${icon('back')} ${words.glass.back}</a>`)}
      ${answer(this.itself, (workspace) => this.view(workspace), 3)}`;
  }
}

customElements.define('page-glass', GlassPage);
