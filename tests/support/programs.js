/**
 * @file Calendar programs that Debian ships, as readers of feeds: each is given a feed's text and lists what it
 * understood. They are installed when missing.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const dayMs = 86_400_000;

/**
 * What a program lists: `start|end|title` in UTC, or `day|title` for each day of a whole-day event. Sorted, each once.
 * @typedef {string[]} Listing
 */

/**
 * @typedef {object} Window
 * @property {string} from a date
 * @property {string} until a date
 * @property {string} zone of the machine that the program runs on
 */

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {('cancelled' | 'counted' | 'rdate' | 'overlap')[]} misses what it does not read as RFC 5545 says: that a
 *   cancelled event is none; that COUNT counts what EXDATE leaves out (3.8.5.1); RDATE, or its TZID; which of two hours is
 *   meant when the clock shows one twice
 * @property {(ics: string, window: Window) => Promise<Listing>} list
 */

const instant = (/** @type {number} */ ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** @param {string} start @param {string} end exclusive @param {string} title */
export function lines(start, end, title) {
  if (start.includes('T')) return [`${start}|${end}|${title}`];
  const days = (Date.parse(end) - Date.parse(start)) / dayMs;
  return Array.from({ length: days }, (_, i) => `${instant(Date.parse(start) + i * dayMs).slice(0, 10)}|${title}`);
}

/** @param {string[]} list */
export const sorted = (list) => [...new Set(list)].sort();

/** Runs a program on a text. @param {string} command @param {string[]} args @param {string} input @param {NodeJS.ProcessEnv} env @returns {Promise<string>} */
const pipe = (command, args, input, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C.UTF-8', ...env } });
    let said = '';
    let wrong = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (wrong += text));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${command} ended with ${code}: ${wrong}`)),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });

/** @param {string} text */
const rows = (text) =>
  text
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => line.split('|'));

/** @param {string} folder for one reading */
const khal =
  (folder) =>
  async (/** @type {string} */ ics, /** @type {Window} */ { from, until, zone }) => {
    const home = await mkdtemp(path.join(folder, 'khal-'));
    await mkdir(`${home}/feed`);
    const config = `${home}/config`;
    const times = ['dateformat', 'longdateformat'].map((name) => `${name} = %Y-%m-%d`);
    const moments = ['datetimeformat', 'longdatetimeformat'].map((name) => `${name} = %Y-%m-%dT%H:%M:00Z`);
    const locale = ['local_timezone = UTC', `default_timezone = ${zone}`, 'timeformat = %H:%M', ...times, ...moments];
    await writeFile(
      config,
      [
        '[calendars]',
        '[[feed]]',
        `path = ${home}/feed`,
        '[locale]',
        ...locale,
        '[sqlite]',
        `path = ${home}/db`,
        '',
      ].join('\n'),
    );
    await writeFile(`${home}/feed.ics`, ics);
    const env = { HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, TZ: zone };
    await pipe('khal', ['-c', config, 'import', '--batch', '-a', 'feed', `${home}/feed.ics`], '', env);
    const days = (Date.parse(until) - Date.parse(from)) / dayMs;
    const format = '{start-long}|{end-long}|{all-day}|{cancelled}|{title}';
    const said = await pipe(
      'khal',
      ['-c', config, 'list', '--day-format', '', '--format', format, from, `${days}d`],
      '',
      env,
    );
    return rows(said).flatMap(([start, end, allDay, cancelled, title]) => {
      if (cancelled) return [];
      // khal's last day is the last one, not the one after it.
      return allDay === 'True'
        ? lines(start, instant(Date.parse(end) + dayMs).slice(0, 10), title)
        : lines(start, end, title);
    });
  };

/** @param {string} folder */
const calcurse =
  (folder) =>
  async (/** @type {string} */ ics, /** @type {Window} */ { from, until, zone }) => {
    const home = await mkdtemp(path.join(folder, 'calcurse-'));
    await writeFile(`${home}/feed.ics`, ics);
    const env = { HOME: home, TZ: zone };
    await pipe('calcurse', ['-q', '-D', `${home}/data`, '-i', `${home}/feed.ics`], '', env);
    const days = (Date.parse(until) - Date.parse(from)) / dayMs;
    const moment = '%(start:%s)|%(end:%s)|%m\n';
    const day = '|%m\n';
    const formats = [
      '--format-apt',
      moment,
      '--format-recur-apt',
      moment,
      '--format-event',
      day,
      '--format-recur-event',
      day,
    ];
    const args = [
      '-q',
      '-D',
      `${home}/data`,
      '-Q',
      '--filter-type',
      'cal',
      '--input-datefmt',
      '4',
      '--output-datefmt',
      '%Y-%m-%d',
    ];
    const said = await pipe('calcurse', [...args, '--from', from, '--days', String(days), ...formats], '', env);
    let today = '';
    return said.split('\n').flatMap((line) => {
      if (/^\d{4}-\d\d-\d\d:$/.test(line)) today = line.slice(0, 10);
      const parts = line
        .trim()
        .replace(/^[*-] /, '')
        .split('|');
      if (parts.length === 2) return [`${today}|${parts[1]}`];
      return parts.length === 3
        ? lines(instant(Number(parts[0]) * 1000), instant(Number(parts[1]) * 1000), parts[2])
        : [];
    });
  };

const python = async (/** @type {string} */ ics, /** @type {Window} */ { from, until, zone }) =>
  rows(await pipe('/usr/bin/python3', [here('programs/list.py'), from, until], ics, { TZ: zone })).flatMap(
    ([start, end, cancelled, title]) => (cancelled === '1' ? [] : lines(start, end, title)),
  );

/** @param {string} program */
const libical =
  (program) =>
  async (/** @type {string} */ ics, /** @type {Window} */ { from, until, zone }) => {
    const window = [from, until].map((date) => `${date.replaceAll('-', '')}T000000Z`);
    return rows(await pipe(program, window, ics, { TZ: zone })).flatMap(([start, end, days, cancelled, title]) => {
      if (cancelled === '1') return [];
      const [first, last] = [start, end].map((seconds) => instant(Number(seconds) * 1000));
      return days === '1' ? lines(first.slice(0, 10), last.slice(0, 10), title) : lines(first, last, title);
    });
  };

/** @returns {Promise<{ programs: Program[], close: () => Promise<void> }>} */
export async function readers() {
  const needed = {
    '/usr/bin/khal': 'khal',
    '/usr/bin/calcurse': 'calcurse',
    '/usr/lib/python3/dist-packages/icalendar': 'python3-icalendar',
    '/usr/lib/python3/dist-packages/recurring_ical_events': 'python3-recurring-ical-events',
    '/usr/lib/python3/dist-packages/recurring_ical_events.py': 'python3-recurring-ical-events',
    '/usr/include/libical/ical.h': 'libical-dev',
    '/usr/bin/gcc': 'gcc',
  };
  const there = new Set(
    Object.entries(needed)
      .filter(([file]) => existsSync(file))
      .map(([, name]) => name),
  );
  const missing = [...new Set(Object.values(needed))].filter((name) => !there.has(name));
  if (missing.length > 0) await run(here('../../cmake/toolchain.sh'), ['packages', ...missing]);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cuelight-programs-'));
  await run('gcc', ['-O1', '-o', `${folder}/list`, here('programs/list.c'), '-lical']);
  return {
    programs: [
      { name: 'khal', misses: [], list: khal(folder) },
      { name: 'calcurse', misses: ['cancelled', 'counted', 'rdate', 'overlap'], list: calcurse(folder) },
      { name: 'python3-icalendar', misses: ['overlap'], list: python },
      { name: 'libical', misses: ['rdate'], list: libical(`${folder}/list`) },
    ],
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
