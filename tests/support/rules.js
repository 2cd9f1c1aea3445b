/**
 * @file Random recurrence rules, and RFC 5545 3.3.10 once more as its table reads: every day of every period is asked
 * whether the rule names it. Slow and plain, with nothing in common with core but the text of the standard.
 */

const dayMs = 86_400_000;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** @typedef {(below: number) => number} Random a whole number from 0, below the argument */

/** A generator that a seed repeats. @param {number} seed @returns {Random} */
export function seeded(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * One rule that RFC 5545 allows, without UNTIL: every part in every frequency that may have it, one to three values each.
 * @param {Random} random
 */
export function randomRule(random) {
  /** @template T @param {readonly T[]} list @returns {T} */
  const pick = (list) => list[random(list.length)];
  /** @template T @param {number} n @param {() => T} make @returns {T[]} */
  const some = (n, make) => [...new Set(Array.from({ length: 1 + random(n) }, make))];
  /** @param {number} size */
  const signed = (size) => (random(4) === 0 ? -1 : 1) * (1 + random(size));
  const weekday = () => pick(weekdays);

  const freq = pick([
    'YEARLY',
    'YEARLY',
    'MONTHLY',
    'MONTHLY',
    'WEEKLY',
    'WEEKLY',
    'DAILY',
    'DAILY',
    'HOURLY',
    'MINUTELY',
  ]);
  const interval = 1 + random(pick([1, 3, freq === 'HOURLY' || freq === 'MINUTELY' ? 60 : 5]));
  const parts = [`FREQ=${freq}`, `INTERVAL=${interval}`];
  let by = 0;
  /** @param {number} odds @param {() => string} part */
  const maybe = (odds, part) => {
    if (random(odds) !== 0) return;
    parts.push(part());
    by += 1;
  };
  const weeks = freq === 'YEARLY' && random(6) === 0;
  const numbered = !weeks && (freq === 'YEARLY' || freq === 'MONTHLY');
  if (weeks) maybe(1, () => `BYWEEKNO=${some(3, () => signed(53))}`);
  maybe(4, () => `BYMONTH=${some(3, () => 1 + random(12))}`);
  if (freq === 'YEARLY' || freq === 'HOURLY' || freq === 'MINUTELY')
    maybe(8, () => `BYYEARDAY=${some(3, () => signed(366))}`);
  if (freq !== 'WEEKLY') maybe(3, () => `BYMONTHDAY=${some(3, () => signed(31))}`);
  maybe(
    3,
    () =>
      `BYDAY=${some(3, () => (numbered && random(2) ? signed(freq === 'YEARLY' && random(2) ? 53 : 5) : '') + weekday())}`,
  );
  maybe(4, () => `BYHOUR=${some(3, () => random(24))}`);
  maybe(5, () => `BYMINUTE=${some(2, () => pick([0, 15, 30, 45]))}`);
  maybe(12, () => `BYSECOND=${some(2, () => pick([0, 20, 59]))}`);
  if (by > 0) maybe(5, () => `BYSETPOS=${some(2, () => signed(numbered ? 4 : random(4) ? 1 : 2))}`);
  if (random(4) === 0) parts.push(`WKST=${weekday()}`);
  if (random(4) === 0) parts.push(`COUNT=${1 + random(20)}`);
  return parts.join(';');
}

/** @param {string} rrule @returns {Record<string, string>} */
export const partsOf = (rrule) => Object.fromEntries(rrule.split(';').map((part) => part.split('=')));

/** @param {number} at @param {number} length @param {number[]} wanted counted from either end */
const counted = (at, length, wanted) => wanted.includes(at) || wanted.includes(at - length - 1);

const lengthOf = (/** @type {number} */ year) => (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / dayMs;

/** The first day of a year's week 1, the first with four days in it. @param {number} year @param {number} start 0 is Sunday */
function firstWeek(year, start) {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() - start + 7) % 7) * dayMs;
}

