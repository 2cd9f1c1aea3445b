/** @file What the element's attributes mean; docs/embed.md names them. */
import { isZone, weekStart } from '../shared/days.js';

/** The calendar's absolute address, or null. @param {HTMLElement} element */
export function sourceOf(element) {
  const source = element.getAttribute('src');
  if (!source) return null;
  const address = new URL(source.replace(/^webcals?:/i, 'https:'), element.ownerDocument.baseURI);
  return /^https?:$/.test(address.protocol) ? address.href : null;
}

/** The address to follow: that of the iCalendar form. @param {HTMLElement} element */
export const feedOf = (element) => sourceOf(element)?.replace(/\.json(?=$|[?#])/, '.ics') ?? null;

/** Where requests for a hold are posted. @param {HTMLElement} element */
export const requestAddress = (element) =>
  new URL(
    element.getAttribute('request-url') || '/api/request-hold',
    sourceOf(element) ?? element.ownerDocument.baseURI,
  ).href;

/** The language that is asked for and that Intl knows. @param {HTMLElement} element */
export function localeOf(element) {
  const asked =
    element.getAttribute('locale') ||
    /** @type {HTMLElement | null} */ (element.closest('[lang]'))?.lang ||
    navigator.language;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(asked)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** The week's first day, 1 is Monday. @param {HTMLElement} element */
export function firstDayOf(element) {
  const asked = Number(element.getAttribute('week-start'));
  return asked >= 1 && asked <= 7 ? asked : weekStart(localeOf(element));
}

/** The zones to offer first. @param {HTMLElement} element */
export const offeredZones = (element) =>
  (element.getAttribute('zones') ?? '').split(/[\s,]+/).filter((zone) => zone && isZone(zone));
