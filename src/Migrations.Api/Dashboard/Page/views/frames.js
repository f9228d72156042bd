/** Longer than this, and the page would miss its next frame. */
const BUDGET_MILLISECONDS = 8;

/**
 * Shows what has changed, once per animation frame however often it has. What does not fit into a frame waits for the next one,
 * so the page answers to its user whatever the number of migrations.
 */
export class Frames {
  #waiting = /** @type {Map<unknown, () => void>} */ (new Map());
  #isAsked = false;

  /**
   * @param {unknown} key the same key again before the frame replaces the former
   * @param {() => void} paint
   */
  later(key, paint) {
    this.#waiting.set(key, paint);
    this.#ask();
  }

  /** @param {unknown} key what need not be shown any more */
  drop(key) {
    this.#waiting.delete(key);
  }

  #ask() {
    if (this.#isAsked)
      return;
    this.#isAsked = true;
    requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#isAsked = false;
    const end = performance.now() + BUDGET_MILLISECONDS;
    for (const [key, paint] of this.#waiting) {
      this.#waiting.delete(key);
      paint();
      if (performance.now() > end)
        break;
    }
    if (this.#waiting.size > 0)
      this.#ask();
  }
}
