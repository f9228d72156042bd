import { clock } from './numbers.js';
import { setAttribute, setText } from './page-parts.js';
import { roundScale, timeScale } from './scale.js';

/** @import { Sample } from '../wire.js' */
/** @import { Scale } from './scale.js' */

/**
 * What a plot shows over time.
 * @typedef {object} Subject
 * @property {string} title
 * @property {{ name: string, value: (point: Sample) => number | null }[]} lines
 * @property {(value: number) => string} write a value with its unit
 * @property {(value: number, end: number) => string} writeTick a value on the axis, which has an end
 * @property {1 | 1024} base of the axis
 * @property {boolean} [isStepped] a count, which stays until it jumps
 */

const WIDTH = 380;
const HEIGHT = 150;
const LEFT = 62;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 22;

/** Lines over time, with axes, as SVG. */
export class Plot {
  #subject;
  #svg = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img' });
  #grid = svg('g', { class: 'grid' });
  #paths;
  element = document.createElement('figure');

  /** @param {Subject} subject */
  constructor(subject) {
    this.#subject = subject;
    this.#paths = subject.lines.map((_, index) => svg('path', { class: `curve curve-${index}` }));
    this.#svg.append(this.#grid, ...this.#paths);
    const caption = document.createElement('figcaption');
    caption.append(subject.title);
    if (subject.lines.length > 1)
      caption.append(...subject.lines.map((line, index) => keyOf(line.name, index)));
    this.element.append(caption, this.#svg);
  }

  /** @param {Sample[]} points in the order of time */
  draw(points) {
    const { lines, base, isStepped, write, title } = this.#subject;
    const most = Math.max(0, ...lines.flatMap((line) => points.map((point) => line.value(point) ?? 0)));
    const x = timeScale(points.at(-1)?.at_seconds ?? 0);
    const y = roundScale(most, base);
    this.#drawGrid(x, y);
    lines.forEach((line, index) => {
      const places = points.map((point) => placeOf(point.at_seconds, line.value(point), x, y));
      setAttribute(this.#paths[index], 'd', isStepped ? steps(places) : segments(places));
    });
    const last = points.at(-1);
    const values = last ? lines.map((line) => `${line.name} ${write(line.value(last) ?? 0)}`).join(', ') : 'nothing yet';
    setAttribute(this.#svg, 'aria-label', `${title} over ${clock(x.end)}, now ${values}`);
  }

  /**
   * @param {Scale} x
   * @param {Scale} y
   */
  #drawGrid(x, y) {
    const key = `${x.ticks.join()} ${x.end} ${y.ticks.join()}`;
    if (this.#grid.dataset.key === key)
      return;
    this.#grid.dataset.key = key;
    this.#grid.replaceChildren(
      ...y.ticks.flatMap((tick) => horizontal(downOf(tick, y), this.#subject.writeTick(tick, y.end))),
      ...x.ticks.map((tick) => label(acrossOf(tick, x), HEIGHT - 6, clock(tick), 'middle')),
    );
  }
}

/**
 * @typedef {[number, number] | null} Place null where nothing is known
 *
 * @param {number} seconds
 * @param {number | null} value
 * @param {Scale} x
 * @param {Scale} y
 * @returns {Place}
 */
function placeOf(seconds, value, x, y) {
  return value === null ? null : [acrossOf(seconds, x), downOf(value, y)];
}

/**
 * @param {number} seconds
 * @param {Scale} x
 */
const acrossOf = (seconds, x) => LEFT + seconds / x.end * (WIDTH - LEFT - RIGHT);

/**
 * @param {number} value
 * @param {Scale} y
 */
const downOf = (value, y) => HEIGHT - BOTTOM - value / y.end * (HEIGHT - TOP - BOTTOM);

/**
 * A line with gaps.
 * @param {Place[]} places
 */
function segments(places) {
  return places.map((place, index) => place && `${places[index - 1] ? 'L' : 'M'}${place[0].toFixed(1)} ${place[1].toFixed(1)}`)
    .filter(Boolean).join('');
}

/**
 * A line that goes right before it goes up.
 * @param {Place[]} places
 */
function steps(places) {
  return places.map((place, index) => place && (places[index - 1]
    ? `H${place[0].toFixed(1)}V${place[1].toFixed(1)}` : `M${place[0].toFixed(1)} ${place[1].toFixed(1)}`)).filter(Boolean).join('');
}

/**
 * @param {number} y
 * @param {string} text
 */
function horizontal(y, text) {
  return [svg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }), label(LEFT - 6, y + 3.5, text, 'end')];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {"middle" | "end"} anchor
 */
function label(x, y, text, anchor) {
  const element = svg('text', { x, y, 'text-anchor': anchor });
  setText(element, text);
  return element;
}

/**
 * @param {string} name
 * @param {number} index
 */
function keyOf(name, index) {
  const key = document.createElement('span');
  key.className = `key key-${index}`;
  key.textContent = name;
  return key;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string | number>} attributes
 */
function svg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, String(value));
  return element;
}
