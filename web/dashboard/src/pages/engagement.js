/** @file One engagement: where it stands, what may happen next, its documents by digest, its history. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { navigate } from '../navigation.js';
import { answer, notice, problemBlock } from '../parts/answer.js';
import { digestGroups } from '../parts/digest.js';
import { askable, askEvent, eventWord, isCue, readEngagement, withApproval } from '../parts/engagement-events.js';
import { head, name, Page } from '../parts/page.js';
import { typeWord } from '../parts/payload-types.js';
import { directory, rowSentence } from '../parts/record-words.js';
import { stateMark } from '../parts/state.js';
import { words } from '../words.js';

class EngagementPage extends Page {
  static properties = { said: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.busy = false;
    this.task = new Task(this, {
      args: () => [this.params.id],
      task: async ([id], { signal }) => {
        const [answered, open] = await Promise.all([
          api.get(`/api/v1/engagements/${segment(id)}`, {}, signal),
          api.list('/api/v1/approvals', { state: 'open', limit: 200 }, signal).catch(() => []),
        ]);
        const item = withApproval(readEngagement(answered), open);
        this.titled(`${item.artist.name}, ${dates.day(item.start, item.timeZone)}`);
        return { item, more: answered };
      },
    });
  }

  /** @param {import('../parts/engagement-events.js').EngagementItem} item @param {string} event */
  async act(item, event) {
    const body = await askEvent(event, item);
    if (!body) return;
    this.busy = true;
    try {
      const { approvalId } = await api.post(`/api/v1/engagements/${segment(item.id)}/events`, body);
      if (approvalId) {
        this.approvalsChanged();
        return navigate(`/approvals/${approvalId}`);
      }
      this.said = notice('go', words.engagement.done({ step: eventWord(event) }));
      await this.task.run();
    } catch (problem) {
      this.said = problemBlock(problem);
    } finally {
      this.busy = false;
    }
  }

  /** @param {{ item: import('../parts/engagement-events.js').EngagementItem, more: any }} value */
  view({ item, more }) {
    const documents = more.approvals ?? [];
    const history = more.history ?? [];
    const actions = askable(item.actions);
    const people = directory([item]);
    return html`${head(name(item.title || item.artist.name), html`${dates.longDay(item.start, item.timeZone)}, ${dates.span(item.start, item.end, item.timeZone)} ${dates.zoneName(item.start, item.timeZone)}${item.place ? html`, ${name(item.place)}` : nothing}`)}
      <div aria-live="polite">${this.said}</div>
      <div class="columns"><section aria-labelledby="stands"><h2 id="stands" class="quiet">${words.engagement.stands}</h2>
        <dl class="pairs">
          <dt>${words.engagement.state}</dt><dd>${stateMark(item.state, item.rank, { challenged: Boolean(item.challenge) })}</dd>
          ${item.challenge ? html`<dt>${words.engagement.answerBy}</dt><dd class="standby">${icon('clock')} ${dates.moment(item.challenge.deadline)}, ${dates.fromNow(item.challenge.deadline)}</dd>` : nothing}
          ${item.deadline ? html`<dt>${words.engagement.until}</dt><dd>${dates.moment(item.deadline)}</dd>` : nothing}
          <dt>${words.engagement.artist}</dt><dd>${name(item.artist.name)}</dd>
          ${item.agency ? html`<dt>${words.engagement.agency}</dt><dd>${name(item.agency.name)}</dd>` : nothing}
          ${item.presenter ? html`<dt>${words.engagement.presenter}</dt><dd>${name(item.presenter.name)}</dd>` : nothing}
          ${item.guest ? html`<dt>${words.engagement.askedBy}</dt><dd>${name(item.guest.name)}, ${name(item.guest.organisation ?? '')} ${name(item.guest.email ?? '')}</dd>` : nothing}
          ${item.note ? html`<dt>${words.engagement.note}</dt><dd>${name(item.note)}</dd>` : nothing}
          ${item.fee ? html`<dt>${words.engagement.fee}</dt><dd>${dates.money(item.fee)}</dd>` : nothing}
          ${dates.sameClock(item.start, item.timeZone) ? nothing : html`<dt>${words.engagement.clock}</dt><dd>${dates.moment(item.start)}</dd>`}
        </dl>
        ${item.approval?.mine ? html`<div class="row"><a class="button cue" href="/approvals/${item.approval.id}">${words.engagement.read({ document: dates.within(typeWord(item.approval.type)) })}</a></div>` : nothing}
        ${actions.length ? html`<div class="row">${actions.map((event) => html`<button class="button ${isCue(item, event) ? 'cue' : ''}" ?disabled=${this.busy} @click=${() => this.act(item, event)}>${eventWord(event)}</button>`)}</div>` : html`<p class="muted">${words.engagement.nothingWaits}</p>`}
      </section>
      <section aria-labelledby="documents"><h2 id="documents">${words.engagement.documents}</h2>
        ${documents.length ? html`<ul class="documents">${documents.map((/** @type {any} */ document) => html`<li>${icon('file')}<div><p><a href="/approvals/${document.id}">${typeWord(document.type)}</a> <span class="muted">${documentState(document)}</span></p>${digestGroups(document.digest, 16)}</div></li>`)}</ul>` : html`<p class="muted">${words.engagement.noDocuments}</p>`}
      </section></div>
      <section aria-labelledby="history"><h2 id="history">${words.engagement.history}</h2>
        ${history.length ? html`<ol class="thread plainly">${history.map((/** @type {any} */ row) => html`<li><p>${rowSentence(row, this.me, people)}</p><p class="muted"><time datetime=${row.at}>${dates.moment(row.at)}</time></p></li>`)}</ol>` : html`<p class="muted">${words.engagement.noHistory}</p>`}
      </section>`;
  }

  render() {
    return this.task.value
      ? this.view(this.task.value)
      : html`${head(words.engagement.title)}${answer(this.task, () => nothing, 8)}`;
  }
}

/** @param {any} document */
const documentState = ({ state, proposedAt, closedAt }) =>
  state === 'open'
    ? words.engagement.openSince({ day: dates.day(proposedAt) })
    : words.engagement.closed({ state, day: closedAt ? dates.day(closedAt) : '' });

customElements.define('page-engagement', EngagementPage);
