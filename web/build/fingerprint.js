/** @file What a build was made from, as one hash, so that nothing is rebuilt that need not be. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.js';

const skipped = new Set(['node_modules', 'dist', 'web/client/generated']);

/** Every file under `path` (a file or a folder), in one fixed order. @param {string} path @returns {string[]} */
function files(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !skipped.has(join(path, entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => files(join(path, entry.name)));
}

/**
 * SHA-256 over names and contents of everything under `paths`, and over `also`.
 * @param {string[]} paths relative to the project's folder
 * @param {string} [also]
 */
export function fingerprint(paths, also = '') {
  const hash = createHash('sha256').update(also);
  for (const path of paths.flatMap(files)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
