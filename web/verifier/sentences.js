/** @file The verdicts in words: the sentence first, what it rests on after it. */

const number = new Intl.NumberFormat('en');

/** @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${number.format(count)} ${count === 1 ? one : many}`;

/** @type {Record<string, string>} */
const causes = {
  'audit.malformed_row': 'the line can’t be read as a row',
  'audit.missing_hash': 'its hash is missing, or is none',
  'audit.prev_hash_mismatch': 'it does not continue the row before it; a row was removed, inserted or moved',
  'audit.hash_mismatch': 'its content does not give its hash; it was changed after it was recorded',
  'audit.row_too_large': 'the line is longer than a row may be',
};

/**
 * @param {import('../client/types/audit.d.ts').ChainVerdict} verdict
 * @returns {{ title: string, more: string[] }}
 */
export function chainSentences({ ok, rows, divergence, anchored }) {
  if (divergence?.code === 'audit.truncated') {
    return {
      title: `Cut off after row ${number.format(rows)}: the end is missing.`,
      more: [
        `The checkpoint vouches for ${plural(Number(divergence.expected) || 0, 'row')}; this file has ${number.format(rows)}.`,
      ].filter(() => /^\d{1,15}$/.test(divergence.expected ?? '')),
    };
  }
  if (divergence?.code === 'audit.root_mismatch') {
    return {
      title: 'Rewritten: these are not the rows that the checkpoint vouches for.',
      more: ['The chain holds in itself, but its Merkle root is another one than was signed.'],
    };
  }
  if (divergence) {
    const at = number.format(divergence.row + 1);
    return {
      title: `Cut at row ${at}: ${causes[divergence.code] ?? divergence.code}.`,
      more: [
        rows > 0
          ? `Unbroken to row ${number.format(rows)}. What follows the cut proves nothing.`
          : 'No row before it is sound.',
        `Line ${number.format(divergence.line)} of the file.`,
      ],
    };
  }
  if (!ok) return { title: 'This record could not be verified.', more: [] };
  if (rows === 0) return { title: 'This record is empty.', more: ['An empty record is sound, and says nothing.'] };
  if (!anchored) {
    return {
      title: `Unbroken to row ${number.format(rows)}.`,
      more: [
        'No checkpoint was given, so rows missing at the end, or a record rewritten as a whole, could not be noticed.',
      ],
    };
  }
  const after = rows - anchored.rows;
  return {
    title: `Unbroken to row ${number.format(rows)}, anchored to row ${number.format(anchored.rows)}.`,
    more: [
      `The checkpoint of ${visible(anchored.origin)} vouches for ${anchored.rows === 1 ? 'the first row' : `the first ${number.format(anchored.rows)} rows`}.`,
      ...(after > 0 ? [`${plural(after, 'row')} after it ${after === 1 ? 'hangs' : 'hang'} on the chain only.`] : []),
    ],
  };
}

/** @type {Record<string, string>} */
const purposes = { confirm: 'confirmed', decline: 'declined' };

/** @type {Record<string, string>} */
const methods = { ed25519: 'with a device key', webauthn: 'with a passkey' };

/** @param {Awaited<ReturnType<typeof import('./check.js').checkReceipt>>} report @returns {{ title: string, more: string[] }} */
export function receiptSentences(report) {
  const confirmed = report.confirmations.filter(({ purpose }) => purpose === 'confirm').length;
  const bad = report.confirmations.filter(
    ({ problems, signature }) => problems.length > 0 || signature === 'invalid',
  ).length;
  const unchecked = report.confirmations.some(({ signature }) => signature === 'unchecked');
  const brokenRows = report.rows.filter(({ ok }) => !ok).length;
  if (report.ok) {
    return {
      title: `This receipt holds: ${plural(confirmed, 'confirmation')} of exactly these bytes.`,
      more: [
        report.rows.length > 0
          ? `${plural(report.rows.length, 'row')} of the record ${report.rows.length === 1 ? 'tells' : 'tell'} of it, each with its right hash.`
          : 'It carries no rows of the record.',
      ],
    };
  }
  const more = [];
  if (report.problems.length > 0) more.push(`The receipt itself: ${report.problems.join(', ')}.`);
  if (bad > 0) more.push(`${plural(bad, 'confirmation')} ${bad === 1 ? 'does' : 'do'} not hold.`);
  if (brokenRows > 0)
    more.push(
      `${plural(brokenRows, 'row')} of the record ${brokenRows === 1 ? 'does' : 'do'} not give ${brokenRows === 1 ? 'its' : 'their'} hash.`,
    );
  if (unchecked && bad === 0 && report.problems.length === 0 && brokenRows === 0) {
    return {
      title: 'This receipt could not be checked completely.',
      more: ['A passkey’s signature of a kind that can’t be checked here stands unchecked.'],
    };
  }
  return { title: 'This receipt does not hold.', more };
}

/** @param {Awaited<ReturnType<typeof import('./check.js').checkReceipt>>['confirmations'][number]} confirmation */
export function confirmationState({ purpose, method, signature, problems }) {
  const done = `${purposes[purpose] ?? purpose}${methods[method] ? ` ${methods[method]}` : ''}`;
  if (signature === 'invalid') return `says “${done}”, but the signature is wrong`;
  if (signature === 'unchecked') return `says “${done}”; the signature was not checked`;
  return problems.length > 0 ? `says “${done}”, but is not bound to these bytes` : done;
}

/** @param {number} octets */
export function size(octets) {
  if (octets < 1000) return plural(octets, 'octet');
  const units = ['kB', 'MB', 'GB'];
  let value = octets / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** What is left, as long as it can be told. @param {number} ms @param {number} done @param {number} all */
export function remaining(ms, done, all) {
  if (ms < 500 || done <= 0 || done >= all) return '';
  const seconds = Math.ceil(((ms / done) * (all - done)) / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

/** Names come from files: what can't be seen, or would turn a line around, is shown instead of obeyed. @param {string} text */
export const visible = (text) =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
  );
