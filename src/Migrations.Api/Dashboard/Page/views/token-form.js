import { part } from './page-parts.js';

/** Asks for the token that authenticates the calls of this page. */
export class TokenForm {
  #form = part('token-form', HTMLFormElement);
  #field = part('token', HTMLInputElement);
  #button = part('open-token', HTMLButtonElement);

  /** @param {(token: string) => void} onToken */
  constructor(onToken) {
    this.#button.addEventListener('click', () => this.#open(this.#form.hidden));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = this.#field.value.trim();
      this.#field.value = '';
      this.#open(false);
      onToken(token);
    });
  }

  /** The service wants a token. */
  demand() {
    this.#open(true);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.#form.hidden = !isOpen;
    this.#button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen)
      this.#field.focus();
  }
}
