/**
 * @file Writes core/src/approval/profile/characters.inc out of the Unicode tables that Node carries and of UTS #39's: which
 * script a letter belongs to, which characters can't be seen, and which look like a letter or digit of ASCII. Run it
 * by hand when a new Unicode version is wanted: `node web/build/characters.js`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const scripts =
  `Latin Greek Cyrillic Armenian Hebrew Arabic Syriac Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil
  Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Cherokee Canadian_Aboriginal Khmer
  Mongolian Hiragana Katakana Bopomofo Han Coptic Glagolitic Lisu Vai Nko Tifinagh Deseret Gothic`.split(/\s+/);

// UTS #39's table of confusables, as Debian's python3-confusable-homoglyphs carries it: what looks like each text.
/** @type {Record<string, { c: string }[]>} */
const confusables = JSON.parse(
  readFileSync('/usr/lib/python3/dist-packages/confusable_homoglyphs/confusables.json', 'utf8'),
);

// Letters with a stroke through them: Unicode neither takes them apart nor counts them among the confusable.
/** @type {Record<string, string>} */
const stroked = { d: 'đ', D: 'Đ', h: 'ħ', l: 'ł', L: 'Ł', o: 'ø', O: 'Ø', t: 'ŧ', T: 'Ŧ' };

const codePoints = function* () {
  for (let c = 0; c < 0x110000; c += 1) if (c < 0xd800 || c > 0xdfff) yield c;
};
/** @param {number} n */
const hex = (n) => `0x${n.toString(16)}`;
/** @param {unknown[]} items */
const lines = (items) => items.map((item, i) => (i % 16 === 0 ? '\n    ' : ' ') + item).join('');

/** Runs of one script; what has no script (0) ends a run unless nothing is assigned there. */
function scriptRuns() {
  const tests = scripts.map((name) => new RegExp(`^\\p{Script=${name}}$`, 'u'));
  const letter = /^[\p{L}\p{M}]$/u;
  const inherited = /^\p{Script=Inherited}$/u;
  const unassigned = /^\p{Cn}$/u;
  const runs = [];
  let last = 0;
  for (const c of codePoints()) {
    const text = String.fromCodePoint(c);
    if (unassigned.test(text)) continue;
    let script = 0;
    if (inherited.test(text)) script = 255;
    else if (letter.test(text)) script = tests.findIndex((test) => test.test(text)) + 1;
    if (letter.test(text) && script === 0 && !/^\p{Script=Common}$/u.test(text)) script = 254;
    if (script !== last) runs.push([c, script]);
    last = script;
  }
  return runs;
}

/** Ranges of characters that leave no mark of their own. */
function hiddenRanges() {
  const hidden = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]$/u;
  /** @type {[number, number][]} */
  const ranges = [];
  for (const c of codePoints()) {
    const range = ranges.at(-1);
    if (!hidden.test(String.fromCodePoint(c))) continue;
    if (range && range[1] === c - 1) range[1] = c;
    else ranges.push([c, c]);
  }
  return ranges;
}

/** Runs of characters that look like ASCII ones: first, count, the first one's likeness; `step` to the next one's. */
function likenesses() {
  const like = new Map();
  for (const c of codePoints()) {
    if (c < 0x80) continue;
    const plain = String.fromCodePoint(c).normalize('NFKD').replace(/\p{M}/gu, '');
    if (/^[A-Za-z0-9]$/.test(plain)) like.set(c, plain.charCodeAt(0));
  }
  for (const ascii of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789') {
    const others = [...(confusables[ascii] ?? []).map(({ c }) => c), ...(stroked[ascii] ?? '')];
    for (const other of others) {
      const c = other.codePointAt(0) ?? 0;
      if (other.length === String.fromCodePoint(c).length && !like.has(c)) like.set(c, ascii.charCodeAt(0));
    }
  }
  for (const [c] of [...like]) if (c < 0x80) like.delete(c);
  /** @type {{ first: number, count: number, ascii: number, step: number }[]} */
  const runs = [];
  for (const [c, ascii] of [...like].sort((a, b) => a[0] - b[0])) {
    const run = runs.at(-1);
    const fits =
      run &&
      c === run.first + run.count &&
      (run.count === 1 ? [0, 1].includes(ascii - run.ascii) : ascii === run.ascii + run.step * run.count);
    if (fits) {
      if (run.count === 1) run.step = ascii - run.ascii;
      run.count += 1;
    } else {
      runs.push({ first: c, count: 1, ascii, step: 0 });
    }
  }
  return runs;
}

/** Numbers as LEB128, seven bits an octet. @param {number[]} numbers */
function varints(numbers) {
  const octets = [];
  for (let number of numbers) {
    for (; number > 127; number >>>= 7) octets.push((number & 127) | 128);
    octets.push(number);
  }
  return octets;
}

/** @param {string} name @param {number[]} octets */
const packed = (name, octets) => `constexpr std::uint8_t ${name}[]{${lines(octets.map((octet) => `${octet},`))}\n};`;

const runs = scriptRuns();
const hidden = hiddenRanges();
const likes = likenesses();
// What compresses well: steps in place of places, and like beside like.
const runSteps = runs.map(([c], i) => c - (runs[i - 1]?.[0] ?? 0));
const likeSteps = likes.map(({ first }, i) => first - (likes[i - 1] ? likes[i - 1].first + likes[i - 1].count : 0));
const text = `// Written by web/build/characters.js from Unicode ${process.versions.unicode}. Change that, not this.
// clang-format off
constexpr std::uint8_t script_count = ${scripts.length};
enum script : std::uint8_t { common = 0, ${scripts.map((name, i) => `${name.toLowerCase()} = ${i + 1}`).join(', ')}, unlisted = 254, inherited = 255 };

// Runs of one script: how far each begins behind the one before (LEB128); and their scripts.
constexpr std::size_t script_run_count = ${runs.length};
${packed('script_run_steps', varints(runSteps))}
${packed(
  'script_run_scripts',
  runs.map(([, s]) => s),
)}

// Characters that leave no mark: first and last.
constexpr char32_t hidden_ranges[][2]{${lines(hidden.map(([a, b]) => `{${hex(a)}, ${hex(b)}},`))}
};

// Runs of characters that look like ASCII ones: how far each begins behind the end of the one before (LEB128); how many
// they are, doubled, plus one where each next looks like the next letter; and what the first looks like.
constexpr std::size_t likeness_count = ${likes.length};
${packed('likeness_steps', varints(likeSteps))}
${packed('likeness_sizes', varints(likes.map(({ count, step }) => count * 2 + step)))}
${packed(
  'likeness_letters',
  likes.map(({ ascii }) => ascii),
)}
// clang-format on
`;
writeFileSync(new URL('../../core/src/approval/profile/characters.inc', import.meta.url), text);
console.log(`${runs.length} script runs, ${hidden.length} hidden ranges, ${likes.length} runs of likenesses`);
