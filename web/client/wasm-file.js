/**
 * @file Gets one WebAssembly file, from an address, a disk or the caller's hands, and lets nothing through whose hash is
 * not the expected one.
 */
import { fromHex, toBase64, toHex } from '../shared/bytes.js';
import { CuelightError } from './error.js';

/**
 * Where one module stands, and which octets are right.
 * @typedef {object} Place
 * @property {string} option the name of the option that says it stands elsewhere
 * @property {URL} url where it stands beside this package's code
 * @property {string} sha256 of the file, lower-case hex, stamped in at build time
 */

/**
 * What a caller says about one module's file.
 * @typedef {import('./types/index.d.ts').WasmFile} WasmFile
 */

/**
 * The module, and the hash that was checked: null when none was.
 * @param {Place} place
 * @param {WasmFile} file
 * @param {((url: URL) => Promise<Uint8Array>) | undefined} read reads a file where the platform has one (Node)
 * @returns {Promise<{ module: WebAssembly.Module, hash: string | null }>}
 */
export async function obtain(place, { wasm, wasmUrl, integrity = place.sha256 }, read) {
  if (integrity !== false && !/^[0-9a-f]{64}$/.test(integrity)) {
    throw new CuelightError('argument.type', 'integrity must be a SHA-256 in lower-case hex, or false.');
  }
  if (wasm instanceof WebAssembly.Module) return { module: wasm, hash: null };
  const hash = integrity || null;
  if (wasm !== undefined) return { module: await checkedModule(view(wasm), integrity), hash };
  const url = wasmUrl === undefined ? place.url : absolute(wasmUrl);
  if (read && url.protocol === 'file:') {
    const octets = await read(url).catch((cause) => {
      throw new CuelightError('core.unreachable', `The file ${url.pathname} can't be read. ${elsewhere(place)}`, null, {
        cause,
      });
    });
    return { module: await checkedModule(octets, integrity), hash };
  }
  return { module: await fetchModule(place, url, integrity), hash };
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
 * @param {Place} place
 * @param {URL} url
 * @param {string | false} integrity
 * @returns {Promise<WebAssembly.Module>}
 */
async function fetchModule(place, url, integrity) {
  const sri = integrity === false ? '' : `sha256-${toBase64(fromHex(integrity))}`;
  const checks = typeof Request === 'function' && (!sri || checksIntegrity(url, sri));
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, checks && sri ? { integrity: sri } : {});
  } catch (cause) {
    // A broken connection and a wrong hash look the same here; a second look tells them apart.
    if (!checks || !sri) throw unreachable(place, url, cause);
    const again = await fetch(url).catch((failure) => {
      throw unreachable(place, url, failure);
    });
    if (!again.ok) throw unreachable(place, url, new Error(`HTTP ${again.status}`));
    return checkedModule(new Uint8Array(await again.arrayBuffer()), integrity);
  }
  if (!response.ok) throw unreachable(place, url, new Error(`HTTP ${response.status}`));
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

/** @param {Place} place */
const elsewhere = ({ option }) => `When it stands elsewhere, name its address as ${option}.`;

/** @param {Place} place @param {URL} url @param {unknown} cause */
function unreachable(place, url, cause) {
  return new CuelightError(
    'core.unreachable',
    `The file ${url.href} could not be loaded. Check the connection. ${elsewhere(place)}`,
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
  const hex = toHex(digest);
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
