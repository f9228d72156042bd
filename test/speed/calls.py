"""The calls that are measured, and the service that answers them."""

import json
import re
import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import history
import worlds
from programs import TESTS, Bare, Service, eventually

KEYSTONE = TESTS / "keystone"
VERSION = "OpenStack-API-Version: compute 2.80"
JSON = "Content-Type: application/json"
# Never lets a force-complete through, so that the migration goes on.
TOO_EARLY = {"call": "forceComplete", "error": "notYet"}
POLICY = '"os_compute_api:servers:migrations:index": "rule:project_manager_or_admin"\n"os_compute_api:servers:migrations:show": "rule:project_manager_or_admin"\n'


@dataclass(frozen=True)
class Call:
    name: str
    path: str
    # What share of bare Kestrel's answers a second it should reach at 64 connections: without and with a token.
    plain: float | None = None
    guarded: float | None = None
    script: Path | None = None


def of(service):
    """The calls, with the ids of a running service."""
    server = next(iter(service.servers().values()))
    migration, = service.get(f"/servers/{server}/migrations")["migrations"]
    migrations = f"/v2.1/servers/{server}/migrations"
    return [
        Call("list of 1", migrations, 0.75, 0.70),
        Call("show", f"{migrations}/{migration['id']}", 0.75, 0.70),
        Call("history of 10", "/v2.1/os-migrations?limit=10&status=completed", 0.5),
        Call("history of 100", "/v2.1/os-migrations?limit=100&status=completed", 0.35),
        Call("health", "/healthz/ready", 0.85),
    ]


@contextmanager
def answering(folder, executable, **settings):
    """The service with a migration that never ends, and a long history."""
    folder.mkdir()
    scenario = worlds.write(folder / "scenario.json", [worlds.server(0, worlds.STUBBORN, {})], calls=[TOO_EARLY])
    settings = {"Fake:Scenario": scenario, "Limits:CommandsPerMinute": 0, "Monitoring:KeepFinished": "36500d", **settings}
    history.write(folder, executable, settings)
    with Service(executable, folder, **settings) as service:
        eventually(lambda: all(service.get(f"/servers/{each}/migrations")["migrations"] for each in service.servers().values()),
                   "the migration runs")
        yield service
