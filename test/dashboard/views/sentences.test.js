import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandState, costOf, sentenceOf } from '../../../src/Migrations.Api/Dashboard/Page/views/sentences.js';
import { anItem } from '../following/an-item.js';

/** @import { Command, Happening } from '../../../src/Migrations.Api/Dashboard/Page/wire.js' */

const COMMAND = /** @type {Command} */ ({
  kind: 'force_complete', outcome: 'pending', means: null, reason: null, request_id: 'req-1',
});

const HAPPENING = /** @type {Happening} */ ({
  id: 1, kind: 'status', occurred_at: '2026-01-29T13:43:00Z', migration_id: 1, status: 'running',
  verdict: 'stalled', text: null, command: null,
});

test('the cost of a force-complete has the length of the pause, when it is known', () => {
  assert.equal(costOf(anItem(1), 'force_complete'),
    'The server is paused until everything is copied. A pause would last about 5.0 s now.');
  assert.equal(costOf(anItem(1, { progress: { pause_now_milliseconds: null } }), 'force_complete'),
    'The server is paused until everything is copied.');
});

test('the cost of an abort is what has been moved', () => {
  assert.equal(costOf(anItem(1), 'abort'), 'web-1 goes on running on compute-1. The 3.00 KiB that have been moved are lost.');
  assert.equal(costOf(anItem(1, { migration: { source_compute: null }, progress: { moved_bytes: 0 } }), 'abort'),
    'web-1 goes on running where it is. Nothing has been moved yet.');
});

test('a command says what has become of it', () => {
  assert.equal(commandState(COMMAND), 'Force-complete asked for, pending.');
  assert.equal(commandState({ ...COMMAND, outcome: 'too_late', reason: 'The migration is over.' }),
    'Force-complete came too late: The migration is over.');
});

for (const [kind, sentence] of Object.entries({
  seen: 'web-1 migrates: running',
  status: 'web-1 is running',
  verdict: 'web-1 is stalled: dirties more than it copies',
  command_accepted: 'web-1: Force-complete accepted',
  command_settled: 'web-1: Force-complete asked for, pending.',
  policy: 'Policy of web-1: dirties more than it copies',
  ended: 'web-1 ended, running: dirties more than it copies',
  weather: '',
})) {
  test(`the event ${kind} is told in words`, () => {
    const text = ['verdict', 'policy', 'ended'].includes(kind) ? 'dirties more than it copies' : null;
    assert.equal(sentenceOf({ ...HAPPENING, kind, text, command: COMMAND }, anItem(1)), sentence);
  });
}

test('that nothing is known yet is not told', () => {
  assert.equal(sentenceOf({ ...HAPPENING, kind: 'verdict', verdict: 'unknown', text: 'not known yet' }, anItem(1)), '');
});
