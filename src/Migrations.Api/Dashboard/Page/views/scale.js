/**
 * An axis from 0: where its ticks are, and where it ends.
 * @typedef {{ end: number, ticks: number[] }} Scale
 */

const MOST_TICKS = 4;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/**
 * Steps of 1, 2 and 5, and for bytes of their powers of 1024.
 * @param {number} most the largest value that must fit
 * @param {number} base 1024 for bytes, 1 for counts
 * @returns {Scale}
 */
export function roundScale(most, base) {
  const unit = base === 1 ? 1 : base ** Math.max(0, Math.floor(Math.log(Math.max(most, 1)) / Math.log(base)));
  const wanted = Math.max(most / unit / MOST_TICKS, base === 1 ? 1 : 1e-3);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= wanted - 1e-9) ?? 10) * power * unit;
  return scaleOf(most, step);
}

/**
 * @param {number} seconds the longest time that must fit
 * @returns {Scale}
 */
export function timeScale(seconds) {
  const step = TIME_STEPS.find((each) => seconds / each <= MOST_TICKS + 1) ?? Math.ceil(seconds / MOST_TICKS / 86_400) * 86_400;
  const { ticks } = scaleOf(seconds, step);
  return { end: Math.max(seconds, step), ticks: ticks.filter((tick) => tick <= Math.max(seconds, step)) };
}

/**
 * @param {number} most
 * @param {number} step
 * @returns {Scale}
 */
function scaleOf(most, step) {
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return { end: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}
