/**
 * What the service sends, as far as this page reads it. null means not known, or not reported by the hypervisor.
 *
 * @typedef {object} Server
 * @property {string} id UUID
 * @property {string} name
 *
 * @typedef {object} Migration Nova's object
 * @property {number} id
 * @property {string} uuid
 * @property {string} server_uuid
 * @property {string} status
 * @property {string} created_at UTC, without a zone
 * @property {string | null} source_compute
 * @property {string | null} dest_compute
 * @property {number | null} memory_total_bytes
 * @property {number | null} memory_remaining_bytes
 * @property {number | null} disk_total_bytes
 * @property {number | null} disk_remaining_bytes
 * @property {string | null} [user_id]
 * @property {string | null} [project_id]
 *
 * @typedef {object} Command
 * @property {"force_complete" | "abort"} kind
 * @property {"pending" | "done" | "refused" | "too_late" | "unreachable"} outcome
 * @property {string | null} means
 * @property {string | null} reason
 * @property {string} request_id
 * @property {string} [requested_at]
 *
 * @typedef {object} Progress
 * @property {string | null} reason why it has ended so
 * @property {string | null} ended_at
 * @property {number} percent
 * @property {string | null} verdict waiting, unknown, converging, stalled, certain, ending; null when it is over
 * @property {string | null} verdict_text
 * @property {number | null} time_left_seconds
 * @property {"estimate" | "at_least" | null} time_left_kind
 * @property {number | null} pause_now_milliseconds
 * @property {number | null} best_remaining_bytes
 * @property {string | null} stalled_since
 * @property {string | null} phase
 * @property {number | null} elapsed_seconds
 * @property {number | null} moved_bytes
 * @property {number | null} memory_bytes_per_second
 * @property {number | null} disk_bytes_per_second
 * @property {number | null} dirty_bytes_per_second
 * @property {number | null} iteration
 * @property {number | null} downtime_milliseconds
 * @property {number | null} post_copy_requests
 * @property {number | null} throttle_percent
 * @property {string | null} sampled_at
 * @property {string | null} stale_because
 * @property {{ means: string[], explanation: string }} force_complete
 * @property {Command[]} commands
 *
 * @typedef {object} Item
 * @property {Server} server
 * @property {Migration} migration
 * @property {Progress} progress
 *
 * @typedef {object} Happening A row of the event log
 * @property {number} id
 * @property {string} kind seen, status, verdict, command_accepted, command_settled, ended, policy
 * @property {string} occurred_at
 * @property {number} migration_id
 * @property {string} status
 * @property {string | null} verdict
 * @property {string | null} text
 * @property {Command | null} command
 *
 * @typedef {{ migrations: Item[], ended: Item[] }} Snapshot
 * @typedef {{ seen_at: string | null, stale_because: string | null }} Heartbeat
 *
 * @typedef {object} Sample
 * @property {number} at_seconds since the migration was first seen
 * @property {number | null} remaining_bytes
 * @property {number | null} bytes_per_second
 * @property {number | null} dirty_bytes_per_second
 * @property {number | null} iteration
 *
 * @typedef {{ type: string, id: string, data: string }} StreamEvent A server-sent event
 */

/** The statuses that are never left. */
const FINAL = new Set(['completed', 'failed', 'error', 'cancelled']);

/** The statuses in which a migration can be aborted. */
const ABORTABLE = new Set(['queued', 'preparing', 'running']);

/** @param {Item} item */
export const isOver = (item) => FINAL.has(item.migration.status);

/** @param {Item} item */
export const canAbort = (item) => ABORTABLE.has(item.migration.status);

/** @param {Item} item */
export const canForce = (item) => item.progress.force_complete.means.length > 0;

/**
 * Memory and disk that are still to be copied.
 * @param {Item} item
 */
export function remainingBytes({ migration }) {
  const { memory_remaining_bytes: memory, disk_remaining_bytes: disk } = migration;
  return memory === null && disk === null ? null : (memory ?? 0) + (disk ?? 0);
}

/**
 * The speed of what is being copied now: disks first, then memory.
 * @param {Item} item
 */
export function copiedBytesPerSecond({ progress }) {
  const { memory_bytes_per_second: memory, disk_bytes_per_second: disk } = progress;
  return memory === null && disk === null ? null : (memory ?? 0) + (disk ?? 0);
}

/**
 * How fast the server dirties memory. The hypervisor measures that from the second pass on, and says 0 before.
 * @param {Item} item
 */
export function dirtiedBytesPerSecond({ progress }) {
  const { dirty_bytes_per_second: dirtied, iteration } = progress;
  return dirtied === 0 && (iteration ?? 0) < 2 ? null : dirtied;
}

/**
 * The newest command of a kind.
 * @param {Item} item
 * @param {Command["kind"]} [kind] any unless given
 */
export const lastCommand = (item, kind) => item.progress.commands.findLast((command) => !kind || command.kind === kind);

/**
 * Nova's times have no zone, and are UTC.
 * @param {string} text
 * @returns {number} milliseconds since 1970
 */
export const timeOf = (text) => Date.parse(text.endsWith('Z') ? text : `${text}Z`);
