/** @file People: who works here, who else may look in, what was offered by letter, and where one is signed in. */
import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import { api, segment } from '../api.js';
import * as dates from '../dates.js';
import { icon } from '../icons.js';
import { answer, emptyBlock } from '../parts/answer.js';
import { openDialog } from '../parts/dialog.js';
import { letterForm, sure } from '../parts/letter.js';
import { mayOf } from '../parts/may.js';
import { head, name } from '../parts/page.js';
import { roleWord } from '../parts/rights.js';
import { StepPage } from '../parts/step-page.js';
import { withProof } from '../parts/step-up.js';
import { table } from '../parts/table.js';
import '../parts/brands.js';
import '../parts/grants.js';
import { pieces, words } from '../words.js';

/** @typedef {{ id: string, name: string, email: string, roles: string[], owner: boolean, state: string, you: boolean }} Member */
/** @typedef {{ id: string, given: boolean, workspace: { name: string }, artist?: { id: string, name: string } | null, state: string, expiresAt: string }} Grant */
/** @typedef {{ id: string, kind: string, email: string, artist: { name: string } | null, roles: string[], days: number | null, expiresAt: string }} Letter */
/** @typedef {{ id: string, createdAt: string, seenAt: string, current: boolean }} Session */

/** What a letter offers, in a word. @type {Record<string, string>} */
const offers = {
  invitation: words.people.invitation,
  partnership: words.people.partnership,
  member: words.people.member,
};

class PeoplePage extends StepPage {
  constructor() {
    super();
    this.task = new Task(this, { args: () => [], task: (_, { signal }) => this.load(signal) });
  }

  /** Asks for what core lets this person read, and nothing else. @param {AbortSignal} signal */
  async load(signal) {
    const may = await mayOf(this.me);
    const list = (/** @type {boolean} */ wanted, /** @type {string} */ path) =>
      wanted ? api.get(path, {}, signal) : Promise.resolve(null);
    const [members, partnerships, invitations, letters, sessions] = await Promise.all([
      list(may('member.read'), '/api/v1/members'),
      list(this.me.workspace.kind === 'agency' && may('audience.read'), '/api/v1/partnerships'),
      list(may('roster.read'), '/api/v1/invitations'),
      list(true, '/api/v1/letters'),
      list(true, '/api/v1/sessions'),
    ]);
    return { may, members, partnerships, invitations, letters, sessions };
  }

  /** @param {string} path @param {string} title @param {unknown} sentence @param {string} yes @param {string} done */
  async end(path, title, sentence, yes, done) {
    if (await sure(title, sentence, yes)) await this.attempt(done, () => api.remove(path));
  }

