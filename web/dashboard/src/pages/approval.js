/**
 * @file The confirmation: the exact content on a sheet in the middle of a darkened desk, signed by a passkey or by this
 * device's key, then what was sealed and the receipt. What changed since it was shown is refused and shown.
 */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import '../../../confirm/define.js';
import { fromBase64 } from '../../../shared/bytes.js';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, notice } from '../parts/answer.js';
import { digestGroups } from '../parts/digest.js';
import { head, name, Page } from '../parts/page.js';
import { typeWord } from '../parts/payload-types.js';
import { roleWord } from '../parts/rights.js';
import { passkeysHere } from '../passkey.js';
import { signShown } from '../signing.js';
import { locale, pieces, words } from '../words.js';

class ApprovalPage extends Page {
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.task = new Task(this, {
      args: () => [this.params.id],
      task: async ([id], { signal }) => {
        const [approval, keys] = await Promise.all([
          api.get(`/api/v1/approvals/${segment(id)}`, {}, signal),
          api.list('/api/v1/keys', {}, signal),
        ]);
        this.titled(approval.intent || typeWord(approval.type));
        return {
          ...approval,
          payload: fromBase64(approval.canonical),
          before: approval.previous ? fromBase64(approval.previous) : null,
          signers: signersOf(keys),
        };
      },
    });
  }

  /** @returns {any} the confirmation's element */
  get view() {
    return this.querySelector('cuelight-confirm');
  }

  /**
   * Present what was shown, sign the statement with the key that the sheet named, confirm.
   * @param {CustomEvent<{ digest: string, viewDigest: string, locale: string, timeZone: string, now: string, signer: string | null }>} event
   */
  async confirm(event) {
    const path = `/api/v1/approvals/${segment(this.params.id)}`;
    const { digest, viewDigest, locale, timeZone, now } = event.detail;
    this.said = nothing;
    try {
      const { presentation } = await api.post(`${path}/present`, { digest, viewDigest, locale, timeZone, now });
      const signed = await signShown(presentation, event.detail, this.me);
      const { committed, approval, receipt } = await api.post(`${path}/confirm`, {
        presentationId: presentation.id,
        ...signed,
      });
      const at = approval.confirmations.at(-1)?.confirmedAt ?? new Date().toISOString();
      this.view.sealed({ at, by: { name: this.me.person.name, id: this.me.person.id }, receipt });
      if (!committed) this.said = notice('standby', words.approval.recorded);
      this.approvalsChanged();
    } catch (problem) {
      this.refused(problem);
    }
  }

  /** @param {unknown} problem */
  refused(problem) {
    const { code, message, body } = /** @type {import('../api.js').Problem} */ (problem);
    this.view.failed(problem);
    if (!['approval.stale', 'approval.view_differs'].includes(code)) return;
    this.said = notice(
      'risk',
      html`<p><strong>${message}</strong> ${words.approval.nothing} <span class="code">${code}</span></p>${differences(body.diff)}
        ${body.replacedBy ? html`<p><a href="/approvals/${body.replacedBy}">${words.approval.readNew}</a></p>` : html`<p><button class="button" @click=${() => this.task.run()}>${words.approval.loadAgain}</button></p>`}`,
    );
  }

  /** @param {CustomEvent<{ reason: string }>} event */
  async decline(event) {
    const { reason } = event.detail;
    try {
      await api.post(`/api/v1/approvals/${segment(this.params.id)}/decline`, { reason });
      this.view.declined({ reason });
      this.approvalsChanged();
    } catch (problem) {
      this.refused(problem);
    }
  }

  /** The sheet is drawn once for what it shows: given again, it would have to be read again. @param {any} approval */
  confirmation(approval) {
    const open = approval.state === 'open' && approval.mine;
    return html`<div class="confirmation ${open ? 'at-work' : ''}">
      ${open ? html`<h1 class="quiet" tabindex="-1">${words.approval.toApprove({ document: typeWord(approval.type) })}</h1><p class="desk-line"><a href="/approvals">${icon('back')} ${words.approval.all}</a> <a href="/keys">${icon('key')} ${words.approval.keys}</a></p>` : outcome(approval)}
      <div class="said" aria-live="assertive">${this.said}</div>
      ${guard(
        [approval],
        () => html`<cuelight-confirm
        .type=${approval.type}
        .payload=${approval.payload}
        .previous=${approval.before}
        .expectedDigest=${approval.digest}
        .expiresAt=${open ? approval.expiresAt : ''}
        .knownParties=${approval.knownParties}
        .timeZone=${dates.readerZone}
        .locale=${locale}
        .signers=${approval.signers}
        ?readonly=${!open}
        @cuelight-confirm=${this.confirm}
        @cuelight-decline=${this.decline}
      ></cuelight-confirm>`,
      )}
    </div>`;
  }

  render() {
    return this.task.value
      ? this.confirmation(this.task.value)
      : html`${head(words.approval.title)}${answer(this.task, () => nothing, 8)}`;
  }
}

