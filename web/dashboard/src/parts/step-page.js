/** @file A page of things that can be changed one step at a time: after each it reads anew, and says what came of it. */
import { nothing } from 'lit';
import { notice, problemBlock } from './answer.js';
import { Page } from './page.js';

export class StepPage extends Page {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { said: { state: true } };

  constructor() {
    super();
    /** What came of the last step. @type {unknown} */
    this.said = nothing;
    /** What reads the things, where it is one task; each page makes its own. @type {import('@lit/task').Task<any, any>} */
    this.task = /** @type {any} */ (null);
  }

  /**
   * @template T
   * @param {string | ((given: T) => unknown)} done the sentence when it is done, or what is said of what the work gave
   * @param {() => Promise<T>} work
   */
  async attempt(done, work) {
    this.said = nothing;
    try {
      const given = await work();
      await this.task?.run();
      this.said = typeof done === 'function' ? done(given) : notice('go', done);
    } catch (problem) {
      this.said = problemBlock(problem);
    }
  }
}
