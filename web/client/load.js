/**
 * @file Finds, checks and starts a WebAssembly module. Nothing is fetched at import; a failed load may be tried again; an
 * instance that trapped is dropped, and the next load makes a new one.
 */
import { boundary } from './boundary.js';
import { CuelightError } from './error.js';

/**
 * What makes one module loadable.
 * @template Api
 * @typedef {object} Source
 * @property {URL} url where the file stands beside this module
 * @property {string} sha256 of the file, lower-case hex, stamped in at build time
 * @property {(options: object) => Promise<any>} glue Emscripten's factory
 * @property {(call: import('./boundary.js').Call, wasmHash: string | null) => Api} assemble the facade over `call`
 * @property {(api: Api) => void} selfTest throws when the started module answers wrongly
 * @property {(url: URL) => Promise<Uint8Array>} [read] reads a file where the platform has one (Node)
 */

/** @typedef {import('./types/index.d.ts').LoadOptions} LoadOptions */

/**
 * Makes the load function of one module. Every caller that names no file gets the first one's promise, so that several
 * widgets on one page start one instance; naming another file or another hash starts another one.
 * @template Api
 * @param {Source<Api>} source
 * @returns {(options?: LoadOptions) => Promise<Api>}
 */
export function loader(source) {
  /** @type {(LoadOptions & { started: Promise<Api> })[]} */
  const loads = [];
  return (options = {}) => {
    const { wasm, integrity } = options;
    const wasmUrl = options.wasmUrl === undefined ? undefined : String(options.wasmUrl);
    const anyone = wasm === undefined && wasmUrl === undefined && integrity === undefined;
    const known = loads.find(
      (load) => anyone || (load.wasm === wasm && load.wasmUrl === wasmUrl && load.integrity === integrity),
    );
    if (known) return known.started;
    const drop = () => {
      if (loads.includes(load)) loads.splice(loads.indexOf(load), 1);
    };
    const load = { wasm, wasmUrl, integrity, started: start(source, options, drop) };
    loads.push(load);
    load.started.catch(drop);
    return load.started;
  };
}

/**
 * @template Api
 * @param {Source<Api>} source
 * @param {LoadOptions} options
 * @param {() => void} lost
 * @returns {Promise<Api>}
 */
async function start(source, options, lost) {
  if (typeof WebAssembly !== 'object') {
    throw new CuelightError(
      'core.no_webassembly',
      'This browser or its policy allows no WebAssembly, so nothing can be checked here.',
    );
  }
  const { integrity = source.sha256 } = options;
  if (integrity !== false && !/^[0-9a-f]{64}$/.test(integrity)) {
    throw new CuelightError('argument.type', 'integrity must be a SHA-256 in lower-case hex, or false.');
  }
  const compiled = options.wasm instanceof WebAssembly.Module;
  const module = await obtain(source, options, integrity);
  const raw = await instantiate(source.glue, module);
  const api = source.assemble(boundary(raw, lost), compiled || integrity === false ? null : integrity);
  try {
    source.selfTest(api);
  } catch (cause) {
    throw new CuelightError(
      'core.self_test',
      'The core gave a wrong answer to a known question and was not started.',
      null,
      { cause },
    );
  }
  return api;
}

/**
 * @param {Source<any>} source
 * @param {LoadOptions} options
 * @param {string | false} integrity
 * @returns {Promise<WebAssembly.Module>}
 */
async function obtain(source, { wasm, wasmUrl }, integrity) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm !== undefined) return checkedModule(view(wasm), integrity);
  const url = wasmUrl === undefined ? source.url : absolute(wasmUrl);
  if (source.read && url.protocol === 'file:') {
    const octets = await source.read(url).catch((cause) => {
      throw new CuelightError('core.unreachable', `The file ${url.pathname} can't be read.`, null, { cause });
    });
    return checkedModule(octets, integrity);
  }
  return fetchModule(url, integrity);
}

