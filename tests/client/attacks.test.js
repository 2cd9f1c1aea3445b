/**
 * @file The attacks on what a person is shown, each by its name, and what holds against it: the view is a pure function
 * of the octets. The attacks on the server stand in tests/server/attacks.test.js, those on the screen in
 * tests/browser/confirm.test.js and confirm-arming.test.js.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadCore } from '../../web/client/node.js';
import { cases, knownParties, type } from '../../web/examples/confirm/payloads.js';

/** @type {any} */
let core;
before(async () => {
  core = await loadCore();
});

const contract = /** @type {any} */ (cases.first.payload);
const now = '2026-11-22T09:00:00Z';

/** @param {object} change @param {object} [options] */
const viewOf = (change, options = {}) =>
  core.approval.describe({ type, payload: JSON.stringify({ ...contract, ...change }), knownParties, now, ...options });
/** @param {any} view @returns {any[]} */
const rowsOf = (view) => view.sections.flatMap((/** @type {any} */ section) => section.rows);
/** @param {any} view @param {string} pointer */
const rowAt = (view, pointer) => rowsOf(view).find((row) => row.pointer === pointer);
/** @param {any} view @returns {string[]} */
const codes = (view) => view.warnings.map((/** @type {any} */ one) => one.code);
/** Everything that a reader is shown. @param {any} view */
const shownText = (view) =>
  rowsOf(view)
    .flatMap(({ text, details }) => [text, ...details.map((/** @type {any} */ one) => one.text)])
    .join('\n');

/** The JSON Pointers of a payload's leaves. @param {any} value @param {string} [at] @returns {string[]} */
const leavesOf = (value, at = '') =>
  value !== null && typeof value === 'object' && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, each]) => leavesOf(each, `${at}/${key}`))
    : [at];

describe('attack: shown is not what is signed', () => {
  test('every leaf of the payload stands in exactly one row, and no row is about anything else', () => {
    const view = viewOf({});
    assert.deepEqual(
      rowsOf(view)
        .flatMap(({ leaves }) => leaves)
        .sort(),
      leavesOf(contract).sort(),
    );
  });

  test('a member that the type does not know can’t be confirmed, at any depth, and is shown', () => {
    for (const change of [
      { exclusivity: 'worldwide' },
      { fee: { ...contract.fee, hidden: true } },
      { presenter: { ...contract.presenter, iban: 'FR76' } },
      { performances: [{ ...contract.performances[0], discount: 1 }] },
    ]) {
      const view = viewOf(change);
      assert.equal(view.confirmable, false);
      assert.ok(view.refusals.some((/** @type {any} */ one) => one.code === 'approval.unknown_member'));
      assert.deepEqual(
        rowsOf(view)
          .flatMap(({ leaves }) => leaves)
          .sort(),
        leavesOf({ ...contract, ...change }).sort(),
      );
    }
  });

  test('two members of one name are no payload at all', () => {
    assert.throws(
      () => core.approval.describe({ type, payload: '{"fee":{"amountMinor":1,"amountMinor":9}}' }),
      (/** @type {any} */ error) => error.code === 'json.duplicate_name',
    );
  });

  test('a long text is shown whole', () => {
    const text = 'a sentence that matters. '.repeat(700).trim();
    const view = viewOf({ terms: [{ heading: 'All', text }] });
    assert.ok(shownText(view).includes(text));
  });
});

test('attack: guard wired to one screen only: every type is described by the same rules, and refuses what it does not know', () => {
  const types = core.approval.types();
  assert.equal(types.length, 11);
  for (const one of types) {
    const view = core.approval.describe({
      type: one.type,
      payload: '{"id":"x","version":1,"smuggled":"text\u202E"}',
      now,
    });
    assert.equal(view.confirmable, false, one.name);
    assert.ok(
      view.refusals.some((/** @type {any} */ refusal) => refusal.code === 'approval.unknown_member'),
      one.name,
    );
    assert.doesNotMatch(shownText(view), /\u202E/, one.name);
  }
});

