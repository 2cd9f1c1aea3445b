/** The record through the package, against node:crypto and a plain second implementation. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CuelightError, loadCore } from 'cuelight';
import { random } from '../bench/harness.js';

const core = await loadCore();
const { audit } = core;
const seed = Number(process.env.CUELIGHT_SEED ?? 1 + Math.floor(Date.now() % 1e9));
const zeros = '0'.repeat(64);
const spec = readFileSync(new URL('../../docs/spec/audit.md', import.meta.url), 'utf8');

/** @param {...(string | Uint8Array)} parts */
const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** JCS for values without numbers that need care: names sorted by UTF-16 code units. @param {any} value @returns {string} */
function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${jcs(value[name])}`).join(',')}}`;
}

/** @param {object[]} rows */
function plainChain(rows) {
  let previous = zeros;
  return rows.map((row) => {
    const hash = sha256(Buffer.from(previous, 'hex'), jcs(row)).toString('hex');
    const line = jcs({ ...row, hash, prev_hash: previous });
    previous = hash;
    return { hash, line };
  });
}

/** @param {() => number} next @param {number} [depth] @returns {any} */
function randomValue(next, depth = 3) {
  const names = ['hash', 'prev_hash', 'a', 'Z', 'é', '€', '\u{1d11e}', '"', '\\', 'x\n', '', 'hasi'];
  const pick = (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)];
  const kind = depth === 0 ? Math.floor(next() * 4) : Math.floor(next() * 6);
  if (kind === 0) return Math.floor(next() * 2e9) - 1e9;
  if (kind === 1) return pick([true, false, null]);
  if (kind < 4) return pick(names).repeat(1 + Math.floor(next() * 3));
  const size = Math.floor(next() * 5);
  if (kind === 4) return Array.from({ length: size }, () => randomValue(next, depth - 1));
  return Object.fromEntries(Array.from({ length: size }, () => [pick(names), randomValue(next, depth - 1)]));
}

/** @param {() => number} next */
function randomRow(next) {
  const row = { detail: randomValue(next), seq: Math.floor(next() * 1e6), more: randomValue(next) };
  return Object.fromEntries(Object.entries(row).filter(() => next() < 0.9));
}

test(`chains agree with the plain implementation (seed ${seed})`, () => {
  const next = random(seed);
  for (let round = 0; round < 40; round++) {
    const rows = Array.from({ length: Math.floor(next() * 12) }, () => randomRow(next));
    const plain = plainChain(rows);
    /** @type {Uint8Array | null} */
    let prevHash = null;
    rows.forEach((row, i) => {
      const appended = audit.append({ row, prevHash });
      assert.equal(appended.hex, plain[i].hash);
      assert.equal(appended.line, plain[i].line);
      assert.equal(Buffer.from(appended.canonical).toString(), jcs(row));
      prevHash = appended.hash;
    });
    const jsonl = plain.map(({ line }) => `${line}\n`).join('');
    const verdict = audit.verifyChain(jsonl, { root: true });
    assert.deepEqual([verdict.ok, verdict.rows, verdict.head], [true, rows.length, plain.at(-1)?.hash ?? zeros]);
    assert.equal(verdict.root, Buffer.from(audit.merkleRoot(plain.map(({ hash }) => hash))).toString('hex'));
  }
});

test(`pieces of any size give the same verdict (seed ${seed})`, () => {
  const next = random(seed);
  const lines = plainChain(Array.from({ length: 30 }, () => randomRow(next))).map(({ line }) => line);
  for (const changed of [lines, lines.with(17, lines[17].replace('seq', 'sep')), lines.toSpliced(9, 1)]) {
    const octets = Buffer.from(changed.map((line) => `${line}\n`).join(''));
    const whole = audit.verifyChain(octets);
    for (let round = 0; round < 20; round++) {
      let verifier = audit.chainVerifier();
      for (let at = 0; at < octets.length; ) {
        const until = at + 1 + Math.floor(next() * 400);
        verifier.push(octets.subarray(at, until));
        at = until;
        if (next() < 0.2) verifier = audit.chainVerifier({ state: verifier.state });
      }
      assert.deepEqual(verifier.finish(), whole);
      assert.ok(verifier.rows <= 30);
    }
  }
});

