"""Measures the named parts or all, and stores their tables or compares with them; test/bench runs this."""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import guard
import hypervisor
import rates
import sampling
import starts
import table
from programs import TESTS

RESULTS = TESTS / "Migrations.Benchmarks/RESULTS.md"
TABLES = "\n<!-- What follows is written by test/bench. -->\n"


@dataclass(frozen=True)
class Effort:
    rounds: int = 5
    seconds: int = 3
    connections: tuple[int, ...] = (1, 8, 64)
    starts: int = 30
    migrations: tuple[int, ...] = (10, 100, 1000, 10_000)
    warm_up: int = 5
    idle_seconds: float = 10
    domains: int = 500
    jobs: tuple[int, ...] = (0, 8, 80)


SHORT = Effort(rounds=2, seconds=1, connections=(64,), starts=5, migrations=(100, 1000), warm_up=4, idle_seconds=4, domains=0)


def all_rates(effort):
    with tempfile.TemporaryDirectory(prefix="migrations-") as name:
        folder = Path(name)
        (folder / "rates").mkdir()
        (folder / "guarded").mkdir()
        yield from rates.measure(folder / "rates", effort)
        yield from guarded(folder, effort)


def all_starts(effort):
    with tempfile.TemporaryDirectory(prefix="migrations-") as name:
        yield from starts.measure(Path(name), effort)


def guarded(folder, effort):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with guard.keystone(folder / "keystone", port) as url:
        yield from rates.guarded(folder / "guarded", effort, guard.settings(folder, url), guard.token(url))


PARTS = {
    "rates": all_rates,
    "starts": all_starts,
    "sampling": sampling.measure,
    "delays": sampling.delays,
    "streams": sampling.streams,
    "libvirt": hypervisor.measure,
}


def machine():
    """The commit and the machine."""
    def output(*command):
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=TESTS).stdout.strip()
    changed = " with changes" if output("git", "status", "--porcelain", "--", ":/", f":!{RESULTS}") else ""
    return (f"Commit {output('git', 'rev-parse', '--short', 'HEAD')}{changed}; {output('nproc')} cores, Linux {output('uname', '-r')}, "
            f".NET {output('dotnet', '--version')}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--short", action="store_true")
    arguments.add_argument("parts", nargs="*")
    asked = arguments.parse_intermixed_args()
    effort, where = SHORT if asked.short else Effort(), machine()
    said, _, before = RESULTS.read_text().partition(TABLES)
    for part in asked.parts or PARTS:
        measured = []
        for figure in PARTS[part](effort):
            measured.append(figure)
            print(f"{figure.section}: {figure.row()}", end="", flush=True)
        if asked.short:
            print("\n".join(["", *table.comparison(measured, table.stored(before)), ""]))
            continue
        about = f"{where}; {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}."
        before = table.replaced(before, measured, about)
        RESULTS.write_text(said + TABLES + before)
        print(f"{RESULTS} has been written.")


if __name__ == "__main__":
    sys.exit(main())
