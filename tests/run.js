/**
 * @file `npm test`: installs what is missing, runs every test, prints one table and ends with
 * `N passed, N failed, N skipped`. `npm test -- client browser` runs the named stages alone.
 */
import '../cmake/node-version.mjs';

const { program } = await import('../cmake/run.mjs');
const { runTests } = await import('./support/stages.js');
await program(() => runTests(process.argv.slice(2)));
