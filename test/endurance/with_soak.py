"""A steady load for a long time: memory, handles and threads stay as they were once everything had warmed up.

MIGRATIONS_SOAK_MINUTES is the length of the run, 3 by default. A third of it, but at most ten minutes, is the warm-up.
"""

import os
import random
import tempfile
import time
import unittest
from pathlib import Path
from statistics import median

import worlds
from callers import Crowd
from process import Process
from shared import Service, main

MINUTES = float(os.environ.get("MIGRATIONS_SOAK_MINUTES", 3))
WARM_UP_SECONDS = min(MINUTES * 20, 600)
WINDOWS = 4
SECONDS_BETWEEN_SAMPLES = 1


class SoakTest(unittest.TestCase):
    """One run; the time after the warm-up is cut into windows, and the last is compared with the first by their medians."""

    @classmethod
    def setUpClass(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="migrations-")))
        seed = int(os.environ.get("MIGRATIONS_SEED", random.randrange(1_000_000)))
        print(f"MIGRATIONS_SEED={seed}, {MINUTES:g} minutes, of which {WARM_UP_SECONDS:g} s are the warm-up", flush=True)
        service = cls.enterClassContext(Service(folder=folder, **{
            "Fake:Scenario": worlds.busy(folder / "scenario.json"), "Fake:Speed": 5, "Limits:CommandsPerMinute": 0}))
        crowd = Crowd(service.root, {}, seed, pause=0.1)
        try:
            time.sleep(WARM_UP_SECONDS)
            cls.samples = cls._sample(Process(service.pid), MINUTES * 60 - WARM_UP_SECONDS)
        finally:
            crowd.stop()
        cls.broken = [each for client in crowd.clients for each in client.witness.broken]
        cls.calls, cls.commands = crowd.calls(), crowd.accepted()
        print(f"{cls.calls} calls, {cls.commands} accepted commands and migrations, "
              f"{max(number for client in crowd.clients for number, _ in client.witness.readings())} migrations", flush=True)

    @staticmethod
    def _sample(process, seconds):
        """Memory, handles and threads, again and again."""
        samples, deadline = [], time.monotonic() + seconds
        while time.monotonic() < deadline:
            samples.append((process.memory_mib(), process.handles(), process.threads()))
            time.sleep(SECONDS_BETWEEN_SAMPLES)
        return samples

    def assert_flat(self, which, unit, allowed):
        size = len(self.samples) // WINDOWS
        medians = [median(sample[which] for sample in self.samples[start:start + size]) for start in range(0, size * WINDOWS, size)]
        print(" -> ".join(f"{each:.0f}" for each in medians), unit, end=" ... ", flush=True)
        self.assertLessEqual(medians[-1], medians[0] + allowed(medians[0]))

    def test_memory_is_flat(self):
        self.assert_flat(0, "MiB", lambda first: 5 + first / 10)

    def test_handles_are_flat(self):
        self.assert_flat(1, "handles", lambda _: 5)

    def test_threads_are_flat(self):
        self.assert_flat(2, "threads", lambda _: 10)

    def test_every_call_was_answered_and_nothing_taken_back(self):
        self.assertEqual(self.broken[:20], [])

    def test_the_load_was_real(self):
        self.assertGreater(self.calls, MINUTES * 60 * 5)
        self.assertGreater(self.commands, MINUTES * 10)


if __name__ == "__main__":
    main()
