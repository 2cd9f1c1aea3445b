/**
 * @file The four visibility levels, drawn as concentric rings: the innermost is the workspace itself, each ring around
 * it lets more people see in.
 */
import { html, svg } from 'lit';
import { words } from '../words.js';

/** @typedef {import('../../../client/types/visibility.d.ts').VisibilityLevel} Level */

/** From the innermost ring outwards. @type {readonly { level: Level, word: string, sentence: string }[]} */
export const levels = [
  {
    level: 'workspace_private',
    word: words.levels.workspace_private,
    sentence: words.levels.privateSays,
  },
  { level: 'stealth_roster', word: words.levels.stealth_roster, sentence: words.levels.stealthSays },
  {
    level: 'private_listing',
    word: words.levels.private_listing,
    sentence: words.levels.listingSays,
  },
  { level: 'public', word: words.levels.public, sentence: words.levels.publicSays },
];

/** @param {Level} level */
export const levelIndex = (level) => levels.findIndex((step) => step.level === level);

/** Small: four rings, those within sight drawn strong, and the word. @param {Level} level */
export function levelMark(level) {
  const reach = levelIndex(level);
  const rings = [2, 5, 8, 11].map(
    (radius, i) =>
      svg`<circle class=${i === 0 ? 'core' : i <= reach ? 'in' : 'out'} cx="12" cy="12" r=${radius}></circle>`,
  );
  return html`<span class="level-mark"><svg viewBox="0 0 24 24" aria-hidden="true">${rings}</svg><span>${levels[reach]?.word ?? level}</span></span>`;
}
