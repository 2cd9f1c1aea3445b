import { parseText } from './boundary.js';

/**
 * Core's reply to a busy search: instants of 20 characters one behind the other, two an interval.
 * @param {Uint8Array} reply
 */
export function intervalsOf(reply) {
  const text = parseText(reply);
  /** @type {import('./types/calendar.d.ts').BusyInterval[]} */
  const intervals = [];
  for (let at = 0; at < text.length; at += 40)
    intervals.push({ start: text.slice(at, at + 20), end: text.slice(at + 20, at + 40) });
  return intervals;
}