/** The kinds of key to sign with: a passkey first, where there is one. @param {{ kind: string, revokedAt: string | null }[]} keys */
const signersOf = (keys) =>
  passkeysHere() && keys.some(({ kind, revokedAt }) => kind === 'passkey' && !revokedAt)
    ? ['passkey', 'device']
    : ['device'];

const titles = /** @type {Record<string, string>} */ ({
  committed: words.approval.committed,
  declined: words.approval.declined,
  expired: words.approval.expired,
  voided: words.approval.voided,
  open: words.approval.open,
});

/** What came of it: what was sealed, when, by whom, and the receipt. @param {any} approval */
function outcome(approval) {
  const waiting = approval.needs.filter((/** @type {any} */ need) => !need.done);
  return html`${head(titles[approval.state] ?? words.approval.notOpen, name(approval.intent || typeWord(approval.type)))}
    <section class="sealed ${approval.state}">
      ${approval.confirmations.map((/** @type {any} */ each) => html`<p>${icon('seal')} <span>${pieces(words.approval.confirmedBy, { who: html`<strong>${name(each.signer.name)}</strong>`, method: each.method, moment: dates.moment(each.confirmedAt) })}</span></p>`)}
      ${approval.state === 'open' && waiting.length ? html`<p>${icon('clock')} <span>${words.approval.waitsFor({ who: dates.listOf(waiting.map((/** @type {any} */ need) => need.name || words.approvals.the({ role: roleWord(need.roles[0]) }))), moment: dates.moment(approval.expiresAt) })}</span></p>` : nothing}
      ${approval.reason ? html`<p>${icon('ban')} <span>${pieces(words.approval.reason, { reason: name(approval.reason) })}</span></p>` : nothing}
      <p class="muted">${pieces(words.approval.digest, { digest: digestGroups(approval.digest) })}</p>
      ${
        approval.confirmations.length
          ? html`<div class="row"><a class="button ink" href="/api/v1/approvals/${segment(approval.id)}/receipt" download="receipt-${approval.id}.json">${icon('download')} ${words.approval.download}</a></div>
        <p class="muted"><small>${pieces(words.approval.receipt, { verifier: html`<a href="/verifier/">${words.about.verifier}</a>`, command: html`<code>npx cuelight verify</code>` })}</small></p>`
          : nothing
      }
    </section>`;
}

/** RFC 6902 operations as lines a person can compare. @param {any} operations */
function differences(operations) {
  if (!Array.isArray(operations) || operations.length === 0) return nothing;
  return html`<ul class="differences">${operations.map((/** @type {any} */ { op, path, value }) => html`<li><code>${path}</code> ${op === 'remove' ? words.approval.gone : pieces(op === 'add' ? words.approval.isNew : words.approval.isNow, { value: name(typeof value === 'object' ? JSON.stringify(value) : String(value)) })}</li>`)}</ul>`;
}

customElements.define('page-approval', ApprovalPage);
