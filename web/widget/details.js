/** @file What stands below the month, or in its place: the legend, the chosen day in words, and why there is none. */
import { h } from '../shared/dom.js';

/** @param {import('./words.js').Words} words */
export function legend({ strings }) {
  return /** @type {const} */ (['free', 'partly', 'busy']).map((state) =>
    h(
      'span',
      { class: `key ${state}` },
      h('span', { class: 'line' }, state === 'free' ? null : h('i')),
      strings[state],
    ),
  );
}

/** @param {import('./view.js').View} view */
export function dayDetails(view) {
  const { words, selected } = view;
  const { strings } = words;
  if (!selected) return h('p', { class: 'quiet' }, strings.chooseDay);
  const says = {
    free: () => strings.freeAllDay,
    busy: () => strings.busyAllDay,
    past: () => strings.pastDay,
    unknown: () => strings.unknownDay,
    partly: () =>
      `${sentenceCase(words.fill(strings.busyAt, { times: words.hours(view.dayOf(selected)) }))}. ${strings.otherwiseFree}`,
  };
  return h(
    'p',
    {},
    h('strong', {}, words.date(selected)),
    h('span', { class: 'says' }, says[view.stateOf(selected)]()),
  );
}

/** @param {string} text */
const sentenceCase = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/**
 * @param {import('./words.js').Words} words
 * @param {import('./source.js').SourceError['reason']} reason
 * @param {string | null} feed
 * @param {() => void} retry
 */
export function troubleNote({ strings }, reason, feed, retry) {
  const follow = reason === 'wasmRefused' &&
    feed && [
      h('a', { href: feed, part: 'link', rel: 'noreferrer' }, strings.download),
      h('a', { href: feed.replace(/^https?:/, 'webcal:'), part: 'link' }, strings.subscribe),
    ];
  return h(
    'div',
    { class: 'note', part: 'error', role: 'alert' },
    h('p', {}, strings[reason]),
    reason === 'failed' && h('button', { type: 'button', part: 'button', on: { click: retry } }, strings.retry),
    ...(follow || []),
  );
}
