/** @file Brands of a workspace: opened and closed by owners, written in by whoever holds a grant for one. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import { icon } from '../icons.js';
import { pieces, words } from '../words.js';
import { answer, emptyBlock } from './answer.js';
import { openDialog } from './dialog.js';
import { sure } from './letter.js';
import { mayOf } from './may.js';
import { name } from './page.js';
import { StepPage } from './step-page.js';
import { table } from './table.js';

/** @typedef {{ id: string, name: string, statement: string }} Brand */
/** @typedef {Awaited<ReturnType<typeof mayOf>>} May */

/** Says `brands-changed` when one was opened or closed. */
class WorkspaceBrands extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<{ may: May, brands: Brand[] }>} */
      task: async (_, { signal }) => {
        const [may, brands] = await Promise.all([mayOf(this.me), api.list('/api/v1/brands', {}, signal)]);
        return { may, brands };
      },
    });
  }

  /** @param {string} done @param {() => Promise<unknown>} work */
  change(done, work) {
    return this.attempt(done, async () => {
      await work();
      this.dispatchEvent(new Event('brands-changed', { bubbles: true }));
    });
  }

  /** @param {SubmitEvent} event */
  open(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.change(words.brands.opened, async () => {
      await api.post('/api/v1/brands', { name: String(new FormData(form).get('name')).trim() });
      form.reset();
    });
  }

  /** @param {Brand} brand */
  async close(brand) {
    const sentence = pieces(words.brands.closeSays, { brand: name(brand.name) });
    if (await sure(words.brands.closeTitle, sentence, words.brands.closeIt))
      await this.change(words.brands.closed, () => api.remove(`/api/v1/brands/${segment(brand.id)}`));
  }

  /** @param {Brand} brand @param {boolean} renames */
  async write(brand, renames) {
    /** @type {Record<string, string> | null} */
    let change = null;
    await openDialog(words.brands.writeTitle, (close) => {
      const submit = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        change = /** @type {Record<string, string>} */ (
          Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)))
        );
        close('done');
      };
      return html`<form @submit=${submit}>
        ${renames ? html`<div class="field wide"><label for="brand-new-name">${words.brands.itsName}</label><input id="brand-new-name" name="name" required maxlength="120" .value=${brand.name} autocomplete="off" /></div>` : html`<p>${name(brand.name)}</p>`}
        <div class="field wide"><label for="brand-statement">${words.brands.statement}</label><textarea id="brand-statement" name="statement" rows="4" maxlength="2000" .value=${brand.statement}></textarea></div>
        <div class="row"><button class="button ink">${words.brands.writeIt}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.leaveIt}</button></div></form>`;
    });
    if (change) await this.change(words.brands.written, () => api.post(`/api/v1/brands/${segment(brand.id)}`, change));
  }

  /** @param {{ may: May, brands: Brand[] }} found */
  view({ may, brands }) {
    const opens = may('workspace.update');
    return html`<section aria-labelledby="brands"><h2 id="brands">${words.brands.title}</h2>
      <p class="muted">${words.brands.lead}</p>
      ${
        brands.length
          ? table(
              words.brands.title,
              [words.brands.brand, words.brands.statement],
              brands,
              (brand) => html`<th scope="row">${name(brand.name)}</th>
            <td data-label=${words.brands.says}>${brand.statement ? name(brand.statement) : html`<span class="muted">${words.brands.nothingYet}</span>`}</td>
            <td class="steps-cell">${may('brand.write', { brand: brand.id }) ? html`<button class="button plain" @click=${() => this.write(brand, may('brand.manage', { brand: brand.id }))}>${icon('pen')} ${words.brands.write}</button>` : nothing}${opens ? html`<button class="button plain" @click=${() => this.close(brand)}>${icon('ban')} ${words.brands.close}</button>` : nothing}</td>`,
            )
          : emptyBlock(words.brands.empty)
      }
      ${opens ? html`<form class="line-form" @submit=${this.open}><div class="field"><label for="brand-name">${words.brands.itsName}</label><input id="brand-name" name="name" required maxlength="120" autocomplete="off" /></div><button class="button ink">${icon('plus')} ${words.brands.open}</button></form>` : nothing}
    </section>`;
  }

  render() {
    return html`<div aria-live="polite">${this.said}</div>${answer(this.task, (found) => this.view(found), 3)}`;
  }
}

customElements.define('workspace-brands', WorkspaceBrands);
