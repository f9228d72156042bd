/** @import { StreamEvent } from '../wire.js' */

/** Reads server-sent events (WHATWG HTML, 9.2.6) out of text that comes in pieces of any size. */
export class EventParser {
  #rest = '';
  #type = '';
  #data = /** @type {string[]} */ ([]);
  #id;
  #isAfterReturn = false;

  /** How long to wait before the next connection, in milliseconds, as the service wishes it; null without a wish. */
  retryMilliseconds = /** @type {number | null} */ (null);

  /** @param {string} [lastEventId] the id of the event before the first; events without an id leave it as it is */
  constructor(lastEventId = '') {
    this.#id = lastEventId;
  }

  /**
   * @param {string} text the next piece
   * @returns {StreamEvent[]} the events that it completes
   */
  read(text) {
    if (text === '')
      return [];
    // A line that ends with both characters may be cut between them.
    const piece = this.#isAfterReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.#isAfterReturn = text.endsWith('\r');
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#readLine(line));
  }

  /** @param {string} line */
  #readLine(line) {
    if (line === '')
      return this.#complete();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event')
      this.#type = value;
    else if (name === 'data')
      this.#data.push(value);
    else if (name === 'id' && !value.includes('\0'))
      this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value))
      this.retryMilliseconds = Number(value);
    return [];
  }

  /** The event ends; without data there was none. */
  #complete() {
    const event = { type: this.#type || 'message', id: this.#id, data: this.#data.join('\n') };
    const isEvent = this.#data.length > 0;
    this.#type = '';
    this.#data = [];
    return isEvent ? [event] : [];
  }
}
