"""A machine with systemd: this one's files, with changes that are forgotten, and processes and a network of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "test/acceptance"))

from service import eventually  # noqa: E402

BOOT = """
set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/changes" "$1/work" "$1/root"
mount -t overlay -o lowerdir=/,upperdir="$1/changes",workdir="$1/work" overlay "$1/root"
# Images of containers have the first, so that packages start nothing; the second costs seconds at each installation.
rm -f "$1/root/usr/sbin/policy-rc.d" "$1/root/var/lib/man-db/auto-update"
exec systemd-nspawn --quiet --boot --directory="$1/root" --bind-ro="$2:/repository" \\
  --private-network --register=no --keep-unit --console=pipe --machine=migrations-test --settings=no
"""
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8", "SYSTEMD_PAGER": "",
               "DEBIAN_FRONTEND": "noninteractive", "PYTHONWARNINGS": "ignore"}


class Machine:
    """Runs while it is entered; what is written in it goes into memory."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="machine-")
        self._console = Path(self._folder.name + ".console")
        with self._console.open("wb") as console:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "private", "bash", "-c", BOOT, "boot",
                 self._folder.name, str(REPOSITORY)],
                stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT)
        try:
            self._first = eventually(self._systemd, "systemd is the first process of a machine")
            eventually(self._has_booted, "the machine has booted")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        first = getattr(self, "_first", None)
        if first and self._process.poll() is None:
            os.kill(first, signal.SIGRTMIN + 14)  # poweroff without ceremony
        else:
            self._process.terminate()
        try:
            self._process.wait(20)
        finally:
            self._process.kill()
            self._console.unlink(missing_ok=True)
            self._folder.cleanup()

    def run(self, script, check=True, seconds=120):
        """What a shell script, as root in the machine, prints; it ends at its first failure."""
        ended = subprocess.run(
            ["nsenter", f"--target={self._first}", "--mount", "--uts", "--ipc", "--net", "--pid",
             "env", "-i", *(f"{name}={value}" for name, value in ENVIRONMENT.items()),
             "bash", "-e", "-o", "pipefail", "-c", f"cd; {script}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds,
            check=False)
        if check and ended.returncode != 0:
            raise AssertionError(f"exit code {ended.returncode} of\n{script}\n{ended.stdout}")
        return ended.stdout if check else (ended.returncode, ended.stdout)

    def eventually(self, script, seconds=30):
        """What the script prints when it first succeeds."""
        deadline = time.monotonic() + seconds
        while True:
            status, printed = self.run(script, check=False)
            if status == 0:
                return printed
            if time.monotonic() > deadline:
                journal = self.run("journalctl --lines=40", check=False)[1]
                raise AssertionError(f"not within {seconds} s:\n{script}\n{printed}\nThe journal:\n{journal}")
            time.sleep(0.3)

    def path(self, inside):
        """Where a file of the machine is found from outside."""
        return Path(f"/proc/{self._first}/root{inside}")

    def _systemd(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"the machine has ended:\n{self._console.read_text(errors='replace')}")
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "comm").read_text() == "systemd\n" and self._is_descendant(int(process.name)):
                    return int(process.name)
            except (OSError, ValueError):
                continue
        return None

    def _is_descendant(self, pid):
        while pid > 1:
            if pid == self._process.pid:
                return True
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        return False

    def _has_booted(self):
        status, state = self.run("systemctl is-system-running", check=False)
        return state.strip() in ("running", "degraded")
