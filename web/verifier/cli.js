#!/usr/bin/env node
/** @file `cuelight verify | digest | lint`: checks files offline. Exit code 0: it holds; 1: it does not; 2: not usable. */
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadCore } from '../client/node.js';
import words from '../messages/compiled/en/verifier.js';
import { checkExport, checkReceipt, isReceipt, readCheckpoint, UnusableError } from './check.js';
import { sentencesIn, visible } from './sentences.js';

const { chain, receipt, confirmation, size, remaining } = sentencesIn(words, 'en');

const help = `Usage: cuelight <command> FILE [options]

  verify FILE         check an audit export (.jsonl) or a receipt (.json); - reads standard input
      --checkpoint NOTE   a signed checkpoint that the record must contain
      --key KEY           the key that signed it: name+0123abcd+base64
  digest FILE         the digest of a payload, as it is approved
      --type TYPE         its payload type, in full or short: contract
  lint FILE.ics       what Google, Outlook or Apple will break on

  --json              print the result as JSON
  --help              print this
  --version           print the core's version

Exit code 0: it holds. 1: it does not. 2: the command or the file could not be used.
`;

const options = /** @type {const} */ ({
  checkpoint: { type: 'string' },
  key: { type: 'string' },
  type: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
});

/** @typedef {{ ok: boolean, lines: string[], json: unknown }} Outcome */

/** @type {Record<string, (file: string, given: Record<string, any>) => Promise<Outcome>>} */
const commands = { verify, digest, lint };

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.version) {
    process.stdout.write(`${(await loadCore()).version}\n`);
    return 0;
  }
  const [name, file, ...rest] = positionals;
  if (!name) throw new UnusableError('cli.usage', 'Say what to do: verify, digest or lint. See cuelight --help.');
  if (!Object.hasOwn(commands, name))
    throw new UnusableError('cli.usage', `There is no command “${name}”. See cuelight --help.`);
  if (!file || rest.length > 0) throw new UnusableError('cli.usage', `Name one file: cuelight ${name} FILE.`);
  const { ok, lines, json } = await commands[name](file, values);
  process.stdout.write(values.json ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (/** @type {any} */ error) {
    throw new UnusableError('cli.usage', `${String(error.message).split('.')[0]}. See cuelight --help.`, error);
  }
}

/** @param {string} file @param {Record<string, any>} given @returns {Promise<Outcome>} */
async function verify(file, given) {
  const core = await theCore();
  if (Boolean(given.checkpoint) !== Boolean(given.key)) {
    throw new UnusableError(
      'cli.usage',
      'A checkpoint is only worth its signature: give --checkpoint and --key together.',
    );
  }
  const beginning = file === '-' ? null : await firstOctets(file);
  if (beginning && isReceipt(beginning)) return receiptOutcome(await checkReceipt(core, await octetsOf(file)));

  const checkpoint = given.checkpoint ? readCheckpoint(core.audit, await octetsOf(given.checkpoint), given.key) : null;
  const pieces = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  const all = file === '-' ? 0 : (await stat(file)).size;
  const began = Date.now();
  let shown = 0;
  const verdict = await checkExport(core.audit, pieces, {
    checkpoint,
    progress: ({ rows, octets }) => {
      if (!process.stderr.isTTY || given.json || Date.now() - shown < 100) return;
      shown = Date.now();
      const left = remaining(shown - began, octets, all);
      process.stderr.write(
        `\r\x1b[2K${words.rows({ count: rows })}, ${size(octets)}${all ? ` of ${size(all)}` : ''}${left ? `, ${left}` : ''}`,
      );
    },
  }).catch((cause) => {
    throw readFailure(file, cause);
  });
  if (shown) process.stderr.write('\r\x1b[2K');
  const { title, more } = chain(verdict);
  const lines = [title, ...more];
  const { divergence } = verdict;
  if (divergence) {
    if (divergence.expected) lines.push(`  expected  ${divergence.expected}`);
    if (divergence.actual) lines.push(`  found     ${divergence.actual}`);
    lines.push(`  code      ${divergence.code}${divergence.detail ? ` (${divergence.detail})` : ''}`);
  } else {
    lines.push(`  head      ${verdict.head}`);
  }
  return { ok: verdict.ok, lines, json: { kind: 'export', ...verdict } };
}

