/**
 * @file Interleaved A/B measurement, the same in Node and in a browser: every round runs each candidate once, in a
 * changing order, so that noise falls on all of them alike. What is reported is the median rate, and the median over
 * rounds of the ratio within a round.
 */

const now = () => performance.now();

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Seeded, so that every run and every candidate sees the same input (mulberry32). @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @typedef {object} Row
 * @property {string} title
 * @property {string} candidate
 * @property {string} unit
 * @property {number | null} rate units a second, median over the rounds
 * @property {number | null} ratio Cuelight's rate over this candidate's, median over the rounds; 1 for Cuelight itself
 * @property {string} [wrong] why the answer was judged wrong, or why the candidate could not run
 */

/**
 * What a bench file is handed.
 * @typedef {object} Bench
 * @property {'node' | 'chromium'} platform
 * @property {any} core what `loadCore()` gives
 * @property {(seed: number) => () => number} random
 * @property {(title: string, options: Comparison) => Promise<void>} compare
 * @property {(row: Row) => void} report for what a bench file measured by itself
 */

/**
 * @typedef {object} Comparison
 * @property {string} unit what is counted: `MB`, `rows`, `events`, `occurrences`, …
 * @property {number} amount how many of them one call handles
 * @property {() => unknown} ours may be async
 * @property {Record<string, () => unknown>} peers named with their package; may be async
 * @property {(answer: any, candidate: string) => void} [check] throws when a candidate's answer is wrong; a wrong peer is
 *   measured and marked, a wrong Cuelight stops the run
 */

/**
 * @param {{ platform: 'node' | 'chromium', core: any, rounds?: number, sampleMs?: number, report?: (row: Row) => void }} setting
 * @returns {Bench & { rows: Row[] }}
 */
export function makeBench({ platform, core, rounds = 7, sampleMs = 120, report = () => {} }) {
  /** @type {Row[]} */
  const rows = [];
  return {
    platform,
    core,
    random,
    rows,
    report(row) {
      rows.push(row);
      report(row);
    },
    async compare(title, { unit, amount, ours, peers, check }) {
      /** @type {{ candidate: string, work: () => unknown, runs: number, wrong?: string, rates: number[] }[]} */
      const candidates = [];
      for (const [candidate, work] of Object.entries({ Cuelight: ours, ...peers })) {
        let wrong;
        try {
          const answer = await work();
          check?.(answer, candidate);
        } catch (cause) {
          if (candidate === 'Cuelight') throw cause;
          wrong = String(cause instanceof Error ? cause.message : cause);
        }
        const runs = await calibrate(work, sampleMs).catch(() => 0);
        if (runs === 0)
          rows.push({ title, candidate, unit, rate: null, ratio: null, wrong: wrong ?? 'stops with an error' });
        else candidates.push({ candidate, work, runs, wrong, rates: [] });
      }
      for (let round = 0; round < rounds; round += 1) {
        const order = candidates.map((_, i) => candidates[(i + round) % candidates.length]);
        for (const entry of order) {
          const started = now();
          for (let i = 0; i < entry.runs; i += 1) {
            const answer = entry.work();
            if (answer instanceof Promise) await answer;
          }
          entry.rates.push((amount * entry.runs * 1000) / Math.max(now() - started, 0.001));
        }
      }
      const base = candidates[0].rates;
      for (const { candidate, rates, wrong } of candidates) {
        const row = {
          title,
          candidate,
          unit,
          rate: median(rates),
          ratio: median(rates.map((rate, i) => base[i] / rate)),
          wrong,
        };
        rows.push(row);
        report(row);
      }
    },
  };
}

/**
 * How many calls fill one sample, after a warm-up: engines compile what is called often beside the work, which takes a
 * while on a busy machine.
 * @param {() => unknown} work @param {number} sampleMs
 */
async function calibrate(work, sampleMs) {
  for (const warm = now() + 4 * sampleMs; now() < warm; ) await work();
  let runs = 1;
  for (;;) {
    const started = now();
    for (let i = 0; i < runs; i += 1) await work();
    const spent = now() - started;
    if (spent >= sampleMs / 2 || runs >= 1 << 20)
      return Math.max(1, Math.round((runs * sampleMs) / Math.max(spent, 0.01)));
    runs *= spent < sampleMs / 20 ? 8 : 2;
  }
}
