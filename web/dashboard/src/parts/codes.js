/** @file Reviewed-access codes: made, what is left of each, revoked. A code's own letters are shown once, when it is made. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice, problemBlock } from './answer.js';
import { sure } from './letter.js';
import { name, Page } from './page.js';
import { table } from './table.js';

/** @typedef {{ id: string, label: string, uses: number, usesLeft: number, state: string, createdBy: string, createdAt: string, expiresAt: string, revokedAt: string | null }} Code */

class AccessCodes extends Page {
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Code[]>} */
      task: (_, { signal }) => api.list('/api/admin/codes', {}, signal),
    });
  }

  /** @param {() => Promise<unknown>} work what it gives is said */
  async attempt(work) {
    this.said = nothing;
    try {
      this.said = await work();
      await this.task.run();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {SubmitEvent} event */
  make(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    return this.attempt(async () => {
      const { code } = await api.post('/api/admin/codes', {
        label: String(data.get('label')).trim(),
        uses: Number(data.get('uses')),
        days: Number(data.get('days')),
      });
      form.reset();
      return notice(
        'go',
        html`<p>The code: <code class="secret">${code}</code>. Copy it now; it is shown this once.</p>`,
      );
    });
  }

  /** @param {Code} code */
  async revoke({ id, label, usesLeft }) {
    const sentence = html`${name(label)}: ${dates.counted(usesLeft, 'use', 'uses')} left. It opens nothing from now on; accounts that it opened stay open.`;
    if (!(await sure('Revoke this code?', sentence, 'Revoke'))) return;
    await this.attempt(async () => {
      await api.remove(`/api/admin/codes/${segment(id)}`);
      return notice('go', 'Revoked. It opens nothing any more.');
    });
  }

  /** @param {Code} code */
  ends({ state, expiresAt, revokedAt }) {
    if (revokedAt) return html`<span class="muted">Revoked</span> ${dates.day(revokedAt)}`;
    if (state === 'used') return html`<span class="muted">Used up</span>`;
    return html`${state === 'expired' ? html`<span class="muted">Ended</span> ` : nothing}${dates.day(expiresAt)}`;
  }

  /** @param {Code[]} codes */
  view(codes) {
    if (codes.length === 0) return emptyBlock('No code was made yet. Whoever applies without one waits for a person.');
    return table(
      'Codes',
      ['For whom', 'Uses left', 'Made by', 'Until'],
      codes,
      (code) => html`<th scope="row">${name(code.label)}</th>
        <td data-label="Uses left">${dates.count(code.usesLeft)} of ${dates.count(code.uses)}</td>
        <td data-label="Made by">${code.createdBy ? name(code.createdBy) : html`<span class="muted">nobody here any more</span>`}<br /><span class="muted">${dates.day(code.createdAt)}</span></td>
        <td data-label="Until">${this.ends(code)}</td>
        <td class="steps-cell">${code.state === 'open' ? html`<button class="button plain" @click=${() => this.revoke(code)}>${icon('ban')} Revoke</button>` : nothing}</td>`,
      (code) => code.state !== 'open',
    );
  }

  render() {
    return html`<section aria-labelledby="codes"><h2 id="codes">Reviewed-access codes</h2>
      <p class="muted">A code lets a workspace that you trust pass without waiting: so many times, until a day.</p>
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (codes) => this.view(codes), 3)}
      <form class="line-form" @submit=${this.make}>
        <div class="field"><label for="label">For whom</label><input id="label" name="label" maxlength="80" required autocomplete="off" /></div>
        <div class="field short"><label for="uses">Uses</label><input id="uses" name="uses" type="number" min="1" max="50" value="1" required /></div>
        <div class="field short"><label for="days">Days</label><input id="days" name="days" type="number" min="1" max="365" value="14" required /></div>
        <button class="button ink">${icon('plus')} Make a code</button>
      </form></section>`;
  }
}

customElements.define('access-codes', AccessCodes);
