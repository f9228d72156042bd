const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Stands for what is not known. */
export const NONE = '–';

/**
 * Three significant digits, so that a number that moves keeps its width: 812 MiB, 4.05 GiB, 37.2 GiB.
 * @param {number | null} count
 */
export function bytes(count) {
  if (count === null)
    return NONE;
  const power = powerOf(count);
  const value = count / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[power]}`;
}

/**
 * A value on an axis, in the unit of the axis' end.
 * @param {number} count
 * @param {number} end
 */
export function axisBytes(count, end) {
  const power = powerOf(end);
  return count === 0 ? '0' : `${Number((count / 1024 ** power).toPrecision(3))} ${UNITS[power]}`;
}

/** @param {number | null} bytesPerSecond */
export const rate = (bytesPerSecond) => (bytesPerSecond === null ? NONE : `${bytes(bytesPerSecond)}/s`);

/**
 * For a person to read: 8 s, 2 min 05 s, 3 h 12 min.
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60)
    return `${whole} s`;
  if (whole < 3600)
    return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

/**
 * For a column of numbers: 0:08, 2:05, 3:12:40.
 * @param {number | null} seconds
 */
export function clock(seconds) {
  if (seconds === null)
    return NONE;
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/**
 * Short times to the millisecond, long ones to the tenth of a second.
 * @param {number} milliseconds
 */
export function pause(milliseconds) {
  if (milliseconds < 1000)
    return `${Math.round(milliseconds)} ms`;
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : duration(milliseconds / 1000);
}

/**
 * What is left, and how sure that is: a word, and a time.
 * @param {number | null} seconds
 * @param {"estimate" | "at_least" | null} kind
 */
export function timeLeft(seconds, kind) {
  if (seconds === null || kind === null)
    return NONE;
  const text = seconds < 1 ? '1 s' : duration(seconds);
  return kind === 'at_least' ? `at least ${text}` : `about ${text}`;
}

/** @param {number} count */
const powerOf = (count) => (count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), UNITS.length - 1));

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DATE_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/**
 * The local time, with the date when that is not today's.
 * @param {number} time milliseconds since 1970
 * @param {number} [now]
 */
export function timeOfDay(time, now = Date.now()) {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return (isToday ? TIME : DATE_AND_TIME).format(time);
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, '0');