test('the golden chains give the expected verdicts', () => {
  const folder = new URL('../vectors/audit/', import.meta.url);
  const files = readdirSync(folder).filter((name) => /^(chain|anchor)-.*\.json$/.test(name));
  assert.equal(files.length, 32);
  for (const name of files) {
    const { desc, jsonl, checkpoint, expect } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const anchor = checkpoint && { ...checkpoint, extensions: [], root: Buffer.from(checkpoint.root, 'hex') };
    const { anchored, root, ...verdict } = audit.verifyChain(jsonl, { checkpoint: anchor });
    assert.deepEqual(
      [verdict, anchored?.rows ?? null, root],
      [
        { ok: expect.ok, rows: expect.rows, head: expect.head, divergence: expect.divergence },
        expect.anchored ?? null,
        expect.root ?? null,
      ],
      desc,
    );
  }
});

test('append refuses what is no row, with the code of the fault', () => {
  const code = (/** @type {any} */ row, /** @type {any} */ prevHash = undefined) => {
    try {
      audit.append({ row, prevHash });
    } catch (cause) {
      assert.ok(cause instanceof CuelightError);
      return cause.code;
    }
    return 'accepted';
  };
  assert.equal(code('[]'), 'audit.row_malformed');
  assert.equal(code([]), 'audit.row_malformed');
  assert.equal(code({ hash: 1 }), 'audit.reserved_member');
  assert.equal(code('{"a":1,"\\u0061":2}'), 'json.duplicate_name');
  assert.equal(code({ name: '\ud800' }), 'json.lone_surrogate');
  assert.equal(code('{"name":"\ud800"}'), 'argument.ill_formed_string');
  assert.equal(code({}, new Uint8Array(31)), 'argument.length');
  assert.equal(code({}, 'AB'.repeat(32)), 'argument.type');
  assert.equal(code(7), 'argument.type');
  assert.equal(code({}, zeros), 'accepted');
});

test('proofs of growing records verify, in hex and in octets', () => {
  const entries = Array.from({ length: 21 }, (_, i) => sha256(`row ${i}`));
  const root = audit.merkleRoot(entries);
  for (let index = 0; index < entries.length; index++) {
    const proof = audit.inclusionProof({ entries, index });
    const ask = { entry: entries[index], index, size: entries.length, proof, root };
    assert.equal(audit.verifyInclusion(ask), true);
    const hex = { ...ask, entry: entries[index].toString('hex'), root: Buffer.from(root).toString('hex') };
    assert.equal(audit.verifyInclusion(hex), true);
    assert.equal(audit.verifyInclusion({ ...ask, leafHash: audit.leafHash(ask.entry), entry: undefined }), true);
    assert.equal(audit.verifyInclusion({ ...ask, index: index + 0.5 }), false);
    assert.equal(audit.verifyInclusion({ ...ask, size: -1 }), false);
    assert.equal(audit.verifyInclusion({ ...ask, proof: [...proof, root] }), false);
    assert.equal(audit.verifyInclusion({ ...ask, proof: proof.map((step) => step.subarray(1)) }), proof.length === 0);
  }
  const root1 = audit.merkleRoot(entries.slice(0, 13));
  const proof = audit.consistencyProof({ entries, size1: 13 });
  assert.equal(audit.verifyConsistency({ size1: 13, size2: 21, root1, root2: root, proof }), true);
  assert.equal(audit.verifyConsistency({ size1: 12, size2: 21, root1, root2: root, proof }), false);
  assert.throws(() => audit.inclusionProof({ entries, index: 21 }), { code: 'audit.index_out_of_range' });
  assert.throws(() => audit.consistencyProof({ entries, size1: 0 }), { code: 'audit.index_out_of_range' });
  assert.throws(() => audit.verifyInclusion(/** @type {any} */ ({ index: 0, size: 1, proof: [], root })), {
    code: 'argument.type',
  });
});

