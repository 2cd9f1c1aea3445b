/**
 * @file `npm test`: installs what is missing, runs every test, prints one table and ends with
 * `N passed, N failed, N skipped`. `npm test -- client browser` runs the named stages alone.
 */
import '../web/build/node-version.js';

const { program } = await import('../web/build/run.js');
const { runTests } = await import('./support/stages.js');
await program(() => runTests(process.argv.slice(2)));
