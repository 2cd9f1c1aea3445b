/**
 * @file The table a server puts inside `<cuelight-availability>`: it is what a page shows without JavaScript, on hosts
 * that refuse WebAssembly, and until the element is ready. Pure text, no DOM.
 */
import { addCatalog } from './catalog.js';
import de from './catalog-de.js';
import fr from './catalog-fr.js';
import { datesOf, dayOf, merge, monthOf, weekday, weekStart } from './days.js';
import { wordsFor } from './words.js';

// A server has every language at hand.
addCatalog('de', de);
addCatalog('fr', fr);

const escapes = /** @type {Record<string, string>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** @param {string} text */
const html = (text) => text.replace(/[&<>"']/g, (character) => escapes[character]);

/**
 * One month as an HTML table, with the words of the language; fallback.css gives it the widget's own size, so that the
 * upgrade moves nothing on the page.
 * @param {object} given
 * @param {{ start: string, end: string }[]} given.busy UTC instants
 * @param {string} given.today `2026-11-22`, in `timeZone`
 * @param {string} given.timeZone whose days are shown
 * @param {string} [given.locale]
 * @param {string} [given.month] `2026-11`; the month of `today` unless said otherwise
 * @param {string} [given.name] whose calendar it is
 * @returns {string}
 */
export function availabilityTable({ busy, today, timeZone, locale = 'en', month = monthOf(today), name = '' }) {
  const words = wordsFor(locale, timeZone, {});
  const { strings } = words;
  const intervals = merge(busy.map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) })));
  const firstDay = weekStart(locale);
  const dates = datesOf(month);
  const lead = (weekday(dates[0]) - firstDay + 7) % 7;
  const cells = [...Array.from({ length: lead }, () => '<td></td>'), ...dates.map(cell)];
  while (cells.length % 7 !== 0) cells.push('<td></td>');
  const rows = Array.from(
    { length: cells.length / 7 },
    (_, week) => `<tr>${cells.slice(week * 7, week * 7 + 7).join('')}</tr>`,
  );
  const head = words
    .columns(firstDay)
    .map(({ short, long }) => `<th scope="col" abbr="${html(long)}">${html(short)}</th>`);
  const title = name ? `<bdi>${html(name)}</bdi>, ${html(words.month(month))}` : html(words.month(month));
  return (
    `<table class="cuelight-fallback" lang="${html(locale)}"><caption>${title} <small>(${html(strings.timesIn)} ${html(words.city(timeZone))})</small></caption>` +
    `<thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  );

  /** @param {string} date */
  function cell(date) {
    const day = dayOf(date, timeZone, intervals);
    const state = date < today ? 'past' : day.state;
    const says = state === 'partly' ? words.fill(strings.busyAt, { times: words.hours(day) }) : strings[state];
    return `<td class="${state}"><time datetime="${date}">${html(words.day(date))}</time> <small>${html(says)}</small></td>`;
  }
}
