/**
 * @file Two libraries that expand recurrence rules, and where they leave RFC 5545. A known fault is stated as the question
 * that the peer answers instead of the one it was asked: it explains a difference only if that question's answer, by the
 * standard's own table, is exactly what the peer said.
 */
import { RRuleSet } from 'rrule-rust';
import { RRuleTemporal } from 'rrule-temporal';
import { generated } from './rules.js';

/**
 * @typedef {object} Question
 * @property {Record<string, string>} rule its parts; UNTIL among them unless there is a COUNT
 * @property {string} dtstart local
 * @property {string} tzid
 * @property {string} until an instant; later occurrences are not asked for
 * @property {number} most how many occurrences are asked for
 * @property {boolean} [shifts] a time in a gap is moved, not left out
 * @property {boolean} [gapsFirst] a time in a gap is left out before BYSETPOS counts
 * @property {import('./rules.js').Misreadings} [misread]
 */

/** @typedef {{ calendar: import('../../web/client/types/calendar.d.ts').CalendarApi }} Zones core, for its table of zones */

/** @param {Question} question */
export const textOf = ({ rule, dtstart, tzid }) =>
  `DTSTART;TZID=${tzid}:${basic(dtstart)}\nRRULE:${Object.entries(rule)
    .map((part) => part.join('='))
    .join(';')}`;

const basic = (/** @type {string} */ time) => time.replaceAll(/[-:]/g, '');
const local = (/** @type {number} */ time) => new Date(time).toISOString().slice(0, 19);

/** What RFC 5545 makes of a question, in UTC. @param {Question} question @param {Zones} zones @returns {string[]} */
export function answer({ rule, dtstart, tzid, until, most, shifts, gapsFirst, misread }, { calendar }) {
  const at = (/** @type {number} */ time) => calendar.toUtc({ local: local(time), tzid });
  const start = Date.parse(`${dtstart}Z`);
  const counts = (/** @type {number} */ time) => !gapsFirst || at(time).kind !== 'gap';
  /** @type {string[]} */
  const out = [];
  const limit = Math.min(most, Number(rule.COUNT ?? most));
  for (const time of generated(rule, start, Date.parse(until) + 86_400_000, { counts, ...misread })) {
    const { utc, kind } = at(time);
    // DTSTART is a given time: in a gap it is read by 3.3.5, not left out by 3.3.10.
    if (kind === 'gap' && !shifts && time !== start) continue;
    if (utc >= until) break;
    // 3.8.5.3: duplicate instances are ignored. A DTSTART in a gap is the same instant as the hour after it.
    if (shifts || out.at(-1) !== utc) out.push(utc);
    if (out.length === limit) break;
  }
  return out;
}

/** The instant at which the zone's clock is next changed, or `until`. @param {Question} question @param {Zones} zones */
function nextChange({ dtstart, tzid, until }, { calendar }) {
  const offset = (/** @type {number} */ time) => calendar.toLocal({ utc: `${local(time)}Z`, tzid }).offsetSeconds;
  const first = Date.parse(calendar.toUtc({ local: dtstart, tzid }).utc);
  for (let time = first; time < Date.parse(until); time += 86_400_000)
    if (offset(time + 86_400_000) !== offset(first)) return `${local(time)}Z`;
  return until;
}

const weekdays = (/** @type {Record<string, string>} */ rule) => rule.BYDAY?.split(',') ?? [];
const plain = (/** @type {Record<string, string>} */ rule) => weekdays(rule).filter((day) => day.length === 2);
const numbered = (/** @type {Record<string, string>} */ rule) => weekdays(rule).filter((day) => day.length > 2);
const mixed = (/** @type {Record<string, string>} */ rule) => plain(rule).length > 0 && numbered(rule).length > 0;

/** @param {Record<string, string>} rule @param {...string} names */
const without = (rule, ...names) => Object.fromEntries(Object.entries(rule).filter(([name]) => !names.includes(name)));

/**
 * @typedef {object} Fault
 * @property {string} reason what the peer does, and what RFC 5545 says
 * @property {(rule: Record<string, string>, question: Question) => boolean} when
 * @property {(question: Question, zones: Zones) => Question | null} [instead] the question answered instead; null: none, nothing is answered
 * @property {(question: Question, zones: Zones) => (time: string) => boolean} [within] both agree on these instants at least
 */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(question: Question, zones: Zones) => string[]} ask may give more than was asked for
 * @property {RegExp[]} refuses what it says when it does not answer
 * @property {Fault[]} faults
 */

/** A peer's answer, in UTC. @param {Peer} peer @param {Question} question @param {Zones} zones */
export const asked = (peer, question, zones) => peer.ask(question, zones).filter((time) => time < question.until);

/**
 * What can't be told in another question is taken for the peer's own fault only where the other peer says as we do.
 * @param {Peer} other @param {Question} question @param {Zones} zones
 */
