import { canAbort, canForce, isOver } from '../wire.js';
import { messageOf } from '../following/service.js';
import { part, setText } from './page-parts.js';
import { costOf } from './sentences.js';

/** @import { Command, Item } from '../wire.js' */
/** @import { Service } from '../following/service.js' */

const WORDS = {
  force_complete: { title: 'to complete?', yes: 'Force to complete', no: 'Leave it running' },
  abort: { title: 'Abort the migration of', yes: 'Abort the migration', no: 'Leave it running' },
};

/** Asks before a command is given, and tells what it costs; shows why the service refuses it. */
export class CommandDialog {
  #dialog = part('command', HTMLDialogElement);
  #cost = part('command-cost', HTMLElement);
  #verdict = part('command-verdict', HTMLElement);
  #fault = part('command-fault', HTMLElement);
  #yes = part('command-yes', HTMLButtonElement);
  #service;
  #onAccepted;
  #isGiving = false;
  #asked = /** @type {{ item: Item, kind: Command["kind"] } | null} */ (null);

  /**
   * @param {Service} service
   * @param {(item: Item, kind: Command["kind"]) => void} onAccepted
   */
  constructor(service, onAccepted) {
    this.#service = service;
    this.#onAccepted = onAccepted;
    this.#yes.addEventListener('click', () => this.#give());
    part('command-no', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => { this.#asked = null; });
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog)
        this.#dialog.close();
    });
  }

  /**
   * @param {Item} item
   * @param {Command["kind"]} kind
   */
  ask(item, kind) {
    const { name } = item.server;
    const words = WORDS[kind];
    this.#asked = { item, kind };
    setText(part('command-title', HTMLElement), kind === 'abort' ? `${words.title} ${name}?` : `Force ${name} ${words.title}`);
    setText(part('command-no', HTMLButtonElement), words.no);
    setText(this.#yes, words.yes);
    setText(this.#fault, '');
    this.update(item);
    this.#dialog.showModal();
  }

  /**
   * The cost changes while somebody thinks about it.
   * @param {Item} item
   */
  update(item) {
    if (this.#asked?.item.migration.id !== item.migration.id)
      return;
    const { kind } = this.#asked;
    this.#asked.item = item;
    setText(this.#cost, isOver(item) ? `The migration is over: ${item.migration.status}.` : costOf(item, kind));
    setText(this.#verdict, item.progress.verdict_text ?? '');
    this.#yes.disabled = this.#isGiving || !(kind === 'abort' ? canAbort(item) : canForce(item));
  }

  async #give() {
    if (!this.#asked)
      return;
    const { item, kind } = this.#asked;
    this.#isGiving = true;
    this.update(item);
    setText(this.#fault, '');
    try {
      await (kind === 'abort' ? this.#service.abort(item) : this.#service.forceComplete(item));
      this.#onAccepted(item, kind);
      this.#dialog.close();
    } catch (error) {
      setText(this.#fault, messageOf(error));
    }
    this.#isGiving = false;
    if (this.#asked)
      this.update(this.#asked.item);
  }
}
