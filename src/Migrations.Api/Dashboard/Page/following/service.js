/** @import { Item, Sample } from '../wire.js' */

const MICROVERSION = 'compute 2.80';

/** An answer that is not what was asked for. Its message is the service's own. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {number | null} retryAfterSeconds
   */
  constructor(status, message, retryAfterSeconds) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * What to tell a person about a call that has failed; fetch throws a TypeError when there is no answer at all.
 * @param {unknown} error
 */
export const messageOf = (error) =>
  error instanceof Error && !(error instanceof TypeError) ? error.message : 'The service cannot be reached.';

/** The calls of the API that this page makes. The page may lie below any path: addresses are relative to it. */
export class Service {
  #root;

  /** Sent with each call; only ever in memory. */
  token = '';

  /** @param {string} page the address of the page */
  constructor(page) {
    this.#root = new URL('v2.1/', page);
  }

  /**
   * Opens the stream of all migrations.
   * @param {string} lastEventId where it was left; empty at first
   * @param {AbortSignal} signal
   */
  async openEvents(lastEventId, signal) {
    const headers = /** @type {Record<string, string>} */ (lastEventId ? { 'Last-Event-ID': lastEventId } : {});
    const response = await this.#send('migration-events', { headers, signal, cache: 'no-store' });
    if (!response.body)
      throw new TypeError('The answer has no body.');
    return response.body;
  }

  /**
   * The readings of a migration since its beginning.
   * @param {Item} item
   * @returns {Promise<Sample[]>}
   */
  async samplesOf(item) {
    const response = await this.#send(`${pathOf(item)}/samples`);
    return (await response.json()).samples;
  }

  /** @param {Item} item */
  async forceComplete(item) {
    await this.#command(`${pathOf(item)}/action`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"force_complete": null}',
    });
  }

  /** @param {Item} item */
  async abort(item) {
    await this.#command(pathOf(item), { method: 'DELETE' });
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   */
  async #command(path, request) {
    const response = await this.#send(path, request);
    // The browser counts an answer that nobody reads as broken off.
    await response.text();
  }

  /**
   * @param {string} path
   * @param {RequestInit} [request]
   */
  async #send(path, request) {
    const headers = new Headers(request?.headers);
    headers.set('OpenStack-API-Version', MICROVERSION);
    if (this.token)
      headers.set('X-Auth-Token', this.token);
    const response = await fetch(new URL(path, this.#root), { ...request, headers, credentials: 'omit' });
    if (!response.ok)
      throw await refusalOf(response);
    return response;
  }
}

/** @param {Item} item */
const pathOf = ({ migration }) => `servers/${migration.server_uuid}/migrations/${migration.id}`;

/**
 * Reads Nova's envelope: {"conflictingRequest": {"code": 409, "message": "..."}}.
 * @param {Response} response
 */
async function refusalOf(response) {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return new Refusal(response.status, await faultOf(response), Number.isFinite(seconds) ? seconds : null);
}

/** @param {Response} response */
async function faultOf(response) {
  const text = await response.text().catch(() => '');
  try {
    const [fault] = /** @type {{ message?: string }[]} */ (Object.values(JSON.parse(text)));
    if (fault?.message)
      return fault.message;
  } catch {
    // A proxy in between has answered in a form of its own.
  }
  return `The service answers ${response.status} ${response.statusText}`.trim() + '.';
}
