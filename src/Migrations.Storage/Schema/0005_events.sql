-- What changed, in the order in which it was committed: each row is written in the transaction of its change.
-- The columns of a command are null in events that are not about one.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('seen', 'status', 'verdict', 'command_accepted', 'command_settled', 'ended')),
  migration_id INTEGER NOT NULL REFERENCES migrations (id) ON DELETE CASCADE,
  server_uuid TEXT NOT NULL CHECK (length(server_uuid) = 36),
  occurred_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN (
    'accepted', 'queued', 'preparing', 'running', 'running (post-copy)', 'post-migrating',
    'completed', 'failed', 'error', 'cancelled')),
  verdict TEXT CHECK (verdict IN ('waiting', 'unknown', 'converging', 'stalled', 'certain', 'ending')),
  text TEXT,
  command_id INTEGER,
  command_kind TEXT CHECK (command_kind IN ('force_complete', 'abort')),
  command_outcome TEXT CHECK (command_outcome IN ('pending', 'done', 'refused', 'too_late', 'unreachable')),
  command_means TEXT CHECK (command_means IN ('post_copy', 'pause')),
  request_id TEXT,
  CHECK ((command_id IS NOT NULL) = (kind IN ('command_accepted', 'command_settled')))
) STRICT;

CREATE INDEX events_by_migration ON events (migration_id, id);

-- The highest id of an event that has been deleted; 0 when none has. Whoever has read up to a lower id has missed something.
CREATE TABLE event_log (deleted_to INTEGER NOT NULL) STRICT;
INSERT INTO event_log (deleted_to) VALUES (0);

CREATE TRIGGER events_deleted AFTER DELETE ON events
BEGIN
  UPDATE event_log SET deleted_to = OLD.id WHERE deleted_to < OLD.id;
END;
