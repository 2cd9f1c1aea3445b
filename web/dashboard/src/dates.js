/**
 * @file Dates as people read them, by Intl: the weekday always, the zone whenever it isn't the reader's.
 */
import * as days from '../../shared/days.js';
import { dayMs, minuteMs } from '../../shared/duration.js';

export { addDays } from '../../shared/days.js';

import { language, locale } from './words.js';

export const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Intl.DateTimeFormatOptions} options @param {string} timeZone */
function format(options, timeZone) {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: knownZone(timeZone) });
  formats.set(key, made);
  return made;
}

/** A zone this browser doesn't know is read as UTC, and then named so. @param {string} timeZone */
const knownZone = (timeZone) => (days.isZone(timeZone) ? timeZone : 'UTC');

/** @param {string | number | Date} instant */
const at = (instant) => new Date(instant);

/** Nine months: a date nearer than that is plain without its year. */
const near = 274 * dayMs;

/** "Fri 27 Nov", with the year when it is far from now. @param {string | number | Date} instant @param {string} [timeZone] */
export function day(instant, timeZone = readerZone) {
  const here = at(instant);
  const far = Math.abs(here.getTime() - Date.now()) > near;
  const options = /** @type {const} */ ({ weekday: 'short', day: 'numeric', month: 'short' });
  return format(far ? { ...options, year: 'numeric' } : options, timeZone).format(here);
}

/** "Friday, 27 November 2026" @param {string | number | Date} instant @param {string} [timeZone] */
export const longDay = (instant, timeZone = readerZone) =>
  format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, timeZone).format(at(instant));

/** Of twenty-four hours each has two digits, of twelve it has none too many. */
const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';

/** "08:00", "8:00 AM" @param {string | number | Date} instant @param {string} [timeZone] */
export const time = (instant, timeZone = readerZone) =>
  format({ hour, minute: '2-digit' }, timeZone).format(at(instant));

/** "Fri 27 Nov, 18:00", and the zone's name when it isn't the reader's. @param {string | number | Date} instant @param {string} [timeZone] */
export function moment(instant, timeZone = readerZone) {
  const zone = sameClock(instant, timeZone) ? '' : ` ${zoneName(instant, timeZone)}`;
  return `${day(instant, timeZone)}, ${time(instant, timeZone)}${zone}`;
}

/** "19:30–22:00" @param {string} start @param {string} end @param {string} [timeZone] */
export const span = (start, end, timeZone = readerZone) => `${time(start, timeZone)}–${time(end, timeZone)}`;

/** Whether the zone's clock shows what the reader's shows. @param {string | number | Date} instant @param {string} timeZone */
export const sameClock = (instant, timeZone) =>
  timeZone === readerZone || offsetMinutes(instant, timeZone) === offsetMinutes(instant, readerZone);

/** "CET", or "GMT+7" where there is no better. @param {string | number | Date} instant @param {string} timeZone */
export function zoneName(instant, timeZone) {
  const parts = format({ timeZoneName: 'short' }, timeZone).formatToParts(at(instant));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** "Paris, CET", and "UTC" once. @param {string | number | Date} instant @param {string} timeZone */
export function clockName(instant, timeZone) {
  const city = zoneCity(timeZone);
  const name = zoneName(instant, timeZone);
  return city === name ? name : `${city}, ${name}`;
}

/** "Buenos Aires" of America/Argentina/Buenos_Aires @param {string} timeZone */
export const zoneCity = (timeZone) => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');

/** Minutes east of UTC. @param {string | number | Date} instant @param {string} timeZone */
export const offsetMinutes = (instant, timeZone) => days.offsetMinutes(at(instant).getTime(), knownZone(timeZone));

/** "2026-11-27" in the zone. @param {string | number | Date} instant @param {string} [timeZone] */
export const isoDay = (instant, timeZone = readerZone) => days.dateIn(at(instant).getTime(), knownZone(timeZone));

/** The instant at which the day begins in the zone. @param {string} iso @param {string} [timeZone] */
export const startOfDay = (iso, timeZone = readerZone) => days.startOf(iso, knownZone(timeZone));

/**
 * What the clocks do on that day in the zone: null, or how many minutes they jump and the instant.
 * @param {string} iso @param {string} timeZone
 * @returns {{ minutes: number, instant: number } | null}
 */
export function clockChange(iso, timeZone) {
  const before = startOfDay(iso, timeZone);
  const after = startOfDay(days.addDays(iso, 1), timeZone);
  const minutes = offsetMinutes(after, timeZone) - offsetMinutes(before, timeZone);
  return minutes === 0 ? null : { minutes, instant: days.clockChange(before, after, knownZone(timeZone)) };
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** "in 26 hours", "3 days ago" @param {string | number | Date} instant @param {number} [now] */
export function fromNow(instant, now = Date.now()) {
  const minutes = Math.round((at(instant).getTime() - now) / minuteMs);
  if (Math.abs(minutes) < 90) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 49) return relative.format(hours, 'hour');
  return relative.format(Math.round(hours / 24), 'day');
}

/** "Monday to Sunday, 23–29 November 2026" as the title of a week: "23–29 November 2026" @param {string} from @param {string} to */
export function weekTitle(from, to) {
  const range = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return range.formatRange(new Date(`${from}T12:00:00Z`), new Date(`${to}T12:00:00Z`)).replaceAll('\u2009', '');
}

/** "Monday" and "23" and "Nov" of a calendar day. @param {string} iso */
export function dayParts(iso) {
  const date = new Date(`${iso}T12:00:00Z`);
  /** @param {Intl.DateTimeFormatOptions} options */
  const part = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
  return {
    weekday: part({ weekday: 'long' }),
    short: part({ weekday: 'short' }),
    day: part({ day: 'numeric' }),
    month: part({ month: 'short' }),
  };
}

/** "Monday, Tuesday and Friday" @param {string[]} words */
export const listOf = (words) =>
  new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' }).format(words);

/** "1,234" @param {number} value */
export const count = (value) => new Intl.NumberFormat(locale).format(value);

const english = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A number within a sentence, a word where English has a short one: "three", "12" @param {number} value */
export const figure = (value) => (language === 'en' && english[value]) || count(value);

/** With a capital, as a sentence begins. @param {string} text */
export const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** "12500.00" from minor units: exact, no floating point. @param {{ amountMinor: number, currency: string }} money */
export function decimal({ amountMinor, currency }) {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = digits ? text.slice(0, -digits) : text;
  const part = digits ? `.${text.slice(-digits)}` : '';
  return `${amountMinor < 0 ? '-' : ''}${whole}${part}`;
}

/** "EUR 12,500.00", "12.500,00 EUR" @param {{ amountMinor: number, currency: string }} money */
export function money({ amountMinor, currency }) {
  const form = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' });
  // Given as a text, a number is written to its last digit.
  return form
    .format(/** @type {Intl.StringNumericLiteral} */ (decimal({ amountMinor, currency })))
    .replace('\u00a0', ' ');
}

/** A word of ours as it stands within a sentence: German keeps its nouns' capitals. @param {string} word */
export const within = (word) => (language === 'de' ? word : word.toLocaleLowerCase(language));
