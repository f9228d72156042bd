import { part } from './page-parts.js';

/** @import { Item } from '../wire.js' */

/** What the user wants to see. It is kept in the fragment of the page's address, so that a view can be shared. */
export class Filters {
  #server = part('filter-server', HTMLInputElement);
  #status = part('filter-status', HTMLSelectElement);
  #verdict = part('filter-verdict', HTMLSelectElement);

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#read();
    const form = part('filters', HTMLFormElement);
    form.addEventListener('input', () => {
      this.#write();
      onChange();
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    addEventListener('hashchange', () => {
      this.#read();
      onChange();
    });
  }

  /** @param {Item} item */
  match({ server, migration, progress }) {
    const name = this.#server.value.trim().toLowerCase();
    return (name === '' || server.name.toLowerCase().includes(name) || server.id === name)
      && (this.#status.value === '' || migration.status === this.#status.value)
      && (this.#verdict.value === '' || progress.verdict === this.#verdict.value);
  }

  get #fields() {
    return { server: this.#server, status: this.#status, verdict: this.#verdict };
  }

  #read() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const [name, field] of Object.entries(this.#fields))
      field.value = wanted.get(name) ?? '';
  }

  #write() {
    const set = Object.entries(this.#fields).filter(([, field]) => field.value !== '').map(([name, field]) => [name, field.value]);
    const fragment = new URLSearchParams(set).toString();
    history.replaceState(null, '', fragment ? `#${fragment}` : location.pathname + location.search);
  }
}
