/** @file What every page is: an element in the light DOM, so that one set of styles and one set of ids serves all. */
import { html, LitElement, nothing } from 'lit';

export class Page extends LitElement {
  constructor() {
    super();
    /** @type {import('../app.js').Me} */
    this.me = /** @type {any} */ (null);
    /** @type {Record<string, string>} */
    this.params = {};
  }

  createRenderRoot() {
    return this;
  }

  /** Says it to those who don't see it happen. @param {string} text */
  announce(text) {
    this.dispatchEvent(new CustomEvent('announce', { detail: text, bubbles: true }));
  }

  /** @param {string} title */
  titled(title) {
    this.dispatchEvent(new CustomEvent('titled', { detail: title, bubbles: true }));
  }

  /** Another number of approvals may wait now. */
  approvalsChanged() {
    this.dispatchEvent(new Event('approvals-changed', { bubbles: true }));
  }
}

/**
 * A page's head: its title, one sentence, its actions.
 * @param {unknown} title @param {unknown} [lead] @param {unknown} [actions]
 */
export const head = (title, lead = nothing, actions = nothing) => html`<header class="page-head">
  <h1 tabindex="-1">${title}</h1>
  ${lead === nothing ? nothing : html`<p class="lead">${lead}</p>`}
  ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}
</header>`;

/** User text, isolated from the direction of what stands around it. @param {unknown} text */
export const name = (text) => html`<bdi>${text}</bdi>`;
