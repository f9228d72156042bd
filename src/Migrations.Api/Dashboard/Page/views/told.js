import { timeOf } from '../wire.js';
import { timeOfDay } from './numbers.js';
import { part } from './page-parts.js';

const MOST_LINES = 60;
const MOST_SPOKEN = 3;
const SPEAK_EVERY_MILLISECONDS = 1500;

/** Tells what happens: as a list for the eyes, newest first, and some of it aloud for screen readers. */
export class Told {
  #list = part('told', HTMLOListElement);
  #spoken = part('spoken', HTMLElement);
  #toSpeak = /** @type {string[]} */ ([]);
  #isSpeaking = false;

  /**
   * @param {string} occurredAt
   * @param {string} sentence
   * @param {string} kind of the event
   */
  add(occurredAt, sentence, kind) {
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = occurredAt;
    time.textContent = timeOfDay(timeOf(occurredAt));
    line.dataset.kind = kind;
    line.append(time, ` ${sentence}`);
    this.#list.prepend(line);
    while (this.#list.childElementCount > MOST_LINES)
      this.#list.lastElementChild?.remove();
    this.speak(sentence);
  }

  /**
   * What comes while something is spoken is said together; nobody listens to a hundred sentences.
   * @param {string} sentence
   */
  speak(sentence) {
    this.#toSpeak.push(sentence);
    if (this.#isSpeaking)
      return;
    this.#isSpeaking = true;
    setTimeout(() => {
      const more = this.#toSpeak.length - MOST_SPOKEN;
      this.#spoken.textContent = this.#toSpeak.slice(0, MOST_SPOKEN).concat(more > 0 ? [`${more} more changes`] : []).join('. ');
      this.#toSpeak = [];
      this.#isSpeaking = false;
    }, SPEAK_EVERY_MILLISECONDS);
  }
}
