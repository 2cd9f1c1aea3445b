/**
 * @file The month a server puts inside `<cuelight-availability>`: it is what a page shows without JavaScript, on hosts
 * that refuse WebAssembly, and until the element is ready. Pure text, no DOM.
 */

import de from '../messages/compiled/de/widget.js';
import fr from '../messages/compiled/fr/widget.js';
import { pieces } from '../messages/pieces.js';
import { datesOf, dayOf, merge, monthOf, runsOf, weekday, weekStart } from '../shared/days.js';
import { catalog } from './catalog.js';
import { wordsFor } from './words.js';

// A server has every language at hand.
catalog.add('de', de);
catalog.add('fr', fr);

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
 * One month in HTML, with the words of the language: a table, and a list that fallback.css shows in its place below 480 px.
 * fallback.css gives both the widget's own size and look, so that the upgrade moves nothing on the page.
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
  const day = (/** @type {string} */ date) => dayOf(date, timeZone, intervals);
  const stateOf = (/** @type {string} */ date) => (date < today ? 'past' : day(date).state);
  /** @param {string} date */
  const says = (date) => {
    const state = stateOf(date);
    return html(state === 'partly' ? words.fill(strings.busyAt, { times: words.hours(day(date)) }) : strings[state]);
  };
  /** @param {string} date */
  const cell = (date) =>
    `<td class="${stateOf(date)}${date === today ? ' today' : ''}"><time datetime="${date}">${html(words.day(date))}</time> <small>${says(date)}</small></td>`;
  /** The hours as a list has them: a line breaks between them, not within. @param {string} date */
  const hours = (date) => {
    const parts = words
      .hourParts(day(date))
      .map(({ type, value }) => (type === 'element' ? `<bdi>${html(value)}</bdi>` : html(value)));
    return pieces(strings.busyAt, { times: parts })
      .map((piece) => (typeof piece === 'string' ? html(piece) : parts.join('')))
      .join('');
  };
  /** @param {{ first: string, last: string, state: string }} run */
  const row = ({ first, last, state }) =>
    `<li class="${state}"><span${first === last ? ' class="one"' : ''}>${html(words.run(first, last))}</span> <small>${state === 'partly' ? hours(first) : says(first)}</small></li>`;

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
  const whose = name ? `<span><bdi>${html(name)}</bdi>, </span>` : '';
  const title = whose + html(words.month(month));
  const zone = `${html(strings.timesIn)} ${html(words.city(timeZone))}`;
  return (
    `<div class="cuelight-fallback" lang="${html(locale)}"><table><caption>${title} <small>(${zone})</small></caption>` +
    `<thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>` +
    `<div hidden><p>${title}</p><ul>${runsOf(month, stateOf).map(row).join('')}</ul><small>${zone}</small></div></div>`
  );
}
