import { EventParser } from './event-parser.js';
import { pauseMilliseconds } from './pauses.js';
import { messageOf, Refusal } from './service.js';

/** @import { StreamEvent } from '../wire.js' */
/** @import { Service } from './service.js' */

/**
 * @typedef {{ kind: "connecting" } | { kind: "live" } | { kind: "unauthorized", message: string }
 *   | { kind: "waiting", message: string, milliseconds: number }} ConnectionState
 */

/** Heartbeats come every 15 s: after three have failed to come, the connection is dead, whatever TCP believes. */
const SILENCE_MILLISECONDS = 45_000;

/** Why a stream is left that is to be opened again at once. */
const RESTART = new Error('restart');

/** Follows the stream, and comes back to it by itself until the page is closed. */
export class Connection {
  #service;
  #onEvent;
  #onState;
  #lastEventId = '';
  #failures = 0;
  #wished = /** @type {number | null} */ (null);
  #current = new AbortController();
  #wake = () => {};

  /**
   * @param {Service} service
   * @param {(event: StreamEvent) => void} onEvent
   * @param {(state: ConnectionState) => void} onState
   */
  constructor(service, onEvent, onState) {
    this.#service = service;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  /** Never returns. */
  async run() {
    for (;;) {
      this.#onState({ kind: 'connecting' });
      const end = await this.#follow().catch((error) => error);
      if (end !== RESTART)
        await this.#wait(end);
    }
  }

  /** Ends a pause. */
  retryNow() {
    this.#wake();
  }

  /** Begins anew, as another caller, who may see other migrations. */
  restart() {
    this.#lastEventId = '';
    this.#failures = 0;
    this.#current.abort(RESTART);
    this.#wake();
  }

  /** Hands out events until the stream ends; says why it has. */
  async #follow() {
    const current = this.#current = new AbortController();
    const watch = new Silence(() => current.abort(new Error('The service has been silent for too long.')));
    try {
      const body = await this.#service.openEvents(this.#lastEventId, current.signal);
      this.#onState({ kind: 'live' });
      await this.#read(body, watch);
      return new Error('The service has ended the stream.');
    } finally {
      watch.end();
    }
  }

  /**
   * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
   * @param {Silence} watch
   */
  async #read(body, watch) {
    const parser = new EventParser(this.#lastEventId);
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      watch.restart();
      for (const event of parser.read(piece.value)) {
        this.#onEvent(event);
        this.#lastEventId = event.id;
        this.#failures = 0;
      }
      this.#wished = parser.retryMilliseconds;
    }
  }

  /** @param {unknown} end why the stream has ended */
  #wait(end) {
    const message = messageOf(end);
    if (end instanceof Refusal && end.status === 401) {
      this.#onState({ kind: 'unauthorized', message });
      return this.#pause(null);
    }
    const seconds = end instanceof Refusal ? end.retryAfterSeconds : null;
    const milliseconds = Math.max(pauseMilliseconds(++this.#failures, this.#wished), (seconds ?? 0) * 1000);
    this.#onState({ kind: 'waiting', message, milliseconds });
    return this.#pause(milliseconds);
  }

  /** @param {number | null} milliseconds null: until it is ended */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = milliseconds === null ? undefined : setTimeout(() => this.#wake(), milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve(undefined);
      };
    });
  }
}

/** Calls when nothing has come for too long. */
class Silence {
  #onSilence;
  #timer = 0;

  /** @param {() => void} onSilence */
  constructor(onSilence) {
    this.#onSilence = onSilence;
    this.restart();
  }

  restart() {
    this.end();
    this.#timer = setTimeout(this.#onSilence, SILENCE_MILLISECONDS);
  }

  end() {
    clearTimeout(this.#timer);
  }
}
