/** @file The review of access: everybody and everything that opens the workspace; each is kept or ended, then it is dated. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { dayMs } from '../../../shared/duration.js';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice } from '../parts/answer.js';
import { grantWords } from '../parts/grants.js';
import { sure } from '../parts/letter.js';
import { longList } from '../parts/long-list.js';
import { head, name } from '../parts/page.js';
import { entitlementWord, roleWord } from '../parts/rights.js';
import { StepPage } from '../parts/step-page.js';
import { tableOf } from '../parts/table.js';
import { pieces, words } from '../words.js';

/**
 * @typedef {{ id: string, kind: string, name: string, about: string, roles: string[], entitlements: string[], lastUsedAt: string | null, expiresAt: string | null, confirmedAt: string | null, waits: boolean, you: boolean }} Entry
 */
/** @typedef {{ last: { at: string, by: string } | null, due: string, overdue: boolean, days: number, waiting: number }} Review */

/** How many entries one request may name. */
const most = 200;

/** An owner may do everything that an entitlement lets somebody do. @param {string[]} entitlements */
const owns = (entitlements) => entitlements.includes('CAN_MANAGE_MEMBERS');

/** What an entry is, and what ending it does. @type {Record<string, { word: string, about?: (entry: Entry) => unknown, ends: string }>} */
const kinds = {
  member: {
    word: words.access.member,
    about: ({ about, roles, entitlements }) =>
      html`${dates.listOf([...roles.map(roleWord), ...(owns(entitlements) ? [words.roles.owner] : [])])}${!owns(entitlements) && entitlements.length ? words.access.may({ rights: dates.listOf(entitlements.map(entitlementWord)) }) : nothing}<br />${name(about)}`,
    ends: words.access.memberEnds,
  },
  grant: {
    word: words.access.grant,
    about: ({ roles, about, entitlements }) => grantWords({ roles, brand: about, entitlements }),
    ends: words.access.grantEnds,
  },
  invitation: {
    word: words.access.invitation,
    about: ({ about }) => pieces(words.access.toSee, { artist: name(about) }),
    ends: words.access.invitationEnds,
  },
  partnership: {
    word: words.access.partnership,
    about: () => words.access.seesListings,
    ends: words.access.partnershipEnds,
  },
  letter: {
    word: words.access.letter,
    about: ({ about }) => words.access.offers({ about }),
    ends: words.access.letterEnds,
  },
  session: { word: words.access.session, ends: words.access.sessionEnds },
  feed: { word: words.access.feed, about: ({ about }) => name(about), ends: words.access.feedEnds },
  passkey: { word: words.access.passkey, about: ({ about }) => name(about), ends: words.access.passkeyEnds },
  device_key: {
    word: words.access.deviceKey,
    about: ({ about }) => name(about),
    ends: words.access.deviceKeyEnds,
  },
};

class AccessPage extends StepPage {
  static properties = { whole: { state: true } };

