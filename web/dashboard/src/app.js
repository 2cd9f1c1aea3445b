/**
 * @file The shell: who is signed in, the rail, the page in the middle, what is announced. A page gets `me` and its
 * address's parameters, and is made anew for each address.
 */
import { html, LitElement, nothing } from 'lit';
import { api, events } from './api.js';
import { icon } from './icons.js';
import { navigate, watch } from './navigation.js';
import { problemBlock } from './parts/answer.js';
import { languageSwitch } from './parts/language.js';
import { standing } from './parts/standing.js';
import { prefer, preferences } from './preferences.js';
import { isPage, match } from './router.js';
import { speakFor, words } from './words.js';

/**
 * @typedef {object} Me
 * @property {{ id: string, name: string, email: string, language?: string | null }} person
 * @property {{ id: string, name: string, kind: string, verified: boolean, language?: string | null, shut?: Shut | null }} workspace
 * @property {string[]} roles
 * @property {string[]} entitlements with what grants add
 * @property {{ brand: string, role: string, expiresAt: string }[]} [grants] in brands
 * @property {{ id: string, name: string }} [artist]
 * @property {boolean} [demo]
 * @property {{ needed: boolean, proven: boolean, passkey?: boolean, code?: boolean }} [secondFactor]
 * @property {{ due: string, overdue: boolean }} [review] for who reviews who has access
 * @property {{ id: string, by: string, reason: string, until: string }[]} [glass] for her, too: openings by administrators
 */

/** @typedef {{ state: 'locked' | 'archived', reason: string, by: string, since: string }} Shut */

/** @typedef {{ href: string, label: string, icon: import('./icons.js').IconName, short?: string }} NavItem */

const schemes = /** @type {const} */ ([
  ['system', words.shell.asSystem],
  ['light', words.shell.light],
  ['dark', words.shell.dark],
]);

class CuelightApp extends LitElement {
  static properties = {
    me: { state: true },
    problem: { state: true },
    page: { state: true },
    waiting: { state: true },
    moreOpen: { state: true },
    offline: { state: true },
  };

