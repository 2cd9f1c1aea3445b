import { addDays, addMonths, datesOf, weekday } from '../shared/days.js';
import { h } from '../shared/dom.js';

/**
 * The month as a date grid (WAI-ARIA Authoring Practices): one cell in the Tab order, arrows by day and week, Home and End
 * within the week, Page Up and Page Down by month, with Shift by year, Enter or Space to choose.
 *
 * @param {import('./view.js').View} view
 * @param {{ move(date: string): void, choose(date: string): void }} actions
 * @param {string} titleId
 */
export function monthGrid(view, actions, titleId) {
  const { words, month, firstDay } = view;
  const dates = datesOf(month);
  /** @type {(string | null)[]} */
  const cells = Array.from({ length: (weekday(dates[0]) - firstDay + 7) % 7 }, () => null);
  cells.push(...dates);
  while (cells.length % 7 !== 0) cells.push(null);

  const head = words.columns(firstDay).map(({ short, long }) => h('th', { scope: 'col', abbr: long }, short));
  const rows = Array.from({ length: cells.length / 7 }, (_, week) =>
    h(
      'tr',
      {},
      cells.slice(week * 7, week * 7 + 7).map((date) => (date ? cell(view, date) : h('td', { class: 'none' }))),
    ),
  );
  return h(
    'table',
    {
      role: 'grid',
      part: 'grid',
      class: 'grid',
      'aria-labelledby': titleId,
      on: {
        click: (/** @type {MouseEvent} */ event) => {
          const date = dateAt(event);
          if (date) actions.choose(date);
        },
        keydown: (/** @type {KeyboardEvent} */ event) => onKey(event, firstDay, actions),
      },
    },
    h('thead', {}, h('tr', {}, head)),
    h('tbody', {}, rows),
  );
}

/** @param {Event} event */
const dateAt = (event) =>
  /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-date]'))?.dataset.date;

/**
 * @param {KeyboardEvent} event
 * @param {number} firstDay
 * @param {{ move(date: string): void, choose(date: string): void }} actions
 */
function onKey(event, firstDay, actions) {
  const date = dateAt(event);
  if (!date || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    actions.choose(date);
    return;
  }
  const target = /** @type {Element} */ (event.target);
  const inline = getComputedStyle(target).direction === 'rtl' ? -1 : 1;
  const inWeek = (weekday(date) - firstDay + 7) % 7;
  /** @type {Record<string, () => string>} */
  const moves = {
    ArrowRight: () => addDays(date, inline),
    ArrowLeft: () => addDays(date, -inline),
    ArrowDown: () => addDays(date, 7),
    ArrowUp: () => addDays(date, -7),
    Home: () => addDays(date, -inWeek),
    End: () => addDays(date, 6 - inWeek),
    PageDown: () => addMonths(date, event.shiftKey ? 12 : 1),
    PageUp: () => addMonths(date, event.shiftKey ? -12 : -1),
  };
  const move = moves[event.key];
  if (!move || (event.shiftKey && !event.key.startsWith('Page'))) return;
  event.preventDefault();
  actions.move(move());
}

/** @param {import('./view.js').View} view @param {string} date */
function cell(view, date) {
  const { words, selected, active, today } = view;
  const state = view.stateOf(date);
  return h(
    'td',
    {
      role: 'gridcell',
      part: `day ${state}${date === today ? ' today' : ''}${date === selected ? ' selected' : ''}`,
      class: state,
      'data-date': date,
      tabindex: date === active ? 0 : -1,
      'aria-selected': date === selected ? 'true' : null,
      'aria-current': date === today ? 'date' : null,
      'aria-label': view.labelOf(date),
    },
    h('span', { class: 'number', 'aria-hidden': 'true' }, words.day(date)),
    dayLine(view, date, state),
  );
}

/**
 * The thin line of a day: its busy hours drawn where they lie.
 * @param {import('./view.js').View} view
 * @param {string} date
 * @param {string} state
 */
export function dayLine(view, date, state) {
  const line = h('span', { class: 'line', 'aria-hidden': 'true' });
  if (state !== 'partly' && state !== 'busy') return line;
  const day = view.dayOf(date);
  for (const { start, end } of day.busy) {
    const bar = h('i');
    const length = day.end - day.start;
    // Through the object model: a strict style-src refuses style attributes, not this.
    bar.style.setProperty('inset-inline-start', `${(((start - day.start) / length) * 100).toFixed(2)}%`);
    bar.style.setProperty('inline-size', `${(((end - start) / length) * 100).toFixed(2)}%`);
    line.append(bar);
  }
  return line;
}
