import { h, svg } from '../shared/dom.js';

/**
 * The lasting parts of the widget; what changes is drawn into them.
 * @param {import('./panel.js').Panel} panel
 * @param {(months: number) => void} step
 */
export function frame(panel, step) {
  const title = h('div', { id: 'title', class: 'title', part: 'title', role: 'heading', 'aria-level': 3 });
  const previous = stepButton('M10 3 5 8l5 5', () => step(-1));
  const next = stepButton('m6 3 5 5-5 5', () => step(1));
  const heading = h('div', { class: 'heading', part: 'header' }, title, h('div', { class: 'steps' }, previous, next));
  const body = h('div', { class: 'body' });
  const legend = h('p', { class: 'legend', part: 'legend', 'aria-hidden': 'true' });
  const details = h('div', { class: 'details', part: 'details' });
  const tools = h('div', { class: 'tools' });
  const status = h('div', { class: 'unseen', role: 'status' });
  const parts = [heading, body, legend, details, tools, panel.element, status];
  const root = h('div', { class: 'root', part: 'root', role: 'group' }, parts);
  return { root, fallback: h('slot'), heading, title, previous, next, body, legend, details, tools, panel, status };
}

/** @param {string} path @param {() => void} click */
function stepButton(path, click) {
  const chevron = svg(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: path }),
  );
  return h('button', { type: 'button', class: 'step', part: 'button step', on: { click } }, chevron);
}

/** @param {HTMLElement} button @param {string} text @param {boolean} off */
export function labelStep(button, text, off) {
  button.setAttribute('aria-label', text);
  button.setAttribute('aria-disabled', String(off));
}
