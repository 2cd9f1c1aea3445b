/**
 * @file Runs one step of the set-up as a child process: one line of progress, silence when it goes well, and the end of
 * its output when it does not. Node built-ins only, because it runs before any package is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Where a program stands on PATH, or undefined. @param {string} command */
export function which(command) {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.map((folder) => `${folder}/${command}`).find((file) => existsSync(file));
}

/** A step that failed for a reason a person can mend. Its message is the whole of what they are told. */
export class Failure extends Error {}

const width = () => Math.max(20, (process.stderr.columns ?? 80) - 1);
const live = process.stderr.isTTY === true;

/** Writes one line of progress. @param {string} line */
export function say(line) {
  process.stderr.write(`${live ? '\r\x1b[K' : ''}  ${line}\n`);
}

/** Shows a passing line that the next one replaces; only on a terminal. @param {string} line */
function passing(line) {
  if (live) process.stderr.write(`\r\x1b[K  ${line}`.slice(0, width() + 4));
}

/**
 * Runs `command` in the project's folder and gives its standard output. What it prints on the way is shown as a passing
 * line; when it fails, the last lines are shown and `otherwise` (or a plain sentence) is thrown as a `Failure`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ label?: string, otherwise?: string, env?: NodeJS.ProcessEnv, cwd?: string, tail?: number }} [options]
 * @returns {Promise<string>}
 */
export async function run(command, args, { label, otherwise, env, cwd = root, tail = 30 } = {}) {
  const startedMs = Date.now();
  if (label) passing(`${label} …`);
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let recent = '';
  let last = '';
  // Where lines can't be replaced, a long step still says now and then how far it is.
  const heartbeat = setInterval(() => label && !live && say(`${label}: ${last}`), 20_000);
  /** @param {string} text */
  const heard = (text) => {
    recent = (recent + text).slice(-20_000);
    const line =
      text
        .trimEnd()
        .split(/[\r\n]/)
        .pop() ?? '';
    if (!label || !line) return;
    last = line.trim().slice(0, 100);
    passing(`${label}: ${last}`);
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    heard(text);
  });
  let own = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    own += text;
    heard(text);
  });
  const code = await new Promise((resolve) => child.on('error', (cause) => resolve(cause)).on('close', resolve));
  clearInterval(heartbeat);
  if (live && label) process.stderr.write('\r\x1b[K');
  if (code !== 0) {
    // The toolchain script already ends in one sentence of its own.
    const sentence = own.match(/cuelight set-up: (.*)\s*$/)?.[1];
    if (sentence) throw new Failure(sentence);
    const lines = recent.trimEnd().split('\n').slice(-tail);
    if (recent.trim()) process.stderr.write(`${lines.map((line) => `    ${line}`).join('\n')}\n\n`);
    throw new Failure(otherwise ?? `${label ?? command} failed. What it printed last stands above.`);
  }
  if (label) say(`${label} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  return out;
}

/**
 * Runs `main` as a program: a `Failure` becomes its one sentence, anything else its stack, and both a non-zero exit.
 * @param {() => Promise<unknown>} main
 */
export async function program(main) {
  try {
    await main();
  } catch (cause) {
    const text = cause instanceof Failure ? cause.message : cause instanceof Error ? cause.stack : String(cause);
    process.stderr.write(`\n${text}\n`);
    process.exitCode = 1;
  }
}
