import { canAbort, canForce, copiedBytesPerSecond, dirtiedBytesPerSecond, isOver, lastCommand, remainingBytes } from '../wire.js';
import { bytes, clock, NONE, rate, timeLeft } from './numbers.js';
import { copyOf, setAttribute, setText } from './page-parts.js';
import { commandState } from './sentences.js';

/** @import { Command, Item } from '../wire.js' */

/**
 * What a row asks for.
 * @typedef {object} RowHandlers
 * @property {(id: number) => void} onOpen
 * @property {(id: number, kind: Command["kind"]) => void} onCommand
 */

/** One migration: a line of numbers, the sentence that says it all, and below them the details when it is open. */
export class Row {
  #fields;
  #id;
  element;

  /**
   * @param {number} id of the migration
   * @param {RowHandlers} handlers
   */
  constructor(id, { onOpen, onCommand }) {
    const { element, fields } = copyOf('row');
    this.#id = id;
    this.#fields = fields;
    this.element = element;
    element.dataset.migration = String(id);
    fields.details.id = `details-${id}`;
    fields.name.id = `name-${id}`;
    fields.open.setAttribute('aria-controls', fields.details.id);
    fields.open.addEventListener('click', () => onOpen(id));
    fields.force.addEventListener('click', () => onCommand(id, 'force_complete'));
    fields.abort.addEventListener('click', () => onCommand(id, 'abort'));
  }

  get id() {
    return this.#id;
  }

  /** Where the details belong. */
  get details() {
    return this.#fields.details;
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.#fields.details.hidden = !isOpen;
    this.#fields.open.setAttribute('aria-expanded', String(isOpen));
    this.element.classList.toggle('opened', isOpen);
  }

  focus() {
    this.#fields.open.focus();
  }

  /** @param {Item} item */
  show(item) {
    const { server, migration } = item;
    this.#text('name', server.name);
    const route = migration.source_compute ? ` · ${migration.source_compute} → ${migration.dest_compute ?? '?'}` : '';
    this.#text('route', `#${migration.id}${route}`);
    this.#showVerdict(item);
    this.#showShare(item);
    this.#showRates(item);
    this.#showTime(item);
    this.#showCommands(item);
  }

  /** @param {Item} item */
  #showVerdict(item) {
    const { migration, progress } = item;
    const word = progress.verdict ?? migration.status;
    this.#text('verdict', word);
    setAttribute(this.#fields.verdict, 'data-word', word);
    setAttribute(this.element, 'data-word', word);
    this.#text('status', isOver(item) ? '' : migration.status);
    this.#text('sentence', sentenceOf(item));
  }

  /** @param {Item} item */
  #showShare(item) {
    const { percent, moved_bytes: moved } = item.progress;
    this.#text('percent', `${percent} %`);
    this.#scale('fill', percent / 100);
    setAttribute(this.#fields.bar, 'aria-valuenow', String(percent));
    setAttribute(this.#fields.bar, 'aria-label', `Progress of ${item.server.name}`);
    this.#text('moved', `${bytes(moved)} moved${isOver(item) ? '' : `, ${bytes(remainingBytes(item))} left`}`);
  }

  /**
   * The two bars share a scale: who is ahead is seen without reading.
   * @param {Item} item
   */
  #showRates(item) {
    const copied = isOver(item) ? null : copiedBytesPerSecond(item);
    const dirtied = isOver(item) ? null : dirtiedBytesPerSecond(item);
    const most = Math.max(copied ?? 0, dirtied ?? 0, 1);
    this.#text('copied', rate(copied));
    this.#text('dirtied', rate(dirtied));
    this.#scale('copied-bar', (copied ?? 0) / most);
    this.#scale('dirtied-bar', (dirtied ?? 0) / most);
  }

  /** @param {Item} item */
  #showTime(item) {
    const { progress } = item;
    this.#text('left', isOver(item) ? NONE : timeLeft(progress.time_left_seconds, progress.time_left_kind));
    const elapsed = `${clock(progress.elapsed_seconds)} ${isOver(item) ? 'in all' : 'so far'}`;
    const pass = progress.iteration === null ? '' : `, pass ${progress.iteration}`;
    this.#text('elapsed', progress.elapsed_seconds === null ? '' : elapsed + pass);
  }

  /** @param {Item} item */
  #showCommands(item) {
    const { name } = item.server;
    this.#enable('force', canForce(item), `Force ${name} to complete`, item.progress.force_complete.explanation);
    this.#enable('abort', canAbort(item), `Abort the migration of ${name}`, 'It cannot be aborted in this status.');
    setAttribute(this.#fields.force, 'hidden', isOver(item) ? '' : null);
    setAttribute(this.#fields.abort, 'hidden', isOver(item) ? '' : null);
    const command = lastCommand(item);
    this.#text('command', command ? commandState(command) : '');
    setAttribute(this.#fields.command, 'data-outcome', command?.outcome ?? null);
  }

  /**
   * @param {"force" | "abort"} field
   * @param {boolean} isPossible
   * @param {string} label
   * @param {string} whyNot
   */
  #enable(field, isPossible, label, whyNot) {
    setAttribute(this.#fields[field], 'aria-label', label);
    setAttribute(this.#fields[field], 'disabled', isPossible ? null : '');
    setAttribute(this.#fields[field], 'title', isPossible ? null : whyNot);
  }

  /**
   * @param {string} field
   * @param {string} text
   */
  #text(field, text) {
    setText(this.#fields[field], text);
  }

  /**
   * @param {string} field a bar
   * @param {number} share from 0 to 1
   */
  #scale(field, share) {
    const { style } = this.#fields[field];
    const scale = `scaleX(${share.toFixed(3)})`;
    if (style.transform !== scale)
      style.transform = scale;
  }
}

/** @param {Item} item */
function sentenceOf({ progress }) {
  const old = progress.stale_because ? `Old numbers: ${progress.stale_because} ` : '';
  return old + (progress.verdict_text ?? progress.reason ?? 'The server runs at the destination.');
}
