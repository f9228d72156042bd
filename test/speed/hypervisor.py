"""What the service takes beside libvirt with many domains, and how soon it sees a migration that somebody else starts."""

import os
import re
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from uuid import uuid4

from programs import NATIVE, TESTS, VERSION, Measured, Service, eventually, running
from table import Figure

NODES = TESTS / "Migrations.LibvirtTests/Nodes"
DESTINATION = "127.0.0.3"
SAMPLES_PER_SECOND = 2
SECONDS_TO_START = 120
# Threads of the source's libvirtd; each migration keeps one busy.
WORKERS = 200
# The smallest message to libvirtd; what is shorter wakes a thread of this process.
SMALLEST_CALL = 28
DOMAIN = """<domain type='qemu'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  <memory unit='MiB'>{mebibytes}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>{kernel}</kernel>
  </os>
  <devices>
    <controller type='usb' model='none'/>
    <memballoon model='none'/>
  </devices>
</domain>
"""


def measure(effort):
    if effort.domains == 0:
        return
    section = f"libvirt with {effort.domains} domains, twice a second"
    with Nodes() as nodes:
        most = max(effort.jobs)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda number: nodes.create(f"guest-{number}", runs=number < most), range(effort.domains)))
        with nodes.service() as service:
            eventually(lambda: len(service.servers()) == effort.domains, "all servers are known", SECONDS_TO_START)
            process, migrating = Measured(service.pid), 0
            for jobs in effort.jobs:
                # One after the other: otherwise the QEMUs that start at the destination would delay what is measured.
                while migrating < jobs:
                    nodes.migrate(f"guest-{migrating}")
                    migrating += 1
                    eventually(lambda count=migrating: len(running(service.root, [VERSION])) == count, "the migration runs", SECONDS_TO_START)
                time.sleep(effort.warm_up)
                yield Figure(section, f"{jobs} migrations", process.shares(effort), "% of a core")
                yield Figure(section, f"calls of libvirt a sample, {jobs} migrations", (calls_a_sample(service.pid, effort.idle_seconds),))
            delays = [nodes.delay(service, migration) for migration in running(service.root, [VERSION])]
            yield Figure(section, "until a migration is seen", tuple(delays), "s", at_most=0.6)


def calls_a_sample(pid, seconds):
    """Messages that the process sends to libvirtd."""
    with tempfile.NamedTemporaryFile(mode="r") as trace:
        with subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=write", "-e", "signal=none", "-o", trace.name, "-p", str(pid)]) as strace:
            time.sleep(seconds)
            strace.terminate()
        # Where threads interleave, strace writes the beginning of a call and its result on different lines.
        sent = [int(length) for length in re.findall(r"\bwrite(?:\(| resumed>).* = (\d+)$", trace.read(), re.MULTILINE)]
    return len([length for length in sent if length >= SMALLEST_CALL]) / seconds / SAMPLES_PER_SECOND


class Nodes:
    """Two libvirt nodes; they end with this."""

    def __enter__(self):
        self._ends = ExitStack()
        self._folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="migrations-")))
        script = self._ends.enter_context(subprocess.Popen(
            ["bash", NODES / "two-nodes.sh", self._folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        self._ends.callback(script.stdin.close)
        if script.stdout.readline() != "ready\n":
            raise RuntimeError("the nodes did not start")
        self._uri = f"qemu+unix:///system?socket={self._folder}/source/run/libvirt-sock"
        subprocess.run(["virt-admin", "-q", "-c", f"libvirtd:///system?socket={self._folder}/source/run/libvirt-admin-sock",
                        "srv-threadpool-set", "libvirtd", "--min-workers", str(WORKERS), "--max-workers", str(WORKERS)], check=True)
        return self

    def __exit__(self, *_):
        self._ends.close()

    def service(self):
        return Service(NATIVE, self._folder, SECONDS_TO_START, **{"Driver": "libvirt", "Libvirt:Uri": self._uri})

    def create(self, name, runs):
        """A domain without work, or one that changes its memory."""
        xml = self._folder / f"{name}.xml"
        xml.write_text(DOMAIN.format(name=name, uuid=uuid4(), kernel=NODES / "guest.bin", mebibytes=32 if runs else 8))
        self._virsh("create", xml, *([] if runs else ["--paused"]))
        if runs:
            # Guests that never rest would leave libvirtd too little of the machine.
            self._shell(f"echo 19 >/proc/$(cat /run/libvirt/qemu/{name}.pid)/autogroup")

    def migrate(self, name):
        """Slower than it changes."""
        self._ends.callback(subprocess.Popen(
            ["virsh", "-q", "-c", self._uri, "migrate", "--live", "--p2p", "--bandwidth", "1", name, f"qemu+tcp://{DESTINATION}/system"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).kill)

    def delay(self, service, migration):
        """Seconds from when libvirt's job began to when the service saw it."""
        job = self._virsh("domjobinfo", migration["instance_uuid"])
        began = time.time() - int(re.search(r"Time elapsed:\s+(\d+)\s+ms", job)[1]) / 1000
        seen = datetime.fromisoformat(migration["created_at"]).replace(tzinfo=timezone.utc).timestamp()
        return max(0, seen - began)

    def _shell(self, line):
        """Runs a line of shell inside the source."""
        init = (self._folder / "source/init").read_text().strip()
        subprocess.run(["nsenter", "-t", init, "-m", "-p", "--", "sh", "-c", line], check=True)

    def _virsh(self, *arguments):
        return subprocess.run(["virsh", "-q", "-c", self._uri, *arguments], check=True, capture_output=True, text=True).stdout
