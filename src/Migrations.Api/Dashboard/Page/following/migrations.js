import { isOver } from '../wire.js';

/** @import { Happening, Heartbeat, Item, Snapshot, StreamEvent } from '../wire.js' */

/**
 * What an event has changed.
 * @typedef {object} Change
 * @property {number[]} ids the migrations to show anew
 * @property {Happening | null} happening what the event log tells
 * @property {boolean} isSnapshot everything is known anew
 * @property {boolean} hasEnded the list of ended migrations is another
 */

/** The service sends 20 of them; some more come while the page is open. */
const MOST_ENDED = 50;

/** The migrations that the page knows: those in progress, and those that have ended lately. */
export class Migrations {
  #items = /** @type {Map<number, Item>} */ (new Map());

  /** Newest first. */
  ended = /** @type {Item[]} */ ([]);

  /** Why the numbers may be old; null while they are not. */
  staleBecause = /** @type {string | null} */ (null);

  /** When the hypervisor last answered. */
  seenAt = /** @type {string | null} */ (null);

  /** Those in progress, and those that have ended but are still shown among them. */
  get items() {
    return this.#items.values();
  }

  get inProgress() {
    return [...this.#items.values()].filter((item) => !isOver(item));
  }

  /** @param {number} id */
  find(id) {
    return this.#items.get(id);
  }

  /** @param {number} id */
  findEnded(id) {
    return this.ended.find((item) => item.migration.id === id);
  }

  /**
   * No longer keeps a migration that has ended among those in progress.
   * @param {number} id
   */
  forget(id) {
    const item = this.#items.get(id);
    if (item && isOver(item))
      this.#items.delete(id);
  }

  /**
   * @param {StreamEvent} event
   * @returns {Change}
   */
  apply({ type, data }) {
    const change = { ids: /** @type {number[]} */ ([]), happening: null, isSnapshot: false, hasEnded: false };
    switch (type) {
      case 'snapshot': return this.#replace(JSON.parse(data));
      case 'migration': return this.#happen(JSON.parse(data));
      case 'progress': return { ...change, ids: this.#update(JSON.parse(data)) };
      case 'heartbeat': this.#beat(JSON.parse(data)); return change;
      default: return change;
    }
  }

  /**
   * @param {Snapshot} snapshot
   * @returns {Change}
   */
  #replace({ migrations, ended }) {
    const before = [...this.#items.keys()];
    const shown = ended.filter((item) => this.#items.has(item.migration.id));
    this.#items = new Map([...migrations, ...shown].map((item) => [item.migration.id, item]));
    this.ended = ended;
    return { ids: [...new Set([...before, ...this.#items.keys()])], happening: null, isSnapshot: true, hasEnded: true };
  }

  /**
   * @param {Item & { event: Happening }} happened
   * @returns {Change}
   */
  #happen({ event, ...item }) {
    const hasEnded = isOver(item);
    if (hasEnded)
      this.ended = [item, ...this.ended.filter((other) => other.migration.id !== item.migration.id)].slice(0, MOST_ENDED);
    const { id } = item.migration;
    // What is told of a migration that has left the page, such as the outcome of its command, does not bring it back.
    if (!hasEnded || this.#items.has(id))
      this.#items.set(id, item);
    return { ids: [id], happening: event, isSnapshot: false, hasEnded };
  }

  /**
   * @param {Item} item
   * @returns {number[]}
   */
  #update(item) {
    const { id } = item.migration;
    const known = this.#items.get(id);
    if (known && isOver(known))
      return [];
    this.#items.set(id, item);
    return [id];
  }

  /** @param {Heartbeat} beat */
  #beat({ seen_at: seenAt, stale_because: staleBecause }) {
    this.seenAt = seenAt;
    this.staleBecause = staleBecause;
  }
}
