/**
 * @file `<cuelight-confirm>`: shows exactly what will be committed, and lets it be confirmed only when it was seen. The
 * view is computed here, by core, from the bytes given; nothing else is shown. docs/confirm.md describes its use.
 */
import { loadCore } from '../client/index.js';
import { ElementBase, h } from '../widget/dom.js';
import { Arming } from './arming.js';
import { drawBar } from './bar.js';
import { fill, stringsFor } from './catalog.js';
import { drawPaper } from './paper.js';
import { Press } from './press.js';
import { Reading, thisMoment } from './reading.js';
import { sheet } from './style.js';

/**
 * @typedef {import('../client/types/approval.d.ts').Party} Party
 * @typedef {keyof import('./catalog.js').Strings} Word
 *
 * `loading`, `refused` (nothing can be confirmed; `code` says why), `reading` (not armed), `armed`, `sending` (confirmed
 * by the person, the host is at work), `sealed`, `declined`.
 * @typedef {'loading' | 'refused' | 'reading' | 'armed' | 'sending' | 'sealed' | 'declined'} State
 *
 * @typedef {'passkey' | 'device'} Signer
 * @typedef {ReturnType<CuelightConfirm['frame']>} Frame
 * @typedef {{ type: string, payload: Uint8Array | null, previous: Uint8Array | null, locale: string, timeZone: string,
 *   knownParties: Party[], now: string, expectedDigest: string, expiresAt: string }} Given
 * @typedef {{ at: string, by: string | { name: string, id?: string }, receipt?: string | Uint8Array | object }} Seal
 */

export class CuelightConfirm extends ElementBase {
  static observedAttributes = ['readonly'];

