/** @file The stages of `npm test`, in order: what each one needs, runs and counts. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build, compile } from '../../web/build/build.js';
import { withLock } from '../../web/build/lock.js';
import { installPackages } from '../../web/build/packages.js';
import { Failure, root, run, say, which } from '../../web/build/run.js';
import { buildWeb } from '../../web/build/web.js';

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures what failed and why
 * @property {string[]} skips what was skipped and why
 */

/** @returns {Count} */
const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], skips: [] });

const fuzzSeconds = Number(process.env.CUELIGHT_FUZZ_SECONDS ?? 60);
// The same for every run, so that a commit that passed passes again; longer searches choose another one, 0 a random one.
const fuzzSeed = Number(process.env.CUELIGHT_FUZZ_SEED ?? 1);
const jobs = Math.max(2, os.availableParallelism());

/** Debian's packages for a stage; elsewhere the programs must be there already. @param {Record<string, string>} needed program to package */
async function packages(needed) {
  const missing = Object.entries(needed).filter(
    ([program]) => !(program.startsWith('/') ? existsSync(program) : which(program)),
  );
  if (missing.length === 0) return;
  const names = [...new Set(missing.map(([, name]) => name))];
  await run(`${root}/cmake/toolchain.sh`, ['packages', ...names], { label: `installing ${names.join(', ')}` });
}

/** Runs at most `width` of the tasks at a time. @template T @param {(() => Promise<T>)[]} tasks @param {number} width */
async function inParallel(tasks, width) {
  /** @type {T[]} */
  const results = [];
  const queue = tasks.entries();
  const worker = async () => {
    for (const [i, task] of queue) results[i] = await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** A program's exit code and everything it printed. @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function capture(command, args, env = {}) {
  return new Promise((/** @type {(value: { code: number | null, text: string }) => void} */ resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => (text += piece));
    child.stderr.setEncoding('utf8').on('data', (piece) => (text += piece));
    child.on('error', (cause) => resolve({ code: 1, text: String(cause) }));
    child.on('close', (code) => resolve({ code, text }));
  });
}

// ------------------------------------------------------------------------------------------------------ core, Catch2

/**
 * Runs the program that holds core's tests, in as many shards as there are processors.
 * @param {string} command
 * @param {string[]} [before] arguments that come first
 * @param {NodeJS.ProcessEnv} [env]
 */
async function catch2(command, before = [], env = {}) {
  const count = none();
  const work = mkdtempSync(join(os.tmpdir(), 'cuelight-catch2-'));
  await inParallel(
    Array.from({ length: jobs }, (_, shard) => async () => {
      const report = join(work, `${shard}`);
      const sharded = ['--shard-count', `${jobs}`, '--shard-index', `${shard}`];
      const args = [...before, ...sharded, '--order', 'rand', '--rng-seed', `${seed}`];
      // Of Catch2's reporters, automake's tells each case's outcome without being told of every assertion.
      const { code, text } = await capture(command, [...args, '-r', 'console', '-r', `automake::out=${report}`], env);
      const outcomes = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : [];
      const having = (/** @type {string} */ word) =>
        outcomes.filter((line) => line.startsWith(`:test-result: ${word}`)).length;
      count.passed += having('PASS');
      count.skipped += having('SKIP');
      const skips = text.matchAll(/SKIPPED:\s*explicitly with message:\s*(.*)/g);
      count.skips.push(...[...skips].map((m) => m[1]));
      const failed = Math.max(having('FAIL'), code === 0 ? 0 : 1);
      count.failed += failed;
      if (failed) count.failures.push(`shard ${shard}, seed ${seed} (exit ${code})\n${text.slice(-6000)}`);
    }),
    jobs,
  );
  rmSync(work, { recursive: true, force: true });
  return count;
}

/** The order of Catch2's cases, and its generators; printed when one fails. */
const seed = Date.now() % 0xffff_ffff;

/** Configures `build/<preset>` and builds everything in it. @param {string} preset */
async function buildNative(preset) {
  await packages({ cmake: 'cmake', ninja: 'ninja-build' });
  const ccache = which('ccache');
  const env = ccache ? { CMAKE_C_COMPILER_LAUNCHER: ccache, CMAKE_CXX_COMPILER_LAUNCHER: ccache, ...sloppy } : {};
  await run('cmake', ['--preset', preset, '-G', 'Ninja'], { label: `configuring build/${preset}`, env });
  await run('cmake', ['--build', `build/${preset}`], {
    label: `building build/${preset}`,
    env,
    tail: 60,
    otherwise: `build/${preset} does not compile.`,
  });
}

/** What ccache must not mind where headers are precompiled. */
const sloppy = { CCACHE_SLOPPINESS: 'pch_defines,time_macros,include_file_mtime,include_file_ctime' };

