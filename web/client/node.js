/** @file The package's entry for Node (the `node` condition): the same as index.js, with the file read from disk. */
import { readFile } from 'node:fs/promises';
import { source } from './core.js';
import { loader } from './load.js';

export { CuelightError } from './error.js';

/** Loads the core once and gives its API. */
export const loadCore = loader({ ...source, read: (url) => readFile(url) });
