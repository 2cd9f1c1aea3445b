/**
 * @file Requests and holds: for each artist and date the holds in their order, the clock of a challenge, and what may be
 * done now. The server decides; a refusal is shown as its sentence.
 */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { dayMs } from '../../../shared/duration.js';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { navigate } from '../navigation.js';
import { answer, emptyBlock, notice, problemBlock } from '../parts/answer.js';
import { densitySwitch } from '../parts/density.js';
import { askEvent, eventWord, isCue, mainEvents, readSeason } from '../parts/engagement-events.js';
import { longList } from '../parts/long-list.js';
import { head, name, Page } from '../parts/page.js';
import { typeWord } from '../parts/payload-types.js';
import { stateMark } from '../parts/state.js';
import { pieces, words } from '../words.js';

/** @typedef {import('../parts/engagement-events.js').EngagementItem} EngagementItem */

const views = [
  { key: 'open', word: words.requests.open, states: ['new', 'requested', 'held', 'quoted', 'accepted', 'contracting'] },
  {
    key: 'confirmed',
    word: words.requests.confirmed,
    states: ['executed', 'confirmed', 'performed', 'settling', 'disputed'],
  },
  {
    key: 'past',
    word: words.requests.over,
    states: ['settled', 'closed', 'cancelled', 'declined', 'withdrawn', 'released', 'expired', 'void'],
  },
];

class RequestsPage extends Page {
  static properties = { said: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.key = new URLSearchParams(location.search).get('show') ?? 'open';
    /** @type {unknown} */
    this.said = nothing;
    this.busy = '';
    this.task = new Task(this, { args: () => [], task: (_, { signal }) => readSeason(signal) });
    this.clock = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), 30_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  /** @param {EngagementItem} item @param {string} event */
  async act(item, event) {
    const body = await askEvent(event, item);
    if (!body) return;
    this.busy = item.id;
    this.said = nothing;
    try {
      const { approvalId } = await api.post(`/api/v1/engagements/${item.id}/events`, body);
      if (approvalId) {
        this.approvalsChanged();
        return navigate(`/approvals/${approvalId}`);
      }
      this.said = notice(
        'go',
        html`${pieces(words.requests.done, { step: eventWord(event), artist: name(item.artist.name), day: dates.day(item.start, item.timeZone) })}`,
      );
      await this.task.run();
    } catch (problem) {
      this.said = problemBlock(problem);
    } finally {
      this.busy = '';
    }
  }

  /** @param {EngagementItem[]} all */
  view(all) {
    const shown = views.find(({ key }) => key === this.key) ?? views[0];
    const items = all
      .filter(({ state }) => shown.states.includes(state))
      .toSorted(
        (a, b) =>
          a.start.localeCompare(b.start) ||
          a.artist.name.localeCompare(b.artist.name) ||
          (a.rank ?? 99) - (b.rank ?? 99),
      );
    return html`<nav class="views" aria-label=${words.requests.which}>${views.map(({ key, word, states }) => html`<a href="/requests${key === 'open' ? '' : `?show=${key}`}" aria-current=${key === shown.key ? 'page' : nothing}>${word} <span class="muted">${dates.count(all.filter(({ state }) => states.includes(state)).length)}</span></a>`)}</nav>
      <div aria-live="polite">${this.said}</div>
      ${items.length ? this.table(items) : emptyBlock(emptySentence(shown.key))}`;
  }

  /** @param {EngagementItem[]} items */
  table(items) {
    return html`<div class="table-wrap" role="region" aria-label=${words.requests.title} tabindex="0"><table class="desk holds">
      <thead><tr><th scope="col">${words.requests.date}</th><th scope="col">${words.requests.artist}</th><th scope="col">${words.requests.state}</th><th scope="col">${words.requests.until}</th><th scope="col"><span class="quiet">${words.requests.nextStep}</span></th></tr></thead>
      <tbody>${longList(this, items, (item) => this.row(item, items), 5)}</tbody>
    </table></div>`;
  }

  /** @param {EngagementItem} item @param {EngagementItem[]} items */
  row(item, items) {
    const before = items[items.indexOf(item) - 1];
    const same =
      before &&
      before.artist.id === item.artist.id &&
      dates.isoDay(before.start, before.timeZone) === dates.isoDay(item.start, item.timeZone);
    const other = item.counterpart(this.me);
    return html`<tr class=${same ? 'same' : ''}>
      <th scope="row" class="date-cell"><a href="/requests/${item.id}"><time datetime=${item.start}>${dates.day(item.start, item.timeZone)}</time></a>
        <br /><span class="muted">${dates.time(item.start, item.timeZone)}${dates.sameClock(item.start, item.timeZone) ? nothing : ` ${dates.zoneName(item.start, item.timeZone)}`}</span></th>
      <td data-label=${words.requests.artist}>${name(item.artist.name)}${item.place ? html`<br /><span class="muted">${name(item.place)}</span>` : nothing}</td>
      <td data-label=${words.requests.state}>${stateMark(item.state, item.rank, { challenged: Boolean(item.challenge) })}${other ? html`<span class="with">${name(other)}</span>` : nothing}</td>
      <td data-label=${words.requests.until}>${deadline(item)}</td>
      <td class="steps-cell">${item.approval ? approvalStep(item.approval) : this.steps(item)}</td>
    </tr>`;
  }

  /** The two steps that are wanted most; the others stand on the engagement's own page. @param {EngagementItem} item */
  steps(item) {
    return mainEvents(item.actions).map(
      (event) =>
        html`<button class="button ${isCue(item, event) ? 'cue' : 'plain'}" ?disabled=${this.busy === item.id} @click=${() => this.act(item, event)}>${eventWord(event)}</button>`,
    );
  }

  render() {
    return html`${head(words.requests.title, words.requests.lead, densitySwitch(this))}${answer(this.task, (value) => this.view(value), 10)}`;
  }
}

/** What waits to be read: by this person, or by whom. @param {NonNullable<EngagementItem['approval']>} approval */
const approvalStep = ({ id, mine, type, waitsFor }) =>
  mine
    ? html`<a class="button cue" href="/approvals/${id}">${words.requests.read({ document: dates.within(typeWord(type)) })}</a>`
    : html`<p class="waits"><span>${pieces(words.requests.waits, { document: html`<a href="/approvals/${id}">${typeWord(type)}</a>`, who: name(waitsFor) })}</span></p>`;

/** The clock that runs: a challenge's before the hold's own. @param {EngagementItem} item */
function deadline(item) {
  if (item.challenge) {
    return html`<span class="deadline standby">${icon('clock')}<span>${words.requests.answerBy({ moment: dates.moment(item.challenge.deadline) })}<br /><span class="muted">${dates.fromNow(item.challenge.deadline)}</span></span></span>`;
  }
  if (!item.deadline) return nothing;
  const close = Date.parse(item.deadline) - Date.now() < 2 * dayMs;
  return html`<span class="deadline ${close ? 'standby' : ''}">${close ? icon('clock') : nothing}<span>${dates.moment(item.deadline)}${close ? html`<br /><span class="muted">${dates.fromNow(item.deadline)}</span>` : nothing}</span></span>`;
}

/** @param {string} key */
const emptySentence = (key) =>
  key === 'open'
    ? words.requests.noneOpen
    : key === 'confirmed'
      ? words.requests.noneConfirmed
      : words.requests.noneOver;

customElements.define('page-requests', RequestsPage);
