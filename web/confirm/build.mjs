/** @file Builds the confirmation for pages without a bundler: dist/confirm.js, and beside it core in dist/generated/. */
import { fileURLToPath } from 'node:url';
import { buildElement } from '../build/element.js';

/** @param {string} [folder] where to put it */
export const buildConfirm = (folder) => buildElement('confirm', folder);

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConfirm();
