/** @file Builds the one-script-tag widget: dist/availability.js, and beside it the slim wasm in dist/generated/. */
import { fileURLToPath } from 'node:url';
import { buildElement } from '../../cmake/element.mjs';

/** @param {string} [folder] where to put it */
export const buildWidget = (folder) =>
  buildElement('widget', { script: 'availability', wasm: 'calendar', also: ['fallback.css'], folder });

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget();
