"""File systems of a test's own, which need root: small ones, and ones that hang or fail."""

import subprocess
import tempfile
from pathlib import Path


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


class Disk:
    """Mounted at its folder while it is entered."""

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="disk-")
        self.folder = Path(self._temporary.name) / "mounted"
        self.folder.mkdir()
        self.mount()
        return self

    def __exit__(self, *_):
        run("umount", "--lazy", str(self.folder))
        self._temporary.cleanup()


class SmallDisk(Disk):
    """A megabyte of memory."""

    def mount(self):
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(self.folder))

    def fill(self):
        with (self.folder / "filling").open("wb", buffering=0) as filling:
            try:
                while filling.write(bytes(4096)):
                    pass
            except OSError:
                pass  # It is full.

    def empty(self):
        (self.folder / "filling").unlink()


class ImageDisk(Disk):
    """An ext4 of its own in a file."""

    def __init__(self, *options):
        self._options = ",".join(["loop", "errors=remount-ro", *options])

    def mount(self):
        image = self.folder.with_name("image")
        with image.open("wb") as file:
            file.truncate(8 << 20)
        run("mkfs.ext4", "-q", str(image))
        run("mount", "-o", self._options, str(image), str(self.folder))

    def freeze(self):
        """Every write to it waits from now on."""
        run("fsfreeze", "--freeze", str(self.folder))

    def go_on(self):
        run("fsfreeze", "--unfreeze", str(self.folder))

    def fail(self):
        """Linux makes it read-only, as after an error of the disk."""
        found = subprocess.run(["findmnt", "-no", "SOURCE", str(self.folder)], check=True, capture_output=True, text=True)
        device = Path(found.stdout.strip()).name
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("1\n")
