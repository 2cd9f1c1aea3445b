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
    word: 'Member',
    about: ({ about, roles, entitlements }) =>
      html`${dates.listOf([...roles.map(roleWord), ...(owns(entitlements) ? ['owner'] : [])])}${!owns(entitlements) && entitlements.length ? html`; may ${dates.listOf(entitlements.map(entitlementWord))}` : nothing}<br />${name(about)}`,
    ends: 'is signed out everywhere at once and can’t come back without a new letter.',
  },
  grant: {
    word: 'Grant',
    about: ({ roles, about, entitlements }) => grantWords({ roles, brand: about, entitlements }),
    ends: 'does no more than her or his role says, from the next request on.',
  },
  invitation: {
    word: 'Invitation',
    about: ({ about }) => html`to see ${name(about)}`,
    ends: 'doesn’t see this artist any more, at once.',
  },
  partnership: {
    word: 'Partner agency',
    about: () => 'sees this roster’s listings',
    ends: 'doesn’t see this roster’s listings any more, at once.',
  },
  letter: {
    word: 'Letter',
    about: ({ about }) =>
      about === 'member' ? 'offers a place in this workspace' : `offers an ${about}`.replace('an p', 'a p'),
    ends: 'can’t accept this letter any more.',
  },
  session: { word: 'Session', ends: 'is signed out where this session runs.' },
  feed: { word: 'Calendar address', about: ({ about }) => name(about), ends: 'gets nothing at this address any more.' },
  passkey: { word: 'Passkey', about: ({ about }) => name(about), ends: 'confirms nothing more with this passkey.' },
  device_key: {
    word: 'Browser’s key',
    about: ({ about }) => name(about),
    ends: 'confirms nothing more with this key.',
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
      task: (_, { signal }) => api.get('/api/access', {}, signal),
    });
  }

  /** @param {Entry[]} entries */
  keep(entries) {
    const done =
      entries.length === 1 ? 'Kept.' : `${dates.sentence(dates.counted(entries.length, 'entry', 'entries'))} kept.`;
    return this.attempt(done, async () => {
      for (let at = 0; at < entries.length; at += most)
        await api.post('/api/access/confirm', { entries: entries.slice(at, at + most).map(({ id }) => id) });
    });
  }

  /** @param {Entry[]} entries */
  async keepAll(entries) {
    const sentence = `You looked at ${dates.counted(entries.length, 'entry', 'entries')} and say that all of it shall stay. The record notes who said so.`;
    if (await sure('Keep all that wait?', sentence, 'Keep all')) await this.keep(entries);
  }

  /** @param {Entry} entry */
  async end(entry) {
    const { word, ends } = kinds[entry.kind];
    if (await sure('End this?', html`${word}: ${name(entry.name)} ${ends}`, 'End it'))
      await this.attempt('Ended. It opens nothing any more.', () => api.remove(`/api/access/${segment(entry.id)}`));
  }

  finish() {
    return this.attempt('The review is finished, and in the record.', async () => {
      const { due, overdue } = await api.post('/api/access/reviews');
      this.dispatchEvent(new CustomEvent('reviewed', { detail: { due, overdue }, bubbles: true }));
    });
  }

  /** @param {Review} review */
  standing({ last, due, overdue, days }) {
    const before = last
      ? html`The last review was finished on ${dates.day(last.at)}, by ${name(last.by)}.`
      : 'There was no review yet.';
    return notice(
      overdue ? 'standby' : 'plain',
      html`<p>${before} ${overdue ? `The next has been due since ${dates.day(due)}: one every ${days} days.` : `The next is due on ${dates.day(due)}.`}</p>`,
    );
  }

  /** @param {Entry} entry */
  row(entry) {
    const { word, about } = kinds[entry.kind] ?? { word: entry.kind };
    const soon = entry.expiresAt && Date.parse(entry.expiresAt) - Date.now() < 14 * dayMs && entry.kind !== 'session';
    return html`<tr>
      <th scope="row">${name(entry.name)}${entry.you ? html` <span class="muted">${entry.kind === 'session' ? 'this one' : 'you'}</span>` : nothing}</th>
      <td data-label="What">${word}${about ? html`<br /><span class="muted">${about(entry)}</span>` : nothing}</td>
      <td data-label="Last used" class="date-cell">${entry.lastUsedAt ? html`<time datetime=${entry.lastUsedAt}>${dates.day(entry.lastUsedAt)}</time>` : html`<span class="muted">${unused[entry.kind] ?? 'never'}</span>`}</td>
      <td data-label="Ends" class="date-cell">${entry.expiresAt ? html`<time datetime=${entry.expiresAt}>${dates.day(entry.expiresAt)}</time>${soon ? html`<br /><span class="muted">${dates.fromNow(entry.expiresAt)}</span>` : nothing}` : html`<span class="muted">not by itself</span>`}</td>
      <td data-label="Kept">${entry.waits ? html`<span class="waits">${icon('clock')} waits</span>` : dates.day(/** @type {string} */ (entry.confirmedAt))}</td>
      <td class="steps-cell">${entry.waits ? html`<button class="button plain" @click=${() => this.keep([entry])}>${icon('check')} Keep</button>` : nothing}<button class="button plain" @click=${() => this.end(entry)}>${icon('ban')} End</button></td></tr>`;
  }

  /** @param {{ items: Entry[], review: Review }} found */
  view({ items, review }) {
    const waiting = items.filter(({ waits }) => waits);
    const shown = this.whole || waiting.length === 0 ? items : waiting;
    return html`${this.standing(review)}
      <div class="row after">
        <button class="button cue" ?disabled=${waiting.length > 0} @click=${this.finish}>${icon('seal')} Finish the review</button>
        ${waiting.length ? html`<button class="button" @click=${() => this.keepAll(waiting)}>Keep all ${dates.count(waiting.length)} that wait</button>` : nothing}
        ${waiting.length && waiting.length < items.length ? html`<button class="button plain" aria-pressed=${this.whole ? 'true' : 'false'} @click=${() => (this.whole = !this.whole)}>${icon('members')} Show all ${dates.count(items.length)}</button>` : nothing}
      </div>
      ${waiting.length ? html`<p class="muted">${dates.sentence(dates.counted(waiting.length, 'entry waits', 'entries wait'))} for your word. What ends first comes first.</p>` : html`<p class="muted">Nothing waits for your word.</p>`}
      ${
        shown.length
          ? tableOf(
              'Access',
              ['Who', 'What', 'Last used', 'Ends', 'Kept'],
              longList(this, shown, (entry) => this.row(entry)),
            )
          : emptyBlock('Nobody has access. That can’t be: a workspace always has an owner.')
      }`;
  }

  render() {
    return html`${head('Access review', html`Everybody and everything that opens ${name(this.me.workspace.name)}, and what each may do. Keep it, or end it at once.`)}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 8)}`;
  }
}

/** Where use leaves no trace. @type {Record<string, string>} */
const unused = { invitation: 'not noted', partnership: 'not noted', letter: 'not answered' };

customElements.define('page-access', AccessPage);
