/**
 * @file The public calendars as jCal, against ical.js: every property of every file that it reads. A difference must have
 * one of the reasons below, each as narrow as it can be told; RFC 5545, 6868 and 7265 decided.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadCore } from 'cuelight';
import ICAL from 'ical.js';

const vectors = process.env.CUELIGHT_VECTORS ?? new URL('../../../shared/vectors', import.meta.url).pathname;
const weekdays = ['', 'SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Properties of RFC 7986, 7808, 9073, 9074 that ical.js 2.2.1 does not know. */
const newer = ['styled-description', 'tzuntil', 'color', 'acknowledged', 'proximity', 'name', 'structured-data'];

/** @typedef {[string, Record<string, unknown>, string, ...unknown[]]} Property */
/** @typedef {{ ours: Property, theirs: Property, codes: string[] }} Difference `codes`: of the file's problems */

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);
/** Name, parameters and type. @param {Property} ours @param {Property} theirs */
const sameHead = (ours, theirs) => same(ours.slice(0, 3), theirs.slice(0, 3));
const values = (/** @type {Property} */ property) => JSON.stringify(property.slice(3));

/** @type {[string, (difference: Difference) => boolean][]} */
const reasons = [
  [
    'a property that the peer has not registered',
    ({ ours, theirs }) => newer.includes(ours[0]) && theirs[2] === 'unknown' && same(ours[1], theirs[1]),
  ],
  [
    'WKST, which RFC 7265 3.6.10 has as a weekday: a number there',
    ({ ours, theirs }) => {
      const rule = /** @type {any} */ (theirs[3]);
      return ours[2] === 'recur' && same(ours[3], { ...rule, wkst: weekdays[rule?.wkst] });
    },
  ],
  [
    'an escape that RFC 5545 does not define: \\" and \\: lose their backslash here',
    ({ ours, theirs }) =>
      sameHead(ours, theirs) &&
      ours[2] === 'text' &&
      values(ours).replaceAll('\\', '') === values(theirs).replaceAll('\\', '') &&
      /\\\\\\?["':]/.test(values(theirs)),
  ],
  [
    'a value that ends in an escaped backslash: the peer misses the comma after it',
    ({ ours, theirs }) =>
      sameHead(ours, theirs) && ours[2] === 'text' && /\\$/.test(String(ours[3])) && ours.length > theirs.length,
  ],
  [
    'a space around a value that is no text: not part of it (3.3.x have none)',
    ({ ours, theirs }) =>
      sameHead(ours, theirs) &&
      ours[2] !== 'text' &&
      same(
        ours.slice(3),
        theirs.slice(3).map((one) => String(one).trim()),
      ),
  ],
  [
    'a carriage return without its line feed stays in the text there',
    ({ ours, theirs }) =>
      sameHead(ours, theirs) &&
      ours[2] === 'text' &&
      same(
        ours.slice(3),
        theirs.slice(3).map((one) => String(one).replace('\r', '')),
      ),
  ],
  [
    'an unquoted comma or backslash in a parameter: a list of values (3.2), and no escape (RFC 6868)',
    ({ ours, theirs }) =>
      same(ours.slice(2), theirs.slice(2)) &&
      JSON.stringify(ours[1]).includes('\\\\') &&
      same(Object.keys(ours[1]), Object.keys(theirs[1])),
  ],
  [
    'a value that its type does not allow is kept as it was written; the peer makes a value of it',
    ({ ours, codes }) => ours[2] === 'unknown' && codes.includes('calendar.bad_value'),
  ],
  [
    'a date where VALUE says date-time, or the other way round: what stands there counts',
    ({ ours, theirs, codes }) =>
      codes.includes('calendar.value_type') &&
      ((ours[2] === 'date' && theirs[2] === 'date-time' && same(`${ours[3]}T::`, theirs[3])) ||
        (ours[2] === 'date-time' && theirs[2] === 'date' && String(ours[3]).startsWith(String(theirs[3]))) ||
        (ours[0] === 'trigger' && ours[2] === 'date-time' && theirs[2] === 'duration')),
  ],
  [
    'octets that are not UTF-8 are read as ISO 8859-1; U+FFFD there',
    ({ theirs, codes }) => codes.includes('calendar.invalid_utf8') && values(theirs).includes('\ufffd'),
  ],
  [
    'quoted-printable is decoded; kept there',
    ({ theirs, codes }) => codes.includes('calendar.quoted_printable') && theirs[1].encoding === 'QUOTED-PRINTABLE',
  ],
  [
    'a parameter that is none is left out',
    ({ ours, theirs, codes }) =>
      codes.includes('calendar.bad_parameter') &&
      same([ours[0], ...ours.slice(2)], [theirs[0], ...theirs.slice(2)]) &&
      Object.keys(theirs[1]).some((name) => !/^[a-z0-9-]+$/.test(name)),
  ],
];

/** @param {any} ours @param {any} theirs @param {(ours: any, theirs: any) => void} differ */
function compare(ours, theirs, differ) {
  if (ours[0] !== theirs[0].trim() || ours[1].length !== theirs[1].length || ours[2].length !== theirs[2].length) {
    differ(
      null,
      `${ours[0]}: ${ours[1].length} and ${theirs[1].length} properties, ${ours[2].length} and ${theirs[2].length} components`,
    );
    return;
  }
  for (const [i, property] of ours[1].entries()) if (!same(property, theirs[1][i])) differ(property, theirs[1][i]);
  for (const [i, component] of ours[2].entries()) compare(component, theirs[2][i], differ);
}

test('jCal of the public calendars is what ical.js makes of them, but for explained differences', {
  skip: !existsSync(`${vectors}/ics`) && 'the ics vectors are not here',
}, async (t) => {
  const { calendar } = await loadCore();
  /** @type {Record<string, number>} */
  const counts = {};
  const count = (/** @type {string} */ what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for (const name of readdirSync(`${vectors}/ics`)) {
    const octets = readFileSync(`${vectors}/ics/${name}`);
    const { jcal, problems } = calendar.parse(octets);
    const codes = problems.map(({ code }) => code);
    /** @type {any} */
    let theirs;
    try {
      theirs = JSON.parse(JSON.stringify(ICAL.parse(octets.toString().replace(/^\ufeff/, ''))));
    } catch (cause) {
      // A file with nothing in it, or one whose fault is among our problems.
      const named = ['bad_line', 'bad_rrule', 'bad_value', 'unclosed_component', 'outside_component', 'no_component'];
      assert.ok(
        named.some((code) => codes.includes(`calendar.${code}`)),
        `${name}: ${cause}`,
      );
      count('files that the peer refuses');
      continue;
    }
    count('files compared');
    let alike = true;
    const whole = (/** @type {any} */ one) => (typeof one[0] === 'string' ? [one] : one);
    const [mine, yours] = [whole(jcal), whole(theirs)];
    const differ = (/** @type {Property | null} */ property, /** @type {any} */ other) => {
      alike = false;
      const reason = property
        ? reasons.find(([, explains]) => explains({ ours: property, theirs: other, codes }))?.[0]
        : codes.includes('calendar.bad_line')
          ? 'a line that is none is left out'
          : codes.includes('calendar.unclosed_component') && 'a calendar ends what is open where it begins';
      assert.ok(reason, `${name} ${codes}\n${JSON.stringify(property)}\n${JSON.stringify(other)}`);
      count(reason);
    };
    if (mine.length !== yours.length) differ(null, `${mine.length} and ${yours.length} components`);
    else for (const [i, component] of mine.entries()) compare(component, yours[i], differ);
    if (alike) count('files alike');
  }
  for (const [reason] of reasons) assert.ok(counts[reason], `no longer needed: ${reason}`);
  for (const [what, times] of Object.entries(counts)) t.diagnostic(`${times} × ${what}`);
  assert.ok(counts['files compared'] >= 280 && counts['files alike'] >= 210, JSON.stringify(counts));
});
