import { pieces } from '../messages/pieces.js';
import { runsOf } from '../shared/days.js';
import { h } from '../shared/dom.js';
import { dayLine } from './month.js';

/**
 * The month as a list: free days that follow each other are one row, and so are days that are wholly busy.
 * @param {import('./view.js').View} view
 * @param {{ choose(date: string): void }} actions
 * @param {string} titleId
 */
export function agendaList(view, actions, titleId) {
  const { words } = view;
  const runs = runsOf(view.month, view.stateOf);
  if (runs.length === 0) return h('p', { class: 'quiet' }, words.strings.unknownDay);
  return h(
    'ul',
    { class: 'agenda', part: 'agenda', 'aria-labelledby': titleId },
    runs.map(({ first, last, state }) => h('li', {}, row(view, actions, first, last, state))),
  );
}

/**
 * @param {import('./view.js').View} view
 * @param {{ choose(date: string): void }} actions
 * @param {string} first
 * @param {string} last
 * @param {string} state
 */
function row(view, actions, first, last, state) {
  const { words, selected } = view;
  const chosen = selected !== null && selected >= first && selected <= last;
  const says = state === 'partly' ? hours(view, first) : words.strings[/** @type {'free'} */ (state)];
  return h(
    'button',
    {
      type: 'button',
      part: `row ${state}${chosen ? ' selected' : ''}`,
      class: state,
      'data-date': first,
      'data-last': last,
      'aria-pressed': String(chosen),
      on: { click: () => actions.choose(first) },
    },
    h('span', { class: first === last ? 'when one' : 'when' }, words.run(first, last)),
    h('span', { class: 'what' }, says),
    dayLine(view, first, state),
  );
}

/** The busy hours in words; a line breaks between them, not within. @param {import('./view.js').View} view @param {string} date */
function hours({ words, dayOf }, date) {
  const times = words
    .hourParts(dayOf(date))
    .map(({ type, value }) => (type === 'element' ? h('bdi', { class: 'hours' }, value) : value));
  return /** @type {(Node | string)[]} */ (pieces(words.strings.busyAt, { times }).flat());
}
