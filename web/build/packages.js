/** @file The npm packages that package-lock.json names: installed when any is missing or another version than it says. */
import { existsSync, readFileSync } from 'node:fs';
import { withLock } from './lock.js';
import { Failure, root, run } from './run.js';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean, os?: string[] }} Entry */

/** What stands in a lock file, by folder. @param {string} file @returns {Record<string, Entry>} */
function entries(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/** npm writes its hidden lock file last, so an installation that was cut short has none. */
function complete() {
  const wanted = entries(`${root}/package-lock.json`);
  const there = entries(`${root}/node_modules/.package-lock.json`);
  return Object.entries(wanted).every(
    ([folder, { version, optional }]) => folder === '' || optional || there[folder]?.version === version,
  );
}

/** Brings the packages; does nothing when all of them are there. */
export async function installPackages() {
  if (complete()) return;
  await withLock('npm', async () => {
    if (complete()) return;
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=http'], {
      label: 'npm packages',
      otherwise:
        'The npm packages could not be installed; npm’s reason stands above. Check the network connection and free disk space, then try again.',
    });
    if (!complete())
      throw new Failure(
        'npm installed something else than package-lock.json names. Delete node_modules and try again.',
      );
  });
}