  constructor() {
    super();
    /** @type {Me | null} */
    this.me = null;
    /** @type {import('./api.js').Problem | null} */
    this.problem = null;
    /** @type {import('./router.js').Match | null} */
    this.page = null;
    /** How many approvals wait for this person. */
    this.waiting = 0;
    this.offline = !navigator.onLine;
    this.started = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren();
    watch(() => this.go(), isPage);
    addEventListener('online', () => (this.offline = false));
    addEventListener('offline', () => (this.offline = true));
    events.addEventListener('signed-out', () => this.signedOut());
    this.addEventListener('signed-in', () => this.start());
    this.addEventListener('reviewed', (event) => this.reviewed(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener('standing-changed', () => this.standingChanged());
    this.addEventListener('approvals-changed', () => this.countApprovals());
    this.addEventListener('announce', (event) => this.announce(/** @type {CustomEvent<string>} */ (event).detail));
    this.addEventListener('titled', (event) => this.titled(/** @type {CustomEvent<string>} */ (event).detail));
    this.start();
  }

  async start() {
    this.problem = null;
    // At the door nobody is signed in yet, and nothing is asked.
    if (match(location.pathname).tag === 'page-sign-in') return this.go();
    try {
      /** @type {Me} */
      const me = await api.get('/api/v1/me');
      this.me = me;
      speakFor(me);
      if (this.me?.workspace.kind === 'platform' && location.pathname === '/')
        history.replaceState(null, '', '/applications');
      this.countApprovals();
    } catch (problem) {
      const known = /** @type {import('./api.js').Problem} */ (problem);
      this.me = null;
      if (known.status !== 401) this.problem = known;
    }
    await this.go();
  }

  async go() {
    const page = match(location.pathname);
    if (!this.me && !page.open && !this.problem) {
      return navigate(`/sign-in${location.pathname === '/' ? '' : `?to=${encodeURIComponent(location.pathname)}`}`, {
        replace: true,
      });
    }
    if (this.problem?.code === 'page.unreachable') this.problem = null;
    try {
      await page.load();
    } catch {
      this.problem = /** @type {any} */ ({
        code: 'page.unreachable',
        message: words.shell.unreachable,
      });
    }
    this.moreOpen = false;
    this.page = page;
    document.title = `${page.title} · Cuelight`;
    await this.updateComplete;
    if (this.started) this.focusHeading();
    this.started = true;
  }

  /** After a change of page, reading goes on at its title. */
  focusHeading() {
    scrollTo(0, 0);
    const main = this.querySelector('main');
    const heading = /** @type {HTMLElement | null} */ (main?.querySelector('h1') ?? main);
    heading?.focus({ preventScroll: true });
  }

  /** The reminder goes, and the page stays as it is. @param {{ due: string, overdue: boolean }} review */
  reviewed(review) {
    if (this.me) this.me.review = review;
    this.requestUpdate();
  }

  /** How the workspace stands is read again; the page stays as it is. */
  async standingChanged() {
    const { workspace, glass } = await api.get('/api/v1/me');
    if (this.me) Object.assign(this.me, { workspace, glass });
    this.requestUpdate();
  }

  /** @param {string} title */
  titled(title) {
    document.title = `${title} · Cuelight`;
  }

  /** @param {string} text */
  announce(text) {
    const region = this.querySelector('#announcer');
    if (region) region.textContent = text;
  }

  signedOut() {
    this.me = null;
    navigate('/sign-in?ended=1');
  }

  async signOut() {
    await api.post('/api/v1/sign-out').catch(() => null);
    this.me = null;
    navigate('/sign-in');
  }

  async countApprovals() {
    if (this.me?.workspace.kind === 'platform') return;
    const answer = await api.get('/api/v1/approvals', { state: 'open' }).catch(() => ({ items: [] }));
    this.waiting = answer.items.filter((/** @type {any} */ item) => item.mine !== false).length;
  }

  /** @returns {NavItem[]} */
  get items() {
    const { me } = this;
    const artist = me?.artist;
    const season = me?.workspace.kind !== 'platform';
    const admin = me?.roles.includes('administrator') ?? false;
    /** @type {(NavItem | false)[]} */
    const items = [
      season && { href: '/', label: words.shell.myWeek, icon: 'week', short: words.shell.week },
      season &&
        (artist
          ? { href: `/roster/${artist.id}`, label: words.shell.whoSeesMe, icon: 'roster', short: words.shell.sight }
          : { href: '/roster', label: words.shell.roster, icon: 'roster' }),
      season && { href: '/requests', label: words.shell.requests, icon: 'requests', short: words.shell.requestsShort },
      season && { href: '/approvals', label: words.shell.approvals, icon: 'approvals' },
      season && { href: '/calendars', label: words.shell.calendars, icon: 'calendars' },
      { href: '/people', label: words.shell.people, icon: 'members' },
      me?.review !== undefined && {
        href: '/access',
        label: words.shell.access,
        icon: 'lock',
        short: words.shell.accessShort,
      },
      me?.review !== undefined && season && { href: '/workspace', label: words.shell.workspace, icon: 'shield' },
      { href: '/record', label: words.shell.record, icon: 'record' },
      { href: '/keys', label: words.shell.keys, icon: 'key' },
      admin && { href: '/applications', label: words.shell.applications, icon: 'shield' },
      { href: '/about', label: words.shell.about, icon: 'info' },
    ];
    return /** @type {NavItem[]} */ (items.filter(Boolean));
  }

  /** @param {NavItem} item */
  isCurrent(item) {
    return (
      item.href === location.pathname ||
      (item.href === this.page?.nav && !this.items.some(({ href }) => href === location.pathname))
    );
  }

  /** @param {NavItem} item */
  link(item) {
    const light = item.href === '/approvals' && this.waiting > 0;
    const due = item.href === '/access' && this.me?.review?.overdue;
    return html`<a href=${item.href} aria-current=${this.isCurrent(item) ? 'page' : nothing}>
      ${icon(item.icon)}<span class="long">${item.label}</span><span class="short">${item.short ?? item.label}</span>
      ${light ? html`<span class="light"><span class="quiet">${words.shell.waiting}</span>${this.waiting}</span>` : nothing}${due ? html`<span class="light"><span class="quiet">, </span>${words.shell.due}</span>` : nothing}
    </a>`;
  }

  person() {
    const { me } = this;
    if (!me) return nothing;
    return html`<div class="person">
      <p><strong><bdi>${me.person.name}</bdi></strong><br /><bdi class="muted">${me.workspace.name}</bdi></p>
      ${me.demo ? html`<p class="demo">${words.shell.demo}</p>` : nothing}
      <label class="scheme">${icon('scheme')}<span class="quiet">${words.shell.scheme}</span>
        <select @change=${(/** @type {Event} */ event) => prefer({ scheme: /** @type {any} */ (event.target).value })}>
          ${schemes.map(([value, label]) => html`<option value=${value} ?selected=${preferences().scheme === value}>${label}</option>`)}
        </select>
      </label>
      ${languageSwitch((language) => api.patch('/api/v1/me', { language }).catch(() => null))}
      <button class="button plain" @click=${this.signOut}>${icon('leave')} ${words.shell.signOut}</button>
    </div>`;
  }

  rail() {
    if (!this.me) return nothing;
    const { items } = this;
    return html`<nav class="rail" aria-label=${words.shell.main}>
      <a class="brand" href="/"><svg class="lamp" viewBox="0 0 20 32" aria-hidden="true"><rect x="1" y="1" width="18" height="30" rx="9"></rect><circle cx="10" cy="10" r="5"></circle><circle class=${this.waiting ? 'lit' : ''} cx="10" cy="22" r="5"></circle></svg><span>Cuelight</span></a>
      <ul class="places">${items.map((item, i) => html`<li class=${i > 3 ? 'later' : ''}>${this.link(item)}</li>`)}
        <li class="more"><button aria-expanded=${this.moreOpen ? 'true' : 'false'} aria-controls="more" @click=${() => (this.moreOpen = !this.moreOpen)}>${icon('more')}<span>${words.shell.more}</span></button></li>
      </ul>
      ${this.person()}
    </nav>
    <div id="more" class="more-sheet" ?hidden=${!this.moreOpen} @keydown=${this.closeMore}>
      <ul>${items.slice(4).map((item) => html`<li>${this.link(item)}</li>`)}</ul>
      ${this.person()}
    </div>`;
  }

  /** @param {KeyboardEvent} event */
  closeMore(event) {
    if (event.key !== 'Escape') return;
    this.moreOpen = false;
    /** @type {HTMLElement | null} */ (this.querySelector('.more button'))?.focus();
  }

  body() {
    if (this.problem) return this.trouble(this.problem);
    if (!this.page)
      return html`<div class="opening" role="status"><span class="quiet">${words.common.loading}</span></div>`;
    if (!this.me && !this.page.open) return nothing;
    return pageElement(this.page, this.me);
  }

  /** @param {import('./api.js').Problem} problem */
  trouble(problem) {
    if (problem.code === 'access.pending') {
      return html`<section class="threshold"><h1 tabindex="-1">${words.shell.pendingTitle}</h1>
        <p>${words.shell.pending}</p>
        <p class="code">${problem.code}</p>
        <button class="button" @click=${this.start}>${words.shell.lookAgain}</button> <button class="button plain" @click=${this.signOut}>${words.shell.signOut}</button></section>`;
    }
    return html`<h1 class="quiet" tabindex="-1">${words.shell.somethingFailed}</h1>${problemBlock(problem, () => (problem.code === 'page.unreachable' ? location.reload() : this.start()))}`;
  }

  render() {
    return html`<a class="skip" href="#main">${words.shell.skip}</a>
      <div class=${this.me ? 'shell' : 'shell alone'}>
        ${this.rail()}
        <main id="main" tabindex="-1">
          ${this.offline ? html`<p class="offline" role="status">${icon('offline')} ${words.shell.offline}</p>` : nothing}
          ${this.me && this.page && !this.page.open ? standing(this.me) : nothing}
          ${this.body()}
        </main>
      </div>
      <p id="announcer" class="quiet" role="status" aria-live="polite"></p>`;
  }
}

/** @type {{ key: string, me: Me | null, element: HTMLElement } | null} */
let shown = null;

/** The page's element: one for each address and person, kept while both stay. @param {import('./router.js').Match} page @param {Me | null} me */
function pageElement(page, me) {
  const key = `${page.tag} ${location.pathname}${location.search}`;
  if (shown?.key === key && shown.me === me) return shown.element;
  const element = /** @type {any} */ (document.createElement(page.tag));
  element.me = me;
  element.params = page.params;
  shown = { key, me, element };
  return element;
}

customElements.define('cuelight-app', CuelightApp);
