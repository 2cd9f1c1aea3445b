/** @file The sheet with its foot: what was described, and the digest of exactly that. */
import { h } from '../shared/dom.js';
import { digestBlock } from './digest.js';
import { drawSheet } from './sheet.js';

/**
 * @param {import('./reading.js').PayloadView} view
 * @param {{ strings: import('./catalog.js').Strings, locale: string, compared: boolean, announce: (text: string) => void }} how
 *   `compared`: an earlier version was given
 * @returns {{ nodes: Node[], units: HTMLElement[], after: HTMLElement }} the paper's content, the parts of it that must be
 *   seen, and what stands below it
 */
export function drawPaper(view, { strings, locale, compared, announce }) {
  const { nodes, units } = drawSheet(view, strings, compared);
  const { code, tools, aloud } = digestBlock(view.digestGroups, strings, announce);
  const count = new Intl.NumberFormat(locale).format(view.octets);
  const foot = h(
    'footer',
    { class: 'foot' },
    h('h3', {}, strings.digest),
    code,
    h('p', { class: 'quiet' }, strings.octets({ count })),
  );
  const after = h(
    'div',
    { class: 'after' },
    tools,
    aloud,
    h('p', { class: 'quiet' }, strings.viewDigest, ' ', h('code', { dir: 'ltr' }, view.viewDigest)),
  );
  return { nodes: [...nodes, foot], units: [...units, foot], after };
}