  constructor() {
    super();
    this.whole = false;
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<{ items: Entry[], review: Review }>} */
      task: (_, { signal }) => api.get('/api/v1/access', {}, signal),
    });
  }

  /** @param {Entry[]} entries */
  keep(entries) {
    const { length } = entries;
    const done = words.access.kept({ count: length, figure: dates.sentence(dates.figure(length)) });
    return this.attempt(done, async () => {
      for (let at = 0; at < entries.length; at += most)
        await api.post('/api/v1/access/confirm', { entries: entries.slice(at, at + most).map(({ id }) => id) });
    });
  }

  /** @param {Entry[]} entries */
  async keepAll(entries) {
    const sentence = words.access.keepAllSays({ count: entries.length, figure: dates.figure(entries.length) });
    if (await sure(words.access.keepAllTitle, sentence, words.access.keepAll)) await this.keep(entries);
  }

  /** @param {Entry} entry */
  async end(entry) {
    const { word, ends } = kinds[entry.kind];
    if (await sure(words.access.endTitle, html`${word}: ${name(entry.name)} ${ends}`, words.access.endIt))
      await this.attempt(words.access.ended, () => api.remove(`/api/v1/access/${segment(entry.id)}`));
  }

  finish() {
    return this.attempt(words.access.finished, async () => {
      const { due, overdue } = await api.post('/api/v1/access/reviews');
      this.dispatchEvent(new CustomEvent('reviewed', { detail: { due, overdue }, bubbles: true }));
    });
  }

  /** @param {Review} review */
  standing({ last, due, overdue, days }) {
    const before = last
      ? pieces(words.access.last, { day: dates.day(last.at), who: name(last.by) })
      : words.access.noReview;
    return notice(
      overdue ? 'standby' : 'plain',
      html`<p>${before} ${overdue ? words.access.overdue({ day: dates.day(due), days }) : words.access.next({ day: dates.day(due) })}</p>`,
    );
  }

  /** @param {Entry} entry */
  row(entry) {
    const { word, about } = kinds[entry.kind] ?? { word: entry.kind };
    const soon = entry.expiresAt && Date.parse(entry.expiresAt) - Date.now() < 14 * dayMs && entry.kind !== 'session';
    return html`<tr>
      <th scope="row">${name(entry.name)}${entry.you ? html` <span class="muted">${entry.kind === 'session' ? words.access.thisOne : words.access.you}</span>` : nothing}</th>
      <td data-label=${words.access.what}>${word}${about ? html`<br /><span class="muted">${about(entry)}</span>` : nothing}</td>
      <td data-label=${words.access.lastUsed} class="date-cell">${entry.lastUsedAt ? html`<time datetime=${entry.lastUsedAt}>${dates.day(entry.lastUsedAt)}</time>` : html`<span class="muted">${unused[entry.kind] ?? words.access.never}</span>`}</td>
      <td data-label=${words.access.ends} class="date-cell">${entry.expiresAt ? html`<time datetime=${entry.expiresAt}>${dates.day(entry.expiresAt)}</time>${soon ? html`<br /><span class="muted">${dates.fromNow(entry.expiresAt)}</span>` : nothing}` : html`<span class="muted">${words.access.notByItself}</span>`}</td>
      <td data-label=${words.access.keptOn}>${entry.waits ? html`<span class=${words.access.waits}>${icon('clock')} ${words.access.waits}</span>` : dates.day(/** @type {string} */ (entry.confirmedAt))}</td>
      <td class="steps-cell">${entry.waits ? html`<button class="button plain" @click=${() => this.keep([entry])}>${icon('check')} ${words.access.keep}</button>` : nothing}<button class="button plain" @click=${() => this.end(entry)}>${icon('ban')} ${words.access.end}</button></td></tr>`;
  }

  /** @param {{ items: Entry[], review: Review }} found */
  view({ items, review }) {
    const waiting = items.filter(({ waits }) => waits);
    const shown = this.whole || waiting.length === 0 ? items : waiting;
    return html`${this.standing(review)}
      <div class="row after">
        <button class="button cue" ?disabled=${waiting.length > 0} @click=${this.finish}>${icon('seal')} ${words.access.finish}</button>
        ${waiting.length ? html`<button class="button" @click=${() => this.keepAll(waiting)}>${words.access.keepWaiting({ count: dates.count(waiting.length) })}</button>` : nothing}
        ${waiting.length && waiting.length < items.length ? html`<button class="button plain" aria-pressed=${this.whole ? 'true' : 'false'} @click=${() => (this.whole = !this.whole)}>${icon('members')} ${words.access.showAll({ count: dates.count(items.length) })}</button>` : nothing}
      </div>
      ${waiting.length ? html`<p class="muted">${words.access.waiting({ count: waiting.length, figure: dates.sentence(dates.figure(waiting.length)) })}</p>` : html`<p class="muted">${words.access.noneWaits}</p>`}
      ${
        shown.length
          ? tableOf(
              words.access.table,
              [words.access.who, words.access.what, words.access.lastUsed, words.access.ends, words.access.keptOn],
              longList(this, shown, (entry) => this.row(entry)),
            )
          : emptyBlock(words.access.nobody)
      }`;
  }

  render() {
    return html`${head(words.access.title, pieces(words.access.lead, { workspace: name(this.me.workspace.name) }))}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 8)}`;
  }
}

/** Where use leaves no trace. @type {Record<string, string>} */
const unused = {
  invitation: words.access.notNoted,
  partnership: words.access.notNoted,
  letter: words.access.notAnswered,
};

customElements.define('page-access', AccessPage);
