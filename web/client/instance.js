/** @file Starts a compiled module. It imports nothing, so that whatever runs in it can reach nothing of its host. */
import { CuelightError } from './error.js';

/**
 * A started module: its functions, and its memory as octets and words. Memory that grew is seen anew.
 * @typedef {{ readonly HEAPU8: Uint8Array, readonly HEAPU32: Uint32Array, boundary_reserve(octets: number): number,
 *   [name: string]: any }} RawModule
 */

/** @param {WebAssembly.Module} module @returns {Promise<RawModule>} */
export async function instantiate(module) {
  try {
    const { exports } = await WebAssembly.instantiate(module);
    const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
    let octets = new Uint8Array(memory.buffer);
    let words = new Uint32Array(memory.buffer);
    /** @type {Function} */ (exports._initialize)();
    return /** @type {any} */ ({
      ...exports,
      get HEAPU8() {
        // Growth takes the old buffer away, and its views have no octets from then on.
        if (octets.length === 0) octets = new Uint8Array(memory.buffer);
        return octets;
      },
      get HEAPU32() {
        if (words.length === 0) words = new Uint32Array(memory.buffer);
        return words;
      },
    });
  } catch (cause) {
    throw new CuelightError('core.malformed', 'The file is not the WebAssembly module that was expected.', null, {
      cause,
    });
  }
}
