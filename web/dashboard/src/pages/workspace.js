/** @file The workspace, for its owners: locked, archived and opened again, handed on; and who of the platform looked in. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock, notice } from '../parts/answer.js';
import { sure } from '../parts/letter.js';
import { mayOf } from '../parts/may.js';
import { head, name } from '../parts/page.js';
import { askReason } from '../parts/reason.js';
import { StepPage } from '../parts/step-page.js';
import { withProof } from '../parts/step-up.js';
import { table } from '../parts/table.js';

/** @typedef {{ id: string, by: string, reason: string, openedAt: string, until: string, endedAt: string | null, open: boolean }} Glass */
/** @typedef {{ name: string, shut: import('../app.js').Shut | null, glass?: Glass[] }} Standing */

/** What is asked and said before each. */
const steps = {
  lock: {
    title: 'Lock the workspace?',
    sentence:
      'Nobody here changes anything from then on, you neither, until an owner unlocks it. Reading and calendars go on; what others send arrives and waits. Everybody here reads the reason.',
    yes: 'Lock it',
    done: 'Locked. Nothing changes here now.',
  },
  archive: {
    title: 'Archive the workspace?',
    sentence:
      'It is locked, and found by nobody: its artists, public pages and calendar addresses answer as if they were not there. Its people still sign in, read, and export the record. Everybody here reads the reason.',
    yes: 'Archive it',
    done: 'Archived. It is found by nobody now.',
  },
};

class WorkspacePage extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Standing & { governs: boolean }>} */
      task: async (_, { signal }) => ({
        ...(await api.get('/api/workspace', {}, signal)),
        // Governs as core sees it, but for the fresh proof, which is asked for when it is needed.
        governs: (await mayOf(this.me))('workspace.update'),
      }),
    });
  }

  /** @param {string} path @param {unknown} body @param {string} done */
  change(path, body, done) {
    return this.attempt(done, async () => {
      await withProof(() => api.post(`/api/workspace/${path}`, body));
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
    if (!(await sure('End this opening?', html`${name(by)} reads nothing more here, at once.`, 'End it'))) return;
    await this.attempt('Ended. Nobody looks in any more.', async () => {
      await api.remove(`/api/workspace/break-glass/${segment(id)}`);
      this.dispatchEvent(new Event('standing-changed', { bubbles: true }));
    });
  }

  /** @param {import('../app.js').Shut | null} shut */
  steps(shut) {
    const archived = shut?.state === 'archived';
    return html`<section aria-labelledby="lock"><h2 id="lock">Lock</h2>
        <p class="muted">For a pause, or when something seems wrong: everything stays readable, and nothing changes.</p>
        <p class="after">${shut && !archived ? html`<button class="button cue" @click=${() => this.change('unlock', undefined, 'Unlocked. Everything goes on.')}>${icon('lock')} Unlock</button>` : html`<button class="button ink" ?disabled=${archived} @click=${() => this.shut('lock')}>${icon('lock')} Lock…</button>`}</p></section>
      <section aria-labelledby="archive"><h2 id="archive">Archive</h2>
        <p class="muted">When the work here is over: locked, and found by nobody. Restoring gives back what was.</p>
        <p class="after">${archived ? html`<button class="button cue" @click=${() => this.change('restore', undefined, 'Restored, as it was before.')}>${icon('rotate')} Restore</button>` : html`<button class="button ink" @click=${() => this.shut('archive')}>${icon('file')} Archive…</button>`}</p></section>
      <section aria-labelledby="hand-on"><h2 id="hand-on">Hand on</h2>
        <p class="muted">Another member becomes the owner in your place. Only an owner can give it back.</p>
        <p class="after"><a class="button" href="/people">${icon('members')} Choose a member</a></p></section>`;
  }

  /** @param {Glass[]} items */
  glass(items) {
    return html`<section aria-labelledby="glass"><h2 id="glass">Opened by administrators</h2>
      <p class="muted">Whoever runs the platform can open a workspace for reading, for a reason and an hour at most. Owners are told by mail, each look is in your record, and nothing can be changed that way.</p>
      ${
        items.length === 0
          ? emptyBlock('Nobody of the platform ever opened this workspace.')
          : table(
              'Openings',
              ['Who', 'Why', 'From', 'Until'],
              items,
              (one) => html`<th scope="row">${name(one.by)}</th><td data-label="Why">${name(one.reason)}</td>
        <td data-label="From">${dates.moment(one.openedAt)}</td><td data-label="Until">${dates.moment(one.until)}</td>
        <td class="steps-cell">${one.open ? html`<button class="button plain" @click=${() => this.end(one)}>${icon('ban')} End</button>` : nothing}</td>`,
              ({ open }) => !open,
            )
      }</section>`;
  }

  /** @param {Standing & { governs: boolean }} found */
  view({ shut, glass, governs }) {
    return html`${governs ? this.steps(shut) : notice('plain', html`<p>Locking, archiving and handing on is for an owner of this workspace.</p>`)}
      ${glass ? this.glass(glass) : nothing}`;
  }

  render() {
    return html`${head('Workspace', 'What concerns all of it at once.')}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 6)}`;
  }
}

customElements.define('page-workspace', WorkspacePage);
