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
import { kindWord } from '../parts/rights.js';
import { withProof } from '../parts/step-up.js';
import '../parts/broken-glass.js';
import '../parts/codes.js';
import '../parts/second-factor.js';
import { pieces, words } from '../words.js';

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
        gated ? [] : api.list('/api/v1/admin/applications', { state: 'pending' }, signal),
    });
    /** @type {Task<readonly [boolean], Workspace[]>} */
    this.houses = new Task(this, {
      args: () => [this.gated],
      task: async ([gated], { signal }) => (gated ? [] : api.list('/api/v1/admin/workspaces', {}, signal)),
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
      await api.post(`/api/v1/admin/applications/${segment(item.id)}/${decision}`, body);
      this.said = notice('go', pieces(words.applications.decided, { decision, person: name(item.name) }));
      await this.task.run();
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Application} item */
  async approve(item) {
    let verified = false;
    const answer = await openDialog(
      words.applications.approveTitle,
      (close) => html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        verified = new FormData(/** @type {HTMLFormElement} */ (event.target)).has('verified');
        close('done');
      }}><p>${pieces(words.applications.opensFor, { workspace: name(item.workspaceName), person: name(item.name) })}</p>
      <label class="check"><input type="checkbox" name="verified" /> <span>${words.applications.markVerified}</span></label>
      <div class="row"><button class="button cue">${words.applications.approve}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.notNow}</button></div></form>`,
    );
    if (answer) await this.decide(item, 'approve', { verified });
  }

  /** @param {Application} item */
  async refuse(item) {
    let reason = '';
    await openDialog(
      words.applications.refuseTitle,
      (close) => html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        reason = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('reason') ?? '');
        close('done');
      }}><p>${pieces(words.applications.told, { person: name(item.name) })}</p>
      <div class="field wide"><label for="reason">${words.applications.reason}</label><textarea id="reason" name="reason" rows="3" required maxlength="500"></textarea></div>
      <div class="row"><button class="button ink">${words.applications.refuse}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.notNow}</button></div></form>`,
    );
    if (reason) await this.decide(item, 'refuse', { reason });
  }

  /** Verifies a workspace, or takes that back, which from an archived one is all that can be done. @param {Workspace} house */
  async verify({ id, name: called, ...house }) {
    const verified = house.verified || house.shut === 'archived';
    const title = verified ? words.applications.unverifyTitle : words.applications.verifyTitle;
    const sentence = verified
      ? pieces(words.applications.unverifySays, { workspace: name(called) })
      : pieces(words.applications.verifySays, { workspace: name(called) });
    if (!(await sure(title, sentence, verified ? words.applications.takeItBack : words.applications.verify))) return;
    try {
      await api.post(`/api/v1/admin/workspaces/${segment(id)}/verification`, { verified: !verified });
      await this.houses.run();
      this.said = notice(
        'go',
        pieces(words.applications.nowVerified, { verified: verified ? 'no' : 'yes', workspace: name(called) }),
      );
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Workspace} house */
  async breakGlass({ id, name: called }) {
    const sentence = pieces(words.applications.glassSays, { workspace: name(called) });
    const wish = await askReason(words.applications.glassTitle, sentence, {
      yes: words.applications.openIt,
      minutes: true,
    });
    if (!wish) return;
    try {
      const opened = await withProof(() => api.post(`/api/v1/admin/workspaces/${segment(id)}/break-glass`, wish));
      navigate(`/glass/${opened.id}`);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Workspace[]} items */
  workspaces(items) {
    if (items.length === 0) return emptyBlock(words.applications.noWorkspace);
    return html`<div class="table-wrap" role="region" aria-label=${words.applications.workspacesTable} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.applications.workspace}</th><th scope="col">${words.applications.kind}</th><th scope="col">${words.applications.verified}</th><th scope="col"><span class="quiet">${words.common.actions}</span></th></tr></thead>
      <tbody>${items.map(
        (
          item,
        ) => html`<tr><th scope="row">${name(item.name)}${item.demo ? html` <span class="muted">${words.applications.demo}</span>` : nothing}${item.shut ? html` <span class="muted">${words.applications.shut({ state: item.shut })}</span>` : nothing}</th>
        <td data-label=${words.applications.kind}>${kindWord(item.kind)}</td><td data-label=${words.applications.verified}>${item.verified ? words.applications.yes : html`<span class="muted">${words.applications.no}</span>`}</td>
        <td class="steps-cell"><button class="button plain" @click=${() => this.verify(item)}>${item.verified || item.shut === 'archived' ? words.applications.takeBack : words.applications.verify}</button><button class="button plain" @click=${() => this.breakGlass(item)}>${words.applications.openForReading}</button></td></tr>`,
      )}</tbody></table></div>`;
  }

  /** @param {Application[]} items */
  view(items) {
    if (items.length === 0) return emptyBlock(words.applications.none);
    return html`<div class="table-wrap" role="region" aria-label=${words.applications.title} tabindex="0"><table class="desk">
      <thead><tr><th scope="col">${words.applications.person}</th><th scope="col">${words.applications.workspace}</th><th scope="col">${words.applications.applied}</th><th scope="col"><span class="quiet">${words.applications.decision}</span></th></tr></thead>
      <tbody>${items.map(
        (item) => html`<tr><th scope="row">${name(item.name)}<br /><span class="muted">${name(item.email)}</span></th>
        <td data-label=${words.applications.workspace}>${name(item.workspaceName)}<br /><span class="muted">${words.applications.withCode({ kind: kindWord(item.workspaceKind), code: item.withCode ? 'yes' : 'no' })}</span></td>
        <td data-label=${words.applications.applied}>${dates.moment(item.createdAt)}</td>
        <td class="steps-cell"><button class="button cue" @click=${() => this.approve(item)}>${words.applications.approve}</button><button class="button plain" @click=${() => this.refuse(item)}>${words.applications.refuse}</button></td></tr>`,
      )}</tbody></table></div>`;
  }

  render() {
    const top = head(words.applications.title, words.applications.lead);
    if (this.gated) return html`${top}<second-factor .me=${this.me}></second-factor>`;
    return html`${top}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (value) => this.view(value), 4)}
      <section aria-labelledby="workspaces"><h2 id="workspaces">${words.applications.workspaces}</h2>
        <p class="muted">${words.applications.workspacesHelp}</p>
        <details><summary>${words.applications.showAll}</summary>${answer(this.houses, (value) => this.workspaces(value), 4)}</details></section>
      <broken-glass></broken-glass>
      <access-codes></access-codes>`;
  }
}

customElements.define('page-applications', ApplicationsPage);
