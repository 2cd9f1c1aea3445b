/**
 * @file Four concentric rings and, in them, monograms of those who see. The list beside it is the control; the drawing
 * is another way to the same choice, for those who point.
 */
import { html, nothing, svg } from 'lit';
import { levelIndex, levels } from './levels.js';

/** @typedef {import('./levels.js').Level} Level */
/** @typedef {{ id: string, name: string, kind?: string, group?: boolean }} Seer */

const middle = 200;
/** The rims, from the innermost. */
const radii = [66, 110, 153, 195];
const most = 11;
/** People stand around their ring but for its top, where its name is; each ring a little further on than the one within. */
const top = 0.75;
const turns = [0.5, 0.28, 0.62, 0.42];

/** Two letters for a name. @param {string} text */
export function monogram(text) {
  const words = text.split(/[\s-]+/u).filter((word) => /^\p{L}/u.test(word));
  const [first = '?', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const [a, b] = [[...first][0], last ? [...last][0] : ([...first][1] ?? '')];
  return `${a}${b}`.toLocaleUpperCase();
}

/**
 * @param {{ steps: { level: Level, sees: Seer[] }[], current: Level, chosen: Level, choose: (level: Level) => void }} drawing
 */
export function circles({ steps, current, chosen, choose }) {
  const reach = levelIndex(chosen);
  const now = levelIndex(current);
  /** @param {PointerEvent} event */
  const point = (event) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const scale = (middle * 2) / box.width;
    const distance =
      Math.hypot(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2) * scale;
    const ring = radii.findIndex((radius) => distance <= radius + 4);
    if (ring >= 0 && levels[ring].level !== chosen) choose(levels[ring].level);
  };
  return html`<svg class="circles" viewBox="0 0 400 400" aria-hidden="true" @pointerdown=${point} @pointermove=${point}>
    ${[3, 2, 1, 0].map((i) => svg`<circle class="ring ${i <= reach ? 'in' : 'out'}" cx=${middle} cy=${middle} r=${radii[i]}></circle>`)}
    ${now === reach ? nothing : svg`<circle class="was" cx=${middle} cy=${middle} r=${radii[now]}></circle>`}
    <circle class="rim" cx=${middle} cy=${middle} r=${radii[reach]}></circle>
    ${levels.map(({ level }, i) => svg`<text class="ring-name ${i <= reach ? 'in' : ''}" x=${middle} y=${middle - radii[i] + (i === 0 ? 19 : 16)} text-anchor="middle">${levels[i].word}</text>${people(steps, level, i, reach, now)}`)}
  </svg>`;
}

/**
 * Those whom this ring adds, spread over it; the outermost is everyone and has no monograms.
 * @param {{ level: Level, sees: Seer[] }[]} steps @param {Level} level @param {number} i @param {number} reach @param {number} now
 */
function people(steps, level, i, reach, now) {
  const inner = steps.find((step) => step.level === levels[i - 1]?.level)?.sees ?? [];
  const seers = (steps.find((step) => step.level === level)?.sees ?? []).filter(
    ({ id, group }) => !group && !inner.some((other) => other.id === id),
  );
  const shown = seers.slice(0, most);
  const radius = i === 0 ? (shown.length > 4 ? 34 : 20) : (radii[i] + radii[i - 1]) / 2 + 1;
  const state = i <= reach ? (i <= now ? 'sees' : 'gains') : i <= now ? 'loses' : 'hidden';
  return shown.map((seer, k) => {
    const spread =
      i === 0
        ? (k * 2 * Math.PI) / Math.max(2, shown.length)
        : top - Math.PI / 2 + ((k + turns[i]) / shown.length) * 2 * (Math.PI - top);
    const distance = i === 0 && shown.length === 1 ? 0 : radius;
    const x = middle + Math.cos(spread) * distance;
    const y = middle + Math.sin(spread) * distance + (i === 0 ? 10 : 0);
    return svg`<g class="seer ${state}"><title>${seer.name}</title><circle cx=${x} cy=${y} r="14"></circle><text x=${x} y=${y + 4} text-anchor="middle">${monogram(seer.name)}</text></g>`;
  });
}