test("the specification's example holds, octet for octet", async () => {
  const block = (/** @type {string} */ kind) =>
    /** @type {RegExpExecArray} */ (new RegExp(`\`\`\`${kind}\n([\\s\\S]*?)\`\`\``).exec(spec))[1];
  /** @type {Record<string, unknown>[]} */
  const rows = JSON.parse(block('json'));
  const jsonl = block('jsonl');
  let prevHash = new Uint8Array(32);
  const hashes = rows.map((row, i) => {
    const { line, hash } = audit.append({ row, prevHash });
    assert.equal(line, jsonl.split('\n')[i]);
    prevHash = /** @type {Uint8Array<ArrayBuffer>} */ (hash);
    return hash;
  });
  const { publicKey, secretKey } = core.approval.keyPair(new Uint8Array(32).fill(0x63));
  const note = audit.checkpoint({
    origin: 'cuelight.example/audit/ws_1',
    size: 2,
    root: audit.merkleRoot(hashes),
    name: 'cuelight.example',
    secretKey,
  });
  assert.equal(note, block('note'));
  const key = { name: 'cuelight.example', publicKey };
  assert.ok(spec.includes(`\`${audit.verifierKey(key)}\``));
  const { checkpoint } = audit.verifyCheckpoint({ note, keys: [key], origin: 'cuelight.example/audit/ws_1' });
  assert.equal(audit.verifyChain(jsonl, { checkpoint }).anchored?.rows, 2);
  const cut = jsonl.slice(0, jsonl.indexOf('\n') + 1);
  assert.equal(audit.verifyChain(cut, { checkpoint }).divergence?.code, 'audit.truncated');
});

test('checkpoints: witnesses, strangers, forgeries and other records', () => {
  const pair = (/** @type {number} */ octet) => core.approval.keyPair(new Uint8Array(32).fill(octet));
  const [server, presenter, stranger] = [pair(1), pair(2), pair(3)];
  const origin = 'cuelight.example/audit/ws_1';
  const root = sha256('root');
  const note = audit.checkpoint({ origin, size: 7, root, extensions: ['more'], secretKey: server.secretKey });
  const witnessed = audit.cosign({ note, name: 'lindenau.example', secretKey: presenter.secretKey });
  const keys = [
    { name: origin, publicKey: server.publicKey },
    { name: 'lindenau.example', publicKey: presenter.publicKey },
  ];
  const verdict = audit.verifyCheckpoint({ note: witnessed, keys, origin });
  assert.deepEqual(verdict.signers, [origin, 'lindenau.example']);
  assert.deepEqual(verdict.checkpoint, { origin, size: 7, root: new Uint8Array(root), extensions: ['more'] });
  const code = (/** @type {any} */ ask) => {
    const refused = audit.verifyCheckpoint(ask);
    assert.equal(refused.ok, false);
    assert.equal(refused.checkpoint, null);
    assert.ok(refused.message);
    return refused.code;
  };
  assert.equal(code({ note, keys: [] }), 'audit.note_unsigned');
  assert.equal(code({ note, keys: [{ name: origin, publicKey: stranger.publicKey }] }), 'audit.note_unsigned');
  assert.equal(code({ note, keys, origin: 'cuelight.example/audit/ws_2' }), 'audit.checkpoint_origin');
  assert.equal(code({ note: note.replace('\n7\n', '\n8\n'), keys }), 'audit.note_bad_signature');
  assert.equal(code({ note: 'no note', keys }), 'audit.note_malformed');
  const letter = audit.cosign({ note: `Dear all,\n\n— k AAAAAAA=\n`, name: 'k', secretKey: server.secretKey });
  assert.equal(
    code({ note: letter, keys: [{ name: 'k', publicKey: server.publicKey }] }),
    'audit.checkpoint_malformed',
  );
  assert.throws(() => audit.checkpoint({ origin: '', size: 1, root, secretKey: server.secretKey }), {
    code: 'audit.checkpoint_malformed',
  });
  assert.throws(() => audit.checkpoint({ origin, size: 1, root, name: 'a b', secretKey: server.secretKey }), {
    code: 'audit.key_name',
  });
  assert.throws(() => audit.checkpoint({ origin, size: 1, root, secretKey: server.publicKey }), {
    code: 'audit.key_malformed',
  });
});
