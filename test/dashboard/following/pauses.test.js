import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseMilliseconds } from '../../../src/Migrations.Api/Dashboard/Page/following/pauses.js';

test('pauses grow to half a minute', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 100].map((failures) => pauseMilliseconds(failures, 2000, () => 0.5));
  assert.deepEqual(pauses, [2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('pauses are spread by a fifth', () => {
  assert.equal(pauseMilliseconds(1, null, () => 0), 800);
  assert.equal(pauseMilliseconds(1, null, () => 1), 1200);
});

test('a pause is as long as the service wishes, however long', () => {
  assert.equal(pauseMilliseconds(1, 60_000, () => 0.5), 60_000);
});
