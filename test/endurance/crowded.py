"""Very many migrations at once, and very many commands for one of them."""

import json
import os
import tempfile
from pathlib import Path

import worlds
from connections import Connections
from pressure import FACTOR, PressureTest, seconds_of_a_list
from shared import Service, eventually
from wire import JSON, VERSION, request

MANY = int(os.environ.get("MIGRATIONS_RUNNING", 10_000))
COMMANDS = 1000


class WorldTest(PressureTest):
    """Over a scenario of its own, in which every server migrates from the beginning."""

    servers = []

    @classmethod
    def setUpClass(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="migrations-")))
        cls.settings = {"Fake:Scenario": worlds.write(folder / "scenario.json", cls.servers, maxConcurrent=MANY),
                        "Limits:CommandsPerMinute": 0}
        super().setUpClass()

    @classmethod
    def make_ready(cls):
        cls.path = f"/v2.1/servers/{cls.servers[0]['uuid']}/migrations"
        eventually(cls.are_running, "every server migrates", 120)

    @classmethod
    def are_running(cls):
        return len(cls.service.get("/os-migrations?status=running", version="2.58")["migrations"]) == len(cls.servers)


class RepeatsTest(WorldTest):
    """One server, whose force-completes wait for its disks for ever."""

    servers = [worlds.server(0, {**worlds.STUBBORN, "disksMiB": [1 << 24]}, {})]

    def test_a_thousand_force_completes_at_once_are_one_command(self):
        migration, = self.service.get(self.path.removeprefix("/v2.1"))["migrations"]
        path = f"{self.path}/{migration['id']}"
        body = json.dumps({"force_complete": None}).encode()
        with self.pressure(mib=100), Connections(self.port, COMMANDS) as crowd:
            statuses = crowd.ask(request("POST", f"{path}/action", VERSION, JSON, body=body), at_once=COMMANDS)
            self.assertEqual(statuses, {202: COMMANDS})
        commands = self.service.get(f"{path}/progress".removeprefix("/v2.1"))["progress"]["commands"]
        self.assertEqual([(each["kind"], each["outcome"]) for each in commands], [("force_complete", "pending")])


class CrowdedTest(WorldTest):
    servers = [worlds.server(number, worlds.STUBBORN, {}) for number in range(MANY)]

    @classmethod
    def setUpClass(cls):
        with Service() as small:
            path = f"/v2.1/servers/{small.when_ready()['steady']}/migrations"
            cls.in_a_small_world = seconds_of_a_list(small, path)
        super().setUpClass()

    def test_lists_are_quick_while_very_many_migrations_run(self):
        with self.pressure(mib=100):
            seconds = eventually(lambda: self.seconds_within(FACTOR * self.in_a_small_world),
                                 f"a list within {FACTOR} times the time of a small world")
            print(f"{MANY} migrations, a list {self.in_a_small_world * 1000:.2f} ms in a small world, "
                  f"{seconds * 1000:.2f} ms here", end=", ", flush=True)

    def seconds_within(self, bound):
        seconds = self.seconds_of_a_list()
        return seconds <= bound and seconds
