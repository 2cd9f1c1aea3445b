/**
 * @file Days of a zone, from busy time in UTC. A day is named by its date, `2026-11-22`; an interval is a pair of
 * milliseconds. The same answers as core's `calendar.availability`, by the zone data that the browser has already.
 *
 * @typedef {{ start: number, end: number }} Interval
 * @typedef {{ date: string, start: number, end: number, state: 'free' | 'partly' | 'busy', busy: Interval[] }} Day
 */

import { dayMs, hourMs, minuteMs } from './duration.js';

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/** @param {string} zone */
function clock(zone) {
  let format = clocks.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(zone, format);
  }
  return format;
}

/** @param {string} zone */
export function isZone(zone) {
  try {
    clock(zone);
    return true;
  } catch {
    return false;
  }
}

/** The reader's own zone. */
export const readersZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * What the zone's wall clock shows, as if it were UTC.
 * @param {number} instant
 * @param {string} zone
 */
export function wallClock(instant, zone) {
  /** @type {Record<string, number>} */
  const part = {};
  for (const { type, value } of clock(zone).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/** Minutes east of UTC. @param {number} instant @param {string} zone */
export const offsetMinutes = (instant, zone) => Math.round((wallClock(instant, zone) - instant) / minuteMs);

/** @param {number} wall */
const dateOf = (wall) => new Date(wall).toISOString().slice(0, 10);

/** @param {number} instant @param {string} zone */
export const dateIn = (instant, zone) => dateOf(wallClock(instant, zone));

/** Midnight of the date as if the zone were UTC. @param {string} date */
export const utcMidnight = (date) => Date.parse(`${date}T00:00:00Z`);

/** @param {string} date @param {number} days */
export const addDays = (date, days) => dateOf(utcMidnight(date) + days * dayMs);

/** The same day of another month, or that month's last. @param {string} date @param {number} months */
export function addMonths(date, months) {
  const [year, month, day] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(day, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

/** 1 is Monday, 7 Sunday. @param {string} date */
export const weekday = (date) => new Date(utcMidnight(date)).getUTCDay() || 7;

/** @param {string} date */
export const monthOf = (date) => date.slice(0, 7);

/** The dates of a month, `2026-11`. @param {string} month */
export function datesOf(month) {
  const first = `${month}-01`;
  const dates = [];
  for (let date = first; monthOf(date) === month; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** The first instant of a date in a zone; where the clock leaps over midnight, the leap. @param {string} date @param {string} zone */
export function startOf(date, zone) {
  const wall = utcMidnight(date);
  let instant = wall;
  for (let i = 0; i < 3; i++) {
    const off = wallClock(instant, zone) - wall;
    if (off === 0) break;
    instant -= off;
  }
  const off = wallClock(instant, zone) - wall;
  if (off < 0) return instant - off;
  if (off > 0) return clockChange(instant - 3 * hourMs, instant, zone);
  const earlier = instant - hourMs;
  return wallClock(earlier, zone) === wall ? earlier : instant;
}

/** When the zone's clock was set anew between two instants of different offsets, to the minute. @param {number} before @param {number} after @param {string} zone */
export function clockChange(before, after, zone) {
  const old = offsetMinutes(before, zone);
  while (after - before > minuteMs) {
    const middle = Math.floor((before + after) / (2 * minuteMs)) * minuteMs;
    if (offsetMinutes(middle, zone) === old) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * Joins what touches or overlaps; drops what is empty.
 * @param {Interval[]} intervals
 */
export function merge(intervals) {
  /** @type {Interval[]} */
  const merged = [];
  for (const { start, end } of intervals.filter((one) => one.end > one.start).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/**
 * @param {string} date
 * @param {string} zone
 * @param {Interval[]} busy merged
 * @returns {Day}
 */
export function dayOf(date, zone, busy) {
  const start = startOf(date, zone);
  const end = startOf(addDays(date, 1), zone);
  let at = firstEndingAfter(busy, start);
  const pieces = [];
  for (; at < busy.length && busy[at].start < end; at++) {
    pieces.push({ start: Math.max(busy[at].start, start), end: Math.min(busy[at].end, end) });
  }
  const whole = pieces.length === 1 && pieces[0].start === start && pieces[0].end === end;
  return { date, start, end, state: pieces.length === 0 ? 'free' : whole ? 'busy' : 'partly', busy: pieces };
}

/** @param {Interval[]} busy @param {number} instant */
function firstEndingAfter(busy, instant) {
  let low = 0;
  let high = busy.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (busy[middle].end <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The days of a month that say something, as a list has them: free days that follow each other are one run, and so are days
 * that are wholly busy.
 * @param {string} month
 * @param {(date: string) => string} stateOf
 */
export function runsOf(month, stateOf) {
  /** @type {{ first: string, last: string, state: string }[]} */
  const runs = [];
  for (const date of datesOf(month)) {
    const state = stateOf(date);
    if (state === 'past' || state === 'unknown') continue;
    const open = runs.at(-1);
    if (open && open.state === state && state !== 'partly') open.last = date;
    else runs.push({ first: date, last: date, state });
  }
  return runs;
}

/** The day a week starts with where the language is spoken: 1 is Monday. @param {string} locale */
export function weekStart(locale) {
  try {
    const asked = /** @type {any} */ (new Intl.Locale(locale).maximize());
    return (asked.getWeekInfo?.() ?? asked.weekInfo)?.firstDay ?? 1;
  } catch {
    return 1;
  }
}
