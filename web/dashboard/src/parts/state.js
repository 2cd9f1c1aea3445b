/**
 * @file The state of a date, as shape and word: a hold is its numeral in a ring, solid for the first and dashed for
 * later ones; what is certain is filled; what is over is struck through.
 */
import { html, nothing, svg } from 'lit';
import { words } from '../words.js';

/** "Second hold" @param {number} rank */
export const holdName = (rank) => words.holds.hold({ rank });

/** @typedef {{ tone: string, drawing: unknown }} Look */

const ring = svg`<circle cx="10" cy="10" r="8"></circle>`;
const dot = svg`<circle class="fill" cx="10" cy="10" r="8.75"></circle>`;
const tick = svg`<path class="knock" d="m6 10.2 2.8 2.8 5.4-5.8"></path>`;
const sheet = svg`<path d="M5 2.5h7l3.5 3.5v11.5H5zM8 9h5M8 12.5h5"></path>`;
const over = svg`${ring}<path d="m4.4 15.6 11.2-11.2"></path>`;

/** @type {Record<string, Look>} */
const looks = {
  new: { tone: 'plain', drawing: ring },
  requested: { tone: 'plain', drawing: svg`<path d="M10 1.8 18.2 10 10 18.2 1.8 10z"></path>` },
  quoted: { tone: 'plain', drawing: sheet },
  accepted: { tone: 'go', drawing: svg`${ring}<path d="m6 10.2 2.8 2.8 5.4-5.8"></path>` },
  contracting: { tone: 'standby', drawing: svg`${sheet}` },
  executed: { tone: 'go', drawing: svg`${dot}${tick}` },
  confirmed: { tone: 'go', drawing: svg`${dot}${tick}` },
  performed: { tone: 'ink', drawing: svg`${dot}${tick}` },
  settling: { tone: 'standby', drawing: sheet },
  settled: { tone: 'ink', drawing: svg`${dot}${tick}` },
  closed: { tone: 'ink', drawing: svg`${dot}${tick}` },
  disputed: { tone: 'risk', drawing: svg`<path d="M10 2 18.5 17h-17zM10 8v4M10 14.4v.2"></path>` },
  cancelled: { tone: 'past', drawing: over },
  declined: { tone: 'past', drawing: over },
  withdrawn: { tone: 'past', drawing: over },
  released: { tone: 'past', drawing: over },
  expired: { tone: 'past', drawing: over },
  void: { tone: 'past', drawing: over },
  busy: { tone: 'plain', drawing: svg`<rect x="2.5" y="4" width="15" height="12"></rect>` },
};

/** @param {number} rank @returns {Look} */
const hold = (rank) => ({
  tone: `hold hold-${Math.min(rank, 3)}`,
  drawing: svg`${ring}<text x="10" y="14" text-anchor="middle">${rank}</text>`,
});

/** @param {string} state @param {number | undefined} [rank] */
const lookOf = (state, rank) =>
  state === 'held' || state === 'hold' ? hold(rank ?? 1) : (looks[state] ?? { tone: 'plain', drawing: ring });

/** @param {string} state @param {number} [rank] */
export function stateWord(state, rank) {
  if (state === 'held' || state === 'hold') return holdName(rank ?? 1);
  /** @type {Record<string, string>} */
  const known = { ...words.states };
  return known[state] ?? state;
}

/** Is the date only pencilled in? @param {string} state */
export const isTentative = (state) =>
  !['busy', 'confirmed', 'executed', 'performed', 'settling', 'settled', 'closed', 'disputed'].includes(state);

/** @param {string} state @param {number} [rank] @param {{ challenged?: boolean }} [more] */
export function stateMark(state, rank, { challenged = false } = {}) {
  const { tone, drawing } = lookOf(state, rank);
  return html`<span class="state ${tone}"><svg viewBox="0 0 20 20" aria-hidden="true">${drawing}</svg><span>${stateWord(state, rank)}${challenged ? html`, <span class="challenged">${words.holds.challenged}</span>` : nothing}</span></span>`;
}
