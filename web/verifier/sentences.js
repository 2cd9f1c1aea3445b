/** @file The verdicts in words: the sentence first, what it rests on after it. */

/** @typedef {import('../messages/compiled/en/verifier.js').Messages} Words */
/** @typedef {{ title: string, more: string[] }} Sentences */

/** What the verifier says in one language. @param {Words} words @param {string} language of `words` */
export function sentencesIn(words, language) {
  const number = new Intl.NumberFormat(language);
  /** @param {string} code */
  const cause = (code) => {
    const said = words[/** @type {keyof Words} */ (code)];
    return typeof said === 'string' ? said : code;
  };

  /** @param {import('../client/types/audit.d.ts').ChainVerdict} verdict @returns {Sentences} */
  function chain({ ok, rows, divergence, anchored }) {
    const sound = { rows: number.format(rows) };
    if (divergence?.code === 'audit.truncated') {
      const { expected } = divergence;
      return {
        title: words.truncated(sound),
        more: /^\d{1,15}$/.test(expected ?? '') ? [words.truncatedMore({ ...sound, vouched: Number(expected) })] : [],
      };
    }
    if (divergence?.code === 'audit.root_mismatch') return { title: words.rewritten, more: [words.rewrittenMore] };
    if (divergence) {
      return {
        title: words.cut({ row: number.format(divergence.row + 1), cause: cause(divergence.code) }),
        more: [
          rows > 0 ? words.soundBefore(sound) : words.noneBefore,
          words.line({ line: number.format(divergence.line) }),
        ],
      };
    }
    if (!ok) return { title: words.unverified, more: [] };
    if (rows === 0) return { title: words.empty, more: [words.emptyMore] };
    if (!anchored) return { title: words.unbroken(sound), more: [words.unbrokenMore] };
    const after = rows - anchored.rows;
    return {
      title: words.anchored({ ...sound, anchored: number.format(anchored.rows) }),
      more: [
        words.vouches({ origin: visible(anchored.origin), rows: anchored.rows }),
        ...(after > 0 ? [words.after({ count: after })] : []),
      ],
    };
  }

  /** @param {Awaited<ReturnType<typeof import('./check.js').checkReceipt>>} report @returns {Sentences} */
  function receipt(report) {
    const confirmed = report.confirmations.filter(({ purpose }) => purpose === 'confirm').length;
    const bad = report.confirmations.filter(
      ({ problems, signature }) => problems.length > 0 || signature === 'invalid',
    ).length;
    const unchecked = report.confirmations.some(({ signature }) => signature === 'unchecked');
    const brokenRows = report.rows.filter(({ ok }) => !ok).length;
    if (report.ok) {
      const { length } = report.rows;
      return {
        title: words.holds({ count: confirmed }),
        more: [length > 0 ? words.tells({ count: length }) : words.noRows],
      };
    }
    const more = [];
    if (report.problems.length > 0) more.push(words.receiptItself({ problems: report.problems.join(', ') }));
    if (bad > 0) more.push(words.badConfirmations({ count: bad }));
    if (brokenRows > 0) more.push(words.badRows({ count: brokenRows }));
    return unchecked && more.length === 0
      ? { title: words.incomplete, more: [words.incompleteMore] }
      : { title: words.fails, more };
  }

  /** @param {Awaited<ReturnType<typeof import('./check.js').checkReceipt>>['confirmations'][number]} confirmation */
  function confirmation({ purpose, method, signature, problems }) {
    const did = words.did({ purpose, method });
    if (signature === 'invalid') return words.wrongSignature({ did });
    if (signature === 'unchecked') return words.uncheckedSignature({ did });
    return problems.length > 0 ? words.unbound({ did }) : did;
  }

  /** @param {number} octets */
  function size(octets) {
    if (octets < 1000) return words.octets({ count: octets });
    const units = ['kB', 'MB', 'GB'];
    let value = octets / 1000;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    const digits = value < 10 ? 1 : 0;
    return `${new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)} ${units[unit]}`;
  }

  /** What is left, as long as it can be told. @param {number} ms @param {number} done @param {number} all */
  function remaining(ms, done, all) {
    if (ms < 500 || done <= 0 || done >= all) return '';
    const seconds = Math.ceil(((ms / done) * (all - done)) / 1000);
    return seconds < 90 ? words.secondsLeft({ count: seconds }) : words.minutesLeft({ count: Math.ceil(seconds / 60) });
  }

  return { chain, receipt, confirmation, size, remaining };
}

/** Names come from files: what can't be seen, or would turn a line around, is shown instead of obeyed. @param {string} text */
export const visible = (text) =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
  );