async function native() {
  await packages({ 'g++': 'g++' });
  await buildNative('native');
  return catch2(join(root, 'build/native/tests/core/core_tests'));
}

/** The sanitized tests and the fuzz targets are one build. */
async function buildSanitized() {
  await packages({
    'clang++-19': 'clang-19',
    '/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer-x86_64.a': 'libclang-rt-19-dev',
  });
  await buildNative('sanitize');
}

async function sanitized() {
  await buildSanitized();
  return catch2(join(root, 'build/sanitize/tests/core/core_tests'), [], {
    ASAN_OPTIONS: 'detect_leaks=1:detect_stack_use_after_return=1',
    UBSAN_OPTIONS: 'print_stacktrace=1',
  });
}

async function wasm() {
  const folder = await compile({ target: 'core_tests' });
  return catch2(process.execPath, ['--stack-size=4000', join(folder, 'tests/core/core_tests.cjs')]);
}

// ------------------------------------------------------------------------------------------------------- JavaScript

/** Every *.test.js under `folder`, without the folders named in `but`. @param {string} folder @param {string[]} [but] @returns {string[]} */
function testFiles(folder, but = []) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !but.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? testFiles(join(folder, entry.name)) : join(folder, entry.name)))
    .filter((name) => name.endsWith('.test.js'));
}

/** How long one test, or one file of tests, may take: what waits for ever is a failure with a name, not a run without an end. */
const testLimitMs = 900_000;

/** @type {string[]} */
const noCodeFromStrings = ['--disallow-code-generation-from-strings'];

/**
 * Runs test files under Node's own runner, `width` of them at a time.
 * @param {string[]} files
 * @param {number} width
 * @param {{ runtime?: string[], env?: NodeJS.ProcessEnv }} [options]
 */
async function nodeTests(files, width, { runtime = noCodeFromStrings, env = {} } = {}) {
  const count = none();
  if (files.length === 0) return count;
  const flags = [...runtime, '--test', `--test-reporter=${root}/tests/support/reporter.js`];
  flags.push('--test-reporter-destination=stdout', `--test-concurrency=${width}`, `--test-timeout=${testLimitMs}`);
  const child = spawn(process.execPath, [...flags, ...files], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test', TZ: 'Pacific/Auckland', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stray = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (stray = (stray + text).slice(-8000)));
  /** @type {Map<string, string>} */
  const outputs = new Map();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      stray += `${line}\n`;
      return;
    }
    if (event.kind === 'output') outputs.set(event.file, ((outputs.get(event.file) ?? '') + event.text).slice(-4000));
    if (event.kind === 'pass') count.passed += 1;
    if (event.kind === 'skip') {
      count.skipped += 1;
      count.skips.push(`${event.name}${event.why ? `: ${event.why}` : ''}`);
    }
    if (event.kind === 'fail') {
      count.failed += 1;
      const printed = outputs.get(event.file);
      count.failures.push(
        `${event.file?.replace(`${root}/`, '')}: ${event.name}\n${event.why}${printed ? `\nprinted:\n${printed}` : ''}`,
      );
    }
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0 && count.failed === 0) {
    count.failed = 1;
    count.failures.push(`node --test ended with ${code}\n${stray}`);
  }
  return count;
}

const client = () => nodeTests(testFiles('tests/client', ['packaging']), jobs);

/** The demo season that the servers of a run start from, laid when the first stage needs it. */
const season = {
  /** @type {Promise<{ env: NodeJS.ProcessEnv, end: () => Promise<void> }> | undefined} */
  laid: undefined,
  async env() {
    await packages({ '/usr/lib/postgresql/15/bin/postgres': 'postgresql-15' });
    season.laid ??= import('./server.js').then(({ layOnce }) => layOnce());
    return (await season.laid).env;
  },
  end: async () => (await season.laid)?.end(),
};

// Fastify's router and its schema compiler make code from strings, so the server's process can't forbid it. Its tests wait
// more than they work.
const server = async () => nodeTests(testFiles('tests/server'), 2 * jobs, { runtime: [], env: await season.env() });

async function browser() {
  await packages({ chromium: 'chromium' });
  // Playwright makes code from strings itself; the pages' own policies forbid it to the pages.
  return nodeTests(testFiles('tests/browser'), jobs, { runtime: [], env: await season.env() });
}

async function packaging() {
  await packages({ chromium: 'chromium', 'g++': 'g++', cmake: 'cmake', ninja: 'ninja-build' });
  return nodeTests(testFiles('tests/client/packaging'), 1, { runtime: [] });
}

// --------------------------------------------------------------------------------------------------------------- fuzz