  /** @param {Member} member @param {string[]} roles */
  async change(member, roles) {
    /** @type {{ roles: string[], owner: boolean } | null} */
    let wish = null;
    await openDialog(words.people.rolesAndRights, (close) => {
      const submit = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
        wish = { roles: data.getAll('roles').map(String), owner: data.has('owner') };
        close('done');
      };
      return html`<form @submit=${submit}><p>${name(member.name)}</p>
        <fieldset class="rights" @change=${oneOfThem}><legend>${words.people.roles}</legend>${roles.map((role) => html`<label class="check"><input type="checkbox" name="roles" value=${role} .checked=${member.roles.includes(role)} /> <span>${dates.sentence(roleWord(role))}</span></label>`)}</fieldset>
        ${ownerField(member.owner)}
        <div class="row"><button class="button ink">${words.people.change}</button><button type="button" class="button plain" @click=${() => close()}>${words.common.leaveIt}</button></div></form>`;
    });
    if (wish) await this.attempt(words.people.changed, () => api.post(`/api/v1/members/${segment(member.id)}`, wish));
  }

  /** @param {Member} member */
  async handOn(member) {
    const sentence = pieces(words.people.handSays, {
      person: name(member.name),
      workspace: name(this.me.workspace.name),
    });
    if (!(await sure(words.people.handTitle, sentence, words.people.handIt))) return;
    await this.attempt(words.people.handed, async () => {
      await withProof(() => api.post('/api/v1/workspace/transfer', { person: member.id }));
      this.announce(words.people.handed);
      // What she may do is another thing now, in the rail too.
      this.dispatchEvent(new Event('signed-in', { bubbles: true }));
    });
  }

  /** @param {SubmitEvent} event */
  ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    return this.attempt(words.people.sent, async () => {
      const email = String(data.get('email')).trim();
      await api.post('/api/v1/members', { email, roles: [String(data.get('role'))], owner: data.has('owner') });
      form.reset();
    });
  }

  /** @param {{ items: Member[], roles: string[] }} found @param {(action: any) => boolean} may */
  members({ items, roles }, may) {
    const manages = may('member.change_role');
    return html`<section aria-labelledby="members"><h2 id="members">${words.people.members}</h2>
      <p class="muted">${pieces(words.people.membersHelp, { workspace: name(this.me.workspace.name) })}</p>
      ${table(
        words.people.members,
        [words.people.person, words.people.role, words.people.rights],
        items,
        (
          member,
        ) => html`<th scope="row">${name(member.name)}${member.you ? html` <span class="muted">${words.people.you}</span>` : nothing}<br /><span class="muted">${name(member.email)}</span></th>
        <td data-label=${words.people.role}>${dates.sentence(dates.listOf(member.roles.map(roleWord)))}</td>
        <td data-label=${words.people.rights}>${member.owner ? words.people.owner : html`<span class="muted">${words.people.plainMember}</span>`}${member.state === 'pending' ? html`, <span class="muted">${words.people.underReview}</span>` : nothing}</td>
        <td class="steps-cell">${
          manages
            ? html`${may('workspace.update') && !member.you && !member.owner && member.state === 'active' && member.roles.includes(roles[0]) ? html`<button class="button plain" @click=${() => this.handOn(member)}>${icon('seal')} ${words.people.handOn}</button>` : nothing}<button class="button plain" @click=${() => this.change(member, roles)}>${icon('pen')} ${words.people.change}</button><button class="button plain" @click=${() => this.end(`/api/v1/members/${segment(member.id)}`, words.people.removeTitle, pieces(words.people.removeSays, { person: name(member.name) }), words.people.remove, words.people.removed)}>${icon('ban')} ${words.people.remove}</button>`
            : nothing
        }</td>`,
      )}
      ${
        may('member.invite')
          ? html`<form class="line-form" @submit=${this.ask}>
          <div class="field"><label for="member-email">${words.people.mail}</label><input id="member-email" name="email" type="email" required maxlength="254" autocomplete="off" /></div>
          ${roleFields(roles)}
          <button class="button ink">${icon('mail')} ${words.people.invite}</button></form>`
          : nothing
      }</section>`;
  }

  /** @param {Grant[]} items @param {(action: any) => boolean} may */
  partners(items, may) {
    return html`<section aria-labelledby="partners"><h2 id="partners">${words.people.partners}</h2>
      <p class="muted">${words.people.partnersHelp}</p>
      ${
        items.length
          ? this.grants(
              words.people.partnerships,
              items,
              may('partnership.revoke'),
              (grant) =>
                html`${name(grant.workspace.name)}<br /><span class="muted">${grant.given ? words.people.seesListings : words.people.openedListings}</span>`,
              '/api/v1/partnerships',
              words.people.endPartnership,
            )
          : emptyBlock(words.people.noPartner)
      }
      ${may('partnership.grant') ? letterForm('partner', words.people.propose, (form) => this.attempt(words.people.sent, () => api.post('/api/v1/partnerships', form))) : nothing}
    </section>`;
  }

  /** @param {Grant[]} items @param {(action: any) => boolean} may */
  invitations(items, may) {
    const gives = may('invitation.revoke');
    return html`<section aria-labelledby="invitations"><h2 id="invitations">${words.people.invitations}</h2>
      <p class="muted">${gives ? words.people.invitationsGiven : words.people.invitationsHeld}</p>
      ${
        items.length
          ? this.grants(
              words.people.invitations,
              items,
              gives,
              (grant) =>
                html`${grant.artist ? html`<a href="/roster/${grant.artist.id}">${name(grant.artist.name)}</a>` : html`<span class="muted">${words.people.hidden}</span>`}<br /><span class="muted">${pieces(words.people.given, { direction: grant.given ? 'for' : 'from', workspace: name(grant.workspace.name) })}</span>`,
              '/api/v1/invitations',
              words.people.revokeInvitation,
            )
          : emptyBlock(
              words.people.noInvitation,
              gives ? html`<a class="button" href="/roster">${words.people.toRoster}</a>` : nothing,
            )
      }</section>`;
  }

  /**
   * @param {string} label @param {Grant[]} items @param {boolean} mayEnd @param {(grant: Grant) => unknown} of
   * @param {string} path @param {string} title
   */
  grants(label, items, mayEnd, of, path, title) {
    return table(
      label,
      [words.people.with, words.people.until],
      items,
      (grant) => html`<th scope="row">${of(grant)}</th>
      <td data-label=${words.people.until}>${grant.state === 'revoked' ? html`<span class="muted">${words.people.revoked}</span>` : html`${grant.state === 'expired' ? html`<span class="muted">${words.people.ended}</span> ` : nothing}${dates.day(grant.expiresAt)}`}</td>
      <td class="steps-cell">${
        grant.state === 'open' && mayEnd
          ? html`<button class="button plain" @click=${() => this.end(`${path}/${segment(grant.id)}`, title, pieces(words.people.endSays, { workspace: name(grant.workspace.name) }), words.people.endIt, words.people.endedAll)}>${icon('ban')} ${words.people.endIt}</button>`
          : nothing
      }</td>`,
      (grant) => grant.state !== 'open',
    );
  }

  /** @param {Letter[]} items */
  letters(items) {
    if (items.length === 0) return nothing;
    return html`<section aria-labelledby="letters"><h2 id="letters">${words.people.lettersTitle}</h2>
      ${table(
        words.people.letters,
        [words.people.to, words.people.offers, words.people.answerUntil],
        items,
        (letter) => html`<th scope="row">${name(letter.email)}</th>
        <td data-label=${words.people.offers}>${offers[letter.kind]}<br /><span class="muted">${letter.artist ? name(letter.artist.name) : letter.roles.map(roleWord).join(', ')}${letter.days ? `${letter.artist ? ', ' : ''}${words.people.days({ count: letter.days, figure: dates.figure(letter.days) })}` : ''}</span></td>
        <td data-label=${words.people.until}>${dates.day(letter.expiresAt)}</td>
        <td class="steps-cell"><button class="button plain" @click=${() => this.attempt(words.people.withdrawn, () => api.remove(`/api/v1/letters/${segment(letter.id)}`))}>${icon('ban')} ${words.people.withdraw}</button></td>`,
      )}</section>`;
  }

  /** @param {Session[]} items */
  sessions(items) {
    return html`<section aria-labelledby="sessions"><h2 id="sessions">${words.people.sessionsTitle}</h2>
      ${table(
        words.people.sessions,
        [words.people.signedIn, words.people.lastSeen],
        items,
        (
          session,
        ) => html`<th scope="row">${dates.moment(session.createdAt)}${session.current ? html` <span class="muted">${words.people.thisBrowser}</span>` : nothing}</th>
        <td data-label=${words.people.lastSeen}>${dates.moment(session.seenAt)}</td>
        <td class="steps-cell">${session.current ? nothing : html`<button class="button plain" @click=${() => this.attempt(words.people.sessionOver, () => api.remove(`/api/v1/sessions/${segment(session.id)}`))}>${icon('leave')} ${words.people.endIt}</button>`}</td>`,
      )}</section>`;
  }

  /** @param {any} found */
  view({ may, members, partnerships, invitations, letters, sessions }) {
    return html`${members ? this.members(members, may) : nothing}
      ${partnerships ? this.partners(partnerships.items, may) : nothing}
      ${members ? html`<workspace-grants .me=${this.me} .members=${members.items} ?manages=${may('grant.revoke')}></workspace-grants>` : nothing}
      ${members || may('brand.read') ? html`<workspace-brands .me=${this.me} @brands-changed=${() => /** @type {any} */ (this.querySelector('workspace-grants'))?.task.run()}></workspace-brands>` : nothing}
      ${invitations ? this.invitations(invitations.items, may) : nothing}
      ${this.letters(letters.items)}
      ${this.sessions(sessions.items)}`;
  }

  render() {
    return html`${head(words.people.title, words.people.lead)}
      <div aria-live="polite">${this.said}</div>
      ${answer(this.task, (found) => this.view(found), 8)}`;
  }
}

/** Of several boxes one is ticked at least. @param {Event} event */
function oneOfThem({ currentTarget }) {
  const boxes = /** @type {HTMLInputElement[]} */ ([
    .../** @type {HTMLElement} */ (currentTarget).querySelectorAll('input'),
  ]);
  boxes[0].required = !boxes.some(({ checked }) => checked);
}

/** @param {string[]} roles */
const roleFields = (
  roles,
) => html`<div class="field"><label for="member-role">${words.people.role}</label><select id="member-role" name="role">${roles.map((role) => html`<option value=${role}>${dates.sentence(roleWord(role))}</option>`)}</select></div>
  ${ownerField(false)}`;

/** @param {boolean} checked */
const ownerField = (checked) =>
  html`<label class="check"><input type="checkbox" name="owner" .checked=${checked} /> <span>${words.people.ownerField}</span></label>`;

customElements.define('page-people', PeoplePage);
