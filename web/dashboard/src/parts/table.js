/** @file A table of the desk: a head, rows, and what can be done with each at its end. */
import { html } from 'lit';
import { words } from '../words.js';

/**
 * @template {{ id: string }} T
 * @param {string} label @param {string[]} columns @param {T[]} items @param {(item: T) => unknown} cells
 * @param {(item: T) => boolean} [past] what is over, and only kept
 */
export const table = (label, columns, items, cells, past = () => false) =>
  tableOf(
    label,
    columns,
    items.map((item) => html`<tr class=${past(item) ? 'past' : ''}>${cells(item)}</tr>`),
  );

/** The same around rows that are there already. @param {string} label @param {string[]} columns @param {unknown} rows */
export const tableOf = (label, columns, rows) =>
  html`<div class="table-wrap" role="region" aria-label=${words.common.asTable({ label })} tabindex="0"><table class="desk">
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}<th scope="col"><span class="quiet">${words.common.actions}</span></th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
