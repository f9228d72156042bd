-- What nearly every sample changes. SQLite rewrites whole rows, and one of migrations is ten times as long.
-- If a migration has a row here, these values hold instead of those in migrations. The row is deleted when the migration ends.
-- No foreign key: otherwise the counts of one migration that was deleted by hand would fail the commit of all others.
CREATE TABLE progress (
  migration_id INTEGER PRIMARY KEY,
  memory_processed_bytes INTEGER,
  memory_remaining_bytes INTEGER,
  disk_processed_bytes INTEGER,
  disk_remaining_bytes INTEGER,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  updated_at INTEGER
) STRICT;
