/** @file What the parts of the widget draw from: the days of one zone, with their states and spoken labels. */
import { dateIn, dayOf } from '../shared/days.js';

/**
 * @typedef {object} View
 * @property {import('./words.js').Words} words
 * @property {string} month `2026-11`
 * @property {number} firstDay of the week, 1 is Monday
 * @property {string} today
 * @property {string} active the date that is in the Tab order
 * @property {string | null} selected
 * @property {(date: string) => import('../shared/days.js').Day} dayOf
 * @property {(date: string) => 'free' | 'partly' | 'busy' | 'past' | 'unknown'} stateOf
 * @property {(date: string) => string} labelOf
 */

/**
 * @param {import('./source.js').Availability | null} data null while nothing is known
 * @param {string} zone
 * @param {Pick<View, 'words' | 'month' | 'firstDay' | 'active' | 'selected'>} shown
 * @returns {View}
 */
export function viewOf(data, zone, shown) {
  const { words } = shown;
  const today = dateIn(Date.now(), zone);
  /** @type {Map<string, import('../shared/days.js').Day>} */
  const days = new Map();
  /** @param {string} date */
  const day = (date) => {
    const known = days.get(date) ?? dayOf(date, zone, data?.busy ?? []);
    days.set(date, known);
    return known;
  };
  /** @type {View['stateOf']} */
  const stateOf = (date) => {
    if (date < today) return 'past';
    const { start, end, state } = day(date);
    if (!data || (data.from !== null && end <= data.from) || (data.until !== null && start >= data.until))
      return 'unknown';
    return state;
  };
  /** @type {View['labelOf']} */
  const labelOf = (date) => {
    const state = stateOf(date);
    const says = [data || state === 'past' ? words.strings[state] : '', words.date(date)];
    if (date === today) says.push(words.strings.today);
    if (state === 'partly') says.push(words.fill(words.strings.busyAt, { times: words.hours(day(date)) }));
    return says.filter(Boolean).join(', ');
  };
  return { ...shown, today, dayOf: day, stateOf, labelOf };
}
