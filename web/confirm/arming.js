/**
 * Decides when confirming may be armed: the whole sheet was seen, and sheet and control have stood visible, uncovered and
 * in focus for a moment. It only ever holds back; that something is armed proves nothing to a server.
 *
 * @typedef {'hidden' | 'unfocused' | 'covered' | 'unread' | 'offscreen' | 'settling' | 'armed'} Stage
 */

/** How long everything must hold before the control is armed, in milliseconds. */
export const settleMs = 1200;

const steps = Array.from({ length: 21 }, (_, i) => i / 20);

/** Whether this browser can tell that an element is covered (Intersection Observer v2). */
const seesCovers = () =>
  typeof IntersectionObserverEntry === 'function' && 'isVisible' in IntersectionObserverEntry.prototype;

export class Arming {
  /** @type {Stage} */
  stage = 'unread';
  /** What part of each unit was seen: intervals of its height, 0 to 1. @type {Map<Element, [number, number][]>} */
  #seen = new Map();
  /** @type {Set<Element>} */
  #unread;
  #covered = false;
  #offscreen = true;
  #total;
  #looking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #poll;
  #listening = new AbortController();
  /** @type {IntersectionObserver} */
  #reading;
  /** @type {IntersectionObserver} */
  #guard;
  /** @type {HTMLElement | null} */
  #control = null;

  /**
   * @param {object} given
   * @param {HTMLElement[]} given.units the parts of the sheet
   * @param {(arming: Arming) => void} given.changed
   */
  constructor({ units, changed }) {
    this.#unread = new Set(units);
    this.#total = units.length;
    this.changed = changed;

    const v2 = seesCovers();
    const options = /** @type {any} */ (v2 ? { trackVisibility: true, delay: 100 } : {});
    const reading = new IntersectionObserver((entries) => this.#read(entries, v2), { ...options, threshold: steps });
    for (const unit of units) reading.observe(unit);
    this.#guard = new IntersectionObserver(
      (entries) => {
        const last = /** @type {any} */ (entries.at(-1));
        this.#offscreen = last.intersectionRatio < 0.99;
        this.#covered = !this.#offscreen && v2 && !last.isVisible;
        this.update();
      },
      { ...options, threshold: [0, 0.5, 0.99, 1] },
    );
    this.#reading = reading;
    if (!v2) this.#poll = setInterval(() => this.update(), 250);

    const { signal } = this.#listening;
    for (const type of ['focus', 'blur', 'pageshow', 'pagehide'])
      addEventListener(type, () => this.update(), { signal });
    document.addEventListener('visibilitychange', () => this.update(), { signal });
    // A part that is taller than the window crosses no threshold on its way: it is looked at again after each scroll.
    for (const root of new Set([document, ...units.map((unit) => unit.getRootNode())])) {
      root.addEventListener('scroll', () => this.#lookAgain(), { signal, capture: true, passive: true });
    }
    this.update();
  }

  stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#poll);
    this.#listening.abort();
    this.#reading.disconnect();
    this.#guard.disconnect();
  }

  /** Names the control, anew after it was drawn anew. @param {HTMLElement | null} control */
  watch(control) {
    if (control === this.#control) return;
    this.#guard.disconnect();
    this.#control = control;
    this.#offscreen = true;
    this.#covered = false;
    if (control) this.#guard.observe(control);
    this.update();
  }

  get total() {
    return this.#total;
  }

  get seen() {
    return this.#total - this.#unread.size;
  }

  /** The first part that was not seen, in reading order. */
  get nextUnread() {
    return /** @type {HTMLElement | undefined} */ (this.#unread.values().next().value);
  }

  /** Looks again at everything that can be asked at once, and gives the stage. */
  update() {
    const now = this.#obstacle();
    if (now === null) {
      if (this.stage !== 'armed' && this.stage !== 'settling') {
        this.stage = 'settling';
        this.#timer = setTimeout(() => {
          if (this.#obstacle() === null) this.stage = 'armed';
          this.changed(this);
        }, settleMs);
        this.changed(this);
      }
    } else {
      clearTimeout(this.#timer);
      const same = this.stage === now && now !== 'unread';
      this.stage = now;
      if (!same) this.changed(this);
    }
    return this.stage;
  }

  #lookAgain() {
    if (this.#looking) return;
    this.#looking = true;
    setTimeout(() => {
      this.#looking = false;
      if (this.#listening.signal.aborted) return;
      for (const unit of this.#unread) {
        if (!this.#seen.has(unit)) continue;
        this.#reading.unobserve(unit);
        this.#reading.observe(unit);
      }
    }, 120);
  }

  /** @returns {Exclude<Stage, 'settling' | 'armed'> | null} */
  #obstacle() {
    if (document.visibilityState !== 'visible') return 'hidden';
    if (!document.hasFocus()) return 'unfocused';
    if (this.#covered || (!this.#offscreen && (!this.#control || !hit(this.#control)))) return 'covered';
    if (this.#unread.size > 0) return 'unread';
    return this.#offscreen ? 'offscreen' : null;
  }

  /** @param {IntersectionObserverEntry[]} entries @param {boolean} v2 */
  #read(entries, v2) {
    for (const entry of entries) {
      if (
        !entry.isIntersecting ||
        (v2 && !(/** @type {any} */ (entry).isVisible)) ||
        document.visibilityState !== 'visible'
      )
        continue;
      const { target, boundingClientRect: whole, intersectionRect: part } = entry;
      const from = whole.height ? (part.top - whole.top) / whole.height : 0;
      const to = whole.height ? (part.bottom - whole.top) / whole.height : 1;
      const ranges = join([...(this.#seen.get(target) ?? []), [from, to]]);
      this.#seen.set(target, ranges);
      const slack = whole.height ? Math.min(0.2, 3 / whole.height) : 1;
      if (ranges.length === 1 && ranges[0][0] <= slack && ranges[0][1] >= 1 - slack) this.#unread.delete(target);
    }
    this.update();
  }
}

/** Joins intervals that touch, to a pixel or so. @param {[number, number][]} ranges @returns {[number, number][]} */
function join(ranges) {
  ranges.sort((a, b) => a[0] - b[0]);
  /** @type {[number, number][]} */
  const joined = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 0.005) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Whether a pointer would meet the element itself, at its middle and near its corners. @param {HTMLElement} element */
export function hit(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  if (right - left < 4 || bottom - top < 4) return false;
  const inset = 4;
  const points = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + inset, top + inset],
    [right - inset, top + inset],
    [left + inset, bottom - inset],
    [right - inset, bottom - inset],
  ];
  return points.every(([x, y]) => hitAt(element, x, y));
}

/** @param {HTMLElement} element @param {number} x @param {number} y */
export function hitAt(element, x, y) {
  /** @type {Element | null} */
  let met = document.elementFromPoint(x, y);
  while (met?.shadowRoot && met !== element) {
    const inner = met.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === met) break;
    met = inner;
  }
  return met !== null && (met === element || element.contains(met));
}
