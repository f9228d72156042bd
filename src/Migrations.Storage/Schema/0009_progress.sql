-- Every sample writes these columns. SQLite writes a whole row, and that of a migration is ten times as long.
-- A migration in progress may have a row here, which then holds instead of its own columns; one that is over has none.
-- It refers to no row: one migration that somebody has deleted by hand must not keep all others from being stored.
CREATE TABLE progress (
  migration_id INTEGER PRIMARY KEY,
  memory_processed_bytes INTEGER,
  memory_remaining_bytes INTEGER,
  disk_processed_bytes INTEGER,
  disk_remaining_bytes INTEGER,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  updated_at INTEGER
) STRICT;
