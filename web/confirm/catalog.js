import en from '../messages/compiled/en/confirm.js';
import { embedded } from '../messages/embedded.js';

/** @typedef {import('../messages/compiled/en/confirm.js').Messages} Strings */

/** The words around the sheet; the sheet's own words come from core, in the same three languages. */
export const catalog = embedded(en, {
  de: () => import('../messages/compiled/de/confirm.js'),
  fr: () => import('../messages/compiled/fr/confirm.js'),
});
