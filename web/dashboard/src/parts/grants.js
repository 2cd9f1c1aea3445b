/** @file Grants of a workspace: who may do more than her role, in which brand, until when; given and revoked. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { navigate } from '../navigation.js';
import { pieces, words } from '../words.js';
import { answer, emptyBlock, problemBlock } from './answer.js';
import { openDialog } from './dialog.js';
import { sure } from './letter.js';
import { name } from './page.js';
import { entitlementWord, roleWord } from './rights.js';
import { StepPage } from './step-page.js';
import { table } from './table.js';

/**
 * @typedef {{ id: string, person: { id: string, name: string }, role: string | null, brand: { id: string, name: string } | null, entitlements: string[], state: string, givenBy: string, expiresAt: string, usedAt: string | null }} Grant
 */
/** @typedef {{ items: Grant[], givable: { roles: string[], entitlements: string[] } }} Grants */

/** What each rank may do in its brand. @type {Record<string, string>} */
const ranks = {
  viewer: words.grants.viewer,
  creator: words.grants.creator,
  agency_member: words.grants.agency_member,
  brand_member: words.grants.brand_member,
  brand_admin: words.grants.brand_admin,
  org_admin: words.grants.org_admin,
  agency_admin: words.grants.agency_admin,
};

/** "Brand member in Matinée; may export the record" @param {{ role?: string | null, roles?: string[], brand?: string, entitlements: string[] }} grant */
export function grantWords({ role, roles = role ? [role] : [], brand, entitlements }) {
  const parts = [
    ...roles.map((one) =>
      brand ? pieces(words.grants.inBrand, { role: roleWord(one), brand: name(brand) }) : roleWord(one),
    ),
    ...(entitlements.length ? [words.grants.may({ rights: dates.listOf(entitlements.map(entitlementWord)) })] : []),
  ];
  return parts.map((part, i) => html`${i ? '; ' : nothing}${part}`);
}

class WorkspaceGrants extends StepPage {
  static properties = { members: {}, manages: { type: Boolean } };

  constructor() {
    super();
    /** @type {{ id: string, name: string }[]} */
    this.members = [];
    /** Whether the reader may give and revoke. */
    this.manages = false;
    this.task = new Task(this, {
      args: () => [],
      /** @returns {Promise<Grants>} */
      task: (_, { signal }) => api.get('/api/v1/grants', {}, signal),
    });
  }

  /** @param {Grants['givable']} givable */
  async give(givable) {
    this.said = nothing;
    /** @type {{ id: string, name: string }[] | null} */
    const brands = await api.get('/api/v1/brands').then(
      ({ items }) => items,
      (problem) => {
        this.said = problemBlock(problem);
        return null;
      },
    );
    if (!brands) return;
    /** @type {Record<string, unknown> | null} */
    let wish = null;
    await openDialog(words.grants.give, (close) => {
      const submit = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        wish = readWish(/** @type {HTMLFormElement} */ (event.target));
        close('done');
      };
      return html`<form @submit=${submit}>
        <p>${words.grants.giveHelp}</p>
        <div class="field wide"><label for="grant-person">${words.grants.to}</label><select id="grant-person" name="person" required>${this.members.map(({ id, name: called }) => html`<option value=${id}>${called}</option>`)}</select></div>
        <div class="field wide"><label for="grant-role">${words.grants.role}</label><select id="grant-role" name="role"><option value="">${words.grants.none}</option>${givable.roles.map((role) => html`<option value=${role}>${dates.sentence(roleWord(role))}: ${ranks[role] ?? ''}</option>`)}</select></div>
        <div class="field wide"><label for="grant-brand">${words.grants.brand}</label><select id="grant-brand" name="brand"><option value="">${words.grants.none}</option>${brands.map(({ id, name: called }) => html`<option value=${id}>${called}</option>`)}</select></div>
        <fieldset class="rights"><legend>${words.grants.andMay}</legend>${givable.entitlements.map((one) => html`<label class="check"><input type="checkbox" name="entitlements" value=${one} /> <span>${dates.sentence(entitlementWord(one))}</span></label>`)}</fieldset>
        <div class="field wide"><label for="grant-reason">${words.grants.reason}</label><input id="grant-reason" name="reason" required maxlength="500" autocomplete="off" /></div>
        <div class="field short"><label for="grant-days">${words.grants.days}</label><input id="grant-days" name="days" type="number" min="1" max="365" value="30" required /></div>
        <div class="row"><button class="button ink">${words.grants.write}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.notNow}</button></div></form>`;
    });
    if (!wish) return;
    try {
      const { approvalId } = await api.post('/api/v1/grants', wish);
      this.approvalsChanged();
      navigate(`/approvals/${approvalId}`);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }

  /** @param {Grant} grant */
  async revoke(grant) {
    const sentence = pieces(words.grants.revokeSays, {
      person: name(grant.person.name),
      grant: grantWords({ ...grant, brand: grant.brand?.name }),
    });
    if (await sure(words.grants.revokeTitle, sentence, words.grants.revoke))
      await this.attempt(words.grants.revoked, () => api.remove(`/api/v1/grants/${segment(grant.id)}`));
  }

  /** @param {Grant[]} items */
  grants(items) {
    if (items.length === 0) return emptyBlock(words.grants.empty);
    return table(
      words.grants.title,
      [words.grants.person, words.grants.holds, words.grants.lastUsed, words.grants.until],
      items,
      (
        grant,
      ) => html`<th scope="row">${name(grant.person.name)}<br /><span class="muted">${pieces(words.grants.givenBy, { who: name(grant.givenBy) })}</span></th>
        <td data-label=${words.grants.holds}>${grantWords({ ...grant, brand: grant.brand?.name })}</td>
        <td data-label=${words.grants.lastUsed}>${grant.usedAt ? dates.moment(grant.usedAt) : html`<span class="muted">${words.grants.never}</span>`}</td>
        <td data-label=${words.grants.until}>${grant.state === 'revoked' ? html`<span class="muted">${words.grants.wasRevoked}</span>` : html`${grant.state === 'expired' ? html`<span class="muted">${words.grants.ended}</span> ` : nothing}${dates.day(grant.expiresAt)}`}</td>
        <td class="steps-cell">${this.manages && grant.state === 'open' ? html`<button class="button plain" @click=${() => this.revoke(grant)}>${icon('ban')} ${words.grants.revoke}</button>` : nothing}</td>`,
      (grant) => grant.state !== 'open',
    );
  }

  render() {
    return html`<div aria-live="polite">${this.said}</div>${answer(
      this.task,
      ({ items, givable }) => html`<section aria-labelledby="grants"><h2 id="grants">${words.grants.title}</h2>
        <p class="muted">${words.grants.lead}</p>
        ${this.grants(items)}
        ${this.manages ? html`<p class="after"><button class="button ink" @click=${() => this.give(givable)}>${icon('plus')} ${words.grants.giveOne}</button></p>` : nothing}
        </section>`,
      4,
    )}`;
  }
}

/** @param {HTMLFormElement} form */
function readWish(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ member) => String(data.get(member) ?? '').trim();
  const entitlements = data.getAll('entitlements').map(String);
  return {
    person: text('person'),
    ...(text('role') ? { role: text('role') } : {}),
    ...(text('brand') ? { brand: text('brand') } : {}),
    ...(entitlements.length ? { entitlements } : {}),
    reason: text('reason'),
    days: Number(data.get('days')),
    timeZone: dates.readerZone,
  };
}

customElements.define('workspace-grants', WorkspaceGrants);