describe('attack: bidi override and newline padding', () => {
  test('controls that turn a line around are visible tokens, with a warning at their octet', () => {
    for (const control of ['\u202A', '\u202B', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\u202C']) {
      const view = viewOf({ presenter: { ...contract.presenter, name: `Op${control}éra` } });
      assert.match(rowAt(view, '/presenter').text, /^Op⟦U\+20[26][0-9A-F]⟧éra$/);
      const warning = view.warnings.find((/** @type {any} */ one) => one.code === 'approval.bidi_control');
      assert.deepEqual([warning.severity, warning.pointer], ['danger', '/presenter/name']);
      assert.ok(Number.isInteger(warning.offset));
    }
  });

  test('the row of a payload’s own text is isolated, and a line can’t be pushed away by newlines', () => {
    assert.equal(rowAt(viewOf({}), '/presenter').bdi, true);
    const padded = viewOf({ presenter: { ...contract.presenter, name: `Opéra${'\n'.repeat(40)}pays nothing` } });
    assert.doesNotMatch(rowAt(padded, '/presenter').text, /\n/);
    assert.match(rowAt(padded, '/presenter').text, /⟦U\+000A⟧/);
  });
});

test('attack: over-stripping: legitimate right-to-left text, joiners and emoji are neither changed nor warned of', () => {
  for (const name of ['ليلى الحدّاد', 'מקהלת תל אביב', 'نمی\u200cخواهم', '👩‍👩‍👧 Trio', 'Đặng Thái Sơn', 'Ōtsuka']) {
    const view = viewOf({ artist: { id: 'art_x', name } });
    assert.equal(rowAt(view, '/artist').text, name);
    assert.deepEqual(codes(view), codes(viewOf({})), name);
    const { canonical } = core.approval.digest({
      type,
      payload: JSON.stringify({ ...contract, artist: { id: 'art_x', name } }),
    });
    assert.ok(Buffer.from(canonical).includes(Buffer.from(name)), 'the payload itself is never changed');
  }
});

describe('attack: homoglyph names', () => {
  test('a name that looks like a known party’s is measured against those whom the reader knows', () => {
    for (const [name, code] of [
      ['Opéra de Lyon-Conflu\u0435nce', 'approval.confusable_name'],
      ['Opéra de Lyon-Confluence', 'approval.known_name_other_id'],
    ]) {
      const view = viewOf({ presenter: { id: 'ws_other', name } });
      assert.ok(codes(view).includes(code), name);
    }
    assert.ok(
      codes(viewOf({ presenter: { id: 'ws_confluence', name: 'Another House' } })).includes(
        'approval.known_id_other_name',
      ),
    );
  });

  test('letters of several scripts in one word are said', () => {
    assert.ok(codes(viewOf({ artist: { id: 'art_x', name: 'P\u0430ypal' } })).includes('approval.mixed_script'));
  });
});

test('attack: warning noise: names as people bear them raise none', () => {
  const names = [
    'Bérengère Lachenal',
    'Θεοδώρα Παπακωνσταντίνου',
    'Мария Юдина',
    '小澤 征爾',
    '조수미',
    'Ngozi Adebayo',
    "Sinéad O'Connor",
    'Wilhelmine Schneeberger-Oberholzer',
    'J. S. Bach Collegium 1685',
    'Ensemble 10/10',
    'Lola & The m0dern',
    'ليلى الحدّاد',
    'Dvořák Trio',
    'Arvo Pärt',
    'Nguyễn Thị Minh',
    'Ida Nørgård',
    'Þórður',
    'Şebnem',
    'Iiro Rantala',
    'Il Giardino',
  ];
  const quiet = codes(viewOf({}));
  for (const name of names) assert.deepEqual(codes(viewOf({ artist: { id: 'art_x', name } })), quiet, name);
});

describe('attack: number-format confusion', () => {
  test('an amount is given in the reader’s form, in one that nobody can misread, and large ones in words', () => {
    for (const locale of ['en', 'de', 'fr']) {
      const view = viewOf({ fee: { amountMinor: 1_250_000, currency: 'EUR' } }, { locale });
      const { details } = rowAt(view, '/fee');
      const texts = details.map((/** @type {any} */ one) => one.text);
      assert.ok(
        texts.some((/** @type {string} */ text) => text.includes('EUR 12500.00 = 1250000 ')),
        texts.join(' | '),
      );
      assert.ok(
        texts.some((/** @type {string} */ text) => /twelve thousand|zwölftausend|douze.mille/i.test(text)),
        texts.join(' | '),
      );
    }
  });

  test('an amount is an integer of minor units: fractions, texts and what no double holds are refused', () => {
    for (const amountMinor of [40.23, '4023', '1.250', 2 ** 53, null])
      assert.equal(viewOf({ fee: { amountMinor, currency: 'EUR' } }).confirmable, false, String(amountMinor));
  });
});

describe('attack: descriptor and label tricks', () => {
  test('no text of the payload stands inside a sentence or a label', () => {
    const trick = 'to alice. Confirmed by everybody';
    const view = viewOf({
      presenter: { id: 'ws_x', name: trick },
      governingLaw: trick,
      terms: [{ heading: trick, text: trick }],
    });
    const words = [
      view.intent.title,
      view.intent.text,
      view.intent.confirm,
      view.intent.decline,
      ...view.sections.map((/** @type {any} */ section) => section.title),
      ...rowsOf(view).flatMap(({ label, details }) => [label, ...details.map((/** @type {any} */ one) => one.label)]),
      ...view.warnings.map((/** @type {any} */ one) => one.message),
    ];
    for (const word of words) assert.ok(!String(word ?? '').includes('alice'), word);
    for (const row of rowsOf(view)) if (row.text.includes('alice')) assert.equal(row.bdi, true, row.pointer);
  });

  test('a payload brings no labels of its own: an unknown type is never partly described', () => {
    const view = core.approval.describe({
      type: 'application/vnd.cuelight.kindness+json',
      payload: '{"intent":"A kindness","labels":{"fee":"Gift"}}',
      now,
    });
    assert.equal(view.confirmable, false);
    assert.ok(view.refusals.some((/** @type {any} */ one) => one.code === 'approval.unknown_type'));
  });
});
