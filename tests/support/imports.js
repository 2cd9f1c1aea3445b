/** @file Who imports whom: every file of the tree with the files that it names, as compilers see it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../web/build/run.js';

/** @typedef {Map<string, string[]>} Graph file to files, relative to the project's folder */

/** Every file of the work tree that git knows or would add. @param {...string} folders @returns {string[]} */
export const filesIn = (...folders) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], { cwd: root })
    .toString()
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(root, file)));

/** @param {string} file */
const textOf = (file) => readFileSync(join(root, file), 'utf8');

/** Imports of JavaScript, static and dynamic, as esbuild resolves them. @param {string[]} files @returns {Promise<Graph>} */
export async function scriptImports(files) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: files,
    outdir: 'build/unwritten',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.css': 'empty', '.svg': 'empty' },
    logLevel: 'error',
  });
  return new Map(
    files.map((file) => [
      file,
      metafile.inputs[file].imports.filter(({ external }) => !external).map(({ path }) => path),
    ]),
  );
}

/** What comments name as types. @param {string[]} files @returns {Graph} */
export const typeImports = (files) =>
  new Map(
    files.map((file) => [
      file,
      [...textOf(file).matchAll(/import\('(\.[^']+)'\)/g)].map(([, path]) => normalize(join(dirname(file), path))),
    ]),
  );

/** Files of C++ that are included, looked for where the compiler looks. @param {string[]} files @returns {Graph} */
export const includes = (files) =>
  new Map(
    files.map((file) => [
      file,
      [...textOf(file).matchAll(/^\s*#\s*include\s+[<"]([^>"]+)[>"]/gm)].flatMap(([, path]) =>
        [dirname(file), 'core/src', 'core/include']
          .map((folder) => normalize(join(folder, path)))
          .filter((target) => existsSync(join(root, target)))
          .slice(0, 1),
      ),
    ]),
  );

/** Files that lie on a ring of imports, or between two. @param {Graph} graph */
export function onRings(graph) {
  const left = new Map([...graph].map(([file, targets]) => [file, targets.filter((target) => target !== file)]));
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    const named = new Set([...left.values()].flat());
    for (const [file, targets] of left)
      if (!named.has(file) || !targets.some((target) => left.has(target))) left.delete(file);
  }
  return [...left.keys()];
}
