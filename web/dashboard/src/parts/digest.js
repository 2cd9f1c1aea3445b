/** @file A digest as people compare it: groups of four, read out group by group. */
import { html } from 'lit';

/** @param {string} hex @param {number} [digits] how many to show; all unless said */
export function digestGroups(hex, digits = hex.length) {
  const groups = hex.slice(0, digits).match(/.{1,4}/g) ?? [];
  return html`<code class="digest" title=${hex}>${groups.map((group) => html`<span>${group} </span>`)}${digits < hex.length ? '…' : ''}</code>`;
}
