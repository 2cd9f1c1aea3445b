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

/** @typedef {{ id: string, name: string, email: string, roles: string[], owner: boolean, state: string, you: boolean }} Member */
/** @typedef {{ id: string, given: boolean, workspace: { name: string }, artist?: { id: string, name: string } | null, state: string, expiresAt: string }} Grant */
/** @typedef {{ id: string, kind: string, email: string, artist: { name: string } | null, roles: string[], days: number | null, expiresAt: string }} Letter */
/** @typedef {{ id: string, createdAt: string, seenAt: string, current: boolean }} Session */

/** What a letter offers, in a word. @type {Record<string, string>} */
const offers = { invitation: 'Invitation', partnership: 'Partnership', member: 'Place in this workspace' };

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
      list(may('member.read'), '/api/members'),
      list(this.me.workspace.kind === 'agency' && may('audience.read'), '/api/partnerships'),
      list(may('roster.read'), '/api/invitations'),
      list(true, '/api/letters'),
      list(true, '/api/sessions'),
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
    await openDialog('Roles and rights', (close) => {
      const submit = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
        wish = { roles: data.getAll('roles').map(String), owner: data.has('owner') };
        close('done');
      };
      return html`<form @submit=${submit}><p>${name(member.name)}</p>
        <fieldset class="rights" @change=${oneOfThem}><legend>Roles</legend>${roles.map((role) => html`<label class="check"><input type="checkbox" name="roles" value=${role} .checked=${member.roles.includes(role)} /> <span>${dates.sentence(roleWord(role))}</span></label>`)}</fieldset>
        ${ownerField(member.owner)}
        <div class="row"><button class="button ink">Change</button><button type="button" class="button plain" @click=${() => close()}>Leave it</button></div></form>`;
    });
    if (wish)
      await this.attempt('Changed. It holds from now on.', () => api.post(`/api/members/${segment(member.id)}`, wish));
  }

  /** @param {Member} member */
  async handOn(member) {
    const sentence = html`${name(member.name)} owns ${name(this.me.workspace.name)} from then on, in your place: you keep your role, and manage nobody. Only an owner can give it back.`;
    if (!(await sure('Hand the workspace on?', sentence, 'Hand it on'))) return;
    await this.attempt('Handed on.', async () => {
      await withProof(() => api.post('/api/workspace/transfer', { person: member.id }));
      this.announce('Handed on.');
      // What she may do is another thing now, in the rail too.
      this.dispatchEvent(new Event('signed-in', { bubbles: true }));
    });
  }

  /** @param {SubmitEvent} event */
  ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    return this.attempt('The letter is on its way.', async () => {
      const email = String(data.get('email')).trim();
      await api.post('/api/members', { email, roles: [String(data.get('role'))], owner: data.has('owner') });
      form.reset();
    });
  }

  /** @param {{ items: Member[], roles: string[] }} found @param {(action: any) => boolean} may */
  members({ items, roles }, may) {
    const manages = may('member.change_role');
    return html`<section aria-labelledby="members"><h2 id="members">Members</h2>
      <p class="muted">Whoever works in ${name(this.me.workspace.name)}. Owners manage the others; there is always one.</p>
      ${table(
        'Members',
        ['Person', 'Role', 'Rights'],
        items,
        (
          member,
        ) => html`<th scope="row">${name(member.name)}${member.you ? html` <span class="muted">you</span>` : nothing}<br /><span class="muted">${name(member.email)}</span></th>
        <td data-label="Role">${dates.sentence(dates.listOf(member.roles.map(roleWord)))}</td>
        <td data-label="Rights">${member.owner ? 'Owner' : html`<span class="muted">Member</span>`}${member.state === 'pending' ? html`, <span class="muted">under review</span>` : nothing}</td>
        <td class="steps-cell">${
          manages
            ? html`${may('workspace.update') && !member.you && !member.owner && member.state === 'active' && member.roles.includes(roles[0]) ? html`<button class="button plain" @click=${() => this.handOn(member)}>${icon('seal')} Hand on</button>` : nothing}<button class="button plain" @click=${() => this.change(member, roles)}>${icon('pen')} Change</button><button class="button plain" @click=${() => this.end(`/api/members/${segment(member.id)}`, 'Remove this person?', html`${name(member.name)} is signed out everywhere at once and can’t come back without a new letter.`, 'Remove', 'Removed, and signed out.')}>${icon('ban')} Remove</button>`
            : nothing
        }</td>`,
      )}
      ${
        may('member.invite')
          ? html`<form class="line-form" @submit=${this.ask}>
          <div class="field"><label for="member-email">Mail address</label><input id="member-email" name="email" type="email" required maxlength="254" autocomplete="off" /></div>
          ${roleFields(roles)}
          <button class="button ink">${icon('mail')} Invite</button></form>`
          : nothing
      }</section>`;
  }

  /** @param {Grant[]} items @param {(action: any) => boolean} may */
  partners(items, may) {
    return html`<section aria-labelledby="partners"><h2 id="partners">Partner agencies</h2>
      <p class="muted">A partner looks through the listed artists of the roster that was opened to it, until a day. Either side can end it at once.</p>
      ${
        items.length
          ? this.grants(
              'Partnerships',
              items,
              may('partnership.revoke'),
              (grant) =>
                html`${name(grant.workspace.name)}<br /><span class="muted">${grant.given ? 'sees this roster’s listings' : 'opened its listings to you'}</span>`,
              '/api/partnerships',
              'End this partnership?',
            )
          : emptyBlock('No partner yet. Write to another agency, and your listings open to it once it accepts.')
      }
      ${may('partnership.grant') ? letterForm('partner', 'Propose', (form) => this.attempt('The letter is on its way.', () => api.post('/api/partnerships', form))) : nothing}
    </section>`;
  }

  /** @param {Grant[]} items @param {(action: any) => boolean} may */
  invitations(items, may) {
    const gives = may('invitation.revoke');
    return html`<section aria-labelledby="invitations"><h2 id="invitations">Invitations</h2>
      <p class="muted">${gives ? 'Presenters who were invited to see one artist, until a day. Write one from the artist’s page.' : 'Artists whom an agency lets you see by name, until a day.'}</p>
      ${
        items.length
          ? this.grants(
              'Invitations',
              items,
              gives,
              (grant) =>
                html`${grant.artist ? html`<a href="/roster/${grant.artist.id}">${name(grant.artist.name)}</a>` : html`<span class="muted">An artist who is not shown yet</span>`}<br /><span class="muted">${grant.given ? 'for' : 'from'} ${name(grant.workspace.name)}</span>`,
              '/api/invitations',
              'Revoke this invitation?',
            )
          : emptyBlock(
              'Nobody holds an invitation.',
              gives ? html`<a class="button" href="/roster">To the roster</a>` : nothing,
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
      ['With', 'Until'],
      items,
      (grant) => html`<th scope="row">${of(grant)}</th>
      <td data-label="Until">${grant.state === 'revoked' ? html`<span class="muted">Revoked</span>` : html`${grant.state === 'expired' ? html`<span class="muted">Ended</span> ` : nothing}${dates.day(grant.expiresAt)}`}</td>
      <td class="steps-cell">${
        grant.state === 'open' && mayEnd
          ? html`<button class="button plain" @click=${() => this.end(`${path}/${segment(grant.id)}`, title, html`${name(grant.workspace.name)}: it ends at once, in every open page and calendar.`, 'End it', 'Ended. It holds nowhere any more.')}>${icon('ban')} End it</button>`
          : nothing
      }</td>`,
      (grant) => grant.state !== 'open',
    );
  }

  /** @param {Letter[]} items */
  letters(items) {
    if (items.length === 0) return nothing;
    return html`<section aria-labelledby="letters"><h2 id="letters">Letters that wait for an answer</h2>
      ${table(
        'Letters',
        ['To', 'Offers', 'Can be answered until'],
        items,
        (letter) => html`<th scope="row">${name(letter.email)}</th>
        <td data-label="Offers">${offers[letter.kind]}<br /><span class="muted">${letter.artist ? name(letter.artist.name) : letter.roles.map(roleWord).join(', ')}${letter.days ? `${letter.artist ? ', ' : ''}${dates.counted(letter.days, 'day', 'days')}` : ''}</span></td>
        <td data-label="Until">${dates.day(letter.expiresAt)}</td>
        <td class="steps-cell"><button class="button plain" @click=${() => this.attempt('Withdrawn. Its address opens nothing any more.', () => api.remove(`/api/letters/${segment(letter.id)}`))}>${icon('ban')} Withdraw</button></td>`,
      )}</section>`;
  }

  /** @param {Session[]} items */
  sessions(items) {
    return html`<section aria-labelledby="sessions"><h2 id="sessions">Where you are signed in</h2>
      ${table(
        'Sessions',
        ['Signed in', 'Last seen'],
        items,
        (
          session,
        ) => html`<th scope="row">${dates.moment(session.createdAt)}${session.current ? html` <span class="muted">this browser</span>` : nothing}</th>
        <td data-label="Last seen">${dates.moment(session.seenAt)}</td>
        <td class="steps-cell">${session.current ? nothing : html`<button class="button plain" @click=${() => this.attempt('That session is over.', () => api.remove(`/api/sessions/${segment(session.id)}`))}>${icon('leave')} End it</button>`}</td>`,
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
    return html`${head('People', 'Who works here, who else may look in, and until when.')}
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
) => html`<div class="field"><label for="member-role">Role</label><select id="member-role" name="role">${roles.map((role) => html`<option value=${role}>${dates.sentence(roleWord(role))}</option>`)}</select></div>
  ${ownerField(false)}`;

/** @param {boolean} checked */
const ownerField = (checked) =>
  html`<label class="check"><input type="checkbox" name="owner" .checked=${checked} /> <span>Owner: may manage members</span></label>`;

customElements.define('page-people', PeoplePage);
