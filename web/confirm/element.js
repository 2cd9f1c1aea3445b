/**
 * @file `<cuelight-confirm>`: shows exactly what will be committed, and lets it be confirmed only when it was seen. The
 * view is computed here, by core, from the bytes given; nothing else is shown. docs/confirm.md describes its use.
 */
import { loadCore } from '../client/index.js';
import { ElementBase } from '../shared/dom.js';
import { Arming } from './arming.js';
import { catalog } from './catalog.js';
import { Frame } from './frame.js';
import { Given, octets } from './given.js';
import { Press } from './press.js';
import { Reading } from './reading.js';

/**
 * `loading`, `refused` (nothing can be confirmed; `code` says why), `reading` (not armed), `armed`, `sending` (confirmed
 * by the person, the host is at work), `sealed`, `declined`.
 * @typedef {'loading' | 'refused' | 'reading' | 'armed' | 'sending' | 'sealed' | 'declined'} State
 *
 * @typedef {'passkey' | 'device'} Signer
 * @typedef {{ at: string, by: string | { name: string, id?: string }, receipt?: string | Uint8Array | object }} Seal
 */

export class CuelightConfirm extends ElementBase {
  static observedAttributes = ['readonly'];

  #given = new Given();
  /** @type {State} */
  #state = 'loading';
  /** Why it is refused. */
  #code = '';
  /** @type {Reading | null} */
  #reading = null;
  /** @type {Frame | null} */
  #frame = null;
  /** @type {Arming | null} */
  #arming = null;
  /** @type {MutationObserver | null} */
  #tamper = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;
  #turn = 0;
  #pending = false;
  /** What counts is that it is armed, and still so at this very moment. */
  #press = new Press(() => this.#state === 'armed' && this.#arming?.update() === 'armed');
  /** @type {Seal | { at: string, reason: string } | null} */
  #outcome = null;
  #trouble = '';
  #asking = false;
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

  /** The people and houses that the reader deals with. */
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
    this.#frame ??= new Frame(this.shadowRoot ?? this.attachShadow({ mode: 'open' }));
    this.#renew();
  }

  disconnectedCallback() {
    this.#turn++;
    this.#disarm();
    clearTimeout(this.#expiry);
  }

  attributeChangedCallback() {
    if (this.#frame) this.#renew();
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
    const words = catalog.bring(this.locale);
    let core;
    try {
      [core] = await Promise.all([loadCore({ calendar: false }), words]);
    } catch (/** @type {any} */ cause) {
      await words;
      const wrong = cause?.code === 'core.integrity' || cause?.code === 'core.self_test';
      if (turn === this.#turn) this.#refuse(wrong ? 'confirm.wrong_core' : 'confirm.no_core', cause);
      return;
    }
    // A host that has given nothing yet is still at it.
    if (turn === this.#turn && (this.#given.payload || this.#given.type)) this.#read(core.approval);
  }

  /** @param {import('./reading.js').ApprovalApi} approval */
  #read(approval) {
    const question = this.#given.question(this.locale, this.timeZone);
    if (!question) {
      this.#refuse('confirm.no_payload');
      return;
    }
    try {
      this.#reading = new Reading(approval, question);
    } catch (cause) {
      this.#refuse('confirm.unreadable', cause);
      return;
    }
    const { view } = this.#reading;
    const compared = this.#given.previous !== null;
    this.#frame?.lay(view, { strings: this.#strings, locale: this.locale, compared });
    const code = this.#reading.judge(this.#given);
    if (code) {
      this.#refuse(code);
      return;
    }
    this.#state = 'reading';
    this.#watchExpiry();
    this.#arm();
    this.#draw();
    this.#tell('cuelight-ready', { digest: view.digest, viewDigest: view.viewDigest });
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
    const message = this.#strings[/** @type {import('./index.d.ts').ConfirmRefusal} */ (code)];
    this.#tell('cuelight-refused', { code, message, cause });
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
    this.#frame?.focus('h3');
  }

  // ------------------------------------------------------------------------------------------------------ arming

  #arm() {
    this.#disarm();
    if (!this.#frame || this.hasAttribute('readonly')) return;
    this.#arming = new Arming({ units: this.#frame.units, changed: () => this.#armed() });
    this.#tamper = this.#frame.watch(() => this.#state !== 'refused' && this.#refuse('confirm.sheet_changed'));
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

  /** Computes everything once more from the bytes before saying that it was confirmed. */
  #confirm() {
    const reading = this.#reading;
    if (!reading) return;
    const { code, cause } = reading.judgeAnew(this.#given);
    if (code) {
      this.#refuse(code, cause);
      return;
    }
    if (!this.#given.now && reading.outlived()) {
      this.#readAnew();
      return;
    }
    this.#send();
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
    this.#outcome = { at: '', reason };
    this.#send();
    const { digest = null, viewDigest = null } = this.view ?? {};
    this.#tell('cuelight-decline', { reason, digest, viewDigest });
  }

  /** The person has spoken; it is the host's turn. */
  #send() {
    this.#asking = false;
    this.#trouble = '';
    this.#state = 'sending';
    this.#draw();
  }

  // ----------------------------------------------------------------------------------------------------- drawing

  get #strings() {
    return catalog.of(this.locale);
  }

  #draw() {
    // Nothing is said in one language while another is on its way.
    if (catalog.lacks(this.locale) && this.#state === 'loading') return;
    // The sheet's languages are written from left to right, whatever the page's is; a host may say otherwise.
    this.#frame?.draw(this.#barView(), this.dir || 'ltr');
    this.#arming?.watch(this.#frame?.control ?? null);
    this.#drawStatus();
  }

  #drawStatus() {
    this.#frame?.drawStatus(this.#state, this.#arming, this.#strings);
  }

  /** @returns {import('./bar.js').BarView} */
  #barView() {
    return {
      strings: this.#strings,
      locale: this.locale,
      timeZone: this.timeZone,
      state: this.#state,
      readonly: this.hasAttribute('readonly'),
      view: this.view,
      asking: this.#asking,
      trouble: this.#trouble,
      code: this.#code,
      expiresAt: this.#given.expiresAt,
      signers: this.#signers,
      outcome: this.#outcome,
      onDown: (event) => this.#press.begin(event),
      onClick: (event) => this.#press.ends(event) && this.#confirm(),
      ask: () => this.#askReason(true),
      back: () => this.#askReason(false),
      decline: (reason) => this.#decline(reason),
      next: () => this.#frame?.show(this.#arming?.nextUnread),
      otherSigner: () => {
        this.signers = [...this.#signers.slice(1), this.#signers[0]];
      },
    };
  }

  /** @param {boolean} asking */
  #askReason(asking) {
    this.#asking = asking;
    this.#draw();
    this.#frame?.focus(asking ? 'textarea' : '[data-key=decline]');
  }

  /** @param {string} type @param {object} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
