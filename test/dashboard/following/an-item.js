/** @import { Item, Migration, Progress } from '../../../src/Migrations.Api/Dashboard/Page/wire.js' */

/**
 * A running migration of a server that has its number in its name.
 * @param {number} id
 * @param {{ migration?: Partial<Migration>, progress?: Partial<Progress> }} [other] what is different
 * @returns {Item}
 */
export function anItem(id, { migration = {}, progress = {} } = {}) {
  const server = { id: `5f5a1e00-0000-4000-8000-${String(id).padStart(12, '0')}`, name: `web-${id}` };
  return {
    server,
    migration: {
      id, uuid: server.id, server_uuid: server.id, status: 'running', created_at: '2026-01-29T13:42:00.000000',
      source_compute: 'compute-1', dest_compute: 'compute-2', memory_total_bytes: 4096, memory_remaining_bytes: 1024,
      disk_total_bytes: 0, disk_remaining_bytes: 0, ...migration,
    },
    progress: {
      reason: null, ended_at: null, percent: 40, verdict: 'converging', verdict_text: 'ends in about 9 s', time_left_seconds: 9,
      time_left_kind: 'estimate', pause_now_milliseconds: 5000, best_remaining_bytes: null, stalled_since: null, phase: 'pre_copy',
      elapsed_seconds: 3, moved_bytes: 3072, memory_bytes_per_second: 100, disk_bytes_per_second: 0, dirty_bytes_per_second: 20,
      iteration: 2, downtime_milliseconds: null, post_copy_requests: null, throttle_percent: null,
      sampled_at: '2026-01-29T13:42:03.500000', stale_because: null,
      force_complete: { means: ['pause'], explanation: 'The server is paused until everything is copied.' }, commands: [], ...progress,
    },
  };
}
