const FIRST_MILLISECONDS = 1000;
const LONGEST_MILLISECONDS = 30_000;

/**
 * How long to wait before the next attempt to connect: twice as long each time, spread by a fifth, so that the pages of
 * many operators do not all come back at the same moment.
 * @param {number} failures how many attempts have failed since the last success, from 1
 * @param {number | null} wished the shortest pause that the service wishes, in milliseconds
 * @param {() => number} random from 0 to 1
 */
export function pauseMilliseconds(failures, wished, random = Math.random) {
  const grown = (wished ?? FIRST_MILLISECONDS) * 2 ** Math.min(failures - 1, 10);
  return Math.round(Math.min(grown, Math.max(LONGEST_MILLISECONDS, wished ?? 0)) * (0.8 + 0.4 * random()));
}