/** Where the input that made a target fail is kept, and itself when it is short. @param {string} work @param {string} name */
function failingInput(work, name) {
  const file = readdirSync(work).find((one) => one.startsWith(`${name}-`));
  if (!file) return '';
  const octets = readFileSync(join(work, file));
  const shown = octets.length <= 6000 ? `, in base64:\n${octets.toString('base64')}` : '';
  return `The input is kept in ${join(work, file)}${shown}`;
}

async function fuzz() {
  await buildSanitized();
  const folder = join(root, 'build/sanitize/tests/fuzz');
  const programs = readdirSync(folder).filter((name) => name.startsWith('fuzz_') && !name.includes('.'));
  const count = none();
  const width = Math.min(jobs, programs.length);
  const each = Math.max(1, Math.floor((fuzzSeconds * width) / Math.max(1, programs.length)));
  const work = mkdtempSync(join(os.tmpdir(), 'cuelight-fuzz-'));
  await inParallel(
    programs.map((name) => async () => {
      const corpus = join(work, name);
      const given = join(root, 'tests/fuzz/corpus', name.replace('fuzz_', ''));
      mkdirSync(corpus);
      if (existsSync(given)) cpSync(given, corpus, { recursive: true });
      const args = [
        corpus,
        `-max_total_time=${each}`,
        `-seed=${fuzzSeed}`,
        '-timeout=20',
        '-rss_limit_mb=2048',
        '-max_len=65536',
        `-artifact_prefix=${work}/${name}-`,
      ];
      const { code, text } = await capture(join(folder, name), args);
      if (code === 0) count.passed += 1;
      else {
        count.failed += 1;
        count.failures.push(
          `${name}, seed ${fuzzSeed} (exit ${code})\n${text.slice(-4000)}\n${failingInput(work, name)}`,
        );
      }
    }),
    width,
  );
  if (count.failed === 0) rmSync(work, { recursive: true, force: true });
  return count;
}

// ------------------------------------------------------------------------------------------------------------ the run

/** @type {Record<string, { title: string, work: () => Promise<Count>, web?: boolean }>} */
const stages = {
  native: { title: 'core, native', work: native },
  sanitized: { title: 'core, under ASan and UBSan', work: sanitized },
  wasm: { title: 'core, as WebAssembly in Node', work: wasm },
  client: { title: 'client and documents', work: client },
  server: { title: 'server, on PGlite and PostgreSQL', work: server, web: true },
  browser: { title: 'browser, in Chromium', work: browser, web: true },
  packaging: { title: 'packages, npm and C++', work: packaging, web: true },
  fuzz: { title: `fuzzing, ${fuzzSeconds} s`, work: fuzz },
};

/** Runs the named stages (all of them when none is named) and prints what came of it. @param {string[]} names */
export async function runTests(names) {
  const unknown = names.filter((name) => !(name in stages));
  if (unknown.length > 0)
    throw new Failure(`There is no stage ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`);
  const chosen = names.length > 0 ? names : Object.keys(stages);
  const started = Date.now();
  process.stderr.write('\nCuelight: running the tests\n\n');
  await withLock('setup', async () => {
    await installPackages();
    await build({ quiet: true });
    if (chosen.some((name) => stages[name].web)) await buildWeb();
  });
  const lines = [];
  const total = none();
  for (const name of chosen) {
    const { title, work } = stages[name];
    const begun = Date.now();
    /** @type {Count} */
    let count;
    try {
      count = await work();
    } catch (cause) {
      count = none();
      count.failed = 1;
      count.failures.push(
        cause instanceof Failure ? cause.message : String(cause instanceof Error ? cause.stack : cause),
      );
    }
    for (const failure of count.failures) process.stderr.write(`\nFAILED in ${title}: ${failure}\n`);
    const seconds = Math.round((Date.now() - begun) / 1000);
    say(`${title}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped (${seconds} s)`);
    lines.push(
      `${title.padEnd(36)}${[count.passed, count.failed, count.skipped].map((n) => String(n).padStart(9)).join('')}${`${seconds} s`.padStart(9)}`,
    );
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
    total.skips.push(...count.skips.map((skip) => `${title}: ${skip}`));
  }
  await season.end();
  if (total.skips.length > 0)
    process.stdout.write(`\nSkipped:\n${total.skips.map((skip) => `  ${skip}`).join('\n')}\n`);
  process.stdout.write(
    `\n${''.padEnd(36)}${['passed', 'failed', 'skipped', 'time'].map((word) => word.padStart(9)).join('')}\n`,
  );
  process.stdout.write(`${lines.join('\n')}\n\nwhole run: ${Math.round((Date.now() - started) / 1000)} s\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}