  /** @type {Given} */
  #given = {
    type: '',
    payload: null,
    previous: null,
    locale: '',
    timeZone: '',
    knownParties: [],
    now: '',
    expectedDigest: '',
    expiresAt: '',
  };
  /** @type {State} */
  #state = 'loading';
  /** Why it is refused. */
  #code = '';
  /** @type {Reading | null} */
  #reading = null;
  /** @type {Frame | null} */
  #dom = null;
  /** @type {Arming | null} */
  #arming = null;
  /** @type {MutationObserver | null} */
  #tamper = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;
  #turn = 0;
  #pending = false;
  #press = new Press(() => this.#ready());
  /** @type {Seal | { at: string, reason: string } | null} */
  #outcome = null;
  /** @type {string} */
  #trouble = '';
  #asking = false;
  #said = '';
  /** @type {Signer[]} */
  #signers = [];

  // ------------------------------------------------------------------------------------------------ for the host

  /** The payload's type, `application/vnd.cuelight.contract+json`. */
  get type() {
    return this.#given.type;
  }
  set type(type) {
    this.#take({ type: String(type ?? '') });
  }

  /** The canonical bytes, or their text. A copy is kept: what the host does to its own array changes nothing here. */
  get payload() {
    return this.#given.payload?.slice() ?? null;
  }
  /** @param {Uint8Array | string | null} payload */
  set payload(payload) {
    this.#take({ payload: octets(payload) });
  }

  /** The version that was shown or confirmed before. */
  get previous() {
    return this.#given.previous?.slice() ?? null;
  }
  /** @param {Uint8Array | string | null} previous */
  set previous(previous) {
    this.#take({ previous: octets(previous) });
  }

  /** Language of the view; the page's unless set. */
  get locale() {
    return this.#given.locale || this.closest('[lang]')?.getAttribute('lang') || globalThis.navigator?.language || 'en';
  }
  set locale(locale) {
    this.#take({ locale: String(locale ?? '') });
  }

  /** The reader's zone; the browser's unless set. */
  get timeZone() {
    return this.#given.timeZone || new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  set timeZone(timeZone) {
    this.#take({ timeZone: String(timeZone ?? '') });
  }

  /** The people and houses that the reader deals with. @type {Party[]} */
  get knownParties() {
    return this.#given.knownParties;
  }
  set knownParties(parties) {
    this.#take({ knownParties: structuredClone(parties ?? []) });
  }

  /** The instant from which past dates and close deadlines are judged, RFC 3339; the moment of drawing unless set. */
  get now() {
    return this.#given.now;
  }
  set now(now) {
    this.#take({ now: String(now ?? '') });
  }

  /** Lower-case hex of the digest that was proposed; other bytes are refused. */
  get expectedDigest() {
    return this.#given.expectedDigest;
  }
  set expectedDigest(digest) {
    this.#take({ expectedDigest: String(digest ?? '') });
  }

  /** RFC 3339 instant after which nothing can be confirmed. */
  get expiresAt() {
    return this.#given.expiresAt;
  }
  set expiresAt(expiresAt) {
    this.#take({ expiresAt: String(expiresAt ?? '') });
  }

  /** The kinds of key that can sign, the one that will first: `passkey`, `device`. The bar says which; the person may change it. */
  get signers() {
    return [...this.#signers];
  }
  set signers(signers) {
    this.#signers = (signers ?? []).filter((one) => one === 'passkey' || one === 'device');
    this.#draw();
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /** Why it is refused, or an empty string. */
  get code() {
    return this.#code;
  }

  /** The view that is shown, or null. */
  get view() {
    return this.#reading?.view ?? null;
  }

  /** The host has committed it. @param {Seal} seal */
  sealed(seal) {
    this.#outcome = seal;
    this.#end('sealed');
  }

  /** The host has recorded the refusal. @param {{ at?: string, reason?: string }} [outcome] */
  declined({ at = new Date().toISOString(), reason } = {}) {
    const given = this.#outcome && 'reason' in this.#outcome ? this.#outcome.reason : '';
    this.#outcome = { at, reason: reason ?? given };
    this.#end('declined');
  }

  /** The host could not do it; nothing was committed, and the person may try again. @param {unknown} error */
  failed(error) {
    if (this.#state !== 'sending') return;
    this.#trouble = error instanceof Error ? error.message : String(error ?? '');
    this.#state = 'reading';
    this.#draw();
  }

  // -------------------------------------------------------------------------------------------------- life cycle

  connectedCallback() {
    if (!this.#dom) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet()];
      this.#dom = this.frame();
      root.replaceChildren(this.#dom.root);
    }
    this.#renew();
  }

  disconnectedCallback() {
    this.#turn++;
    this.#disarm();
    clearTimeout(this.#expiry);
  }

  attributeChangedCallback() {
    if (this.#dom) this.#renew();
  }

  /** @param {Partial<Given>} change */
  #take(change) {
    Object.assign(this.#given, change);
    this.#renew();
  }

  /** Begins anew with what is given, once for several properties. */
  #renew() {
    if (!this.isConnected || this.#pending) return;
    this.#pending = true;
    this.#disarm();
    this.#state = 'loading';
    queueMicrotask(() => {
      this.#pending = false;
      void this.#describe();
    });
  }

  async #describe() {
    const turn = ++this.#turn;
    clearTimeout(this.#expiry);
    this.#outcome = null;
    this.#trouble = '';
    this.#asking = false;
    this.#reading = null;
    this.#code = '';
    this.#draw();
    /** @type {import('./reading.js').ApprovalApi} */
    let approval;
    try {
      ({ approval } = /** @type {any} */ (await loadCore({ calendar: false })));
      if (turn !== this.#turn) return;
    } catch (/** @type {any} */ cause) {
      if (turn === this.#turn)
        this.#refuse(
          cause?.code === 'core.integrity' || cause?.code === 'core.self_test'
            ? 'confirm.wrong_core'
            : 'confirm.no_core',
          cause,
        );
      return;
    }
    const { type, payload, previous, knownParties, now } = this.#given;
    // A host that has given nothing yet is still at it.
    if (!payload && !type) return;
    if (!payload || !type) {
      this.#refuse('confirm.no_payload');
      return;
    }
    try {
      this.#reading = new Reading(approval, {
        type,
        payload,
        ...(previous ? { previous } : {}),
        locale: this.locale,
        timeZone: this.timeZone,
        knownParties,
        now: now || thisMoment(),
      });
    } catch (cause) {
      this.#refuse('confirm.unreadable', cause);
      return;
    }
    this.#drawPaper();
    const code = this.#reading.judge(this.#given);
    if (code) {
      this.#refuse(code);
      return;
    }
    this.#state = 'reading';
    this.#watchExpiry();
    this.#arm();
    this.#draw();
    const { digest, viewDigest } = this.#reading.view;
    this.#tell('cuelight-ready', { digest, viewDigest });
  }

  #watchExpiry() {
    const { expiresAt } = this.#given;
    if (!expiresAt) return;
    const left = Date.parse(expiresAt) - Date.now();
    this.#expiry = setTimeout(
      () => {
        if (this.#state !== 'reading' && this.#state !== 'armed') return;
        if (Date.parse(expiresAt) > Date.now()) this.#watchExpiry();
        else this.#refuse('confirm.expired');
      },
      Math.min(left + 50, 2 ** 31 - 1),
    );
  }

  /** @param {string} code @param {unknown} [cause] */
  #refuse(code, cause) {
    this.#disarm();
    this.#state = 'refused';
    this.#code = code;
    this.#draw();
    this.#tell('cuelight-refused', { code, message: this.#strings[/** @type {Word} */ (code)], cause });
  }

  /** @param {'sealed' | 'declined'} state */
  #end(state) {
    if (!this.#reading) return;
    this.#disarm();
    clearTimeout(this.#expiry);
    this.#state = state;
    this.#asking = false;
    this.#trouble = '';
    this.#draw();
    this.#dom?.bar.querySelector('h3')?.focus();
  }

  // ------------------------------------------------------------------------------------------------------ arming

  #arm() {
    this.#disarm();
    if (!this.#dom || this.hasAttribute('readonly')) return;
    this.#arming = new Arming({ units: this.#dom.units, changed: () => this.#armed() });
    // Whatever rewrites the sheet after core described it (a translation, an extension, a script) ends it.
    this.#tamper = new MutationObserver(() => this.#state !== 'refused' && this.#refuse('confirm.sheet_changed'));
    this.#tamper.observe(this.#dom.paper, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['class', 'style', 'hidden', 'dir'],
    });
  }

  #disarm() {
    this.#arming?.stop();
    this.#arming = null;
    this.#tamper?.disconnect();
    this.#tamper = null;
    this.#press.drop();
  }

  #armed() {
    if (this.#state !== 'reading' && this.#state !== 'armed') return;
    const armed = this.#arming?.stage === 'armed';
    this.#state = armed ? 'armed' : 'reading';
    if (!armed) this.#press.drop();
    this.#drawStatus();
    if (armed) this.#tell('cuelight-armed', {});
  }

  /** Armed, and still so at this very moment. */
  #ready() {
    return this.#state === 'armed' && this.#arming?.update() === 'armed';
  }

  /** Computes everything once more from the bytes before saying that it was confirmed. */
  #confirm() {
    const reading = this.#reading;
    if (!reading) return;
    let holds;
    try {
      holds = reading.holds();
    } catch (cause) {
      this.#refuse('confirm.no_core', cause);
      return;
    }
    const code = reading.judge(this.#given);
    if (code || !holds) {
      this.#refuse(code || 'confirm.digest_mismatch');
      return;
    }
    if (!this.#given.now && reading.outlived()) {
      this.#readAnew();
      return;
    }
    this.#trouble = '';
    this.#state = 'sending';
    this.#draw();
    const { digest, viewDigest } = reading.view;
    const { type, locale, timeZone, now } = reading.asked;
    const signer = this.#signers[0] ?? null;
    this.#tell('cuelight-confirm', { digest, viewDigest, type, locale, timeZone, now, signer });
  }

  /** Time has changed what the sheet says since it was drawn: it is drawn, and read, anew. */
  #readAnew() {
    this.#disarm();
    void this.#describe().then(() => {
      if (this.#state !== 'reading' && this.#state !== 'armed') return;
      this.#trouble = this.#strings.timeMoved;
      this.#draw();
    });
  }

  /** @param {string} reason */
  #decline(reason) {
    this.#asking = false;
    this.#trouble = '';
    this.#outcome = { at: '', reason };
    this.#state = 'sending';
    this.#draw();
    this.#tell('cuelight-decline', {
      reason,
      digest: this.view?.digest ?? null,
      viewDigest: this.view?.viewDigest ?? null,
    });
  }

  // ----------------------------------------------------------------------------------------------------- drawing

  get #strings() {
    return stringsFor(this.locale);
  }

  /** The lasting parts. Called once. */
  frame() {
    const paper = h('article', { class: 'paper', part: 'sheet', 'aria-labelledby': 'intent' });
    const scroller = h('div', { class: 'desk', part: 'desk', tabindex: 0, role: 'region' }, paper);
    const bar = h('div', { class: 'bar', part: 'bar' });
    const status = h('div', { class: 'unseen', role: 'status' });
    const root = h('div', { class: 'root', part: 'root' }, scroller, bar, status);
    /** @type {{ units: HTMLElement[], after: HTMLElement | null }} */
    const drawn = { units: [], after: null };
    return { root, scroller, paper, bar, status, ...drawn };
  }

  #drawPaper() {
    const dom = this.#dom;
    const view = this.view;
    if (!dom || !view) return;
    const { nodes, units, after } = drawPaper(view, {
      strings: this.#strings,
      locale: this.locale,
      compared: this.#given.previous !== null,
      announce: (text) => this.#announce(text),
    });
    dom.units = units;
    dom.paper.replaceChildren(...nodes);
    dom.after?.remove();
    dom.after = after;
    dom.scroller.append(after);
  }

  #draw() {
    const dom = this.#dom;
    if (!dom) return;
    const strings = this.#strings;
    dom.root.lang = this.view?.locale ?? this.locale;
    // The sheet's languages are written from left to right, whatever the page's is; a host may say otherwise.
    dom.root.dir = this.dir || 'ltr';
    dom.root.dataset.state = this.#state;
    dom.scroller.setAttribute('aria-label', strings.sheet);
    if (!this.#reading) {
      dom.after?.remove();
      dom.paper.replaceChildren(
        h('h2', { id: 'intent' }, this.#state === 'loading' ? strings.reading : strings.refusalTitle),
      );
    }
    const focused = /** @type {HTMLElement | null} */ (this.shadowRoot?.activeElement);
    const key = focused && dom.bar.contains(focused) ? focused.dataset.key : undefined;
    dom.bar.replaceChildren(...drawBar(this.#barView(strings)));
    if (key) /** @type {HTMLElement | null} */ (dom.bar.querySelector(`[data-key="${key}"]`))?.focus();
    this.#arming?.watch(dom.bar.querySelector('.confirm'));
    this.#drawStatus();
  }

  /** @param {import('./catalog.js').Strings} strings @returns {import('./bar.js').BarView} */
  #barView(strings) {
    return {
      strings,
      state: this.#state,
      readonly: this.hasAttribute('readonly'),
      intent: this.view?.intent ?? null,
      digestGroups: this.view?.digestGroups ?? [],
      asking: this.#asking,
      trouble: this.#trouble,
      refusal: this.#code ? strings[/** @type {Word} */ (this.#code)] : '',
      code: this.#code,
      until:
        this.#given.expiresAt && this.#state !== 'refused'
          ? fill(strings.validUntil, { time: this.#moment(this.#given.expiresAt) })
          : '',
      signer: this.#signers[0] ?? '',
      otherSigner:
        this.#signers.length > 1
          ? () => {
              this.signers = [...this.#signers.slice(1), this.#signers[0]];
            }
          : null,
      outcome: this.#outcome,
      moment: (at) => this.#moment(at),
      onDown: (event) => this.#press.begin(event),
      onClick: (event) => this.#press.ends(event) && this.#confirm(),
      ask: () => this.#askReason(true),
      back: () => this.#askReason(false),
      decline: (reason) => this.#decline(reason),
      next: () => this.#showNext(),
    };
  }

  /** @param {boolean} asking */
  #askReason(asking) {
    this.#asking = asking;
    this.#draw();
    /** @type {HTMLElement | null | undefined} */ (
      this.#dom?.bar.querySelector(asking ? 'textarea' : '[data-key=decline]')
    )?.focus();
  }

  #showNext() {
    const next = this.#arming?.nextUnread;
    next?.scrollIntoView({
      block: 'start',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
    this.#dom?.scroller.focus({ preventScroll: true });
  }

  /** The lamp, the sentence beside it and the control's state: what changes while reading. */
  #drawStatus() {
    const dom = this.#dom;
    if (!dom) return;
    const strings = this.#strings;
    const reading = this.#state === 'reading' || this.#state === 'armed';
    const armed = this.#state === 'armed';
    dom.root.dataset.state = this.#state;
    const stage = this.#arming?.stage;
    const word = reading ? (armed ? strings.go : strings.standby) : '';
    const lamp = dom.bar.querySelector('.lamp-word');
    if (lamp && reading) lamp.textContent = word;
    const confirm = dom.bar.querySelector('.confirm');
    confirm?.setAttribute('aria-disabled', String(!armed));
    const says = dom.bar.querySelector('.says');
    if (!says || !reading || !stage) return;
    const text =
      stage === 'unread'
        ? fill(strings.unread, { seen: this.#arming?.seen ?? 0, total: this.#arming?.total ?? 0 })
        : strings[stage];
    if (says.textContent !== text) says.textContent = text;
    const next = /** @type {HTMLElement | null} */ (dom.bar.querySelector('[data-key=next]'));
    if (next) next.hidden = stage !== 'unread';
    // The count changes with every line; only a change of stage is announced.
    if (stage !== this.#said && stage !== 'settling') this.#announce(`${word}. ${text}`);
    this.#said = stage;
  }

  /** @param {string} at */
  #moment(at) {
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return at;
    return new Intl.DateTimeFormat(this.locale, {
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: this.timeZone,
      timeZoneName: 'short',
    }).format(date);
  }

  /** @param {string} text */
  #announce(text) {
    if (this.#dom) this.#dom.status.textContent = text;
  }

  /** @param {string} type @param {object} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** A copy of the octets. @param {unknown} given */
function octets(given) {
  if (given === null || given === undefined || given === '') return null;
  if (typeof given === 'string') return new TextEncoder().encode(given);
  if (given instanceof Uint8Array) return given.slice();
  throw new TypeError('A payload is a string or a Uint8Array.');
}
