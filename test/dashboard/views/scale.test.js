import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundScale, timeScale } from '../../../src/Migrations.Api/Dashboard/Page/views/scale.js';

test('every value fits, with few and round ticks', () => {
  for (const base of [1, 1024]) {
    for (let most = 0; most < 1e13; most = most * 1.7 + 1) {
      const { end, ticks } = roundScale(most, base);
      assert.ok(end >= most * (1 - 1e-9) && end > 0, `${most} in base ${base} ends at ${end}`);
      assert.ok(ticks.length >= 2 && ticks.length <= 6, `${most} in base ${base} has ${ticks.length} ticks`);
      assert.ok(ticks[0] === 0 && Math.abs((ticks.at(-1) ?? 0) - end) <= 1e-9 * end);
    }
  }
});

test('bytes are cut at powers of 1024, counts at whole numbers', () => {
  assert.deepEqual(roundScale(3.2 * 2 ** 30, 1024).ticks, [0, 1, 2, 3, 4].map((count) => count * 2 ** 30));
  assert.deepEqual(roundScale(2, 1).ticks, [0, 1, 2]);
});

test('time has the steps of a clock', () => {
  assert.deepEqual(timeScale(100), { end: 100, ticks: [0, 30, 60, 90] });
  assert.deepEqual(timeScale(0), { end: 1, ticks: [0, 1] });
  for (let seconds = 1; seconds < 1e7; seconds *= 1.5) {
    const { end, ticks } = timeScale(seconds);
    assert.ok(end >= seconds && ticks.length >= 2 && ticks.length <= 6, `${seconds} s: ${ticks}`);
  }
});
