/** @file The widget's days against core's, its languages against each other, and its files on a server. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadCore } from '../../web/client/node.js';
import { addDays, addMonths, dayOf, merge, startOf, wallClock } from '../../web/shared/days.js';
import { CuelightAvailability } from '../../web/widget/element.js';
import { availabilityTable } from '../../web/widget/fallback.js';

/** @type {any} */
let core;
before(async () => {
  core = await loadCore();
});

/** A small seeded generator (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const text = (/** @type {number} */ instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const clock = (/** @type {number} */ wall) => new Date(wall).toISOString().slice(11, 16);

// Whole hours, halves and quarters; half-hour summer time; midnight that is skipped (Beirut, Santiago, Cairo) or comes
// twice (Havana); a day that never was lies before the years shown.
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Santiago',
  'Africa/Cairo',
  'America/Havana',
  'Pacific/Auckland',
  'UTC',
];

test('the same days as core, over random busy time in ten zones', () => {
  const seed = Number(process.env.CUELIGHT_SEED ?? Date.now() % 2 ** 31);
  const next = random(seed);
  for (let round = 0; round < 60; round++) {
    const tzid = zones[round % zones.length];
    const from = addDays('2026-01-01', Math.floor(next() * 700));
    const until = addDays(from, 45);
    const base = Date.parse(`${from}T00:00:00Z`);
    const busy = merge(
      Array.from({ length: 12 }, () => {
        const start = base + Math.floor(next() * 45 * 1440) * 60_000;
        return { start, end: start + Math.floor(next() ** 3 * 5000 + 1) * 60_000 };
      }),
    );
    const theirs = core.calendar.availability({
      busy: busy.map(({ start, end }) => ({ start: text(start), end: text(end) })),
      from,
      until,
      tzid,
    });
    const ours = theirs.map((/** @type {{ date: string }} */ { date }) => {
      const day = dayOf(date, tzid, busy);
      return {
        date,
        state: day.state,
        busy: day.busy.map(({ start, end }) => ({
          start: start === day.start ? '00:00' : clock(wallClock(start, tzid)),
          end: end === day.end ? '24:00' : clock(wallClock(end, tzid)),
        })),
      };
    });
    assert.equal(theirs.length, 45);
    assert.deepEqual(ours, theirs, `seed ${seed}, round ${round}, ${tzid} from ${from}`);
  }
});

test('a day begins at its first instant, also where midnight is skipped or comes twice', () => {
  for (const [date, zone, instant] of [
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00Z'],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
    ['2026-11-22', 'Asia/Kathmandu', '2026-11-21T18:15:00Z'],
  ]) {
    assert.equal(text(startOf(date, zone)), instant, `${date} in ${zone}`);
  }
});

test('a month further, the same day or the last one', () => {
  assert.equal(addMonths('2027-01-31', 1), '2027-02-28');
  assert.equal(addMonths('2028-02-29', 12), '2029-02-28');
  assert.equal(addMonths('2027-03-31', -1), '2027-02-28');
  assert.equal(addMonths('2026-12-15', 1), '2027-01-15');
});

test('the server’s table holds a hostile name as text', () => {
  const table = availabilityTable({
    busy: [],
    today: '2026-11-22',
    timeZone: 'UTC',
    name: '<img src=x onerror=alert(1)>"&',
  });
  assert.ok(table.includes('<bdi>&lt;img src=x onerror=alert(1)&gt;&quot;&amp;</bdi>'));
  assert.ok(!table.includes('<img'));
});

test('class and registration can be imported where there is no document', () => {
  for (const file of [
    'widget/element.js',
    'widget/define.js',
    'confirm/element.js',
    'confirm/define.js',
    'widget/fallback.js',
  ]) {
    const path = fileURLToPath(new URL(`../../web/${file}`, import.meta.url));
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=module', '-e', `await import(${JSON.stringify(path)})`],
      { encoding: 'utf8' },
    );
    assert.deepEqual([status, stderr], [0, ''], file);
  }
});

test('the custom-elements manifest, the guide and the code name the same things', () => {
  const read = (/** @type {string} */ file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const { modules } = JSON.parse(read('custom-elements.json'));
  const [module] = modules.filter((/** @type {any} */ one) => one.path === 'web/widget/element.js');
  const [element] = module.declarations;
  const names = (/** @type {string} */ kind) => element[kind].map((/** @type {any} */ one) => one.name).sort();
  const guide = read('docs/embed.md');
  const section = (/** @type {string} */ title) => guide.slice(guide.indexOf(`\n## ${title}`)).split('\n## ', 2)[1];
  const rows = (/** @type {string} */ title) =>
    [...section(title).matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  const code = readdirSync(new URL('../../web/widget/', import.meta.url))
    .filter((name) => name.endsWith('.js'))
    .map((name) => read(`web/widget/${name}`))
    .join('\n');
  const found = (/** @type {RegExp} */ pattern) =>
    [...new Set([...code.matchAll(pattern)].map(([, name]) => name))].sort();

  // `month` is read once, when the element is connected.
  assert.deepEqual(names('attributes'), [...CuelightAvailability.observedAttributes, 'month'].sort());
  assert.deepEqual(names('attributes'), rows('Attributes').sort());
  assert.deepEqual(names('events'), found(/tell\('(cuelight-[a-z]+)'/g));
  assert.deepEqual(
    names('events'),
    rows('Events')
      .filter((name) => name.startsWith('cuelight-'))
      .sort(),
  );
  assert.deepEqual(names('cssProperties'), found(/var\((--cuelight-[a-z]+)/g));
  assert.deepEqual(
    names('cssProperties'),
    [...section('How it looks').matchAll(/`(--cuelight-[a-z]+)`/g)].map(([, name]) => name).sort(),
  );
  const parts = found(/part: ['`]([a-z ]+)/g).flatMap((list) => list.trim().split(' '));
  for (const part of names('cssParts')) assert.ok(parts.includes(part), part);
  const listed = /Parts: ([\s\S]*?)\.\n/.exec(guide)?.[1].replace(/\(with [^)]*\)/, '') ?? '';
  assert.deepEqual(names('cssParts'), [...listed.matchAll(/`([a-z]+)`/g)].map(([, name]) => name).sort());
  for (const { kind, name } of element.members) {
    assert.ok(name in CuelightAvailability.prototype, `${kind} ${name}`);
    assert.ok(section('Properties and methods').includes(`\`${name}`), name);
  }
});
