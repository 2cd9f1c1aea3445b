/** @file Builds the one-script-tag widget: dist/availability.js, beside it what it fetches later, its wasm in dist/generated/. */
import { fileURLToPath } from 'node:url';
import { buildElement } from '../../cmake/element.mjs';

/** What is fetched when a panel opens, or a page speaks another language. */
const later = ['request', 'subscribe', 'catalog-de', 'catalog-fr'];

/** @param {string} [folder] where to put it */
export const buildWidget = (folder) =>
  buildElement('widget', { script: 'availability', wasm: 'availability', later, also: ['fallback.css'], folder });

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget();
