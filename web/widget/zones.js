import { h } from '../shared/dom.js';

/**
 * The choice of zone: the reader's, the calendar's, what the host offers, and on demand every zone the browser knows.
 * @param {object} given
 * @param {import('./words.js').Words} given.words
 * @param {string} given.chosen
 * @param {string} given.reader
 * @param {string | null} given.calendar
 * @param {string[]} given.offered
 * @param {(zone: string) => void} given.choose
 */
export function zoneSelect({ words, chosen, reader, calendar, offered, choose }) {
  const { strings } = words;
  const now = Date.now();
  /** @param {string} zone @param {string} [word] */
  const option = (zone, word) =>
    h('option', { value: zone, selected: zone === chosen }, word ? `${words.city(zone)} (${word})` : words.city(zone));
  const near = new Map([[reader, strings.yourZone]]);
  if (calendar && !near.has(calendar)) near.set(calendar, strings.theirZone);
  for (const zone of [...offered, chosen]) if (!near.has(zone)) near.set(zone, '');

  const select = h(
    'select',
    { id: 'zone', part: 'select', on: { change: () => choose(select.value) } },
    [...near].map(([zone, word]) => option(zone, word)),
  );
  const all = () => {
    if (select.querySelector('optgroup') || typeof Intl.supportedValuesOf !== 'function') return;
    const zones = Intl.supportedValuesOf('timeZone').filter((zone) => !near.has(zone));
    select.append(
      h(
        'optgroup',
        { label: strings.moreZones },
        zones.map((zone) => h('option', { value: zone }, zone.replaceAll('_', ' '))),
      ),
    );
  };
  select.addEventListener('pointerdown', all, { once: true });
  select.addEventListener('focus', all, { once: true });
  return h(
    'p',
    { class: 'zone', part: 'zone' },
    h('label', { for: 'zone' }, strings.timesIn),
    ' ',
    select,
    ' ',
    h('span', { class: 'offset' }, words.offset(chosen, now)),
  );
}
