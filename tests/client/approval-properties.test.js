/** @file What a confirmation stands on: every leaf is shown, no two payloads look the same, and no octet may change. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import { root } from '../../web/build/run.js';

const { approval, json } = await loadCore();
const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 2 ** 31);
const decoder = new TextDecoder();

let state = seed;
const next = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const below = (/** @type {number} */ n) => Math.floor(next() * n);

const folder = `${root}/tests/vectors/approval`;
/** @type {{ file: string, type: string, payload: any }[]} */
const cases = readdirSync(folder)
  .map((file) => ({ file, ...JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) }))
  .filter(({ payload }) => payload && typeof payload === 'object');

/** @param {any} value @param {string} pointer @returns {[string, unknown][]} pointer and value of every leaf */
function leaves(value, pointer = '') {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return [[pointer, value]];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

test('every leaf of a payload stands in its view, once, with its value', () => {
  for (const { file, type, payload } of cases) {
    const view = approval.describe({ type, payload: JSON.stringify(payload) });
    const rows = view.sections.flatMap((/** @type {any} */ section) => section.rows);
    const shown = rows.flatMap((/** @type {any} */ row) => row.leaves);
    assert.deepEqual(
      shown.slice().sort(),
      leaves(payload)
        .map(([pointer]) => pointer)
        .sort(),
      file,
    );
    for (const row of rows) {
      const words = [row.text, ...row.details.map((/** @type {any} */ one) => one.text)].join('\n');
      for (const [pointer, value] of leaves(payload)) {
        const plain = typeof value === 'string' && /^[\p{L}\p{N}\p{P} ]*$/u.test(value);
        if (!row.leaves.includes(pointer) || !plain || row.kind === 'moment') continue;
        assert.ok(words.includes(value), `${file} ${pointer}: ${value} is not in ${words}`);
      }
    }
  }
});

/** The view without what only says which octets it is of. @param {any} view */
function face(view) {
  const { digest, digestGroups, viewDigest, octets, patch, ...rest } = view;
  return JSON.stringify(rest, (name, value) => (name === 'offset' ? undefined : value));
}

const slips = [
  '\u200b',
  '\u00ad',
  '\u202e',
  '\u0301',
  '\u00a0',
  ' ',
  '\n',
  'а',
  'ο',
  'ı',
  'l',
  'I',
  '0',
  'O',
  '\u2060',
  '\ufe0f',
  '-',
  '\u2010',
];

/** Somewhere in the payload, something that a person might miss. @param {any} payload */
function slip(payload) {
  const copy = structuredClone(payload);
  const at = leaves(copy).filter(([pointer]) => pointer !== '');
  if (at.length === 0) return payload;
  const [pointer, value] = at[below(at.length)];
  const path = pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = /** @type {string} */ (path.pop());
  const holder = path.reduce((object, token) => object[token], copy);
  if (typeof value === 'string') {
    const place = below(value.length + 1);
    const slipped = slips[below(slips.length)];
    const ways = [
      () => value.slice(0, place) + slipped + value.slice(place),
      () => value.slice(0, place) + slipped + value.slice(place + 1),
      () => value.normalize(value === value.normalize('NFC') ? 'NFD' : 'NFC'),
      () => value.toUpperCase(),
      () => `${value.trim()} `,
    ];
    holder[name] = ways[below(ways.length)]().replace(/[\ud800-\udfff]/g, '');
  } else if (typeof value === 'number')
    holder[name] = [value + 1, value - 1, -value, value * 10, String(value)][below(5)];
  else holder[name] = [null, 0, '', false, {}, []][below(6)];
  if (next() < 0.1) delete holder[name];
  return copy;
}

test('no two payloads have the same view', (t) => {
  /** @type {Map<string, string>} */
  const seen = new Map();
  let views = 0;
  for (const { file, type, payload } of cases) {
    let current = payload;
    for (let round = 0; round < 200; round += 1) {
      const text = JSON.stringify(current);
      const canonical = `${type} ${decoder.decode(json.canonicalize(text))}`;
      const shown = face(approval.describe({ type, payload: text }));
      const known = seen.get(shown);
      assert.ok(known === undefined || known === canonical, `seed ${seed}, ${file}:\n${known}\n${canonical}`);
      seen.set(shown, canonical);
      views += 1;
      current = slip(next() < 0.3 ? current : payload);
    }
  }
  t.diagnostic(`${views} views of ${new Set(seen.values()).size} payloads, seed ${seed}`);
});

test('a confirmed payload with any octet changed is refused', () => {
  const { publicKey, secretKey } = approval.keyPair(new Uint8Array(32).fill(7));
  const { type, payload } = /** @type {any} */ (cases.find(({ file }) => file === 'contract.json'));
  const octets = json.canonicalize(JSON.stringify(payload));
  const signature = approval.sign({ type, payload: octets, secretKey });
  assert.ok(approval.verify({ type, payload: octets, signature, publicKey }));
  for (let at = 0; at < octets.length; at += 1) {
    const changed = octets.slice();
    changed[at] ^= 1 << below(8);
    let holds = false;
    try {
      holds = approval.verify({ type, payload: changed, signature, publicKey });
    } catch (cause) {
      assert.match(/** @type {any} */ (cause).code, /^json\./);
    }
    assert.equal(holds, false, `seed ${seed}, octet ${at}`);
  }
});
