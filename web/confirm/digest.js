import { h } from '../shared/dom.js';

/** The letters of hex as radio operators say them, which no telephone line confuses. */
const spoken = /** @type {Record<string, string>} */ ({
  a: 'Alfa',
  b: 'Bravo',
  c: 'Charlie',
  d: 'Delta',
  e: 'Echo',
  f: 'Foxtrot',
});

/** A digest to read aloud: `3 Foxtrot 9 Alfa, …`. @param {string[]} groups */
export const speakable = (groups) =>
  groups.map((group) => [...group].map((digit) => spoken[digit] ?? digit).join(' ')).join(', ');

/**
 * A digest in groups of four, to be compared by eye, copied, or read aloud.
 * @param {string[]} groups
 * @param {import('./catalog.js').Strings} strings
 * @param {(text: string) => void} announce
 */
export function digestBlock(groups, strings, announce) {
  const said = h('span', { class: 'said' });
  const code = h(
    'code',
    { class: 'digest', dir: 'ltr', translate: 'no' },
    groups.map((group) => h('span', {}, `${group} `)),
  );
  const copy = async () => {
    let text = strings.copied;
    try {
      await navigator.clipboard.writeText(groups.join(''));
    } catch {
      getSelection()?.selectAllChildren(code);
      text = strings.copyFailed;
    }
    said.textContent = text;
    announce(text);
  };
  const tools = h(
    'p',
    { class: 'digest-tools' },
    h('button', { type: 'button', class: 'plain', on: { click: copy } }, strings.copy),
    said,
  );
  const aloud = h(
    'details',
    {},
    h('summary', {}, strings.speak),
    h('p', { class: 'spoken', dir: 'ltr', translate: 'no' }, speakable(groups)),
  );
  return { code, tools, aloud };
}
