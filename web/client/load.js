/**
 * @file Finds, checks and starts WebAssembly modules that work together. Nothing is fetched at import; a failed load may
 * be tried again; when an instance trapped, its load is dropped, and the next one starts anew.
 */
import { boundary } from './boundary.js';
import { CuelightError } from './error.js';
import { instantiate } from './instance.js';
import { obtain } from './wasm-file.js';

/** @typedef {import('./boundary.js').Call} Call */
/** @typedef {import('./wasm-file.js').WasmFile} WasmFile */

/** A module's place, its glue, and a question that throws when the started module answers it wrongly.
 * @typedef {import('./wasm-file.js').Place & { glue: import('./instance.js').Glue, selfTest(call: Call): void }} Startable
 */

/**
 * What makes an API loadable.
 * @template Api
 * @template Options
 * @typedef {object} Source
 * @property {Startable[]} modules
 * @property {(options: Options) => (WasmFile | false)[]} files what the options say of each module; false: leave it out
 * @property {(calls: (Call | null)[], hashes: (string | null)[]) => Api} assemble the facade over the modules' calls
 * @property {(url: URL) => Promise<Uint8Array>} [read] reads a file where the platform has one (Node)
 */

/**
 * Makes a load function. Every caller that names no file gets the first one's promise, so that several widgets on one
 * page start one instance; naming another file or another hash starts another one.
 * @template Api
 * @template {object} Options
 * @param {Source<Api, Options>} source
 * @returns {(options?: Options) => Promise<Api>}
 */
export function loader(source) {
  /** @type {{ files: (WasmFile | false)[], started: Promise<Api> }[]} */
  const loads = [];
  return (options) => {
    const files = source.files(options ?? /** @type {Options} */ ({}));
    const anyone = files.every((file) => file === false || unnamed(file));
    const known = loads.find((load) => files.every((file, i) => serves(load.files[i], file, anyone)));
    if (known) return known.started;
    const drop = () => {
      if (loads.includes(load)) loads.splice(loads.indexOf(load), 1);
    };
    const load = { files, started: start(source, files, drop) };
    loads.push(load);
    load.started.catch(drop);
    return load.started;
  };
}

/** @param {WasmFile} file */
const unnamed = ({ wasm, wasmUrl, integrity }) =>
  wasm === undefined && wasmUrl === undefined && integrity === undefined;

/** Whether a module that was loaded is the one that is asked for. @param {WasmFile | false} loaded @param {WasmFile | false} asked @param {boolean} anyone */
function serves(loaded, asked, anyone) {
  if (asked === false) return true;
  if (loaded === false) return false;
  const address = (/** @type {WasmFile} */ { wasmUrl }) => wasmUrl && String(wasmUrl);
  return (
    anyone || (loaded.wasm === asked.wasm && address(loaded) === address(asked) && loaded.integrity === asked.integrity)
  );
}

/**
 * @template Api
 * @param {Source<Api, any>} source
 * @param {(WasmFile | false)[]} files
 * @param {() => void} lost
 * @returns {Promise<Api>}
 */
async function start({ modules, read, assemble }, files, lost) {
  const started = await Promise.all(
    modules.map((place, i) => {
      const file = files[i];
      return file === false ? { call: null, hash: null } : startModule(place, file, lost, read);
    }),
  );
  return assemble(
    started.map(({ call }) => call),
    started.map(({ hash }) => hash),
  );
}

/** The smallest module that needs SIMD: a function of type () -> v128 that gives i8x16.splat(0). */
const simdOnly = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7b],
  ...[3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b],
]);

/**
 * Gets, checks, starts and tries one module. `lost` is told when its instance trapped.
 * @param {Startable} place
 * @param {WasmFile} file
 * @param {() => void} lost
 * @param {Source<any, any>['read']} [read]
 */
export async function startModule(place, file, lost, read) {
  if (typeof WebAssembly !== 'object') {
    throw new CuelightError(
      'core.no_webassembly',
      'This browser or its policy allows no WebAssembly, so nothing can be checked here.',
    );
  }
  if (!WebAssembly.validate(simdOnly)) {
    throw new CuelightError(
      'core.no_simd',
      "This engine lacks WebAssembly's fixed-width SIMD, which Chrome 91, Firefox 89, Safari 16.4 and Node 16.4 brought. Use a newer one.",
    );
  }
  const { module, hash } = await obtain(place, file, read);
  const call = boundary(await instantiate(module, place.glue), lost);
  try {
    place.selfTest(call);
  } catch (cause) {
    throw new CuelightError(
      'core.self_test',
      'The core gave a wrong answer to a known question and was not started.',
      null,
      { cause },
    );
  }
  return { call, hash };
}
