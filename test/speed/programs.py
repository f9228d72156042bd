"""The measured programs: the service in two builds, and bare Kestrel with the same bytes."""

import json
import os
import sys
import time
import urllib.request
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "acceptance"), str(TESTS / "endurance")]

from process import Process  # noqa: E402
from service import Service, eventually  # noqa: E402

__all__ = ["BARE", "JIT", "NATIVE", "TESTS", "VERSION", "Bare", "Measured", "Service", "eventually", "read", "running"]
ARTIFACTS = TESTS.parent / "artifacts"
NATIVE = ARTIFACTS / "aot/Migrations.Api"
JIT = ARTIFACTS / "jit/Migrations.Api"
BARE = ARTIFACTS / "bare/Migrations.Bare"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
VERSION = "OpenStack-API-Version: compute 2.80"

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Measured(Process):
    """What a process has used."""

    def __init__(self, pid):
        super().__init__(pid)
        self._pid = pid

    def cpu_seconds(self):
        """Time of all its threads, in user and kernel."""
        # The name in parentheses may contain blanks.
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def shares(self, effort):
        """Percent of a core that it takes, again and again."""
        values = []
        for _ in range(effort.rounds):
            before, began = self.cpu_seconds(), time.perf_counter()
            time.sleep(effort.idle_seconds)
            values.append((self.cpu_seconds() - before) / (time.perf_counter() - began) * 100)
        return tuple(values)

    def peak_mib(self):
        return self._status("VmHWM") / 1024


class Bare(Service):
    """Bare Kestrel; each file of the folder is the answer to the path of its name."""

    def __init__(self, answers):
        super().__init__(executable=BARE)
        self._answers = answers

    def command(self):
        return [str(BARE), str(self._answers)]


def read(root, path, headers):
    """The body of an answer."""
    request = urllib.request.Request(root + path, headers=dict(header.split(": ", 1) for header in headers))
    with _open(request, timeout=30) as answer:
        return answer.read()


def running(root, headers):
    """The migrations that run."""
    # The only form of this call without pages.
    unpaged = [header for header in headers if header != VERSION] + ["OpenStack-API-Version: compute 2.58"]
    return json.loads(read(root, "/v2.1/os-migrations?status=running", unpaged))["migrations"]
