import { History } from '../following/history.js';
import { messageOf } from '../following/service.js';
import { timeOf } from '../wire.js';
import { axisBytes, bytes, pause, rate, timeOfDay } from './numbers.js';
import { copyOf, setText } from './page-parts.js';
import { Plot } from './plot.js';
import { commandState } from './sentences.js';

/** @import { Service } from '../following/service.js' */
/** @import { Item } from '../wire.js' */

/** Three plots from the beginning of a migration on, and every fact that its line has no room for. */
export class Details {
  #history = new History();
  #plots;
  #fields;
  #facts = /** @type {Map<string, HTMLElement>} */ (new Map());
  element;

  /**
   * @param {Item} item
   * @param {Service} service
   */
  constructor(item, service) {
    const { element, fields } = copyOf('details');
    this.element = element;
    this.#fields = fields;
    this.#plots = plots();
    fields.plots.append(...this.#plots.map((plot) => plot.element));
    this.show(item);
    this.#load(item, service);
  }

  /** @param {Item} item */
  show(item) {
    this.#history.add(item);
    this.#draw();
    for (const [name, text] of factsOf(item))
      this.#showFact(name, text);
  }

  #draw() {
    for (const plot of this.#plots)
      plot.draw(this.#history.points);
  }

  /**
   * @param {Item} item
   * @param {Service} service
   */
  async #load(item, service) {
    try {
      this.#history.begin(await service.samplesOf(item));
      this.#draw();
    } catch (error) {
      setText(this.#fields.fault, `The plots begin now, because the earlier readings are missing: ${messageOf(error)}`);
    }
  }

  /**
   * @param {string} name
   * @param {string | null} text null hides it
   */
  #showFact(name, text) {
    let value = this.#facts.get(name);
    if (!value) {
      const group = document.createElement('div');
      const term = document.createElement('dt');
      value = document.createElement('dd');
      term.textContent = name;
      group.append(term, value);
      this.#fields.facts.append(group);
      this.#facts.set(name, value);
    }
    setText(value, text ?? '');
    /** @type {HTMLElement} */ (value.parentElement).hidden = text === null;
  }
}

function plots() {
  return [
    new Plot({
      title: 'Remaining', base: 1024, write: bytes, writeTick: axisBytes,
      lines: [{ name: 'remaining', value: (point) => point.remaining_bytes }],
    }),
    new Plot({
      title: 'Rates', base: 1024, write: rate,
      writeTick: (value, end) => (value === 0 ? '0' : `${axisBytes(value, end)}/s`),
      lines: [
        { name: 'copied', value: (point) => point.bytes_per_second },
        { name: 'dirtied', value: (point) => point.dirty_bytes_per_second },
      ],
    }),
    new Plot({
      title: 'Passes over memory', base: 1, write: String, writeTick: String, isStepped: true,
      lines: [{ name: 'pass', value: (point) => point.iteration }],
    }),
  ];
}

/**
 * @param {Item} item
 * @returns {[string, string | null][]}
 */
function factsOf({ server, migration, progress }) {
  return [
    ['Server', server.id],
    ['Migration', migration.uuid],
    ['Began', timeOfDay(timeOf(migration.created_at))],
    ['Phase', progress.phase?.replaceAll('_', ' ') ?? null],
    ['Memory', migration.memory_total_bytes ? bytes(migration.memory_total_bytes) : null],
    ['Disks', migration.disk_total_bytes ? bytes(migration.disk_total_bytes) : null],
    ['Least remaining between passes', progress.best_remaining_bytes === null ? null : bytes(progress.best_remaining_bytes)],
    ['Stalled since', progress.stalled_since === null ? null : timeOfDay(timeOf(progress.stalled_since))],
    ['A pause now would last', progress.pause_now_milliseconds === null ? null : pause(progress.pause_now_milliseconds)],
    ['Server slowed down by', progress.throttle_percent ? `${progress.throttle_percent} %` : null],
    ['Pages asked for by the destination', progress.post_copy_requests ? String(progress.post_copy_requests) : null],
    ['Owner', migration.project_id ? `user ${migration.user_id}, project ${migration.project_id}` : null],
    ['Commands', progress.commands.map((command) => `${commandState(command)} (${command.request_id})`).join(' ') || null],
  ];
}
