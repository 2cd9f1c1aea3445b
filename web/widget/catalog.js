/**
 * Every word the widget says. `{name}` marks what is filled in; dates and times come from Intl.
 * @typedef {typeof en & typeof import('./catalog-panel.js').panelWords} Strings
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
  timesIn: 'Times in',
  yourZone: 'your time',
  theirZone: 'local time there',
  moreZones: 'All zones',
  subscribe: 'Subscribe',
  download: 'Download',
  hold: 'Request a hold',
  holdFor: 'Request a hold: {name}',
  firstDay: 'First day',
  note: 'Note',
  offline: 'No connection. Nothing was sent; please try again.',
  retry: 'Try again',
  failed: 'The calendar can’t be read right now.',
  absent: 'There is no calendar at this address.',
  notCalendar: 'What stands at this address is not a calendar.',
  tooLarge: 'This calendar is too large to show here.',
  wasmRefused: 'This page can’t show the calendar. You can still open it.',
};

/** The languages whose words are here, English from the start; its panels bring theirs. @type {Record<string, typeof en>} */
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
  return /** @type {Strings} */ ({ ...(hasCatalog(locale) ? catalogs[language(locale)] : en), ...own });
}

/** @param {string} text @param {Record<string, string>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
