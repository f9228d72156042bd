ALTER TABLE servers ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));

-- Nova's instance actions: one for every accepted request, also for the repeat of a pending command.
CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  server_uuid TEXT NOT NULL CHECK (length(server_uuid) = 36),
  request_id TEXT NOT NULL,
  action TEXT NOT NULL,
  user_id TEXT,
  project_id TEXT,
  started_at INTEGER NOT NULL,
  updated_at INTEGER,
  message TEXT,
  command_id INTEGER REFERENCES commands (id) ON DELETE SET NULL
) STRICT;

CREATE INDEX actions_by_server ON actions (server_uuid, started_at);
CREATE INDEX actions_by_command ON actions (command_id, started_at);

-- This service fails without tracebacks; the column is for events of Nova's own.
CREATE TABLE action_events (
  id INTEGER PRIMARY KEY,
  action_id INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  result TEXT CHECK (result IN ('Success', 'Error')),
  host TEXT,
  traceback TEXT,
  details TEXT
) STRICT;

CREATE INDEX action_events_by_action ON action_events (action_id);

-- The requests of which the commands tell. Nothing tells any more which requests repeated one of them.
INSERT INTO actions (server_uuid, request_id, action, user_id, project_id, started_at, updated_at, message, command_id)
SELECT
  server_uuid, request_id,
  CASE kind WHEN 'abort' THEN 'live_migration_cancel' ELSE 'live_migration_force_complete' END,
  requester_user_id, requester_project_id, requested_at,
  max(requested_at, coalesce(started_at, requested_at), coalesce(ended_at, requested_at)),
  CASE WHEN outcome NOT IN ('pending', 'done') THEN 'Error' END,
  id
FROM commands ORDER BY id;

INSERT INTO action_events (action_id, event, started_at, ended_at, result, host, details)
SELECT
  actions.id,
  CASE kind WHEN 'abort' THEN 'compute_live_migration_abort' ELSE 'compute_live_migration_force_complete' END,
  coalesce(commands.started_at, commands.ended_at), commands.ended_at,
  CASE outcome WHEN 'pending' THEN NULL WHEN 'done' THEN 'Success' ELSE 'Error' END,
  migrations.source_compute,
  CASE WHEN outcome NOT IN ('pending', 'done') THEN commands.reason END
FROM commands
JOIN actions ON actions.command_id = commands.id
JOIN migrations ON migrations.id = commands.migration_id
WHERE coalesce(commands.started_at, commands.ended_at) IS NOT NULL
ORDER BY actions.id;
