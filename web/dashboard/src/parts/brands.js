/** @file Brands of a workspace: opened and closed by owners, written in by whoever holds a grant for one. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice, problemBlock } from './answer.js';
import { openDialog } from './dialog.js';
import { sure } from './letter.js';
import { mayOf } from './may.js';
import { name, Page } from './page.js';
import { table } from './table.js';

/** @typedef {{ id: string, name: string, statement: string }} Brand */
/** @typedef {Awaited<ReturnType<typeof mayOf>>} May */

/** Says `brands-changed` when one was opened or closed. */
class WorkspaceBrands extends Page {
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<{ may: May, brands: Brand[] }>} */
      task: async (_, { signal }) => {
        const [may, brands] = await Promise.all([mayOf(this.me), api.list('/api/brands', {}, signal)]);
        return { may, brands };
      },
    });
  }

  /** @param {string} done @param {() => Promise<unknown>} work */
  async attempt(done, work) {
    this.said = nothing;
    try {
      await work();
      await this.task.run();
      this.said = notice('go', done);
      this.dispatchEvent(new Event('brands-changed', { bubbles: true }));
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {SubmitEvent} event */
  open(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    return this.attempt('Opened. Whoever writes in it needs a grant for it.', async () => {
      await api.post('/api/brands', { name: String(new FormData(form).get('name')).trim() });
      form.reset();
    });
  }

  /** @param {Brand} brand */
  async close(brand) {
    const sentence = html`${name(brand.name)} and every grant for it end at once. This can’t be undone.`;
    if (await sure('Close this brand?', sentence, 'Close it'))
      await this.attempt('Closed, with its grants.', () => api.remove(`/api/brands/${segment(brand.id)}`));
  }

  /** @param {Brand} brand @param {boolean} renames */
  async write(brand, renames) {
    /** @type {Record<string, string> | null} */
    let change = null;
    await openDialog('Write in this brand', (close) => {
      const submit = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        change = /** @type {Record<string, string>} */ (
          Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)))
        );
        close('done');
      };
      return html`<form @submit=${submit}>
        ${renames ? html`<div class="field wide"><label for="brand-new-name">Its name</label><input id="brand-new-name" name="name" required maxlength="120" .value=${brand.name} autocomplete="off" /></div>` : html`<p>${name(brand.name)}</p>`}
        <div class="field wide"><label for="brand-statement">What it says of itself</label><textarea id="brand-statement" name="statement" rows="4" maxlength="2000" .value=${brand.statement}></textarea></div>
        <div class="row"><button class="button ink">Write it</button><button type="button" class="button plain" @click=${() => close()}>Leave it</button></div></form>`;
    });
    if (change) await this.attempt('Written.', () => api.post(`/api/brands/${segment(brand.id)}`, change));
  }

  /** @param {{ may: May, brands: Brand[] }} found */
  view({ may, brands }) {
    const opens = may('workspace.update');
    return html`<section aria-labelledby="brands"><h2 id="brands">Brands</h2>
      <p class="muted">Names that this workspace works under. Whoever writes in one holds a grant for it; its last manager stays until there is another.</p>
      ${
        brands.length
          ? table(
              'Brands',
              ['Brand', 'What it says of itself'],
              brands,
              (brand) => html`<th scope="row">${name(brand.name)}</th>
            <td data-label="Says">${brand.statement ? name(brand.statement) : html`<span class="muted">nothing yet</span>`}</td>
            <td class="steps-cell">${may('brand.write', { brand: brand.id }) ? html`<button class="button plain" @click=${() => this.write(brand, may('brand.manage', { brand: brand.id }))}>${icon('pen')} Write</button>` : nothing}${opens ? html`<button class="button plain" @click=${() => this.close(brand)}>${icon('ban')} Close</button>` : nothing}</td>`,
            )
          : emptyBlock('No brand is open. One lets people write in it, and in nothing else.')
      }
      ${opens ? html`<form class="line-form" @submit=${this.open}><div class="field"><label for="brand-name">Its name</label><input id="brand-name" name="name" required maxlength="120" autocomplete="off" /></div><button class="button ink">${icon('plus')} Open a brand</button></form>` : nothing}
    </section>`;
  }

  render() {
    return html`<div aria-live="polite">${this.said}</div>${answer(this.task, (found) => this.view(found), 3)}`;
  }
}

customElements.define('workspace-brands', WorkspaceBrands);
