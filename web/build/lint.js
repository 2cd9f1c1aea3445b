/**
 * @file `npm run lint`: clang-format and clang-tidy (both version 19) over C++, tsc over the JSDoc types, Biome over
 * JavaScript, CSS and JSON, ShellCheck over shell scripts. `npm run lint -- --fix` writes what can be written.
 */
import './node-version.js';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { installPackages } from './packages.js';
import { Failure, program, root, run, say, which } from './run.js';

const fix = process.argv.includes('--fix');

/** Files that git knows or would take, by ending. @param {RegExp} pattern */
function tracked(pattern) {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 1 << 26,
  }).toString();
  return list.split('\n').filter((file) => pattern.test(file) && existsSync(`${root}/${file}`));
}

/** @type {[string, () => Promise<unknown>][]} */
const checks = [
  [
    'Biome',
    () =>
      run(
        'node_modules/.bin/biome',
        ['check', '--error-on-warnings', '--max-diagnostics=40', ...(fix ? ['--write'] : [])],
        { tail: 80 },
      ),
  ],
  ['tsc', () => run('node_modules/.bin/tsc', ['-p', '.'], { tail: 80 })],
  [
    'clang-format',
    () =>
      run(
        'clang-format-19',
        [...(fix ? ['-i'] : ['--dry-run', '--Werror']), ...tracked(/^(core|bindings|tests)\/.*\.(cpp|hpp)$/)],
        { tail: 40 },
      ),
  ],
  ['ShellCheck', () => run('shellcheck', ['--severity=style', ...tracked(/(\.sh|^\.ci\/run)$/)], { tail: 60 })],
  ['clang-tidy', clangTidy],
];

/** Over core's own sources, with the compile commands of a clang configuration. */
async function clangTidy() {
  const folder = 'build/tidy';
  await run('cmake', [
    ...[
      '-G',
      'Ninja',
      '-S',
      '.',
      '-B',
      folder,
      '-DCUELIGHT_TESTS=OFF',
      '-DCMAKE_BUILD_TYPE=Release',
      '-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON',
    ],
    ...['-DCMAKE_C_COMPILER=clang-19', '-DCMAKE_CXX_COMPILER=clang++-19'],
  ]);
  const files = tracked(/^core\/src\/.*\.cpp$/);
  const queue = files.values();
  /** @type {Failure[]} */
  const found = [];
  const worker = async () => {
    for (const file of queue) {
      await run('clang-tidy-19', ['--quiet', '-p', folder, file], { tail: 30 }).catch((cause) => found.push(cause));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, os.availableParallelism()) }, worker));
  if (found.length > 0) throw new Failure(`${found.length} files have findings.`);
}

await program(async () => {
  await installPackages();
  const needed = ['clang-format-19', 'clang-tidy-19', 'shellcheck', 'clang-19', 'cmake', 'ninja-build'];
  const missing = needed.filter((name) => !which(name === 'ninja-build' ? 'ninja' : name));
  if (missing.length > 0) {
    await run(`${root}/cmake/toolchain.sh`, ['packages', ...missing], { label: `installing ${missing.join(', ')}` });
  }
  const { build } = await import('./build.js');
  await build({ quiet: true });
  let failed = 0;
  for (const [name, check] of checks) {
    try {
      await check();
      say(`${name}: clean`);
    } catch (cause) {
      failed += 1;
      say(`${name}: ${cause instanceof Failure ? 'has findings' : cause}`);
    }
  }
  if (failed > 0) throw new Failure(`${failed} of ${checks.length} checks have findings; they stand above.`);
});
