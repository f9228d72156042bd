-- Every sample writes these columns. SQLite writes a whole row, and that of a migration is ten times as long.
-- A migration in progress may have a row here, which then holds instead of its own columns; one that is over has none.
CREATE TABLE progress (
  migration_id INTEGER PRIMARY KEY REFERENCES migrations (id) ON DELETE CASCADE,
  memory_processed_bytes INTEGER,
  memory_remaining_bytes INTEGER,
  disk_processed_bytes INTEGER,
  disk_remaining_bytes INTEGER,
  percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
  updated_at INTEGER
) STRICT;
