/** @file Builds the one-script-tag widget: dist/availability.js, beside it what it fetches later, its wasm in dist/generated/. */
import { fileURLToPath } from 'node:url';
import { buildElement } from '../build/element.js';

/** @param {string} [folder] where to put it */
export const buildWidget = (folder) => buildElement('widget', folder);

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget();
