/** @file For administrators: who asks for access, which workspaces are verified, and codes. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { navigate } from '../navigation.js';
import { answer, emptyBlock, notice, problemBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { sure } from '../parts/letter.js';
import { head, name, Page } from '../parts/page.js';
import { askReason } from '../parts/reason.js';
import { withProof } from '../parts/step-up.js';
import '../parts/broken-glass.js';
import '../parts/codes.js';
import '../parts/second-factor.js';

/** @typedef {{ id: string, email: string, name: string, workspaceName: string, workspaceKind: string, createdAt: string, state: string, withCode: boolean }} Application */
/** @typedef {{ id: string, name: string, kind: string, verified: boolean, demo: boolean, shut: 'locked' | 'archived' | null }} Workspace */

class ApplicationsPage extends Page {
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.said = nothing;
    /** @type {Task<readonly [boolean], Application[]>} */
    this.task = new Task(this, {
      args: () => [this.gated],
      task: async ([gated], { signal }) =>
        gated ? [] : api.list('/api/admin/applications', { state: 'pending' }, signal),
    });
    /** @type {Task<readonly [boolean], Workspace[]>} */
    this.houses = new Task(this, {
      args: () => [this.gated],
      task: async ([gated], { signal }) => (gated ? [] : api.list('/api/admin/workspaces', {}, signal)),
    });
  }

  /** Whether the second factor comes first. */
  get gated() {
    const { needed = false, proven = false } = this.me?.secondFactor ?? {};
    return needed && !proven;
  }

  /** @param {Application} item @param {'approve' | 'refuse'} decision @param {Record<string, unknown>} [body] */
  async decide(item, decision, body = {}) {
    try {
      await api.post(`/api/admin/applications/${segment(item.id)}/${decision}`, body);
      this.said = notice(
        'go',
        html`${name(item.name)}: ${decision === 'approve' ? 'approved, and told by mail' : 'refused, with your reason'}.`,
      );
      await this.task.run();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Application} item */
  async approve(item) {
    let verified = false;
    const answer = await openDialog(
      'Approve the application?',
      (close) => html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        verified = new FormData(/** @type {HTMLFormElement} */ (event.target)).has('verified');
        close('done');
      }}><p>${name(item.workspaceName)} opens for ${name(item.name)}.</p>
      <label class="check"><input type="checkbox" name="verified" /> <span>I know this workspace. Mark it as verified, so that it may see private listings.</span></label>
      <div class="row"><button class="button cue">Approve</button><button type="button" class="button plain" @click=${() => close()}>Not now</button></div></form>`,
    );
    if (answer) await this.decide(item, 'approve', { verified });
  }

  /** @param {Application} item */
  async refuse(item) {
    let reason = '';
    await openDialog(
      'Refuse the application?',
      (close) => html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        reason = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('reason') ?? '');
        close('done');
      }}><p>${name(item.name)} is told the reason in these words.</p>
      <div class="field wide"><label for="reason">Reason</label><textarea id="reason" name="reason" rows="3" required maxlength="500"></textarea></div>
      <div class="row"><button class="button ink">Refuse</button><button type="button" class="button plain" @click=${() => close()}>Not now</button></div></form>`,
    );
    if (reason) await this.decide(item, 'refuse', { reason });
  }

  /** Verifies a workspace, or takes that back, which from an archived one is all that can be done. @param {Workspace} house */
  async verify({ id, name: called, ...house }) {
    const verified = house.verified || house.shut === 'archived';
    const title = verified ? 'Take the verification back?' : 'Verify this workspace?';
    const sentence = verified
      ? html`${name(called)} sees no private listing any more, and its artists are found by nobody, at once.`
      : html`${name(called)} may see private listings, and its artists may be found, at once.`;
    if (!(await sure(title, sentence, verified ? 'Take it back' : 'Verify'))) return;
    try {
      await api.post(`/api/admin/workspaces/${segment(id)}/verification`, { verified: !verified });
      await this.houses.run();
      this.said = notice('go', html`${name(called)}: ${verified ? 'not verified any more' : 'verified'}.`);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Workspace} house */
  async breakGlass({ id, name: called }) {
    const sentence = html`You read ${name(called)} for as long as you say, and change nothing. Its owners are told by mail, with your name and this reason; each look is in their record.`;
    const wish = await askReason('Open this workspace for reading?', sentence, { yes: 'Open it', minutes: true });
    if (!wish) return;
    try {
      const opened = await withProof(() => api.post(`/api/admin/workspaces/${segment(id)}/break-glass`, wish));
      navigate(`/glass/${opened.id}`);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Workspace[]} items */
  workspaces(items) {
    if (items.length === 0)
      return emptyBlock('No workspace yet. One opens with the first application that is approved.');
    return html`<div class="table-wrap" role="region" aria-label="Workspaces, as a table" tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Workspace</th><th scope="col">Kind</th><th scope="col">Verified</th><th scope="col"><span class="quiet">Actions</span></th></tr></thead>
      <tbody>${items.map(
        (
          item,
        ) => html`<tr><th scope="row">${name(item.name)}${item.demo ? html` <span class="muted">demo</span>` : nothing}${item.shut ? html` <span class="muted">${item.shut}</span>` : nothing}</th>
        <td data-label="Kind">${item.kind}</td><td data-label="Verified">${item.verified ? 'Yes' : html`<span class="muted">No</span>`}</td>
        <td class="steps-cell"><button class="button plain" @click=${() => this.verify(item)}>${item.verified || item.shut === 'archived' ? 'Take back' : 'Verify'}</button><button class="button plain" @click=${() => this.breakGlass(item)}>Open for reading…</button></td></tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {Application[]} items */
  view(items) {
    if (items.length === 0)
      return emptyBlock('No application waits. Whoever applies stays outside until a person decides here.');
    return html`<div class="table-wrap" role="region" aria-label="Applications" tabindex="0"><table class="desk">
      <thead><tr><th scope="col">Person</th><th scope="col">Workspace</th><th scope="col">Applied</th><th scope="col"><span class="quiet">Decision</span></th></tr></thead>
      <tbody>${items.map(
        (item) => html`<tr><th scope="row">${name(item.name)}<br /><span class="muted">${name(item.email)}</span></th>
        <td data-label="Workspace">${name(item.workspaceName)}<br /><span class="muted">${item.workspaceKind}${item.withCode ? ', with a code' : ''}</span></td>
        <td data-label="Applied">${dates.moment(item.createdAt)}</td>
        <td class="steps-cell"><button class="button cue" @click=${() => this.approve(item)}>Approve</button><button class="button plain" @click=${() => this.refuse(item)}>Refuse</button></td></tr>`,
      )}</tbody></table></div>`;
  }

  render() {
    const top = head('Applications', 'Signing up opens nothing by itself: a person reads each application.');
    if (this.gated) return html`${top}<second-factor .me=${this.me}></second-factor>`;
    return html`${top}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (value) => this.view(value), 4)}
      <section aria-labelledby="workspaces"><h2 id="workspaces">Workspaces</h2>
        <p class="muted">A workspace that is verified sees private listings, and its artists can be found.</p>
        <details><summary>Show all workspaces</summary>${answer(this.houses, (value) => this.workspaces(value), 4)}</details></section>
      <broken-glass></broken-glass>
      <access-codes></access-codes>`;
  }
}

customElements.define('page-applications', ApplicationsPage);