/** @param {string | URL} wasmUrl */
function absolute(wasmUrl) {
  try {
    return new URL(wasmUrl, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch (cause) {
    throw new CuelightError('argument.type', 'wasmUrl must be an absolute address, or relative to a page.', null, {
      cause,
    });
  }
}

/** @param {unknown} wasm @returns {Uint8Array} */
function view(wasm) {
  if (wasm instanceof ArrayBuffer) return new Uint8Array(wasm);
  if (ArrayBuffer.isView(wasm)) return new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength);
  throw new CuelightError('argument.type', 'wasm must be a WebAssembly.Module, an ArrayBuffer or a Uint8Array.');
}

/**
 * Streams where the platform checks the hash itself (Subresource Integrity holds the body back until it is whole and
 * right, also on pages without a secure context). Elsewhere the body is read, hashed, then compiled.
 * @param {URL} url
 * @param {string | false} integrity
 * @returns {Promise<WebAssembly.Module>}
 */
async function fetchModule(url, integrity) {
  const sri = integrity === false ? '' : `sha256-${base64(integrity)}`;
  const checks = typeof Request === 'function' && (!sri || checksIntegrity(url, sri));
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, checks && sri ? { integrity: sri } : {});
  } catch (cause) {
    // A broken connection and a wrong hash look the same here; a second look tells them apart.
    if (!checks || !sri) throw unreachable(url, cause);
    const again = await fetch(url).catch((failure) => {
      throw unreachable(url, failure);
    });
    if (!again.ok) throw unreachable(url, new Error(`HTTP ${again.status}`));
    return checkedModule(new Uint8Array(await again.arrayBuffer()), integrity);
  }
  if (!response.ok) throw unreachable(url, new Error(`HTTP ${response.status}`));
  if (!checks) return checkedModule(new Uint8Array(await response.arrayBuffer()), integrity);
  const mime = response.headers.get('content-type')?.split(';')[0].trim().toLowerCase();
  if (mime === 'application/wasm' && typeof WebAssembly.compileStreaming === 'function') {
    return WebAssembly.compileStreaming(response).catch(malformed);
  }
  if (mime !== 'application/wasm') {
    console.warn(
      `Cuelight: serve ${url.href} with "Content-Type: application/wasm" (it is "${mime ?? ''}") to start faster.`,
    );
  }
  return compile(new Uint8Array(await response.arrayBuffer()));
}

/** Whether `fetch` knows and keeps `integrity`; some runtimes pass over it in silence. @param {URL} url @param {string} sri */
function checksIntegrity(url, sri) {
  try {
    return new Request(url, { integrity: sri }).integrity === sri;
  } catch {
    return false;
  }
}

/** @param {URL} url @param {unknown} cause */
function unreachable(url, cause) {
  return new CuelightError(
    'core.unreachable',
    `The file ${url.href} could not be loaded. Check the address and the connection.`,
    null,
    { cause },
  );
}

/**
 * @param {Uint8Array} octets
 * @param {string | false} integrity
 * @returns {Promise<WebAssembly.Module>}
 */
async function checkedModule(octets, integrity) {
  if (integrity === false) return compile(octets);
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    throw new CuelightError(
      'core.integrity',
      'This page is no secure context, so the file’s hash can’t be checked. Serve the page over HTTPS.',
    );
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (octets)));
  const hex = Array.from(digest, (octet) => octet.toString(16).padStart(2, '0')).join('');
  if (hex !== integrity) {
    if (!isWasm(octets)) {
      throw new CuelightError(
        'core.integrity',
        'The address answers something that is no WebAssembly, often a page that says "not found". Name the right one as wasmUrl.',
      );
    }
    throw new CuelightError(
      'core.integrity',
      `The WebAssembly file is not the one this package was built with (SHA-256 ${hex}).`,
    );
  }
  return compile(octets);
}

/** @param {Uint8Array} octets */
const isWasm = (octets) => octets[0] === 0 && octets[1] === 0x61 && octets[2] === 0x73 && octets[3] === 0x6d;

/** @param {Uint8Array} octets @returns {Promise<WebAssembly.Module>} */
const compile = (octets) => WebAssembly.compile(/** @type {Uint8Array<ArrayBuffer>} */ (octets)).catch(malformed);

/** @param {unknown} cause @returns {never} */
function malformed(cause) {
  if (/Content Security Policy|unsafe-eval/i.test(String(cause))) {
    throw new CuelightError(
      'core.no_webassembly',
      "This page's Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src.",
      null,
      { cause },
    );
  }
  throw new CuelightError('core.malformed', 'The file is not the WebAssembly module that was expected.', null, {
    cause,
  });
}

/**
 * @param {Source<any>['glue']} glue
 * @param {WebAssembly.Module} module
 * @returns {Promise<import('./boundary.js').RawModule>}
 */
function instantiate(glue, module) {
  return new Promise((resolve, reject) => {
    /** @param {unknown} cause */
    const fail = (cause) =>
      reject(
        new CuelightError('core.malformed', 'The file is not the WebAssembly module that was expected.', null, {
          cause,
        }),
      );
    glue({
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} receive */
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then(receive).catch(fail);
        return {};
      },
    }).then(resolve, fail);
  });
}

/** @param {string} hex */
function base64(hex) {
  return btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}
