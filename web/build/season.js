/** @file What `npm start` does: bring what is missing, build what changed, serve the demo season. */
import { createServer } from 'node:net';
import { ConfigError, readConfig } from '../server/config.js';
import { withLock } from './lock.js';
import { installPackages } from './packages.js';
import { Failure, say } from './run.js';

/** Everything that the server needs, in order; does nothing when all of it is there. */
export async function setUp() {
  await withLock('setup', async () => {
    await installPackages();
    // These two import packages, which are there only now.
    const { build } = await import('./build.js');
    const { buildWeb } = await import('./web.js');
    await build({ quiet: true });
    await buildWeb();
  });
}

/** A taken port is said now, not after minutes of building. @param {string} setting @param {string} host @param {number | null} port */
async function free(setting, host, port) {
  if (!port) return;
  const server = createServer();
  const code = await new Promise((resolve) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ cause) => resolve(cause.code));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === 'EADDRINUSE') {
    throw new Failure(`${setting}: port ${port} is in use; stop what uses it, or set ${setting} to another port.`);
  }
}

export async function season() {
  process.stderr.write('\nCuelight\n\n');
  try {
    const { host, port, examplePort } = readConfig(process.env);
    await free('PORT', host, port);
    await free('CUELIGHT_EXAMPLE_PORT', host, examplePort);
    await setUp();
    const { serve } = await import('../server/main.js');
    await serve({ demo: true, progress: say });
  } catch (cause) {
    if (cause instanceof ConfigError) throw new Failure(cause.message, { cause });
    throw cause;
  }
}
