/** @file One press of the control: it counts when it began and ended on the same armed control that nothing covers. */
import { hitAt } from './arming.js';

export class Press {
  #ready;
  /** The pointer that went down on the armed control. @type {number | null} */
  #pointer = null;

  /** @param {() => boolean} ready whether the control is armed, at this very moment */
  constructor(ready) {
    this.#ready = ready;
  }

  /** Forgets what began. */
  drop() {
    this.#pointer = null;
  }

  /** @param {PointerEvent} event */
  begin(event) {
    const fit = event.isTrusted && event.isPrimary && event.button === 0 && this.#ready() && onControl(event);
    this.#pointer = fit ? event.pointerId : null;
  }

  /**
   * Whether a click confirms. One that a pointer made must have begun here, while armed; others come from a keyboard or a
   * screen reader.
   * @param {MouseEvent} event
   */
  ends(event) {
    const began = this.#pointer;
    this.#pointer = null;
    if (!event.isTrusted || !this.#ready()) return false;
    const { pointerType, pointerId } = /** @type {PointerEvent} */ (event);
    const byPointer = Boolean(pointerType) || event.detail > 0;
    if (!byPointer) return true;
    return began !== null && (pointerId === undefined || pointerId === began) && onControl(event);
  }
}

/** @param {MouseEvent} event */
const onControl = (event) => hitAt(/** @type {HTMLElement} */ (event.currentTarget), event.clientX, event.clientY);