/** The days of a year's numbered weeks. @param {number} year @param {number} start 0 is Sunday @param {number[]} wanted */
function weekDays(year, start, wanted) {
  const first = firstWeek(year, start);
  const count = (firstWeek(year + 1, start) - first) / (7 * dayMs);
  return Array.from({ length: count * 7 }, (_, i) => first + i * dayMs).filter((_, i) =>
    counted(Math.floor(i / 7) + 1, count, wanted),
  );
}

/**
 * Does a rule name a day? What it leaves open is taken from DTSTART.
 * @param {Record<string, string>} rule @param {Date} first
 */
function dayTest(rule, first) {
  const numbers = (/** @type {string} */ name) => rule[name]?.split(',').map(Number);
  const own = { n: 0, day: first.getUTCDay() };
  const byYearDay = numbers('BYYEARDAY');
  let byMonth = numbers('BYMONTH');
  let byMonthDay = numbers('BYMONTHDAY');
  let byDay = rule.BYDAY?.split(',').map((text) => ({
    n: Number(text.slice(0, -2)),
    day: weekdays.indexOf(text.slice(-2)),
  }));
  const inYear = rule.FREQ === 'YEARLY' && !byMonth;
  if (rule.FREQ === 'YEARLY' && !byYearDay && !byMonthDay && !byDay) {
    if (rule.BYWEEKNO) byDay = [own];
    else {
      byMonthDay = [first.getUTCDate()];
      byMonth ??= [first.getUTCMonth() + 1];
    }
  }
  if (rule.FREQ === 'MONTHLY' && !byMonthDay && !byDay) byMonthDay = [first.getUTCDate()];
  if (rule.FREQ === 'WEEKLY' && !byDay) byDay = [own];

  /** @param {number} midnight */
  return (midnight) => {
    const date = new Date(midnight);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const monthLength = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const yearDay = (midnight - Date.UTC(year, 0, 1)) / dayMs + 1;
    if (byMonth && !byMonth.includes(month + 1)) return false;
    if (byYearDay && !counted(yearDay, lengthOf(year), byYearDay)) return false;
    if (byMonthDay && !counted(day, monthLength, byMonthDay)) return false;
    if (!byDay) return true;
    const [at, length] = inYear ? [yearDay, lengthOf(year)] : [day, monthLength];
    return byDay.some(
      ({ n, day: weekday }) =>
        weekday === date.getUTCDay() &&
        (n === 0 || n === Math.floor((at - 1) / 7) + 1 || n === -(Math.floor((length - at) / 7) + 1)),
    );
  };
}

/**
 * Readings that are not the standard's, to tell what a peer did.
 * @typedef {object} Misreadings
 * @property {(time: number) => boolean} [counts] takes a time part in BYSETPOS?
 * @property {Record<string, string>[]} [also] a day that one of these rules names is named too
 * @property {boolean} [calendarYears] the weeks of BYWEEKNO are cut where the year ends
 * @property {boolean} [fromStart] the first week begins with DTSTART
 */

/**
 * The local times that a rule generates from DTSTART on, as milliseconds of a clock that knows no zone.
 * @param {Record<string, string>} rule its parts; COUNT and UNTIL are the caller's
 * @param {number} start DTSTART
 * @param {number} end nothing later is asked for
 * @param {Misreadings} [misread]
 * @returns {Generator<number>}
 */