function agreed(other, question, zones) {
  const said = asked(other, question, zones);
  const same = said.join() === answer(question, zones).join() || explain(other, question, said, zones) !== null;
  return () => !same;
}

/** @type {Peer} */
const temporal = {
  name: 'rrule-temporal 2.2.7',
  ask: (question) =>
    new RRuleTemporal({ rruleString: textOf(question), maxIterations: 200_000 })
      .all((_, i) => i < question.most)
      .map((date) => date.toInstant().toString()),
  refuses: [/^Maximum iterations/], // after a weekday that it dropped there is nothing to find
  faults: [
    {
      reason: 'BYDAY=MO,2TU of a year: drops the plain weekday; 3.3.10 has a list of both',
      when: (rule) => rule.FREQ === 'YEARLY' && mixed(rule),
      instead: (question) => ({ ...question, rule: { ...question.rule, BYDAY: numbered(question.rule).join() } }),
    },
    {
      reason: 'BYMONTHDAY beside a numbered weekday of the year: passed over; by the table’s note 2 it limits',
      when: (rule) => rule.FREQ === 'YEARLY' && 'BYMONTHDAY' in rule && numbered(rule).length > 0,
      instead: (question) => ({ ...question, rule: without(question.rule, 'BYMONTHDAY') }),
    },
    {
      reason: 'BYMONTHDAY beside BYWEEKNO: passed over; the table has every part after BYWEEKNO limit its days',
      when: (rule) => 'BYWEEKNO' in rule && 'BYMONTHDAY' in rule,
      instead: (question) => ({ ...question, rule: without(question.rule, 'BYMONTHDAY') }),
    },
    {
      reason: 'BYYEARDAY of a year: other days are added to it or passed over; by the table they limit it',
      when: (rule) => rule.FREQ === 'YEARLY' && 'BYYEARDAY' in rule && ('BYDAY' in rule || 'BYMONTHDAY' in rule),
      instead: (question) => {
        const rule = without(question.rule, 'BYDAY', 'BYMONTHDAY');
        const days = 'BYMONTH' in rule ? [] : numbered(question.rule);
        return {
          ...question,
          rule,
          misread: { also: days.map((BYDAY) => ({ ...without(rule, 'BYYEARDAY'), BYDAY })) },
        };
      },
    },
    {
      reason: 'BYYEARDAY beside BYWEEKNO: days of both are given; by the table it limits the weeks’ days',
      when: (rule) => 'BYWEEKNO' in rule && 'BYYEARDAY' in rule,
      within: (question, zones) => agreed(rust, question, zones),
    },
    {
      reason: 'BYDAY=53MO of a year with 52: the first or last one; 3.3.10 has dates that do not exist ignored',
      when: (rule) => rule.FREQ === 'YEARLY' && numbered(rule).some((day) => /^-?53/.test(day)),
      within:
        ({ tzid }, { calendar }) =>
        (utc) => {
          const [month, day] = calendar.toLocal({ utc, tzid }).local.slice(5, 10).split('-').map(Number);
          return !(month === 1 && day <= 7) && !(month === 12 && day >= 25);
        },
    },
    {
      reason: 'a time in a gap is left out before BYSETPOS counts; here after it, as a date that does not exist is',
      when: (rule, { tzid }) => 'BYSETPOS' in rule && tzid !== 'UTC',
      instead: (question) => ({ ...question, gapsFirst: true }),
    },
    {
      reason: 'hours and minutes are counted as time that went by, here on the wall clock; 3.3.10 leaves it open',
      when: (rule, { tzid }) => (rule.FREQ === 'HOURLY' || rule.FREQ === 'MINUTELY') && tzid !== 'UTC',
      within: (question, zones) => {
        // Where the clock is never changed, both must say the same.
        const unchanged = { ...question, tzid: 'UTC' };
        const same = alike(answer(unchanged, zones), asked(temporal, unchanged, zones), () => true, question);
        const change = nextChange(question, zones);
        return (time) => !same || time < change;
      },
    },
    {
      reason: 'a DTSTART in a gap moves the whole series; 3.3.5 is about the one time that stands there',
      when: (_, { tzid }) => tzid !== 'UTC',
      instead: (question, { calendar }) => ({
        ...question,
        dtstart: calendar.toUtc({ local: question.dtstart, tzid: question.tzid }).local,
      }),
    },
  ],
};

