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
          api.list('/api/engagements', {}, signal).catch(() => []),
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
    const answered = await api.get('/api/audit', { cursor }, signal);
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
      const response = await api.stream('/api/audit/export', work.signal);
      this.verdict = await verifyStream(core.audit.chainVerifier(), response, work.signal, (progress) => {
        this.progress = progress;
      });
      this.announce(verdictSentence(this.verdict));
    } catch (problem) {
      if (work.signal.aborted) this.announce('Stopped.');
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
        <p><strong>${dates.count(progress.rows)} rows sound</strong> <span class="muted">${dates.count(Math.round(progress.octets / 1024))} kB read${progress.total ? ` of ${dates.count(Math.round(progress.total / 1024))}` : ''}${progress.seconds > 1 ? `, about ${dates.count(Math.round(progress.seconds))} s left` : ''}</span></p>
        ${progress.total ? html`<progress aria-label="Verified" max="1" .value=${share}></progress>` : html`<progress aria-label="Verifying"></progress>`}
        <button class="button" @click=${() => this.work?.abort()}>Stop</button></div>`;
    }
    return html`<div class="verdict ${verdict ? (verdict.ok ? 'go' : 'risk') : ''}">
      ${verdict ? html`<p class="verdict-line">${icon(verdict.ok ? 'shield' : 'cut')} <strong>${verdictSentence(verdict)}</strong></p>${verdict.ok ? html`<p class="muted">Head ${digestGroups(verdict.head)}</p>` : cutDetail(verdict)}` : html`<p>This browser can check the whole record itself, without trusting the server.</p>`}
      ${this.problem ? problemBlock(this.problem) : nothing}
      <div class="row"><button class="button ${verdict ? '' : 'ink'}" @click=${this.verify}>${icon('shield')} ${verdict ? 'Verify again' : 'Verify here'}</button>
        <a class="button" href="/api/audit/export" download="cuelight-record.jsonl">${icon('download')} Download the export</a></div>
    </div>`;
  }

  /** @param {any[]} items */
  view(items) {
    if (items.length === 0)
      return emptyBlock(
        'Nothing has happened here yet. Each request, hold, quote, contract and sign-in leaves one row, and rows are never changed.',
      );
    return html`<ol class="thread ${this.verdict ? 'verified' : ''} ${this.progress ? 'verifying' : ''}">${items.map((item) => this.row(item))}</ol>
      ${this.cursor ? html`<button class="button" @click=${() => this.page(this.cursor)}>Show older rows</button>` : nothing}`;
  }

  /** @param {any} item */
  row(item) {
    const index = item.seq;
    const cut = this.verdict?.divergence?.row;
    const fate = !this.verdict ? '' : cut === undefined || index < cut ? 'sound' : index === cut ? 'cut' : 'beyond';
    return html`<li class=${fate}>
      ${fate === 'cut' ? html`<p class="cut-here">${icon('cut')} <strong>The thread is cut here.</strong> <span class="code">${this.verdict.divergence.code}</span></p>` : nothing}
      <p class="entry">${rowSentence(item, this.me, this.people)}</p>
      <p class="muted"><time datetime=${item.at}>${dates.moment(item.at)}</time><span class="comma">, </span>row ${dates.count(index)} ${digestGroups(item.hash, 12)}</p>
    </li>`;
  }

  render() {
    return html`${head('Record', 'Every transition, in order, each row bound to the one before.')}${this.desk()}${answer(this.task, () => this.view(this.items), 8)}`;
  }
}

/** @param {any} verdict */
const verdictSentence = ({ ok, rows, divergence }) =>
  ok
    ? `Unbroken: ${dates.counted(rows, 'row', 'rows')} verified in this browser.`
    : `Cut at row ${dates.count(divergence.row)}. The ${dates.counted(rows, 'row', 'rows')} before it are sound; nothing after it proves anything.`;

/** @param {any} verdict */
const cutDetail = ({ divergence }) =>
  html`<dl class="pairs small"><dt>Code</dt><dd class="code">${divergence.code}</dd>${divergence.expected ? html`<dt>Expected</dt><dd>${digestGroups(divergence.expected)}</dd>` : nothing}${divergence.actual ? html`<dt>Found</dt><dd>${digestGroups(divergence.actual)}</dd>` : nothing}</dl>`;

customElements.define('page-record', RecordPage);
