import { existsSync } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { ConfigError } from '../config.js';
import { makeFolder } from '../folder.js';
import { txOf } from './tx.js';

/** Written into the folder once the database was made whole. */
const stamp = 'complete';

/**
 * PostgreSQL in this process. One process at a time holds a folder; a folder whose making was broken off is made anew.
 * @param {string} folder
 * @returns {Promise<import('./index.js').Database>}
 */
export async function openPglite(folder) {
  const inMemory = folder.startsWith('memory://');
  const release = inMemory ? async () => {} : await hold(folder);
  try {
    if (!inMemory && !existsSync(path.join(folder, stamp))) {
      await rm(path.join(folder, 'postgres'), { recursive: true, force: true });
    }
    const db = new PGlite(inMemory ? folder : path.join(folder, 'postgres'));
    await db.waitReady;
    if (!inMemory) await writeFile(path.join(folder, stamp), '');
    return {
      kind: 'pglite',
      transaction: (work) =>
        db.transaction((tx) =>
          work(
            txOf(
              async (text, values) => (await tx.query(text, values)).rows,
              (script) => tx.exec(script),
            ),
          ),
        ),
      close: async () => {
        await db.close();
        await release();
      },
    };
  } catch (cause) {
    await release();
    throw cause;
  }
}

/**
 * Takes the folder for this process, or says who has it.
 * @param {string} folder
 */
async function hold(folder) {
  const lock = path.join(folder, 'process');
  try {
    await makeFolder(folder);
    for (;;) {
      try {
        const handle = await open(lock, 'wx', 0o600);
        await handle.writeFile(String(process.pid));
        await handle.close();
        return () => rm(lock, { force: true });
      } catch (cause) {
        if (/** @type {NodeJS.ErrnoException} */ (cause).code !== 'EEXIST') throw cause;
      }
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (alive(holder)) {
        throw new ConfigError(
          'CUELIGHT_DATA',
          `the database in ${folder} is in use by process ${holder}; stop it, or choose another folder`,
        );
      }
      await rm(lock, { force: true });
    }
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(
      'CUELIGHT_DATA',
      `the folder ${folder} can't be written; choose one that this user may write`,
      { cause },
    );
  }
}

/** @param {number} pid */
function alive(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return /** @type {NodeJS.ErrnoException} */ (cause).code === 'EPERM';
  }
}
