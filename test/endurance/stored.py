"""The files that the service left: its database, and the world of the fake hypervisor."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

# What was last counted of those in progress is in a table of its own.
MIGRATIONS = """
SELECT id, uuid, server_uuid, status, job_id, created_at,
  iif(migration_id IS NULL, migrations.percent, progress.percent) AS percent,
  iif(migration_id IS NULL, migrations.updated_at, progress.updated_at) AS updated_at
FROM migrations LEFT JOIN progress ON migration_id = id ORDER BY id
"""

# What was accepted in each request, the command or the start that it was for, and the results of what was done.
ACTIONS = """
  SELECT actions.request_id, actions.server_uuid, coalesce(commands.migration_id, actions.migration_id) AS migration_id,
    coalesce(kind, 'start') AS kind, outcome,
    (SELECT json_group_array(result) FROM action_events WHERE action_id = actions.id) AS results
  FROM actions LEFT JOIN commands ON commands.id = command_id
  WHERE commands.id IS NOT NULL OR actions.migration_id IS NOT NULL
  """


def shown_time(microseconds):
    """A stored time in the form of the API; None for none."""
    if microseconds is None:
        return None
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{microseconds % 1_000_000:06}"


class Database:
    """A copy of the database as it is at this moment, so that looking at it changes nothing."""

    def __init__(self, folder):
        with tempfile.TemporaryDirectory(prefix="stored-") as copy:
            for name in ("migrations.db", "migrations.db-wal"):
                if (Path(folder) / name).exists():
                    shutil.copy(Path(folder) / name, copy)
            with closing(sqlite3.connect(Path(copy) / "migrations.db")) as connection:
                connection.row_factory = sqlite3.Row
                self.faults = [line for line, in connection.execute("PRAGMA integrity_check") if line != "ok"]
                self.faults += [str(tuple(each)) for each in connection.execute("PRAGMA foreign_key_check")]
                self.commands = {}
                for each in connection.execute("SELECT * FROM commands ORDER BY id"):
                    self.commands.setdefault(each["migration_id"], []).append(self._command(each))
                self.actions = {each["request_id"]: self._action(each) for each in connection.execute(ACTIONS)}
                self.job_of = {}
                self.migrations = {
                    each["id"]: self._reading(each) for each in connection.execute(MIGRATIONS)}

    def pending(self):
        return [each for commands in self.commands.values() for each in commands if each["outcome"] == "pending"]

    def _reading(self, row):
        self.job_of[row["id"]] = row["job_id"]
        return {"uuid": row["uuid"], "server": row["server_uuid"], "status": row["status"], "percent": row["percent"],
                "created_at": shown_time(row["created_at"]), "updated_at": shown_time(row["updated_at"]),
                "outcomes": {each["request_id"]: each["outcome"] for each in self.commands.get(row["id"], [])}}

    @staticmethod
    def _command(row):
        return {field: row[field] for field in ("kind", "request_id", "outcome")}

    @staticmethod
    def _action(row):
        return {**{field: row[field] for field in ("server_uuid", "migration_id", "kind", "outcome")},
                "results": json.loads(row["results"])}


def jobs_of_world(folder):
    """The ids of the jobs that run in the fake hypervisor, but for those that wait broken for their end."""
    world = json.loads((Path(folder) / "migrations.world.json").read_text())["world"]
    jobs = [each["job"] for each in world["servers"] if "job" in each]
    return {job["id"] for job in jobs if job["phase"] != "postCopyBroken"}
