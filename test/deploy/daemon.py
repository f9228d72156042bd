"""A server program of Debian, for tests."""

import socket
import subprocess
import tempfile
from pathlib import Path

import machine  # noqa: F401  It makes service importable.
from service import eventually


class Daemon:
    """Runs while it is entered, in a folder of its own and on a free loopback port."""

    name = ""

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="daemon-")
        self.folder = Path(self._temporary.name)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.prepare()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            eventually(self._is_up, f"{self.name} answers")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._temporary.cleanup()

    @property
    def log(self):
        return self.folder / "log"

    def answers(self):
        """Whether it is ready for requests."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _is_up(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"{self.name} has ended:\n{self.log.read_text(errors='replace')}")
        return self.answers()
