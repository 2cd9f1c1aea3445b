/** @file `npm run dev`: serves the demo season, and builds and serves anew whenever a source file is saved. */
import './node-version.js';
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { program, root, say } from './run.js';
import { setUp } from './season.js';

/** What a change of a file asks for; null for what is made by the build itself. @param {string} file */
function concerns(file) {
  return !/(^|\/)(node_modules|generated|compiled|dist|build|\.[^/]+)(\/|$)/.test(file);
}

await program(async () => {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server;
  /** @type {NodeJS.Timeout | undefined} */
  let pending;
  let working = false;
  let again = false;

  const serve = () => {
    const code = "import('./web/server/main.js').then((server) => server.serve({ demo: true }))";
    server = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: 'inherit' });
  };
  const rebuild = async () => {
    again = working;
    if (working) return;
    working = true;
    try {
      await setUp();
      const old = server;
      if (old?.exitCode === null) {
        const ended = new Promise((resolve) => old.once('exit', resolve));
        old.kill('SIGTERM');
        await ended;
      }
      serve();
    } catch (cause) {
      // What was served before stays; the next save tries again.
      process.stderr.write(`\n${cause instanceof Error ? cause.message : cause}\n`);
    }
    working = false;
    if (again) await rebuild();
  };

  for (const folder of ['core', 'bindings', 'web']) {
    watch(`${root}/${folder}`, { recursive: true }, (_, file) => {
      if (!file || !concerns(`${folder}/${file}`)) return;
      clearTimeout(pending);
      pending = setTimeout(() => {
        say(`${folder}/${file} changed`);
        rebuild();
      }, 200);
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (!server || server.exitCode !== null) process.exit();
      server.once('exit', () => process.exit());
      server.kill('SIGTERM');
    });
  }
  await rebuild();
});
