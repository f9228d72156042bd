-- What was set for a migration in place of the settings that bring it to an end, and the pause that its policy has allowed so far.
-- Null where the settings hold. Times are microseconds, the speed MiB per second.
ALTER TABLE starts ADD COLUMN deadline INTEGER;
ALTER TABLE starts ADD COLUMN timeout_action TEXT CHECK (timeout_action IN ('force_complete', 'abort'));
ALTER TABLE starts ADD COLUMN max_downtime INTEGER;
ALTER TABLE starts ADD COLUMN bandwidth INTEGER;
ALTER TABLE starts ADD COLUMN allowed_downtime INTEGER;

-- Why a policy has given the command; null when a caller has.
ALTER TABLE commands ADD COLUMN because TEXT;

-- Events of another kind, for which SQLite must make the table anew. Ids go on where they were.
CREATE TABLE events_with_policies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('seen', 'status', 'verdict', 'command_accepted', 'command_settled', 'ended', 'policy')),
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

INSERT INTO events_with_policies SELECT * FROM events;
DELETE FROM sqlite_sequence WHERE name = 'events_with_policies';
INSERT INTO sqlite_sequence (name, seq) SELECT 'events_with_policies', seq FROM sqlite_sequence WHERE name = 'events';
DROP TABLE events;
ALTER TABLE events_with_policies RENAME TO events;

CREATE INDEX events_by_migration ON events (migration_id, id);

CREATE TRIGGER events_deleted AFTER DELETE ON events
BEGIN
  UPDATE event_log SET deleted_to = OLD.id WHERE deleted_to < OLD.id;
END;
