/** @file One set-up at a time in one folder. A lock whose owner is gone is taken over. */
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, root, say } from './run.js';

const folder = `${root}/build`;

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return /** @type {NodeJS.ErrnoException} */ (cause).code === 'EPERM';
  }
}

/** @param {string} file @returns {number | null} the owner, null when there is none */
function owner(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

/**
 * Takes `file` for this process if nobody has it. It appears whole, with the owner in it: what is written beside it is
 * linked into place.
 * @param {string} file
 * @returns {boolean}
 */
function take(file) {
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, String(process.pid));
    linkSync(beside, file);
    return true;
  } catch (cause) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (cause);
    if (code === 'EEXIST') return false;
    throw new Failure(`${file} can't be written (${code}). Free some space or mend the rights.`);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Removes a lock whose owner is gone. Only one process at a time may judge that. @param {string} file */
function clear(file) {
  const judging = `${file}.judging`;
  if (!take(judging)) {
    // Judging takes no time, so an old one was cut short.
    const age = Date.now() - (statSync(judging, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 10_000) rmSync(judging, { force: true });
    return;
  }
  const pid = owner(file);
  if (pid !== null && !alive(pid)) rmSync(file, { force: true });
  rmSync(judging, { force: true });
}

/**
 * Runs `work` while holding the lock `name`; waits for another holder first, and says so once.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const file = `${folder}/${name}.lock`;
  // A child of the holder works under the holder's lock.
  const inherited = `CUELIGHT_LOCK_${name.toUpperCase()}`;
  if (process.env[inherited] === root) return work();
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new Failure(`${root} can't be written to. Run this as the user who owns the folder.`);
  }
  for (let told = false; !take(file); ) {
    const pid = owner(file);
    if (pid !== null && !alive(pid)) clear(file);
    else if (pid !== null && !told) {
      say(`another set-up is at work in this folder (process ${pid}); waiting for it`);
      told = true;
    }
    await pause(100);
  }
  const release = () => {
    if (owner(file) === process.pid) rmSync(file, { force: true });
  };
  process.once('exit', release);
  process.env[inherited] = root;
  try {
    return await work();
  } finally {
    delete process.env[inherited];
    process.off('exit', release);
    release();
  }
}
