/**
 * Every word the widget says. `{name}` marks what is filled in; dates and times come from Intl.
 * @typedef {typeof en} Strings
 */

const en = {
  availability: 'Availability',
  availabilityOf: 'Availability: {name}',
  loading: 'Reading the calendar',
  previous: 'Previous month',
  next: 'Next month',
  noEarlier: 'Earlier months are not shown.',
  noLater: 'Later months are not published yet.',
  free: 'free',
  partly: 'partly busy',
  busy: 'busy',
  past: 'past',
  unknown: 'not published',
  today: 'today',
  busyAt: 'busy {times}',
  until: 'until {time}',
  from: 'from {time}',
  otherwiseFree: 'Otherwise free.',
  freeAllDay: 'Free all day.',
  busyAllDay: 'Busy all day.',
  pastDay: 'This day has passed.',
  unknownDay: 'Nothing is published for this day yet.',
  chooseDay: 'Choose a day for its hours.',
  nothingFree: 'Nothing is free in this month.',
  timesIn: 'Times in',
  yourZone: 'your time',
  theirZone: 'local time there',
  moreZones: 'All zones',
  calendarGrid: 'Month',
  calendarList: 'List',
  subscribe: 'Subscribe',
  subscribeHelp: 'Your calendar follows on its own; some programs look only once a day.',
  openCalendar: 'Open in my calendar',
  copyAddress: 'Copy address',
  copied: 'Address copied.',
  copyFailed: 'Copying was not allowed. Select the address and copy it.',
  download: 'Download',
  feedAddress: 'Calendar address',
  hold: 'Request a hold',
  holdFor: 'Request a hold: {name}',
  firstDay: 'First day',
  lastDay: 'Last day',
  yourName: 'Your name',
  organisation: 'Organisation',
  email: 'E-mail',
  note: 'Note',
  optional: 'optional',
  send: 'Send request',
  cancel: 'Cancel',
  close: 'Close',
  sending: 'Sending',
  sent: 'Your request is on its way. The answer comes by e-mail to {email}.',
  privacy: 'Your details go only to whoever answers this request.',
  missing: 'Please fill this in.',
  badEmail: 'This is not an e-mail address.',
  badOrder: 'The last day is before the first.',
  pastStart: 'The first day has passed.',
  checkFields: 'Please check the marked fields.',
  tooMany: 'Too many requests came from here. Please try again later.',
  refused: 'The request was not accepted. Please check it and try again.',
  offline: 'No connection. Nothing was sent; please try again.',
  serverTrouble: 'The other side has trouble. Nothing was sent; please try again later.',
  retry: 'Try again',
  failed: 'The calendar can’t be read right now.',
  absent: 'There is no calendar at this address.',
  notCalendar: 'What stands at this address is not a calendar.',
  tooLarge: 'This calendar is too large to show here.',
  wasmRefused: 'This page can’t show the calendar. You can still open it.',
};

/** The languages whose words are here, English from the start. @type {Record<string, Strings>} */
export const catalogs = { en };

/** The others, each a file of its own that is fetched when it is needed. */
const others = /** @type {Record<string, () => Promise<{ default: Strings }>>} */ ({
  de: () => import('./catalog-de.js'),
  fr: () => import('./catalog-fr.js'),
});

/** @param {string} locale */
const language = (locale) => locale.toLowerCase().split('-')[0];

/** Whether the words of a language are here. @param {string} locale */
export const hasCatalog = (locale) => Object.hasOwn(catalogs, language(locale));

/** Whether they can be had and are not here yet. @param {string} locale */
export const lacksCatalog = (locale) => !hasCatalog(locale) && Object.hasOwn(others, language(locale));

/** Brings the words of a language; where that fails, it goes on without them. @param {string} locale */
export async function fetchCatalog(locale) {
  if (!lacksCatalog(locale)) return;
  const name = language(locale);
  catalogs[name] = await others[name]().then(
    (file) => file.default,
    () => en,
  );
}

/**
 * The catalog of a language, English where there is none, with a host's own words laid over it.
 * @param {string} locale
 * @param {Partial<Strings>} [own]
 * @returns {Strings}
 */
export function stringsFor(locale, own = {}) {
  return { ...(hasCatalog(locale) ? catalogs[language(locale)] : en), ...own };
}

/** @param {string} text @param {Record<string, string>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
