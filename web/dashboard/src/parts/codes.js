/** @file Reviewed-access codes: made, what is left of each, revoked. A code's own letters are shown once, when it is made. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { pieces, words } from '../words.js';
import { answer, emptyBlock, notice } from './answer.js';
import { sure } from './letter.js';
import { name } from './page.js';
import { StepPage } from './step-page.js';
import { table } from './table.js';

/** @typedef {{ id: string, label: string, uses: number, usesLeft: number, state: string, createdBy: string, createdAt: string, expiresAt: string, revokedAt: string | null }} Code */

class AccessCodes extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Code[]>} */
      task: (_, { signal }) => api.list('/api/v1/admin/codes', {}, signal),
    });
  }

  /** @param {SubmitEvent} event */
  make(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    /** @param {{ code: string }} made */
    const done = ({ code }) =>
      notice('go', html`<p>${pieces(words.codes.made, { code: html`<code class="secret">${code}</code>` })}</p>`);
    return this.attempt(done, async () => {
      const made = await api.post('/api/v1/admin/codes', {
        label: String(data.get('label')).trim(),
        uses: Number(data.get('uses')),
        days: Number(data.get('days')),
      });
      form.reset();
      return made;
    });
  }

  /** @param {Code} code */
  async revoke({ id, label, usesLeft }) {
    const sentence = pieces(words.codes.revokeSays, {
      label: name(label),
      count: usesLeft,
      figure: dates.figure(usesLeft),
    });
    if (!(await sure(words.codes.revokeTitle, sentence, words.codes.revoke))) return;
    await this.attempt(words.codes.revoked, () => api.remove(`/api/v1/admin/codes/${segment(id)}`));
  }

  /** @param {Code} code */
  ends({ state, expiresAt, revokedAt }) {
    if (revokedAt) return html`<span class="muted">${words.codes.wasRevoked}</span> ${dates.day(revokedAt)}`;
    if (state === 'used') return html`<span class="muted">${words.codes.usedUp}</span>`;
    return html`${state === 'expired' ? html`<span class="muted">${words.codes.ended}</span> ` : nothing}${dates.day(expiresAt)}`;
  }

  /** @param {Code[]} codes */
  view(codes) {
    if (codes.length === 0) return emptyBlock(words.codes.empty);
    return table(
      words.codes.codes,
      [words.codes.forWhom, words.codes.usesLeft, words.codes.madeBy, words.codes.until],
      codes,
      (code) => html`<th scope="row">${name(code.label)}</th>
        <td data-label=${words.codes.usesLeft}>${words.codes.leftOf({ left: dates.count(code.usesLeft), all: dates.count(code.uses) })}</td>
        <td data-label=${words.codes.madeBy}>${code.createdBy ? name(code.createdBy) : html`<span class="muted">${words.codes.nobody}</span>`}<br /><span class="muted">${dates.day(code.createdAt)}</span></td>
        <td data-label=${words.codes.until}>${this.ends(code)}</td>
        <td class="steps-cell">${code.state === 'open' ? html`<button class="button plain" @click=${() => this.revoke(code)}>${icon('ban')} ${words.codes.revoke}</button>` : nothing}</td>`,
      (code) => code.state !== 'open',
    );
  }

  render() {
    return html`<section aria-labelledby="codes"><h2 id="codes">${words.codes.title}</h2>
      <p class="muted">${words.codes.lead}</p>
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (codes) => this.view(codes), 3)}
      <form class="line-form" @submit=${this.make}>
        <div class="field"><label for="label">${words.codes.forWhom}</label><input id="label" name="label" maxlength="80" required autocomplete="off" /></div>
        <div class="field short"><label for="uses">${words.codes.uses}</label><input id="uses" name="uses" type="number" min="1" max="50" value="1" required /></div>
        <div class="field short"><label for="days">${words.codes.days}</label><input id="days" name="days" type="number" min="1" max="365" value="14" required /></div>
        <button class="button ink">${icon('plus')} ${words.codes.make}</button>
      </form></section>`;
  }
}

customElements.define('access-codes', AccessCodes);
