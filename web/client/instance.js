/** @file Starts a compiled module by way of the glue that embind generated with it. */
import { CuelightError } from './error.js';

/** Starts what `instantiateWasm` hands over, and never looks for a file itself.
 * @typedef {(options: object) => Promise<import('./boundary.js').RawModule>} Glue
 */

/** @param {WebAssembly.Module} module @param {Glue} glue @returns {ReturnType<Glue>} */
export async function instantiate(module, glue) {
  try {
    return await new Promise((resolve, reject) => {
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} started */
      const instantiateWasm = (imports, started) => {
        // The glue hears of no failure: without an instance it would wait for ever.
        WebAssembly.instantiate(module, imports).then(started).catch(reject);
        return {};
      };
      glue({ instantiateWasm }).then(resolve, reject);
    });
  } catch (cause) {
    throw new CuelightError('core.malformed', 'The file is not the WebAssembly module that was expected.', null, {
      cause,
    });
  }
}