export function* generated(rule, start, end, { counts = () => true, also = [], calendarYears, fromStart } = {}) {
  const first = new Date(start);
  const numbers = (/** @type {string} */ name) => rule[name]?.split(',').map(Number);
  const wkst = weekdays.indexOf(rule.WKST ?? 'MO');
  const byWeek = numbers('BYWEEKNO');
  const tests = [rule, ...also].map((one) => dayTest(one, first));
  const named = (/** @type {number} */ midnight) => tests.some((test) => test(midnight));
  /** @param {number} from @param {number} to */
  const daysOf = (from, to) => {
    const days = [];
    for (let day = from; day < to; day += dayMs) if (named(day)) days.push(day);
    return days;
  };
  /** @param {string} name @param {number} startsAt */
  const units = (name, startsAt) => (numbers(name) ?? [startsAt]).sort((a, b) => a - b);
  const hours = units('BYHOUR', first.getUTCHours());
  const minutes = units('BYMINUTE', first.getUTCMinutes());
  const seconds = units('BYSECOND', first.getUTCSeconds());
  /** @param {number[]} days @returns {number[]} */
  const timesOf = (days) =>
    days.flatMap((day) =>
      hours.flatMap((h) => minutes.flatMap((m) => seconds.map((s) => day + ((h * 60 + m) * 60 + s) * 1000))),
    );

  const byHour = numbers('BYHOUR');
  const byMinute = numbers('BYMINUTE');
  let today = { midnight: -1, named: false };
  /** One hour or minute. @param {number} from @param {number} size */
  const slot = (from, size) => {
    const midnight = Math.floor(from / dayMs) * dayMs;
    if (today.midnight !== midnight) today = { midnight, named: named(midnight) };
    const at = new Date(from);
    if (!today.named || (byHour && !byHour.includes(at.getUTCHours()))) return [];
    if (size === 60_000)
      return byMinute && !byMinute.includes(at.getUTCMinutes()) ? [] : seconds.map((s) => from + s * 1000);
    return minutes.flatMap((m) => seconds.map((s) => from + (m * 60 + s) * 1000));
  };

  const interval = Number(rule.INTERVAL ?? 1);
  const positions = numbers('BYSETPOS');
  let year = first.getUTCFullYear();
  if (byWeek && !calendarYears) year += start < firstWeek(year, wkst) ? -1 : start >= firstWeek(year + 1, wkst) ? 1 : 0;
  const midnight = Math.floor(start / dayMs) * dayMs;
  for (let n = 0; ; n += interval) {
    /** @type {number[]} */
    let set = [];
    let from = 0;
    if (rule.FREQ === 'YEARLY' && byWeek) {
      from = firstWeek(year + n, wkst);
      const years = calendarYears ? [year + n - 1, year + n, year + n + 1] : [year + n];
      const days = years.flatMap((one) => weekDays(one, wkst, byWeek)).filter(named);
      const inYear = (/** @type {number} */ day) => new Date(day).getUTCFullYear() === year + n;
      set = timesOf(calendarYears ? days.filter(inYear) : days);
    } else if (rule.FREQ === 'YEARLY') {
      from = Date.UTC(year + n, 0, 1);
      if (from <= end) set = timesOf(daysOf(from, Date.UTC(year + n + 1, 0, 1)));
    } else if (rule.FREQ === 'MONTHLY') {
      from = Date.UTC(year, first.getUTCMonth() + n, 1);
      set = timesOf(daysOf(from, Date.UTC(year, first.getUTCMonth() + n + 1, 1)));
    } else if (rule.FREQ === 'WEEKLY') {
      from = midnight - ((first.getUTCDay() - wkst + 7) % 7) * dayMs + n * 7 * dayMs;
      set = timesOf(daysOf(fromStart && n === 0 ? midnight : from, from + 7 * dayMs));
    } else if (rule.FREQ === 'DAILY') {
      from = midnight + n * dayMs;
      set = timesOf(daysOf(from, from + dayMs));
    } else {
      const size = rule.FREQ === 'HOURLY' ? 3_600_000 : 60_000;
      from = Math.floor(start / size) * size + n * size;
      set = slot(from, size);
    }
    if (from > end) return;
    if (positions) {
      const some = set.filter(counts);
      set = some.filter((_, i) => counted(i + 1, some.length, positions));
    }
    for (const time of set) if (time >= start && time <= end) yield time;
  }
}
