/** @file A long list, a screenful at a time: the first rows at once, the others as its end comes near. */
import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { count } from '../dates.js';
import { words } from '../words.js';

const step = 100;
/** @type {WeakMap<object, { items: unknown, shown: number }>} */
const positions = new WeakMap();

/**
 * The rows of a table body, by id.
 * @template {{ id: string }} T
 * @param {import('lit').LitElement} page @param {T[]} items @param {(item: T) => unknown} row @param {number} [columns]
 */
export function longList(page, items, row, columns = 9) {
  let position = positions.get(page);
  if (!position || position.items !== items) {
    position = { items, shown: step };
    positions.set(page, position);
  }
  const at = position;
  const more = () => {
    at.shown += step;
    page.requestUpdate();
  };
  const rest = items.length - at.shown;
  return html`${repeat(items.slice(0, at.shown), ({ id }) => id, row)}
    ${rest > 0 ? html`<tr class="rest" ${ref(near(more))}><td colspan=${columns}><button class="button plain" @click=${more}>${words.common.showMore({ some: count(Math.min(rest, step)), all: count(items.length) })}</button></td></tr>` : nothing}`;
}

/** @param {() => void} more */
const near = (more) => {
  /** @type {IntersectionObserver | null} */
  let watch = null;
  return (/** @type {Element | undefined} */ element) => {
    watch?.disconnect();
    if (!element) return;
    watch = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && more(), {
      rootMargin: '600px',
    });
    watch.observe(element);
  };
};
