-- How this service starts a migration; none of a migration that somebody else has started.
CREATE TABLE starts (
  migration_id INTEGER PRIMARY KEY REFERENCES migrations (id) ON DELETE CASCADE,
  host TEXT,
  is_forced INTEGER NOT NULL CHECK (is_forced IN (0, 1)),
  disks TEXT NOT NULL CHECK (disks IN ('auto', 'none', 'all')),
  requester_user_id TEXT,
  requester_project_id TEXT,
  request_id TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  is_awaited INTEGER NOT NULL CHECK (is_awaited IN (0, 1)),
  checked_at INTEGER,
  called_at INTEGER
) STRICT;

-- The migration that the request of an action has started; null in the actions of commands.
ALTER TABLE actions ADD COLUMN migration_id INTEGER REFERENCES migrations (id) ON DELETE CASCADE;
CREATE INDEX actions_by_migration ON actions (migration_id) WHERE migration_id IS NOT NULL;
