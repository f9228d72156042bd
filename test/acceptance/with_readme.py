"""The examples of the README, pasted as they stand: each prints what the README shows for it."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from documents import REPOSITORY, blocks, session
from service import Service, eventually
from steps import main

ROOT = "http://127.0.0.1:8774"
WORLD = REPOSITORY / "src/Migrations.Drivers/Fake/Scenarios/built-in.json"
END = "--- the command has ended ---"
# Debian's Python has Debian's clients, whatever other Python there is.
PATH = f"/usr/bin:/bin:{Path(shutil.which('dotnet') or '/').parent}"


def without_what_varies(printed):
    """Counters and request ids differ each time, and with them the widths of tables."""
    printed = re.sub(r"\breq-[0-9a-f-]+(\.\.\.)?", "req-", printed)
    printed = re.sub(r"(?<![0-9a-f-])\d{6,}(?![0-9a-f-])", "N", printed)
    return re.sub(r"-{3,}", "---", re.sub(r" +", " ", printed)).strip()


class ReadmeTest(unittest.TestCase):
    """Each example against a service of its own, as after the first of the two commands."""

    maxDiff = None

    def setUp(self):
        self.service = self.enterContext(Service(**{"Fake:Scenario": WORLD}))
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="readme-")))
        eventually(lambda: len(self.service.get("/os-migrations?status=running")["migrations"]) >= 4, "migrations run")

    def here(self, text):
        return text.replace(ROOT, self.service.root)

    def run_commands(self, commands):
        """What each command prints, in one shell."""
        script = "".join(f"{self.here(command)}echo '{END}'\n" for command in commands)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("OS_")}
        environment |= {"PATH": PATH, "no_proxy": "*", "PYTHONWARNINGS": "ignore", "COLUMNS": "200"}
        ended = subprocess.run(["bash"], input=script, cwd=self.folder, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
        return ended.stdout.replace(self.service.root, ROOT).split(f"{END}\n")[:-1]

    def follow(self, heading):
        examples = blocks("README.md", heading)
        self.assertTrue(examples)
        for language, block in examples:
            if language:
                # A program; its first line is a comment that names its file.
                (self.folder / re.match(r"\S+ (\S+)", block)[1]).write_text(self.here(block))
                continue
            commands, shown = zip(*session(block))
            printed = self.run_commands(commands)
            for command, expected, actual in zip(commands, shown, printed, strict=True):
                self.assertEqual(without_what_varies(actual), without_what_varies(expected), command)

    def test_curl(self):
        self.follow("With curl")

    def test_policy(self):
        self.follow("What ends a started migration")

    def test_openstack(self):
        self.follow("With the openstack command")

    def test_nova(self):
        self.follow("With the nova command")

    def test_start(self):
        self.follow("Start a migration")

    def test_python(self):
        self.follow("From Python")

    def test_csharp(self):
        self.follow("From C#")


if __name__ == "__main__":
    main()