/** @type {Peer} */
const rust = {
  name: 'rrule-rust 2.0.2',
  ask: (question, { calendar }) =>
    RRuleSet.parse(textOf(question))
      .all(question.most)
      .map((date) => {
        const time = date.toString().replace(/(....)(..)(..)T(..)(..)(..)Z?/, '$1-$2-$3T$4:$5:$6');
        return calendar.toUtc({ local: time, tzid: question.tzid }).utc;
      }),
  refuses: [
    /^Invalid datetime: .* Local$/, // a DTSTART in a gap, which 3.3.5 reads
    /^RRule validation error: `BYDAY` is `-5/, // the last but four weekdays, which 3.3.10's grammar has
  ],
  faults: [
    {
      reason: 'BYDAY=MO,2TU: a day must be on both lists; 3.3.10 has one list, any of which will do',
      when: mixed,
      instead: (question) => {
        const both = numbered(question.rule).filter((day) => plain(question.rule).includes(day.slice(-2)));
        return both.length === 0 ? null : { ...question, rule: { ...question.rule, BYDAY: both.join() } };
      },
    },
    {
      reason: 'BYWEEKNO alone: the week’s seven days; 3.3.10 takes what is not said, the weekday, from DTSTART',
      when: (rule) => 'BYWEEKNO' in rule && !('BYDAY' in rule || 'BYMONTHDAY' in rule || 'BYYEARDAY' in rule),
      instead: (question) => ({ ...question, rule: { ...question.rule, BYDAY: 'MO,TU,WE,TH,FR,SA,SU' } }),
    },
    {
      reason: 'BYWEEKNO: a week is cut where the year ends; 3.3.10 has whole weeks',
      when: (rule) => 'BYWEEKNO' in rule,
      instead: (question) => ({ ...question, misread: { calendarYears: true } }),
    },
    {
      reason: 'BYWEEKNO: the days where two years meet are counted to the wrong year’s weeks',
      when: (rule) => 'BYWEEKNO' in rule,
      // With BYSETPOS such a day moves others; then the other peer must say as we do.
      within: (question, zones) => {
        if ('BYSETPOS' in question.rule) return agreed(temporal, question, zones);
        const time = (/** @type {string} */ utc) => zones.calendar.toLocal({ utc, tzid: question.tzid }).local;
        return (utc) => !/-(12-(29|3.)|01-0[1-3])T/.test(time(utc));
      },
    },
    {
      reason: 'BYSETPOS in the first week: counted from DTSTART on; 3.3.10 counts in the whole interval',
      when: (rule) => 'BYSETPOS' in rule && rule.FREQ === 'WEEKLY',
      instead: (question) => ({ ...question, misread: { fromStart: true } }),
    },
    {
      reason: 'a generated time in a gap is moved; 3.3.10 has it ignored and not counted',
      when: (_, { tzid }) => tzid !== 'UTC',
      instead: (question) => ({ ...question, shifts: true }),
    },
    {
      reason: 'MINUTELY beside BYHOUR or BYMINUTE: the step over what does not match lands on other minutes',
      when: (rule) => rule.FREQ === 'MINUTELY' && ('BYHOUR' in rule || 'BYMINUTE' in rule),
      within: (question, zones) => agreed(temporal, question, zones),
    },
  ],
};

export const peers = [temporal, rust];

/** Every choice from a list, the smallest first. @template T @param {T[]} list @returns {T[][]} */
const choices = (list) =>
  Array.from({ length: 2 ** list.length }, (_, bits) => list.filter((_, i) => (bits >> i) & 1)).sort(
    (a, b) => a.length - b.length,
  );

/**
 * The faults that make of a question what the peer answered, the fewest that will do; null when none do.
 * @param {Peer} peer @param {Question} question @param {string[]} theirs @param {Zones} zones
 */
export function explain(peer, question, theirs, zones) {
  const may = peer.faults.filter(({ when }) => when(question.rule, question));
  const readings = choices(may.filter(({ instead }) => instead)).map((some) => {
    /** @type {Question | null} */
    let meant = question;
    for (const { instead } of some)
      meant = meant && /** @type {NonNullable<Fault['instead']>} */ (instead)(meant, zones);
    return { reasons: some.map(({ reason }) => reason), said: meant === null ? [] : answer(meant, zones) };
  });
  const exact = readings.find(({ said }) => said.join() === theirs.join());
  if (exact) return exact.reasons;
  for (const { reasons, said } of readings)
    for (const { within, reason } of may)
      if (within && alike(said, theirs, within(question, zones), question)) return [...reasons, reason];
  return null;
}

/** Do two answers agree on some instants, as far as both go? @param {string[]} a @param {string[]} b @param {(time: string) => boolean} on @param {Question} question */
function alike(a, b, on, { rule, most }) {
  const full = (/** @type {string[]} */ list) => list.length >= Math.min(most, Number(rule.COUNT ?? most));
  const end =
    [a, b]
      .filter(full)
      .map((list) => String(list.at(-1)))
      .sort()[0] ?? '9';
  const some = (/** @type {string[]} */ list) => list.filter((time) => time <= end && on(time)).join();
  return some(a) === some(b);
}
