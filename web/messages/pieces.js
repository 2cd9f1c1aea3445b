/**
 * A message in pieces, for what is filled in but is no text: elements and templates stay what they are, and stand where the
 * language puts them. `pieces(words.sentTo, { name: html`<b>…</b>` })` gives what a template or `append` takes.
 * @template {Record<string, unknown>} Given
 * @param {(given: any) => string} message
 * @param {Given} given strings and numbers are filled in as they are
 * @returns {unknown[]}
 */
export function pieces(message, given) {
  const values = Object.values(given);
  // Characters of Unicode's private use, which no text of ours holds, mark the places.
  const marked = Object.entries(given).map(([name, value], i) => [
    name,
    typeof value === 'object' ? String.fromCharCode(0xe000 + i) : value,
  ]);
  return message(Object.fromEntries(marked))
    .split(/([\ue000-\ue0ff])/)
    .filter((piece) => piece !== '')
    .map((piece) => values[piece.charCodeAt(0) - 0xe000] ?? piece);
}
