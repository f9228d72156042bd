import { timeOf } from '../wire.js';
import { duration, timeOfDay } from './numbers.js';
import { part, setText } from './page-parts.js';

/** @import { ConnectionState } from '../following/connection.js' */
/** @import { Migrations } from '../following/migrations.js' */

const WORDS = { connecting: 'Connecting', live: 'Live', waiting: 'Disconnected', unauthorized: 'Token needed' };

/** Says whether what the page shows is what happens now. */
export class ConnectionLine {
  #pill = part('connection', HTMLElement);
  #trouble = part('trouble', HTMLElement);
  #retry = part('retry', HTMLButtonElement);
  #state = /** @type {ConnectionState} */ ({ kind: 'connecting' });
  #known;

  /**
   * @param {Migrations} known
   * @param {() => void} onRetry
   */
  constructor(known, onRetry) {
    this.#known = known;
    this.#retry.addEventListener('click', onRetry);
  }

  /** @param {ConnectionState} [state] the same as before unless given */
  show(state = this.#state) {
    // An attempt to come back says nothing new before it has succeeded or failed.
    if (state.kind === 'connecting' && this.#state.kind === 'waiting')
      return;
    this.#state = state;
    const isStale = state.kind === 'live' && this.#known.staleBecause !== null;
    setText(this.#pill, isStale ? 'Live, old numbers' : WORDS[state.kind]);
    this.#pill.dataset.kind = isStale ? 'stale' : state.kind;
    this.#retry.hidden = state.kind !== 'waiting';
    document.body.classList.toggle('old', state.kind === 'waiting' || state.kind === 'unauthorized');
    setText(this.#trouble, this.#sentence(state));
  }

  /** @param {ConnectionState} state */
  #sentence(state) {
    switch (state.kind) {
      case 'waiting': return `${state.message} What is shown is old. Next attempt in ${duration(Math.max(1, state.milliseconds / 1000))}.`;
      case 'unauthorized': return state.message;
      case 'live': return this.#staleness();
      default: return '';
    }
  }

  #staleness() {
    const { staleBecause, seenAt } = this.#known;
    if (staleBecause === null)
      return '';
    const sentence = staleBecause.endsWith('.') ? staleBecause : `${staleBecause}.`;
    return seenAt ? `${sentence} What is shown was seen at ${timeOfDay(timeOf(seenAt))}.` : sentence;
  }
}
