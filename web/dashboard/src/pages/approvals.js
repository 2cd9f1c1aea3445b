/** @file Approvals: first what waits for me, then what waits for others, then what was sealed or declined. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock } from '../parts/answer.js';
import { readEngagement } from '../parts/engagement-events.js';
import { head, name, Page } from '../parts/page.js';
import { typeWord } from '../parts/payload-types.js';
import { roleWord } from '../parts/rights.js';
import { pieces, words } from '../words.js';

/**
 * @typedef {object} ApprovalItem
 * @property {string} id
 * @property {string} type
 * @property {string} [intent]
 * @property {string} [purpose]
 * @property {string | null} [engagementId]
 * @property {string | { name: string }} [proposedBy]
 * @property {string} expiresAt
 * @property {string} state
 * @property {{ side: string, roles: string[], name: string, done: boolean }[]} [needs]
 * @property {boolean} [mine]
 * @property {string | null} [closedAt]
 */

class ApprovalsPage extends Page {
  static properties = { whole: { state: true } };

  constructor() {
    super();
    this.whole = false;
    /** What each approval is about. @type {Map<string, import('../parts/engagement-events.js').EngagementItem>} */
    this.about = new Map();
    this.task = new Task(this, {
      args: () => [],
      task: async (_, { signal }) => {
        const [all, engagements] = await Promise.all([
          api.list('/api/v1/approvals', { limit: 200 }, signal),
          api.list('/api/v1/engagements', {}, signal).catch(() => []),
        ]);
        this.about = new Map(engagements.map((item) => [item.id, readEngagement(item)]));
        return all;
      },
    });
  }

  /** @param {ApprovalItem[]} all */
  view(all) {
    const mine = all.filter((item) => item.mine);
    const others = all.filter((item) => item.state === 'open' && !item.mine);
    const done = all.filter((item) => item.state !== 'open');
    const shown = this.whole ? done : done.slice(0, 12);
    return html`
      <section aria-labelledby="mine"><h2 id="mine">${words.approvals.mine}</h2>
        ${mine.length ? this.list(mine, 'cue') : emptyBlock(words.approvals.noneMine)}</section>
      ${others.length ? html`<section aria-labelledby="others"><h2 id="others">${words.approvals.others}</h2>${this.list(others, 'standby')}</section>` : nothing}
      ${done.length ? html`<section aria-labelledby="done"><h2 id="done">${words.approvals.decided}</h2>${this.list(shown, 'past')}${shown.length < done.length ? html`<button class="button plain" @click=${() => (this.whole = true)}>${words.approvals.showAll({ count: dates.count(done.length) })}</button>` : nothing}</section>` : nothing}`;
  }

  /** @param {ApprovalItem[]} items @param {'cue' | 'standby' | 'past'} tone */
  list(items, tone) {
    return html`<ul class="cues ${tone}">${items.map(
      (item) => html`<li>
        <span class="lamp-dot" aria-hidden="true"></span>
        <div><p class="intent"><a href="/approvals/${item.id}">${this.headline(item)}</a></p>
          <p class="muted">${this.detail(item)}${who(item.proposedBy)}${tone === 'standby' ? waitsFor(item.needs) : nothing}</p></div>
        <p class="when">${tone === 'past' ? stateWord(item) : html`${icon('clock')} <span>${words.approvals.until({ moment: dates.moment(item.expiresAt) })}<br /> <span class="muted">${dates.fromNow(item.expiresAt)}</span></span>`}</p>
      </li>`,
    )}</ul>`;
  }

  /** @param {ApprovalItem} item */
  headline(item) {
    const about = this.about.get(item.engagementId ?? '');
    return about
      ? html`${typeWord(item.type)}: ${name(about.title ?? about.artist.name)}`
      : name(item.intent || typeWord(item.type));
  }

  /** @param {ApprovalItem} item */
  detail(item) {
    const about = this.about.get(item.engagementId ?? '');
    return about
      ? html`${name(about.artist.name)}, ${dates.day(about.start, about.timeZone)}, ${name(about.counterpart(this.me) ?? '')}`
      : typeWord(item.type);
  }

  render() {
    return html`${head(words.approvals.title, words.approvals.lead)}${answer(this.task, (value) => this.view(value))}`;
  }
}

/** @param {ApprovalItem['proposedBy']} proposedBy */
const who = (proposedBy) => {
  const called = typeof proposedBy === 'object' ? proposedBy?.name : proposedBy;
  return called ? pieces(words.approvals.proposedBy, { who: name(called) }) : nothing;
};

/** @param {ApprovalItem['needs']} needs */
const waitsFor = (needs) => {
  const called = (needs ?? [])
    .filter(({ done }) => !done)
    .map((need) => need.name || words.approvals.the({ role: roleWord(need.roles[0] ?? need.side) }));
  return called.length ? words.approvals.waitsFor({ who: dates.listOf(called) }) : nothing;
};

/** @param {ApprovalItem} item */
const stateWord = ({ state, closedAt }) =>
  html`<span class="decided ${state}">${icon(state === 'committed' ? 'seal' : state === 'expired' ? 'clock' : 'ban')} ${decided[state] ?? state}${closedAt ? html`<br /><span class="muted">${dates.moment(closedAt)}</span>` : nothing}</span>`;

/** @type {Record<string, string>} */
const decided = {
  committed: words.approvals.committed,
  confirmed: words.approvals.committed,
  declined: words.approvals.declined,
  expired: words.approvals.expired,
  voided: words.approvals.voided,
};

customElements.define('page-approvals', ApprovalsPage);
