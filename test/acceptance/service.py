"""The service over the fake driver, on a free loopback port, with a folder of its own."""

import json
import os
import re
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parents[1] / "src/Migrations.Api/bin/Release/net10.0/Migrations.Api"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}"
AT_START = {
    "steady": "running", "forced": "running", "forced-post-copy": "running", "aborted": "running",
    "aborted-early": "preparing", "preparing": "preparing", "finished": "completed",
}

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def eventually(probe, what, seconds=30):
    """The first answer of the probe that is true."""
    deadline = time.monotonic() + seconds
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.1)
    return answer


class Service:
    """Runs while it is entered. The executable is MIGRATIONS_SERVICE, or else what was built for Release.

    Within is a command that becomes the service, such as env or prlimit.
    """

    def __init__(self, executable=None, folder=None, seconds_to_start=30, within=(), **settings):
        self._within = within
        self._executable = executable or os.environ.get("MIGRATIONS_SERVICE", BUILT)
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="migrations-")
        self._folder = Path(folder or self._temporary.name)
        self._log = self._folder / "service.log"
        self._seconds_to_start = seconds_to_start
        self._settings = {"Urls": "http://127.0.0.1:0", "Fake:Scenario": HERE / "scenario.json", **settings}

    def __enter__(self):
        self.start()
        try:
            return self.when_up()
        except BaseException:
            self.__exit__()
            raise

    def start(self):
        """Starts the process, and does not wait for it."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._within, *self.command()],
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.pid = self._process.pid

    def command(self):
        return [str(self._executable), *(f"--{key}={value}" for key, value in self._settings.items())]

    def when_up(self):
        """This service, once it listens."""
        self.root = eventually(self._address, "an address of the service", self._seconds_to_start)
        self.url = f"{self.root}/v2.1"
        return self

    def kill(self):
        """Ends the process without warning."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            if self._temporary:
                self._temporary.cleanup()

    def get(self, path, version="2.80"):
        """What the service answers, without any client between."""
        headers = {"OpenStack-API-Version": f"compute {version}"}
        with _open(urllib.request.Request(self.url + path, headers=headers), timeout=10) as answer:
            return json.load(answer)

    def servers(self):
        """Each server's id, by its name."""
        return {each["name"]: each["id"] for each in self.get("/servers")["servers"]}

    def history(self):
        """The newest migration of each server, by the server's id."""
        return {each["instance_uuid"]: each for each in reversed(self.get("/os-migrations")["migrations"])}

    def when_ready(self):
        """The servers, once all are there and their migrations are where the tests begin."""
        return eventually(self._servers_at_start, "the scenario's servers migrate")

    def _servers_at_start(self):
        servers, history = self.servers(), self.history()
        for name, status in AT_START.items():
            if name not in servers or history.get(servers[name], {}).get("status") != status:
                return None
        steady, = self.get(f"/servers/{servers['steady']}/migrations")["migrations"]
        return steady["memory_processed_bytes"] and servers

    def printed(self):
        return self._log.read_text(errors="replace")

    def _address(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"the service has ended:\n{self.printed()}")
        found = re.search(r"^Address +(\S+)$", self.printed(), re.MULTILINE)
        return found and found[1]
