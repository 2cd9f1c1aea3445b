import { utcMidnight } from '../shared/days.js';
import { catalog, stringsFor } from './catalog.js';

/**
 * Dates, times and sentences in one language and one zone.
 * @param {string} locale
 * @param {string} zone
 * @param {import('./catalog.js').OwnStrings} own
 */
export function wordsFor(locale, zone, own) {
  const strings = stringsFor(locale, own);
  const mixed = !catalog.has(locale);
  /** @param {Intl.DateTimeFormatOptions} options */
  const dates = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const title = dates({ year: 'numeric', month: 'long' });
  const full = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const short = dates({ weekday: 'short', day: 'numeric', month: 'short' });
  const dayOnly = dates({ day: 'numeric' });
  const column = dates({ weekday: 'short' });
  const columnLong = dates({ weekday: 'long' });
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: zone });

  /** @param {import('../shared/days.js').Interval} piece @param {import('../shared/days.js').Day} day */
  const piece = ({ start, end }, day) => {
    if (start === day.start) return strings.until({ time: time.format(end) });
    if (end === day.end) return strings.from({ time: time.format(start) });
    return time.formatRange(start, end);
  };
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });

  return {
    strings,
    /**
     * Where dates speak another language than the sentence, they are isolated.
     * @template {Record<string, string>} Given
     * @param {(given: Given) => string} message @param {Given} given
     */
    fill: (message, given) => message(mixed ? isolated(given) : given),
    /** @param {string} month */
    month: (month) => title.format(utcMidnight(`${month}-01`)),
    /** @param {string} date */
    date: (date) => full.format(utcMidnight(date)),
    /** @param {string} date */
    day: (date) => dayOnly.format(utcMidnight(date)).replace(/\D+$/u, (rest) => (/\p{N}/u.test(rest) ? rest : '')),
    /** @param {string} first @param {string} last */
    run: (first, last) =>
      first === last ? short.format(utcMidnight(first)) : short.formatRange(utcMidnight(first), utcMidnight(last)),
    /** The columns' names, from the week's first day. @param {number} firstDay */
    columns: (firstDay) =>
      Array.from({ length: 7 }, (_, i) => {
        // 2026-06-01 is a Monday.
        const day = Date.UTC(2026, 5, firstDay + i);
        return { short: column.format(day), long: columnLong.format(day) };
      }),
    /** The busy hours of a day: `19:00–22:30, from 23:15`. @param {import('../shared/days.js').Day} day */
    hours: (day) => list.format(day.busy.map((one) => piece(one, day))),
    /** The same, cut where a line may break. @param {import('../shared/days.js').Day} day */
    hourParts: (day) => list.formatToParts(day.busy.map((one) => piece(one, day))),
    /** A zone's plain name, `Berlin`. @param {string} zone */
    city: (zone) => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '),
    /** @param {string} zone @param {number} instant */
    offset: (zone, instant) =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
        .formatToParts(instant)
        .find((part) => part.type === 'timeZoneName')?.value ?? '',
  };
}

/** @template {Record<string, string>} Given @param {Given} given */
const isolated = (given) =>
  /** @type {Given} */ (
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, `\u2068${value}\u2069`]))
  );

/** @typedef {ReturnType<typeof wordsFor>} Words */
