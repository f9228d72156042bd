PRAGMA application_id = 0x4D494752;

CREATE TABLE servers (
  uuid TEXT NOT NULL PRIMARY KEY CHECK (length(uuid) = 36),
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'suspended', 'stopped', 'error')),
  task_state TEXT,
  locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
  host TEXT,
  user_id TEXT,
  project_id TEXT
) STRICT, WITHOUT ROWID;

-- Times are microseconds since the Unix epoch, in UTC. An id is never given twice, not even after pruning.
-- A migration may be of a server that nothing else is known about, so server_uuid refers to no row.
CREATE TABLE migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
  server_uuid TEXT NOT NULL CHECK (length(server_uuid) = 36),
  status TEXT NOT NULL CHECK (status IN (
    'accepted', 'queued', 'preparing', 'running', 'running (post-copy)', 'post-migrating',
    'completed', 'failed', 'error', 'cancelled')),
  source_compute TEXT,
  source_node TEXT,
  dest_compute TEXT,
  dest_node TEXT,
  dest_host TEXT,
  memory_total_bytes INTEGER,
  memory_processed_bytes INTEGER,
  memory_remaining_bytes INTEGER,
  disk_total_bytes INTEGER,
  disk_processed_bytes INTEGER,
  disk_remaining_bytes INTEGER,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  user_id TEXT,
  project_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  ended_at INTEGER,
  reason TEXT,
  job_id TEXT,
  changed_at INTEGER NOT NULL AS (coalesce(updated_at, created_at)),
  lifetime INTEGER NOT NULL AS (coalesce(updated_at, created_at) - created_at),
  CHECK ((ended_at IS NOT NULL) = (status IN ('completed', 'failed', 'error', 'cancelled')))
) STRICT;

-- Every filter of a page is followed by the order of a page, so that a page is read off one index.
CREATE INDEX migrations_by_creation ON migrations (created_at);
CREATE INDEX migrations_by_server ON migrations (server_uuid, created_at);
CREATE INDEX migrations_by_status ON migrations (status, created_at);
CREATE INDEX migrations_by_user ON migrations (user_id, created_at);
CREATE INDEX migrations_by_project ON migrations (project_id, created_at);
CREATE INDEX migrations_by_source ON migrations (source_compute, created_at);
CREATE INDEX migrations_by_destination ON migrations (dest_compute, created_at);
CREATE INDEX migrations_by_lifetime ON migrations (lifetime);
CREATE INDEX migrations_by_end ON migrations (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX migrations_unfinished ON migrations (id) WHERE ended_at IS NULL;

CREATE TABLE commands (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  migration_id INTEGER NOT NULL REFERENCES migrations (id) ON DELETE CASCADE,
  server_uuid TEXT NOT NULL CHECK (length(server_uuid) = 36),
  kind TEXT NOT NULL CHECK (kind IN ('force_complete', 'abort')),
  requester_user_id TEXT,
  requester_project_id TEXT,
  request_id TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'done', 'refused', 'too_late', 'unreachable')),
  means TEXT CHECK (means IN ('post_copy', 'pause')),
  reason TEXT
) STRICT;

CREATE INDEX commands_by_migration ON commands (migration_id);

-- A repeat of a pending command is the same command.
CREATE UNIQUE INDEX commands_pending ON commands (migration_id, kind) WHERE outcome = 'pending';
