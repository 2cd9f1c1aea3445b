/**
 * @file The record: every transition on one thread. The browser checks the export itself, row by row, with the core;
 * the thread is whole as far as it was verified, and visibly cut at the first divergence.
 */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, Problem } from '../api.js';
import { loadCore } from '../core.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, problemBlock } from '../parts/answer.js';
import { digestGroups } from '../parts/digest.js';
import { readEngagement } from '../parts/engagement-events.js';
import { head, Page } from '../parts/page.js';
import { directory, rowSentence } from '../parts/record-words.js';
import { verifyStream } from '../verify.js';
import { pieces, words } from '../words.js';

/** @typedef {{ rows: number, octets: number, total: number, seconds: number }} Progress */

class RecordPage extends Page {
  static properties = { progress: { state: true }, verdict: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Progress | null} */
    this.progress = null;
    /** @type {any} */
    this.verdict = null;
    /** @type {unknown} */
    this.problem = null;
    /** @type {AbortController | null} */
    this.work = null;
    /** @type {any[]} */
    this.items = [];
    this.cursor = '';
    this.head = /** @type {any} */ (null);
    /** @type {import('../parts/record-words.js').Directory} */
    this.people = directory([]);
    this.task = new Task(this, {
      args: () => [],
      task: async (_, { signal }) => {
        const [items, engagements] = await Promise.all([
          this.page('', signal),
          api.list('/api/v1/engagements', {}, signal).catch(() => []),
        ]);
        this.people = directory(engagements.map(readEngagement));
        return items;
      },
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.work?.abort();
  }

  /** @param {string} cursor @param {AbortSignal} [signal] */
  async page(cursor, signal) {
    const answered = await api.get('/api/v1/audit', { cursor }, signal);
    this.items = cursor ? [...this.items, ...answered.items] : answered.items;
    this.cursor = answered.next ?? '';
    this.head = answered.head ?? this.head;
    this.requestUpdate();
    return this.items;
  }

  async verify() {
    const work = new AbortController();
    this.work = work;
    this.verdict = null;
    this.problem = null;
    this.progress = { rows: 0, octets: 0, total: 0, seconds: 0 };
    try {
      const core = /** @type {any} */ (await loadCore());
      const response = await api.stream('/api/v1/audit/export', work.signal);
      this.verdict = await verifyStream(core.audit.chainVerifier(), response, work.signal, (progress) => {
        this.progress = progress;
      });
      this.announce(verdictSentence(this.verdict));
    } catch (problem) {
      if (work.signal.aborted) this.announce(words.recordPage.stopped);
      else
        this.problem =
          problem instanceof Problem
            ? problem
            : new Problem({
                code: /** @type {any} */ (problem).code ?? 'record.unreadable',
                detail: /** @type {Error} */ (problem).message,
              });
    } finally {
      this.progress = null;
      this.work = null;
    }
  }

  desk() {
    const { progress, verdict } = this;
    if (progress) {
      const share = progress.total ? progress.octets / progress.total : 0;
      return html`<div class="verdict">
        <p><strong>${words.recordPage.sound({ count: dates.count(progress.rows) })}</strong> <span class="muted">${progressWords(progress)}</span></p>
        ${progress.total ? html`<progress aria-label=${words.recordPage.verified} max="1" .value=${share}></progress>` : html`<progress aria-label=${words.recordPage.verifying}></progress>`}
        <button class="button" @click=${() => this.work?.abort()}>${words.recordPage.stop}</button></div>`;
    }
    return html`<div class="verdict ${verdict ? (verdict.ok ? 'go' : 'risk') : ''}">
      ${verdict ? html`<p class="verdict-line">${icon(verdict.ok ? 'shield' : 'cut')} <strong>${verdictSentence(verdict)}</strong></p>${verdict.ok ? html`<p class="muted">${pieces(words.recordPage.head, { digest: digestGroups(verdict.head) })}</p>` : cutDetail(verdict)}` : html`<p>${words.recordPage.canCheck}</p>`}
      ${this.problem ? problemBlock(this.problem) : nothing}
      <div class="row"><button class="button ${verdict ? '' : 'ink'}" @click=${this.verify}>${icon('shield')} ${verdict ? words.recordPage.again : words.recordPage.here}</button>
        <a class="button" href="/api/v1/audit/export" download="cuelight-record.jsonl">${icon('download')} ${words.recordPage.download}</a></div>
    </div>`;
  }

  /** @param {any[]} items */
  view(items) {
    if (items.length === 0) return emptyBlock(words.recordPage.empty);
    return html`<ol class="thread ${this.verdict ? 'verified' : ''} ${this.progress ? 'verifying' : ''}">${items.map((item) => this.row(item))}</ol>
      ${this.cursor ? html`<button class="button" @click=${() => this.page(this.cursor)}>${words.recordPage.older}</button>` : nothing}`;
  }

  /** @param {any} item */
  row(item) {
    const index = item.seq;
    const cut = this.verdict?.divergence?.row;
    const fate = !this.verdict ? '' : cut === undefined || index < cut ? 'sound' : index === cut ? 'cut' : 'beyond';
    return html`<li class=${fate}>
      ${fate === 'cut' ? html`<p class="cut-here">${icon('cut')} <strong>${words.recordPage.cutHere}</strong> <span class="code">${this.verdict.divergence.code}</span></p>` : nothing}
      <p class="entry">${rowSentence(item, this.me, this.people)}</p>
      <p class="muted"><time datetime=${item.at}>${dates.moment(item.at)}</time><span class="comma">, </span>${words.recordPage.row({ index: dates.count(index) })} ${digestGroups(item.hash, 12)}</p>
    </li>`;
  }

  render() {
    return html`${head(words.recordPage.title, words.recordPage.lead)}${this.desk()}${answer(this.task, () => this.view(this.items), 8)}`;
  }
}

/** How far the reading is. @param {Progress} progress */
const progressWords = ({ octets, total, seconds }) => {
  const kilo = (/** @type {number} */ size) => dates.count(Math.round(size / 1024));
  const read = total
    ? words.recordPage.kiloOf({ read: kilo(octets), all: kilo(total) })
    : words.recordPage.kiloRead({ read: kilo(octets) });
  return seconds > 1 ? `${read}, ${words.recordPage.left({ seconds: dates.count(Math.round(seconds)) })}` : read;
};

/** @param {any} verdict */
const verdictSentence = ({ ok, rows, divergence }) =>
  ok
    ? words.recordPage.unbroken({ count: rows, figure: dates.figure(rows) })
    : words.recordPage.cut({ row: dates.count(divergence.row), count: rows, figure: dates.figure(rows) });

/** @param {any} verdict */
const cutDetail = ({ divergence }) =>
  html`<dl class="pairs small"><dt>${words.recordPage.code}</dt><dd class="code">${divergence.code}</dd>${divergence.expected ? html`<dt>${words.recordPage.expected}</dt><dd>${digestGroups(divergence.expected)}</dd>` : nothing}${divergence.actual ? html`<dt>${words.recordPage.found}</dt><dd>${digestGroups(divergence.actual)}</dd>` : nothing}</dl>`;

customElements.define('page-record', RecordPage);
