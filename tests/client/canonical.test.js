/** @file Canonical octets against other people's canonicalisers, and numbers against the engine that defines them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import canonicalizePackage from 'canonicalize';
import { loadCore } from 'cuelight';
// @ts-expect-error: it comes without types
import jsonCanon from 'json-canon';

const { json } = await loadCore();
const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 2 ** 31);
const decoder = new TextDecoder('utf-8', { fatal: true });
const canonical = (/** @type {string} */ text) => decoder.decode(json.canonicalize(text));

/** Mulberry32. @param {number} state */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = generator(seed);
const below = (/** @type {number} */ n) => Math.floor(next() * n);

test('two million numbers stand as JSON.stringify writes them', () => {
  const bits = new DataView(new ArrayBuffer(8));
  /** Any finite double: random bits, near powers of ten and of two, whole numbers, short decimals. */
  const kinds = [
    () => {
      bits.setUint32(0, below(2 ** 32));
      bits.setUint32(4, below(2 ** 32));
      return bits.getFloat64(0);
    },
    () => 10 ** (below(632) - 324) * (1 + (below(5) - 2) * Number.EPSILON),
    () => 2 ** (below(2098) - 1074) * (1 + (below(5) - 2) * Number.EPSILON),
    () => below(2 ** 53) * (next() < 0.5 ? 1 : -1),
    () => below(1e9) / 10 ** below(12),
  ];
  for (let round = 0; round < 200; round += 1) {
    const numbers = Array.from({ length: 10_000 }, () => kinds[below(kinds.length)]()).filter(Number.isFinite);
    // Written with all seventeen digits, so that what is read is not what is to be written.
    const long = `[${numbers.map((n) => n.toExponential(16)).join(',')}]`;
    assert.equal(canonical(long), JSON.stringify(numbers), `seed ${seed}, round ${round}`);
  }
});

const letters = [
  'a',
  'b',
  'é',
  'ß',
  '€',
  '\u2028',
  '\ue000',
  '\uffff',
  '😀',
  '𐀀',
  '"',
  '\\',
  '/',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  ' ',
];
const word = () => Array.from({ length: below(6) }, () => letters[below(letters.length)]).join('');

/** @param {number} depth @returns {unknown} */
function value(depth) {
  const kind = below(depth > 0 ? 8 : 6);
  if (kind === 0) return null;
  if (kind === 1) return next() < 0.5;
  if (kind === 2) return (next() - 0.5) * 10 ** (below(40) - 20);
  if (kind === 3) return below(1e6);
  if (kind < 6) return word();
  if (kind === 6) return Array.from({ length: below(5) }, () => value(depth - 1));
  return Object.fromEntries(Array.from({ length: below(7) }, () => [word(), value(depth - 1)]));
}

/** JSON text with room between its parts and some characters escaped, as a careless writer has it. @param {unknown} v @returns {string} */
function careless(v) {
  const room = () => ['', ' ', '\n', '\t '][below(4)];
  if (typeof v === 'string')
    return `"${[...v].map((c) => (next() < 0.2 || c < ' ' || c === '"' || c === '\\' ? [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('') : c)).join('')}"`;
  if (Array.isArray(v)) return `[${room()}${v.map(careless).join(`${room()},${room()}`)}${room()}]`;
  if (v && typeof v === 'object')
    return `{${room()}${Object.entries(v)
      .map(([name, member]) => `${careless(name)}${room()}:${room()}${careless(member)}`)
      .join(`,${room()}`)}${room()}}`;
  return JSON.stringify(v);
}

// `CUELIGHT_DOCUMENTS=2000000` is the long run.
const documents = Number(process.env.CUELIGHT_DOCUMENTS ?? 100_000);

test('a hundred thousand documents stand as two independent canonicalisers write them', () => {
  for (let round = 0; round < documents; round += 1) {
    const document = value(4);
    const text = careless(document);
    const ours = canonical(text);
    assert.equal(ours, canonicalizePackage(document), `seed ${seed}, round ${round}: ${text}`);
    assert.equal(ours, jsonCanon(document), `seed ${seed}, round ${round}: ${text}`);
  }
});
