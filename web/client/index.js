/** @file The package's entry for browsers, workers and edge runtimes. */
import { source } from './core.js';
import { loader } from './load.js';

export { CuelightError } from './error.js';

/** Loads the core once and gives its API. */
export const loadCore = loader(source);
