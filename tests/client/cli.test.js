/** @file The command line: `cuelight verify | digest | lint`, as a person or a script runs it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadCore } from '../../web/client/node.js';
import { cases, type } from '../../web/examples/confirm/payloads.js';
import { exportOf, receiptOf, signedCheckpoint } from '../support/evidence.js';

const cli = fileURLToPath(new URL('../../web/verifier/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cuelight-cli-'));
/** @type {any} */
let core;
/** @type {ReturnType<typeof exportOf>} */
let record;

before(async () => {
  core = await loadCore();
  record = exportOf(core, 2500);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @param {string | Uint8Array} content */
function file(name, content) {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** @param {string[]} args @param {string} [input] */
const run = (args, input) =>
  new Promise((/** @type {(result: { code: number | null, out: string, err: string }) => void} */ resolve) => {
    const child = spawn(process.execPath, ['--disallow-code-generation-from-strings', cli, ...args]);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => (out += piece));
    child.stderr.setEncoding('utf8').on('data', (piece) => (err += piece));
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });

describe('verify: an export', () => {
  test('that holds', async () => {
    const { code, out, err } = await run(['verify', file('good.jsonl', record.text)]);
    assert.equal(code, 0);
    assert.match(out, /^Unbroken to row 2,500\.\nNo checkpoint was given, so rows missing at the end/);
    assert.ok(out.includes(`head      ${record.head}`));
    assert.equal(err, '');
  });

  test('changed in one row: which one, what was expected, what was found', async () => {
    const lines = [...record.lines];
    lines[1233] = lines[1233].replace('hold.placed', 'hold.taken');
    const path = file('changed.jsonl', `${lines.join('\n')}\n`);
    const { code, out } = await run(['verify', path]);
    assert.equal(code, 1);
    assert.match(
      out,
      /^Cut at row 1,234: its content does not give its hash; it was changed after it was recorded\.\nUnbroken to row 1,233\./,
    );
    const json = await run(['verify', path, '--json']);
    assert.equal(json.code, 1);
    const { kind, ok, rows, divergence } = JSON.parse(json.out);
    assert.deepEqual(
      { kind, ok, rows, row: divergence.row, line: divergence.line, code: divergence.code },
      { kind: 'export', ok: false, rows: 1233, row: 1233, line: 1234, code: 'audit.hash_mismatch' },
    );
    assert.ok(out.includes(divergence.expected) && out.includes(divergence.actual));
  });

  test('with a row taken out, or moved', async () => {
    const without = record.lines.filter((_, i) => i !== 40);
    const { code, out } = await run(['verify', file('without.jsonl', `${without.join('\n')}\n`)]);
    assert.equal(code, 1);
    assert.match(out, /^Cut at row 41: it does not continue the row before it/);
  });

  test('cut at its end: only a checkpoint tells', async () => {
    const path = file('short.jsonl', `${record.lines.slice(0, 2000).join('\n')}\n`);
    assert.equal((await run(['verify', path])).code, 0);
    const { note, key } = signedCheckpoint(core, record, 2400);
    const given = ['--checkpoint', file('note.txt', note), '--key', key];
    const { code, out } = await run(['verify', path, ...given]);
    assert.equal(code, 1);
    assert.match(out, /^Cut off after row 2,000: the end is missing\./);
    const whole = await run(['verify', file('whole.jsonl', record.text), ...given]);
    assert.equal(whole.code, 0);
    assert.match(
      whole.out,
      /^Unbroken to row 2,500, anchored to row 2,400\.\nThe checkpoint of cuelight\.example\/audit\/ws_1 vouches for the first 2,400 rows\.\n100 rows after it hang on the chain only\./,
    );
  });

  test('rewritten as a whole: only a checkpoint tells', async () => {
    const { note, key } = signedCheckpoint(core, record, 2400);
    const other = exportOf(core, 2500, 'hold.released');
    const path = file('rewritten.jsonl', other.text);
    assert.equal((await run(['verify', path])).code, 0);
    const { code, out } = await run(['verify', path, '--checkpoint', file('note.txt', note), '--key', key]);
    assert.equal(code, 1);
    assert.match(out, /^Rewritten: these are not the rows/);
  });

  test('a checkpoint signed by somebody else is not used', async () => {
    const { note } = signedCheckpoint(core, record, 2400);
    const { key } = signedCheckpoint(core, record, 2400, 9);
    const { code, err } = await run([
      'verify',
      file('good.jsonl', record.text),
      '--checkpoint',
      file('note.txt', note),
      '--key',
      key,
    ]);
    assert.equal(code, 2);
    assert.match(err, /^cuelight: The checkpoint can't be trusted/);
    const bad = await run([
      'verify',
      file('good.jsonl', record.text),
      '--checkpoint',
      file('note.txt', note),
      '--key',
      'nonsense',
    ]);
    assert.equal(bad.code, 2);
    assert.match(bad.err, /The key is not one that signs checkpoints/);
  });

  test('from standard input, and an empty one', async () => {
    assert.match((await run(['verify', '-'], record.text)).out, /^Unbroken to row 2,500\./);
    const empty = await run(['verify', '-'], '');
    assert.deepEqual([empty.code, empty.out.split('\n')[0]], [0, 'This record is empty.']);
  });

  test('something else altogether', async () => {
    const { code, out } = await run(['verify', '-'], 'Dear Sir,\n');
    assert.equal(code, 1);
    assert.match(out, /^Cut at row 1: the line can’t be read as a row\.\nNo row before it is sound\./);
  });
});

describe('verify: a receipt', () => {
  test('that holds', async () => {
    const receipt = receiptOf(core, type, cases.first.payload);
    const { code, out } = await run(['verify', file('receipt.json', JSON.stringify(receipt, null, 2))]);
    assert.equal(code, 0, out);
    assert.match(out, /^This receipt holds: 1 confirmation of exactly these bytes\./);
    assert.match(out, /Θεοδώρα ⟦U\+202E⟧Z \(per_1\) confirmed/);
    assert.ok(out.includes(receipt.digest));
  });

  test('every way of tampering is caught', async () => {
    const receipt = receiptOf(core, type, cases.first.payload);
    const [one] = receipt.confirmations;
    const flip = (/** @type {string} */ hex) => (hex[0] === '0' ? '1' : '0') + hex.slice(1);
    /** @type {Record<string, any>} */
    const tampered = {
      payload: { ...receipt, payload: receipt.payload.replace('1100000', '1900000') },
      digest: { ...receipt, digest: flip(receipt.digest) },
      signature: { ...receipt, confirmations: [{ ...one, signature: flip(one.signature) }] },
      statement: { ...receipt, confirmations: [{ ...one, statement: one.statement.replace('per_1', 'per_2') }] },
      purpose: {
        ...receipt,
        confirmations: [{ ...one, statement: one.statement.replace('"confirm"', '"decline"') }],
      },
      key: {
        ...receipt,
        confirmations: [
          { ...one, publicKey: receiptOf(core, type, cases.first.payload, 5).confirmations[0].publicKey },
        ],
      },
      row: {
        ...receipt,
        record: [
          {
            ...receipt.record[0],
            row: receipt.record[0].row.replace('sealed', 'denied'),
          },
        ],
      },
      nobody: { ...receipt, confirmations: [] },
    };
    for (const [what, content] of Object.entries(tampered)) {
      const { code, out, err } = await run(['verify', file('bad.json', JSON.stringify(content))]);
      assert.equal(code, what === 'nobody' && err ? 2 : 1, `${what}: ${out}${err}`);
      assert.doesNotMatch(out, /This receipt holds/, what);
    }
  });
});

describe('digest', () => {
  test('of a payload, by its short or full type', async () => {
    const { hex } = core.approval.digest({ type, payload: JSON.stringify(cases.first.payload) });
    const path = file('contract.json', JSON.stringify(cases.first.payload, null, 2));
    const { code, out } = await run(['digest', path, '--type', 'contract']);
    assert.equal(code, 0);
    assert.equal(out.split('\n')[0], hex);
    assert.match(out, /octets\s+\d+ canonical \(the file has \d+\)/);
    const full = await run(['digest', path, '--type', type, '--json']);
    assert.deepEqual(JSON.parse(full.out).digest, hex);
  });

  test('of what has none: the reason, its code and octet', async () => {
    const { code, out } = await run(['digest', file('twice.json', '{"a":1,"a":2}'), '--type', 'contract']);
    assert.equal(code, 1);
    assert.match(out, /^This file has no digest: .+\n\s+code\s+json\.duplicate_name at octet \d+\n$/);
  });
});

describe('lint', () => {
  test('a calendar that programs break on, line by line', async () => {
    const ics = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//x//EN',
      'BEGIN:VEVENT',
      'DTSTAMP:20261101T000000Z',
      'DTSTART:20261124T180000',
      'SUMMARY:No UID',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const { out, code } = await run(['lint', file('bad.ics', ics)]);
    assert.match(out, /^\d+ errors?, \d+ warnings?\.\n {2}line \d+: (error|warning) for /);
    const findings = core.calendar.lint(ics);
    assert.ok(findings.length > 0);
    assert.equal(code, findings.some((/** @type {any} */ one) => one.severity === 'error') ? 1 : 0);
    assert.deepEqual(JSON.parse((await run(['lint', join(folder, 'bad.ics'), '--json'])).out).findings, findings);
  });

  test('our own feed is clean', async () => {
    const feed = core.calendar.feed({
      kind: 'availability',
      name: 'Availability',
      events: [
        {
          id: 'e1',
          state: 'confirmed',
          start: '2026-11-24T18:00:00Z',
          end: '2026-11-24T21:00:00Z',
          lastModified: '2026-11-01T00:00:00Z',
        },
      ],
      now: '2026-11-22T09:00:00Z',
      uidKey: new Uint8Array(32).fill(3),
    });
    const { code, out } = await run(['lint', file('feed.ics', feed)]);
    assert.deepEqual([code, out], [0, 'Nothing here that Google, Outlook or Apple break on.\n']);
  });
});

describe('used wrongly', () => {
  for (const [args, sentence] of /** @type {[string[], RegExp][]} */ ([
    [[], /Say what to do: verify, digest or lint/],
    [['bless', 'x'], /There is no command “bless”/],
    [['verify'], /Name one file: cuelight verify FILE\./],
    [['verify', 'a', 'b'], /Name one file/],
    [['verify', '/nowhere/at/all'], /\/nowhere\/at\/all can’t be read: there is no such file\./],
    [['verify', '/'], /can’t be read: it is a folder\./],
    [['verify', '--loud', 'x'], /--loud/],
    [['digest', 'x'], /Say what the payload is/],
    [['verify', 'x', '--key', 'k'], /give --checkpoint and --key together/],
  ])) {
    test(`cuelight ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^cuelight: .+\n$/);
      assert.match(err, sentence);
    });
  }

  test('help and version', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    assert.match(out, /^Usage: cuelight <command>/);
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });
});
