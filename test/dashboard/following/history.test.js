import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History } from '../../../src/Migrations.Api/Dashboard/Page/following/history.js';
import { anItem } from './an-item.js';

const at = (/** @type {number} */ seconds) => anItem(1, {
  progress: { sampled_at: new Date(Date.UTC(2026, 0, 29, 13, 42) + seconds * 1000).toISOString().replace('Z', '000') },
});

const kept = (/** @type {number} */ seconds) =>
  ({ at_seconds: seconds, remaining_bytes: 9, bytes_per_second: null, dirty_bytes_per_second: null, iteration: null });

const times = (/** @type {History} */ history) => history.points.map((point) => point.at_seconds);

test('a reading is a point at its time since the migration was first seen', () => {
  const history = new History();
  history.add(at(3.5));
  assert.deepEqual(history.points, [
    { at_seconds: 3.5, remaining_bytes: 1024, bytes_per_second: 100, dirty_bytes_per_second: 20, iteration: 2 }]);
});

test('the same reading is one point', () => {
  const history = new History();
  history.add(at(3));
  history.add(at(3));
  history.add(at(2));
  assert.deepEqual(times(history), [3]);
});

test('what the service has kept goes before what has come meanwhile', () => {
  const history = new History();
  [9, 10, 11].forEach((seconds) => history.add(at(seconds)));
  history.begin([0, 5, 10].map(kept));
  assert.deepEqual(times(history), [0, 5, 10, 11]);
});

test('a long migration keeps its beginning, its end and a bounded number of points', () => {
  const history = new History();
  for (let seconds = 0; seconds < 5000; seconds++)
    history.add(at(seconds));
  assert.ok(history.points.length <= 600);
  assert.ok(times(history)[0] < 20);
  assert.equal(times(history).at(-1), 4999);
});

test('what is not reported stays unknown', () => {
  const history = new History();
  history.add(anItem(1, {
    migration: { memory_remaining_bytes: null, disk_remaining_bytes: null },
    progress: { memory_bytes_per_second: null, disk_bytes_per_second: null, dirty_bytes_per_second: null, iteration: null },
  }));
  assert.deepEqual(history.points[0],
    { at_seconds: 3.5, remaining_bytes: null, bytes_per_second: null, dirty_bytes_per_second: null, iteration: null });
});

test('nobody knows in the first pass how much is dirtied', () => {
  const history = new History();
  history.add(anItem(1, { progress: { iteration: 1, dirty_bytes_per_second: 0 } }));
  assert.equal(history.points[0].dirty_bytes_per_second, null);
});
