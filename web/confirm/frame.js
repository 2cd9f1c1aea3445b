/** @file What lasts in the element's shadow tree: the desk with the paper, the bar under it, and what is said aloud. */
import { h } from '../shared/dom.js';
import { drawBar } from './bar.js';
import { drawPaper } from './paper.js';
import { sheet } from './style.js';

/**
 * @typedef {import('./bar.js').BarView} BarView
 * @typedef {import('./catalog.js').Strings} Strings
 */

export class Frame {
  #paper = h('article', { class: 'paper', part: 'sheet', 'aria-labelledby': 'intent' });
  #scroller = h('div', { class: 'desk', part: 'desk', tabindex: 0, role: 'region' }, this.#paper);
  #bar = h('div', { class: 'bar', part: 'bar' });
  #status = h('div', { class: 'unseen', role: 'status' });
  #root = h('div', { class: 'root', part: 'root' }, this.#scroller, this.#bar, this.#status);
  #shadow;
  /** What stands below the paper. @type {HTMLElement | null} */
  #after = null;
  /** The stage that was announced last. */
  #said = '';

  /** The parts of the paper that must be seen. @type {HTMLElement[]} */
  units = [];

  /** @param {ShadowRoot} shadow */
  constructor(shadow) {
    this.#shadow = shadow;
    shadow.adoptedStyleSheets = [sheet()];
    shadow.replaceChildren(this.#root);
  }

  /** The control that confirms, where there is one. @returns {HTMLElement | null} */
  get control() {
    return this.#bar.querySelector('.confirm');
  }

  /** Lays a view on the desk. @param {import('./reading.js').PayloadView} view @param {{ strings: Strings, locale: string, compared: boolean }} how */
  lay(view, how) {
    const { nodes, units, after } = drawPaper(view, { ...how, announce: (text) => this.#announce(text) });
    this.units = units;
    this.#paper.replaceChildren(...nodes);
    this.#after?.remove();
    this.#after = after;
    this.#scroller.append(after);
  }

  /** Tells when anything else rewrites the paper: a translation, an extension, a script. @param {() => void} rewritten */
  watch(rewritten) {
    const observer = new MutationObserver(rewritten);
    observer.observe(this.#paper, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['class', 'style', 'hidden', 'dir'],
    });
    return observer;
  }

  /** Draws what stands around the view. @param {BarView} bar @param {string} dir */
  draw(bar, dir) {
    const { strings, state, view } = bar;
    this.#root.lang = view?.locale ?? bar.locale;
    this.#root.dir = dir;
    this.#root.dataset.state = state;
    this.#scroller.setAttribute('aria-label', strings.sheet);
    if (!view) {
      this.#after?.remove();
      this.#paper.replaceChildren(
        h('h2', { id: 'intent' }, state === 'loading' ? strings.reading : strings.refusalTitle),
      );
    }
    const focused = /** @type {HTMLElement | null} */ (this.#shadow.activeElement);
    const key = focused && this.#bar.contains(focused) ? focused.dataset.key : undefined;
    this.#bar.replaceChildren(...drawBar(bar));
    if (key) this.focus(`[data-key="${key}"]`);
  }

  /**
   * The lamp, the sentence beside it and the control's state: what changes while reading.
   * @param {import('./element.js').State} state
   * @param {import('./arming.js').Arming | null} arming
   * @param {Strings} strings
   */
  drawStatus(state, arming, strings) {
    this.#root.dataset.state = state;
    this.control?.setAttribute('aria-disabled', String(state !== 'armed'));
    if (state !== 'reading' && state !== 'armed') return;
    const word = state === 'armed' ? strings.go : strings.standby;
    const lamp = this.#bar.querySelector('.lamp-word');
    if (lamp) lamp.textContent = word;
    const says = this.#bar.querySelector('.says');
    if (!says || !arming) return;
    const { stage, seen, total } = arming;
    const text = stage === 'unread' ? strings.unread({ seen, total }) : strings[stage];
    if (says.textContent !== text) says.textContent = text;
    const next = /** @type {HTMLElement | null} */ (this.#bar.querySelector('[data-key=next]'));
    if (next) next.hidden = stage !== 'unread';
    // The count changes with every line; only a change of stage is announced.
    if (stage !== this.#said && stage !== 'settling') this.#announce(`${word}. ${text}`);
    this.#said = stage;
  }

  /** Moves the focus within the bar. @param {string} selector */
  focus(selector) {
    /** @type {HTMLElement | null} */ (this.#bar.querySelector(selector))?.focus();
  }

  /** Brings a part of the paper to the top of the desk. @param {HTMLElement | undefined} unit */
  show(unit) {
    unit?.scrollIntoView({
      block: 'start',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
    this.#scroller.focus({ preventScroll: true });
  }

  /** @param {string} text */
  #announce(text) {
    this.#status.textContent = text;
  }
}
