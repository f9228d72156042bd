"""A database with many migrations that are over, as a service of some age has one."""

import sqlite3
import time
import uuid
from contextlib import closing

from programs import Service

ROWS = 100_000
SECONDS_BETWEEN = 60


def write(folder, executable, settings, rows=ROWS):
    """Lets the service make its database in the folder, and adds the migrations."""
    with Service(executable, folder, **settings):
        pass
    now = int(time.time() * 1_000_000)
    with closing(sqlite3.connect(folder / "migrations.db")) as database, database:
        database.executemany(
            """
            INSERT INTO migrations (
              uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
              memory_total_bytes, memory_processed_bytes, memory_remaining_bytes, disk_total_bytes, disk_processed_bytes,
              disk_remaining_bytes, percent, user_id, project_id, created_at, updated_at, ended_at, job_id)
            VALUES (?, ?, 'completed', 'compute-1', 'node-1', 'compute-2', 'node-2', '10.0.0.2',
              4294967296, 5294967296, 0, 0, 0, 0, 100, '8f0e1d2c3b4a59687f6e5d4c3b2a1908', '4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e',
              ?, ?, ?, 'job')
            """,
            (row(now - (rows - number) * SECONDS_BETWEEN * 1_000_000) for number in range(rows)))


def row(created):
    ended = created + 30_000_000
    return str(uuid.uuid4()), str(uuid.uuid4()), created, ended, ended
