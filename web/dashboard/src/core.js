/** @file The wasm core, loaded when the first page asks for it. In the browser its answers explain; they never grant. */
import { loadCore as load } from '../../client/index.js';

/** @returns {Promise<import('../../client/types/index.d.ts').Core>} */
export const loadCore = async () => /** @type {any} */ (await load());
