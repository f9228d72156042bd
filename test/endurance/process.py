"""What a process uses, as /proc tells it, and what it may use."""

import os
from pathlib import Path


class Process:
    def __init__(self, pid):
        self._folder = Path(f"/proc/{pid}")

    def memory_mib(self):
        """Memory that is resident now."""
        return self._status("VmRSS") / 1024

    def threads(self):
        return self._status("Threads")

    def handles(self):
        """Open files and sockets."""
        return sum(1 for _ in (self._folder / "fd").iterdir())

    def _status(self, name):
        line, = [line for line in (self._folder / "status").read_text().splitlines() if line.startswith(f"{name}:")]
        return int(line.split()[1])


class MemoryGroup:
    """A control group, as a container or a systemd unit has, whose processes share so much memory. Exists while it is entered."""

    def __init__(self, mebibytes):
        self._bytes, first = mebibytes << 20, Path("/sys/fs/cgroup/memory")
        self._is_first_version = first.is_dir()
        self._folder = (first if self._is_first_version else first.parent) / f"migrations-{os.getpid()}"
        # A command that enters the group and becomes another.
        self.within = ("sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', str(self._folder))

    def __enter__(self):
        self._folder.mkdir()
        (self._folder / ("memory.limit_in_bytes" if self._is_first_version else "memory.max")).write_text(str(self._bytes))
        return self

    def __exit__(self, *_):
        self._folder.rmdir()

    def times_full(self):
        """How often it had no memory left, and something had to be given back or killed."""
        if self._is_first_version:
            return int((self._folder / "memory.failcnt").read_text())
        return int(dict(line.split() for line in (self._folder / "memory.events").read_text().splitlines())["max"])
