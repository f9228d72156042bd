import { copiedBytesPerSecond, dirtiedBytesPerSecond, remainingBytes, timeOf } from '../wire.js';

/** @import { Item, Sample } from '../wire.js' */

const MOST_POINTS = 600;

/** The readings of one migration over time: what the service has kept since the beginning, and what has come since. */
export class History {
  /** In the order of time. */
  points = /** @type {Sample[]} */ ([]);

  /**
   * Puts what the service has kept before what has come meanwhile.
   * @param {Sample[]} kept
   */
  begin(kept) {
    const end = kept.at(-1)?.at_seconds ?? -1;
    this.points = [...kept, ...this.points.filter((point) => point.at_seconds > end)];
  }

  /** @param {Item} item as it is now */
  add(item) {
    const { migration, progress } = item;
    if (progress.sampled_at === null)
      return;
    const point = {
      at_seconds: (timeOf(progress.sampled_at) - timeOf(migration.created_at)) / 1000,
      remaining_bytes: remainingBytes(item),
      bytes_per_second: copiedBytesPerSecond(item),
      dirty_bytes_per_second: dirtiedBytesPerSecond(item),
      iteration: progress.iteration,
    };
    if (point.at_seconds <= (this.points.at(-1)?.at_seconds ?? -1))
      return;
    this.points.push(point);
    if (this.points.length > MOST_POINTS)
      this.#thin();
  }

  /** Every second point goes; the last one stays. */
  #thin() {
    this.points = this.points.filter((_, index) => (this.points.length - 1 - index) % 2 === 0);
  }
}
