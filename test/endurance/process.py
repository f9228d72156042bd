"""What a process uses, as /proc tells it."""

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
