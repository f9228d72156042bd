import { isOver } from '../wire.js';
import { part, setText } from './page-parts.js';
import { Row } from './row.js';

/** @import { Migrations } from '../following/migrations.js' */
/** @import { Item } from '../wire.js' */
/** @import { Filters } from './filters.js' */
/** @import { Frames } from './frames.js' */
/** @import { RowHandlers } from './row.js' */

/** How long a migration that has ended is still shown among those in progress, so that its end is seen. */
const LINGER_MILLISECONDS = 10_000;

/** The migrations in progress, oldest first: an order that never changes, so no button moves away under the pointer. */
export class List {
  #element = part('migrations', HTMLUListElement);
  #nothing = part('nothing', HTMLElement);
  #summary = part('summary', HTMLElement);
  #host = part('host', HTMLElement);
  #rows = /** @type {Map<number, Row>} */ (new Map());
  #leaving = /** @type {Set<number>} */ (new Set());
  #known;
  #filters;
  #frames;
  #handlers;
  #isOpen;

  /**
   * @param {Migrations} known
   * @param {Filters} filters
   * @param {Frames} frames
   * @param {RowHandlers} handlers
   * @param {(id: number) => boolean} isOpen whether a migration is looked at, so that it stays although it has ended
   */
  constructor(known, filters, frames, handlers, isOpen) {
    this.#known = known;
    this.#filters = filters;
    this.#frames = frames;
    this.#handlers = handlers;
    this.#isOpen = isOpen;
  }

  /** @param {number} id */
  row(id) {
    return this.#rows.get(id);
  }

  /**
   * Shows a migration in the next frame, as it is then.
   * @param {number} id
   */
  show(id) {
    this.#frames.later(id, () => this.#paint(id));
    this.#frames.later(this, () => this.#paintSummary());
  }

  showAll() {
    for (const id of this.#rows.keys())
      this.show(id);
  }

  /**
   * Takes a migration that has ended away, unless it is looked at.
   * @param {number} id
   */
  leave(id) {
    if (this.#isOpen(id))
      return;
    this.#known.forget(id);
    this.show(id);
  }

  /** @param {number} id */
  #paint(id) {
    const item = this.#known.find(id);
    if (!item)
      return this.#remove(id);
    const row = this.#rows.get(id) ?? this.#insert(id);
    row.show(item);
    row.element.hidden = !this.#filters.match(item) && !this.#isOpen(id);
    if (isOver(item))
      this.#linger(id);
  }

  /** @param {number} id */
  #insert(id) {
    const row = new Row(id, this.#handlers);
    const before = this.#lastBefore(id);
    this.#element.insertBefore(row.element, before ? before.element.nextSibling : this.#element.firstChild);
    this.#rows.set(id, row);
    return row;
  }

  /** @param {number} id */
  #lastBefore(id) {
    const before = Math.max(...[...this.#rows.keys()].filter((other) => other < id));
    return this.#rows.get(before);
  }

  /** @param {number} id */
  #remove(id) {
    const row = this.#rows.get(id);
    if (!row)
      return;
    const hadFocus = row.element.contains(document.activeElement);
    row.element.remove();
    this.#rows.delete(id);
    if (hadFocus)
      part('in-progress', HTMLElement).focus({ preventScroll: true });
  }

  /** @param {number} id */
  #linger(id) {
    if (this.#leaving.has(id))
      return;
    this.#leaving.add(id);
    setTimeout(() => {
      this.#leaving.delete(id);
      this.leave(id);
    }, LINGER_MILLISECONDS);
  }

  #paintSummary() {
    const items = this.#known.inProgress;
    const shown = items.filter((item) => this.#filters.match(item));
    const stalled = items.filter((item) => item.progress.verdict === 'stalled').length;
    setText(this.#summary, [
      shown.length === items.length ? `${items.length}` : `${shown.length} of ${items.length}`,
      stalled > 0 ? `${stalled} stalled` : '',
    ].filter(Boolean).join(', '));
    setText(this.#nothing, items.length > 0 ? 'No migration matches the filters.' : 'No server is being migrated.');
    this.#nothing.hidden = shown.length > 0 || this.#rows.size > items.length;
    setText(this.#host, hostOf(items));
  }
}

/**
 * The host of all migrations, if they have one and the caller may know it.
 * @param {Item[]} items
 */
function hostOf(items) {
  const hosts = new Set(items.map((item) => item.migration.source_compute));
  const [host] = hosts;
  return hosts.size === 1 && host ? ` from ${host}` : '';
}
