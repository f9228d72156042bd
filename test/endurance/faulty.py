"""A service with one migration that never ends, to be asked while something around it fails."""

import json
import sqlite3
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from shared import Service, eventually
from wire import Answer

STEADY = "ac000000-0000-4000-8000-000000000001"
HEADERS = {"OpenStack-API-Version": "compute 2.80", "Content-Type": "application/json"}


def scenario(servers):
    """As many servers, of which each begins a migration at once that only a command ends."""
    return {"maxConcurrent": servers, "servers": [{
        "name": f"server-{number}", "uuid": f"ac000000-0000-4000-8000-{number:012d}",
        "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
        "memoryMiB": 8192, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 300, "prepareSeconds": 0, "migrates": {},
    } for number in range(1, servers + 1)]}


class Faulty(Service):
    """The database is in a folder of its own, beside everything else, unless another is given."""

    def __init__(self, folder, database=None, servers=1, within=(), **settings):
        (folder / "scenario.json").write_text(json.dumps(scenario(servers)))
        self.database = database or folder / "migrations.db"
        super().__init__(folder=folder, within=within, **{
            "Fake:Scenario": folder / "scenario.json", "Fake:StateFile": folder / "world.json", "Database:Path": self.database,
            **settings})

    @staticmethod
    def server(number):
        return f"ac000000-0000-4000-8000-{number:012d}"

    def connect(self):
        return closing(HTTPConnection(urlsplit(self.root).netloc, timeout=15))

    def ask(self, method, path, body=None, connection=None):
        """The answer, on a connection of its own unless one is given."""
        if connection is None:
            with self.connect() as connection:
                return self.ask(method, path, body, connection)
        connection.request(method, path, body and json.dumps(body), HEADERS)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def calls(self, connection=None, server=STEADY):
        """The answers to list, show, /os-migrations, force-complete and abort."""
        path = f"/v2.1/servers/{server}/migrations"
        return {
            "list": self.ask("GET", path, connection=connection),
            "show": self.ask("GET", f"{path}/1", connection=connection),
            "history": self.ask("GET", "/v2.1/os-migrations", connection=connection),
            "force-complete": self.ask("POST", f"{path}/1/action", {"force_complete": None}, connection),
            "abort": self.ask("DELETE", f"{path}/1", connection=connection),
        }

    def ready(self, connection=None):
        """The status of readiness, and its text."""
        answer = self.ask("GET", "/healthz/ready", connection=connection)
        return answer.status, answer.body.decode()

    def when_running(self):
        return eventually(lambda: b'"running"' in self.ask("GET", f"/v2.1/servers/{STEADY}/migrations").body and self, "the migration runs")

    def when_ready_is(self, status, connection=None):
        """The text of readiness, once it has this status."""
        return eventually(lambda: (found := self.ready(connection))[0] == status and found[1], f"ready is {status}")

    def logged(self, event):
        """How often an event is in the log."""
        return self.printed().count(f"[{event}]")

    def ended(self):
        """The exit code, once the process has ended."""
        return self._process.wait(30)

    def ended_by(self):
        """The exit code, or the signal as a negative number; None while the process runs."""
        return self._process.poll()

    def back_up(self, target):
        with closing(sqlite3.connect(self.database)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
