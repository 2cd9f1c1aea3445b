import { h } from '../shared/dom.js';

export { panelSheet } from './panel-style.js';

/**
 * The ways to follow the calendar: open it in one's own program, copy its address, download it once.
 * @param {import('./words.js').Words} words
 * @param {string} address absolute, http or https
 * @param {(text: string) => void} announce
 */
export function subscribePanel(words, address, announce) {
  const { strings } = words;
  const field = h('input', {
    type: 'text',
    readonly: true,
    value: address,
    dir: 'ltr',
    'aria-label': strings.feedAddress,
  });
  const said = h('p', { class: 'said' });
  /** @param {string} text */
  const say = (text) => {
    said.textContent = text;
    announce(text);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      say(strings.copied);
    } catch {
      field.select();
      say(strings.copyFailed);
    }
  };
  return h(
    'div',
    { class: 'subscribe' },
    h('p', { class: 'quiet' }, strings.subscribeHelp),
    h(
      'div',
      { class: 'address' },
      field,
      h('button', { type: 'button', part: 'button', on: { click: copy } }, strings.copyAddress),
    ),
    said,
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { part: 'button link', class: 'button', href: address.replace(/^https?:/, 'webcal:') },
        strings.openCalendar,
      ),
      h('a', { part: 'link', href: address, download: '', rel: 'noreferrer' }, strings.download),
    ),
  );
}
