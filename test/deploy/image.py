"""The image as its Dockerfile lays it out, and containers of it without an engine: user, mounts and root as declared."""

import json
import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from machine import REPOSITORY
from service import eventually

# A folder that other accounts may enter, which $TMPDIR need not be.
OPEN = "/var/tmp"
DOCKERFILE = REPOSITORY / "deploy/container/Dockerfile"


def instructions():
    """Each instruction of the Dockerfile: its name and the rest of its line, continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def last_stage():
    """What the image's own instructions say, by name; a name that is repeated keeps its last."""
    lines = instructions()
    return dict(lines[max(index for index, (name, _) in enumerate(lines) if name == "FROM"):])


class Image:
    """Its root file system, in a folder that lives while it is entered."""

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="image-", dir=OPEN)
        folder = Path(self._temporary.name)
        folder.chmod(0o755)
        self.root = folder / "root"
        published = Path(os.environ.get("MIGRATIONS_SERVICE", REPOSITORY / "artifacts/aot/Migrations.Api")).parent
        subprocess.run([REPOSITORY / "deploy/container/root", published, self.root], check=True)
        stage = last_stage()
        self.user = int(stage["USER"].split(":")[0])
        self.entry = json.loads(stage["ENTRYPOINT"])
        self.health = json.loads(stage["HEALTHCHECK"].split(" CMD ")[1])
        self.folder_of_work = stage["WORKDIR"]
        return self

    def __exit__(self, *_):
        self._temporary.cleanup()

    def volume(self, name):
        """An empty folder that belongs to the image's user."""
        folder = self.root.parent / name
        folder.mkdir()
        os.chown(folder, self.user, self.user)
        return folder


class Container:
    """A process in the image: another user, a root that cannot be written to, and only what is mounted."""

    def __init__(self, image, environment, mounts, command=None):
        self._image = image
        self._sandbox = [
            "setpriv", f"--reuid={image.user}", f"--regid={image.user}", "--clear-groups",
            "bwrap", "--unshare-all", "--as-pid-1", "--die-with-parent", "--cap-drop", "ALL", "--clearenv",
            "--ro-bind", image.root, "/", "--proc", "/proc", "--dev", "/dev", "--chdir", image.folder_of_work]
        for name, value in environment.items():
            self._sandbox += ["--setenv", name, value]
        for source, target, mode in mounts:
            self._sandbox += ["--tmpfs", target] if source is None else [f"--{mode}", source, target]
        self._command = command or image.entry

    def run(self):
        """The exit code of the command, and what it printed."""
        ended = subprocess.run([*map(str, self._sandbox), *self._command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)
        return ended.returncode, ended.stdout

    def __enter__(self):
        self._log = tempfile.TemporaryFile()
        reader, writer = os.pipe()
        self._process = subprocess.Popen(
            [*map(str, self._sandbox), "--info-fd", str(writer), *self._command], pass_fds=[writer],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        os.close(writer)
        try:
            with os.fdopen(reader) as info:
                self.pid = json.loads(info.read() or "{}").get("child-pid")
            eventually(self._listens, "the container listens")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self._log.close()

    def stop(self):
        """Asks it to stop, as an engine does; the exit code."""
        if self._process.poll() is None and self.pid:
            os.kill(self.pid, 15)
        try:
            return self._process.wait(10)
        finally:
            self._process.kill()

    def printed(self):
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def execute(self, command):
        """The exit code of a command inside, as its user, and what it printed."""
        ended = subprocess.run(
            ["nsenter", f"--target={self.pid}", "--user", "--mount", "--pid", "--net", f"--setuid={self._image.user}",
             f"--setgid={self._image.user}", "--", *command],
            env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=30, check=False)
        return ended.returncode, ended.stdout

    def get(self, path):
        """What curl, which is outside but in the container's network, is answered."""
        return subprocess.run(
            ["nsenter", f"--target={self.pid}", "--net", "curl", "-s", "--noproxy", "*", "--max-time", "10",
             "-H", "OpenStack-API-Version: compute 2.80", f"http://127.0.0.1:8774{path}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout

    def proc(self, file):
        return Path(f"/proc/{self.pid}/{file}").read_text()

    def _environment(self):
        return dict(each.split("=", 1) for each in self.proc("environ").split("\0") if each)

    def _listens(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"the container has ended: {shlex.join(map(str, self._sandbox))}\n{self.printed()}")
        return "Now listening on" in self.printed()