/** @param {Awaited<ReturnType<typeof checkReceipt>>} report @returns {Outcome} */
function receiptOutcome(report) {
  const { title, more } = receipt(report);
  const lines = [title, ...more, `  type      ${visible(report.type)}`, `  digest    ${report.digest}`];
  for (const one of report.confirmations) {
    lines.push(
      `  ${visible(one.signer.name)} (${visible(one.signer.id)}) ${confirmation(one)}${one.problems.length > 0 ? `: ${one.problems.join(', ')}` : ''}`,
    );
  }
  const { payload: _payload, ...json } = report;
  return { ok: report.ok, lines, json: { kind: 'receipt', ...json } };
}

/** @param {string} file @param {Record<string, any>} given @returns {Promise<Outcome>} */
async function digest(file, given) {
  if (!given.type)
    throw new UnusableError('cli.usage', 'Say what the payload is: cuelight digest FILE --type contract.');
  const core = await theCore();
  const type = given.type.includes('/') ? given.type : `application/vnd.cuelight.${given.type}+json`;
  const payload = await octetsOf(file);
  try {
    const { hex, canonical } = core.approval.digest({ type, payload });
    const same = Buffer.compare(Buffer.from(canonical), Buffer.from(payload)) === 0;
    return {
      ok: true,
      lines: [
        hex,
        `  type      ${type}`,
        `  octets    ${canonical.length}${same ? '' : ` canonical (the file has ${payload.length})`}`,
      ],
      json: { digest: hex, type, octets: canonical.length, canonical: same },
    };
  } catch (/** @type {any} */ error) {
    if (!error?.code) throw error;
    const at = error.offset === null || error.offset === undefined ? '' : ` at octet ${error.offset}`;
    return {
      ok: false,
      lines: [`This file has no digest: ${error.message}`, `  code      ${error.code}${at}`],
      json: { error: { code: error.code, message: error.message, offset: error.offset ?? null } },
    };
  }
}

/** @param {string} file @returns {Promise<Outcome>} */
async function lint(file) {
  const core = await theCore();
  const ics = await octetsOf(file);
  /** @type {import('../client/types/calendar.d.ts').Finding[]} */
  let findings;
  try {
    findings = core.calendar.lint(ics);
  } catch (/** @type {any} */ error) {
    if (!error?.code) throw error;
    return {
      ok: false,
      lines: [`This file can’t be read as a calendar: ${error.message}`, `  code      ${error.code}`],
      json: { error: { code: error.code, message: error.message } },
    };
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const title =
    findings.length === 0
      ? 'Nothing here that Google, Outlook or Apple break on.'
      : `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`;
  const lines = findings.map(
    ({ line, severity, client, message, code }) =>
      `  line ${line}: ${severity} for ${client === 'any' ? 'any client' : client}: ${message} (${code})`,
  );
  return { ok: errors === 0, lines: [title, ...lines], json: { findings } };
}

/** @param {number} count @param {string} one */
const counted = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** @returns {Promise<any>} */
const theCore = () => loadCore();

/** @param {string} file */
async function firstOctets(file) {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
      return new Uint8Array(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw readFailure(file, cause);
  }
}

/** @param {string} file */
async function octetsOf(file) {
  try {
    if (file !== '-') return new Uint8Array(await readFile(file));
    const pieces = [];
    for await (const piece of process.stdin) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  } catch (cause) {
    throw readFailure(file, cause);
  }
}

/** @param {string} file @param {any} cause */
function readFailure(file, cause) {
  /** @type {Record<string, string>} */
  const reasons = { ENOENT: 'there is no such file', EACCES: 'reading it is not allowed', EISDIR: 'it is a folder' };
  if (!(cause?.code in reasons)) return cause;
  return new UnusableError('cli.unreadable', `${file} can’t be read: ${reasons[cause.code]}.`, cause);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (/** @type {any} */ error) {
  const known = error instanceof UnusableError || typeof error?.code === 'string';
  process.stderr.write(
    `cuelight: ${known ? error.message : `something unexpected happened: ${error?.stack ?? error}`}\n`,
  );
  process.exitCode = 2;
}
