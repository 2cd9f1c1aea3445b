/** @file The workspace, for its owners: locked, archived and opened again, handed on; and who of the platform looked in. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice } from '../parts/answer.js';
import { chosenIn, languageOptions } from '../parts/language.js';
import { sure } from '../parts/letter.js';
import { mayOf } from '../parts/may.js';
import { head, name } from '../parts/page.js';
import { askReason } from '../parts/reason.js';
import { StepPage } from '../parts/step-page.js';
import { withProof } from '../parts/step-up.js';
import { table } from '../parts/table.js';
import { pieces, words } from '../words.js';

/** @typedef {{ id: string, by: string, reason: string, openedAt: string, until: string, endedAt: string | null, open: boolean }} Glass */
/** @typedef {{ name: string, language: string | null, shut: import('../app.js').Shut | null, glass?: Glass[] }} Standing */

/** What is asked and said before each. */
const steps = {
  lock: {
    title: words.workspace.lockTitle,
    sentence: words.workspace.lockSays,
    yes: words.workspace.lockYes,
    done: words.workspace.lockDone,
  },
  archive: {
    title: words.workspace.archiveTitle,
    sentence: words.workspace.archiveSays,
    yes: words.workspace.archiveYes,
    done: words.workspace.archiveDone,
  },
};

class WorkspacePage extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Standing & { governs: boolean }>} */
      task: async (_, { signal }) => ({
        ...(await api.get('/api/v1/workspace', {}, signal)),
        // Governs as core sees it, but for the fresh proof, which is asked for when it is needed.
        governs: (await mayOf(this.me))('workspace.update'),
      }),
    });
  }

  /** @param {string} path @param {unknown} body @param {string} done */
  change(path, body, done) {
    return this.attempt(done, async () => {
      await withProof(() => api.post(`/api/v1/workspace/${path}`, body));
      this.announce(done);
      this.dispatchEvent(new Event('standing-changed', { bubbles: true }));
    });
  }

  /** @param {keyof typeof steps} path */
  async shut(path) {
    const { title, sentence, yes, done } = steps[path];
    const given = await askReason(title, sentence, { yes });
    if (given) await this.change(path, { reason: given.reason }, done);
  }

  /** @param {Glass} glass */
  async end({ id, by }) {
    if (
      !(await sure(words.workspace.endTitle, pieces(words.workspace.endSays, { who: name(by) }), words.workspace.endIt))
    )
      return;
    await this.attempt(words.workspace.ended, async () => {
      await api.remove(`/api/v1/workspace/break-glass/${segment(id)}`);
      this.dispatchEvent(new Event('standing-changed', { bubbles: true }));
    });
  }

  /** @param {import('../app.js').Shut | null} shut */
  steps(shut) {
    const archived = shut?.state === 'archived';
    return html`<section aria-labelledby="lock"><h2 id="lock">${words.workspace.lock}</h2>
        <p class="muted">${words.workspace.lockHelp}</p>
        <p class="after">${shut && !archived ? html`<button class="button cue" @click=${() => this.change('unlock', undefined, words.workspace.unlocked)}>${icon('lock')} ${words.workspace.unlock}</button>` : html`<button class="button ink" ?disabled=${archived} @click=${() => this.shut('lock')}>${icon('lock')} ${words.workspace.lockOpen}</button>`}</p></section>
      <section aria-labelledby="archive"><h2 id="archive">${words.workspace.archive}</h2>
        <p class="muted">${words.workspace.archiveHelp}</p>
        <p class="after">${archived ? html`<button class="button cue" @click=${() => this.change('restore', undefined, words.workspace.restored)}>${icon('rotate')} ${words.workspace.restore}</button>` : html`<button class="button ink" @click=${() => this.shut('archive')}>${icon('file')} ${words.workspace.archiveOpen}</button>`}</p></section>
      <section aria-labelledby="hand-on"><h2 id="hand-on">${words.workspace.handOn}</h2>
        <p class="muted">${words.workspace.handHelp}</p>
        <p class="after"><a class="button" href="/people">${icon('members')} ${words.workspace.choose}</a></p></section>`;
  }

  /** @param {string | null} language */
  language(language) {
    const choose = (/** @type {Event} */ event) =>
      this.attempt(words.workspace.languageDone, () =>
        withProof(() => api.patch('/api/v1/workspace', { language: chosenIn(event) })),
      );
    return html`<section aria-labelledby="language"><h2 id="language">${words.workspace.language}</h2>
      <p class="muted">${words.workspace.languageHelp}</p>
      <div class="field short"><select aria-labelledby="language" @change=${choose}>${language ? nothing : html`<option value="" disabled selected>${words.workspace.languageNone}</option>`}${languageOptions(language)}</select></div></section>`;
  }

  /** @param {Glass[]} items */
  glass(items) {
    return html`<section aria-labelledby="glass"><h2 id="glass">${words.workspace.glass}</h2>
      <p class="muted">${words.workspace.glassHelp}</p>
      ${
        items.length === 0
          ? emptyBlock(words.workspace.neverOpened)
          : table(
              words.workspace.openings,
              [words.workspace.who, words.workspace.why, words.workspace.from, words.workspace.until],
              items,
              (
                one,
              ) => html`<th scope="row">${name(one.by)}</th><td data-label=${words.workspace.why}>${name(one.reason)}</td>
        <td data-label=${words.workspace.from}>${dates.moment(one.openedAt)}</td><td data-label=${words.workspace.until}>${dates.moment(one.until)}</td>
        <td class="steps-cell">${one.open ? html`<button class="button plain" @click=${() => this.end(one)}>${icon('ban')} ${words.workspace.end}</button>` : nothing}</td>`,
              ({ open }) => !open,
            )
      }</section>`;
  }

  /** @param {Standing & { governs: boolean }} found */
  view({ shut, glass, governs, language }) {
    return html`${governs && !shut ? this.language(language) : nothing}${governs ? this.steps(shut) : notice('plain', html`<p>${words.workspace.notOwner}</p>`)}
      ${glass ? this.glass(glass) : nothing}`;
  }

  render() {
    return html`${head(words.workspace.title, words.workspace.lead)}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 6)}`;
  }
}

customElements.define('page-workspace', WorkspacePage);
