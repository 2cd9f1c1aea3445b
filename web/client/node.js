/**
 * @file The package's entry for Node (the `node` condition): the same as index.js, with the file read from disk and payloads
 * hashed by OpenSSL. WebCrypto's SHA-256 answers later, never at once, so `digest` hashes in WebAssembly in browsers.
 */
import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { source } from './core.js';
import { loader } from './load.js';

export { CuelightError } from './error.js';

/** In one call where there is one (Node 20.12). @param {Uint8Array} octets */
const sha256 = (octets) =>
  crypto.hash?.('sha256', octets, 'hex') ?? crypto.createHash('sha256').update(octets).digest('hex');

/** Loads the core once and gives its API. */
export const loadCore = loader({
  ...source,
  assemble: (calls, hashes) => source.assemble(calls, hashes, sha256),
  read: (url) => readFile(url),
});
