/** @file Folders below CUELIGHT_DATA. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from './config.js';

/**
 * Makes a folder that only this user reads, with those above it; does nothing when it is there.
 * @param {string} folder
 * @throws {ConfigError}
 */
export async function makeFolder(folder) {
  try {
    await make(folder);
  } catch (cause) {
    throw new ConfigError(
      'CUELIGHT_DATA',
      `the folder ${folder} can't be written; choose one that this user may write`,
      { cause },
    );
  }
}

/** A level at a time: Node's own recursive mkdir never returns where the system refuses new names, as in /proc. @param {string} folder */
async function make(folder) {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || path.dirname(folder) === folder) throw cause;
    await make(path.dirname(folder));
    await mkdir(folder, { mode: 0o700 });
  }
}
