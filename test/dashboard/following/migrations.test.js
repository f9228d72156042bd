import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Migrations } from '../../../src/Migrations.Api/Dashboard/Page/following/migrations.js';
import { anItem } from './an-item.js';

/** @import { Item } from '../../../src/Migrations.Api/Dashboard/Page/wire.js' */

/**
 * @param {string} type
 * @param {object} data
 */
const event = (type, data) => ({ type, id: '1', data: JSON.stringify(data) });

/** @param {Item[]} items */
function following(...items) {
  const known = new Migrations();
  known.apply(event('snapshot', { migrations: items, ended: [] }));
  return known;
}

/**
 * @param {Item} item
 * @param {string} kind
 */
const happened = (item, kind) => event('migration', {
  event: { id: 2, kind, occurred_at: '2026-01-29T13:43:00Z', migration_id: item.migration.id, status: item.migration.status }, ...item,
});

const ids = (/** @type {Iterable<Item>} */ items) => [...items].map((item) => item.migration.id);
const completed = (/** @type {number} */ id) => anItem(id, { migration: { status: 'completed' }, progress: { percent: 100 } });

test('a snapshot is all that is known', () => {
  const known = following(anItem(1), anItem(2));
  const change = known.apply(event('snapshot', { migrations: [anItem(2), anItem(3)], ended: [] }));
  assert.deepEqual(ids(known.items), [2, 3]);
  assert.deepEqual(change.ids, [1, 2, 3]);
  assert.ok(change.isSnapshot && change.hasEnded);
});

test('progress changes one migration', () => {
  const known = following(anItem(1), anItem(2));
  assert.deepEqual(known.apply(event('progress', anItem(2, { progress: { percent: 41 } }))).ids, [2]);
  assert.equal(known.find(2)?.progress.percent, 41);
  assert.equal(known.find(1)?.progress.percent, 40);
});

test('a migration that ends is shown until it is forgotten, and is the newest of the ended', () => {
  const known = following(anItem(1), anItem(2));
  const change = known.apply(happened(completed(1), 'ended'));
  assert.ok(change.hasEnded);
  assert.equal(change.happening?.kind, 'ended');
  assert.deepEqual(ids(known.items), [1, 2]);
  assert.deepEqual(ids(known.inProgress), [2]);
  assert.deepEqual(ids(known.ended), [1]);
  known.forget(1);
  known.forget(2);
  assert.deepEqual(ids(known.items), [2]);
});

test('numbers that come after the end change nothing', () => {
  const known = following(anItem(1));
  known.apply(happened(completed(1), 'ended'));
  assert.deepEqual(known.apply(event('progress', anItem(1))).ids, []);
  assert.equal(known.find(1)?.migration.status, 'completed');
});

test('the outcome of a command does not bring a forgotten migration back, and does not list it twice', () => {
  const known = following(anItem(1));
  known.apply(happened(completed(1), 'ended'));
  known.forget(1);
  known.apply(happened(completed(1), 'command_settled'));
  assert.deepEqual(ids(known.items), []);
  assert.deepEqual(ids(known.ended), [1]);
});

test('a migration that has ended while nobody listened is still shown with its end', () => {
  const known = following(anItem(1));
  known.apply(event('snapshot', { migrations: [], ended: [completed(1), completed(9)] }));
  assert.deepEqual(ids(known.items), [1]);
  assert.equal(known.find(1)?.migration.status, 'completed');
});

test('a heartbeat says whether numbers are old', () => {
  const known = following();
  known.apply(event('heartbeat', { seen_at: '2026-01-29T13:43:00Z', stale_because: 'libvirtd does not answer' }));
  assert.equal(known.staleBecause, 'libvirtd does not answer');
  known.apply(event('heartbeat', { seen_at: '2026-01-29T13:43:15Z', stale_because: null }));
  assert.equal(known.staleBecause, null);
});

test('events of a later version are left alone', () => {
  const known = following(anItem(1));
  assert.deepEqual(known.apply(event('weather', {})), { ids: [], happening: null, isSnapshot: false, hasEnded: false });
});
