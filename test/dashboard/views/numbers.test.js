import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisBytes, bytes, clock, duration, pause, rate, timeLeft } from '../../../src/Migrations.Api/Dashboard/Page/views/numbers.js';

test('bytes have three digits', () => {
  assert.deepEqual([0, 1, 1023, 1024, 10_485_760, 104_857_600, 4_346_347_520, 2 ** 40, null].map(bytes),
    ['0 B', '1 B', '1023 B', '1.00 KiB', '10.0 MiB', '100 MiB', '4.05 GiB', '1.00 TiB', '–']);
  assert.deepEqual([104_857_600, null].map(rate), ['100 MiB/s', '–']);
});

test('an axis has one unit', () => {
  const end = 2 ** 30;
  assert.deepEqual([0, 2 ** 28, 2 ** 29, end].map((value) => axisBytes(value, end)), ['0', '0.25 GiB', '0.5 GiB', '1 GiB']);
});

test('times are as exact as is useful', () => {
  assert.deepEqual([0.4, 59, 59.6, 130, 3599, 3725].map(duration),
    ['0 s', '59 s', '1 min 00 s', '2 min 10 s', '59 min 59 s', '1 h 02 min']);
  assert.deepEqual([0.9, 61, 3725, null].map(clock), ['0:00', '1:01', '1:02:05', '–']);
  assert.deepEqual([0.4, 812, 5210, 125_000].map(pause), ['0 ms', '812 ms', '5.2 s', '2 min 05 s']);
});

test('the time left is never more certain than the service', () => {
  assert.equal(timeLeft(12, 'estimate'), 'about 12 s');
  assert.equal(timeLeft(12, 'at_least'), 'at least 12 s');
  assert.equal(timeLeft(0.2, 'estimate'), 'about 1 s');
  assert.equal(timeLeft(null, null), '–');
});
