/** @file What the benches canonicalise. */

/**
 * A contract of about `octets`, as a careless writer puts it: members in no order.
 * @param {() => number} next @param {number} octets
 */
export function makeContract(next, octets) {
  const words = 'Schubert Winterreise Lyon soirée récital Zürich Straße programme ensemble “rider” naïve café'.split(
    ' ',
  );
  const pick = () => words[Math.floor(next() * words.length)];
  const phrase = (/** @type {number} */ count) => Array.from({ length: count }, pick).join(' ');
  const amount = () => ({ currency: 'EUR', amountMinor: Math.floor(next() * 1e7) });
  const contract = {
    version: 2,
    id: 'ctr_0192',
    engagement: 'eng_0192',
    presenter: { name: 'Opéra de Lyon', id: 'ws_lyon' },
    artist: { name: 'Ensemble Perce-Neige', id: 'art_perce_neige' },
    fee: amount(),
    governingLaw: 'French law',
    programme: phrase(8),
    terms: /** @type {object[]} */ ([]),
    lines: /** @type {object[]} */ ([]),
  };
  let size = JSON.stringify(contract).length;
  while (size < octets) {
    const clause = { text: phrase(14), heading: phrase(2) };
    const line = { label: phrase(3), amount: amount() };
    contract.terms.push(clause);
    contract.lines.push(line);
    size += JSON.stringify(clause).length + JSON.stringify(line).length + 2;
  }
  return JSON.stringify(contract);
}
