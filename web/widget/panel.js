import { h } from '../shared/dom.js';

/** @typedef {'hold' | 'subscribe'} Kind */

/** What opens below the widget: the form that asks for a hold, or the ways to subscribe. One at a time. */
export class Panel {
  element = h('div', { class: 'panel', part: 'panel', hidden: true });
  #content;
  #changed;
  /** Asked for; open once its content is there. @type {Kind | null} */
  #kind = null;

  /** @param {{ content: (kind: Kind) => Promise<Node>, changed: () => void }} given `changed` draws the openers anew */
  constructor({ content, changed }) {
    this.#content = content;
    this.#changed = changed;
  }

  /** The button that opens and closes it. @param {Kind} kind @param {string} text */
  opener(kind, text) {
    return h(
      'button',
      {
        type: 'button',
        id: `open-${kind}`,
        part: `button ${kind}`,
        class: kind === 'hold' ? 'strong' : 'plain',
        'aria-expanded': String(!this.element.hidden && this.#kind === kind),
        on: { click: () => this.#toggle(kind) },
      },
      text,
    );
  }

  /** @param {Kind} kind */
  async #toggle(kind) {
    if (!this.element.hidden && this.#kind === kind) {
      this.close();
      return;
    }
    this.#kind = kind;
    const content = await this.#content(kind);
    if (this.#kind !== kind) return;
    this.element.hidden = false;
    this.element.replaceChildren(content);
    this.#changed();
    /** @type {HTMLElement | null} */ (this.element.querySelector('input, button, a'))?.focus();
  }

  /** Closes it; the focus goes back to its opener. */
  close() {
    const opener = `open-${this.#kind}`;
    this.#kind = null;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#changed();
    /** @type {ShadowRoot} */ (this.element.getRootNode()).getElementById(opener)?.focus();
  }

  /** A day that was chosen in the calendar goes into an open form. @param {string} date */
  chooseDay(date) {
    for (const name of ['first', 'last']) {
      const field = /** @type {HTMLInputElement | null} */ (this.element.querySelector(`[name=${name}]`));
      if (field) field.value = date;
    }
  }
}
