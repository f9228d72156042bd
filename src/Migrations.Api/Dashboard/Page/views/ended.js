import { lastCommand, timeOf } from '../wire.js';
import { clock, NONE, pause, timeOfDay } from './numbers.js';
import { copyOf, part } from './page-parts.js';
import { commandState } from './sentences.js';

/** @import { Item } from '../wire.js' */

/** The migrations that have ended lately, newest first, and why. */
export class Ended {
  #table = part('ended', HTMLTableElement);
  #nothing = part('nothing-ended', HTMLElement);
  #rows = /** @type {Map<number, { item: Item, element: HTMLElement }>} */ (new Map());

  /** @param {Item[]} items */
  show(items) {
    const shown = items.map((item) => {
      const known = this.#rows.get(item.migration.id);
      return known?.item === item ? known : { item, element: rowOf(item) };
    });
    this.#rows = new Map(shown.map((row) => [row.item.migration.id, row]));
    this.#table.tBodies[0].replaceChildren(...shown.map((row) => row.element));
    this.#table.hidden = shown.length === 0;
    this.#nothing.hidden = shown.length > 0;
  }
}

/** @param {Item} item */
function rowOf(item) {
  const { server, migration, progress } = item;
  const { element, fields } = copyOf('ended-row');
  element.dataset.migration = String(migration.id);
  fields.name.textContent = server.name;
  fields.status.textContent = migration.status;
  fields.status.dataset.word = migration.status;
  fields.reason.textContent = whyOf(item);
  fields.took.textContent = clock(progress.elapsed_seconds);
  fields.paused.textContent = progress.downtime_milliseconds === null ? NONE : pause(progress.downtime_milliseconds);
  fields.at.textContent = progress.ended_at === null ? NONE : timeOfDay(timeOf(progress.ended_at));
  return element;
}

/**
 * One that has completed has no reason; but it may have been forced to.
 * @param {Item} item
 */
function whyOf(item) {
  const command = lastCommand(item);
  return item.progress.reason ?? (command ? commandState(command) : '');
}
