import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventParser } from '../../../src/Migrations.Api/Dashboard/Page/following/event-parser.js';

const STREAM = 'retry: 2000\nevent: snapshot\nid: 7\ndata: {"a":\ndata: 1}\n\n: a comment\nevent: progress\ndata:x\n\nevent: nothing\n\n'
  + 'id: 8\nevent: migration\ndata: é\n\n';

const EVENTS = [
  { type: 'snapshot', id: '7', data: '{"a":\n1}' },
  { type: 'progress', id: '7', data: 'x' },
  { type: 'migration', id: '8', data: 'é' },
];

for (const end of ['\n', '\r\n', '\r']) {
  test(`a stream cut anywhere, with lines that end with ${JSON.stringify(end)}, has the same events`, () => {
    const stream = STREAM.replaceAll('\n', end);
    for (let size = 1; size <= stream.length; size++) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < stream.length; at += size)
        events.push(...parser.read(stream.slice(at, at + size)));
      assert.deepEqual(events, EVENTS, `in pieces of ${size}`);
      assert.equal(parser.retryMilliseconds, 2000);
    }
  });
}

test('an event that is not complete is not an event', () => {
  assert.deepEqual(new EventParser().read('event: progress\ndata: x\n'), []);
});

test('an event without an id leaves the id of the last connection', () => {
  assert.equal(new EventParser('41').read('data: x\n\n')[0].id, '41');
});

test('a pause that is no number is no wish', () => {
  const parser = new EventParser();
  parser.read('retry: soon\n');
  assert.equal(parser.retryMilliseconds, null);
});
