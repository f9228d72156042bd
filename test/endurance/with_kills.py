"""Kills the service at random moments under load: nothing that was accepted or shown may be lost or taken back.

MIGRATIONS_KILLS is the number of kills, 30 by default; MIGRATIONS_SEED repeats the choices of a run.
"""

import os
import random
import shutil
import tempfile
import unittest
from pathlib import Path

from callers import START
from kills import AGREED, CARRIED_OUT, SOUND, STARTED, Kills
from shared import main
from witness import ANSWERED, FORWARD, IDENTITY, KEPT

SHOWN = 20


class KillsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        seed = int(os.environ.get("MIGRATIONS_SEED", random.randrange(1_000_000)))
        folder = Path(tempfile.mkdtemp(prefix="migrations-kills-"))
        cls.kills = Kills(int(os.environ.get("MIGRATIONS_KILLS", 30)), seed, folder)
        print(f"MIGRATIONS_SEED={seed}", flush=True)
        try:
            cls.kills.run()
        except BaseException:
            print(f"The database and the log are left in {folder}.")
            raise
        print(cls.kills.figures(), flush=True)
        if cls.kills.broken:
            print(f"The database and the log are left in {folder}.")
        else:
            shutil.rmtree(folder)

    def assert_kept(self, promise):
        self.assertEqual([why for broken, why in self.kills.broken if broken == promise][:SHOWN], [])

    def test_the_load_was_real(self):
        self.assertGreater(len(self.kills.accepted), len(self.kills.starts))
        self.assertGreater(len([each for each in self.kills.accepted if each.kind == START]), len(self.kills.starts) / 10)
        self.assertGreater(len(self.kills.known), len(self.kills.starts))

    def test_every_start_is_quick(self):
        self.assert_kept(STARTED)

    def test_every_call_is_answered_until_the_kill(self):
        self.assert_kept(ANSWERED)

    def test_nothing_that_was_accepted_or_read_is_gone(self):
        self.assert_kept(KEPT)

    def test_every_accepted_command_has_a_true_outcome(self):
        self.assert_kept(CARRIED_OUT)

    def test_ids_are_neither_changed_nor_used_again(self):
        self.assert_kept(IDENTITY)

    def test_progress_and_outcomes_never_go_back(self):
        self.assert_kept(FORWARD)

    def test_the_service_and_the_hypervisor_agree_on_what_is_in_progress(self):
        self.assert_kept(AGREED)

    def test_the_database_is_sound_after_every_kill(self):
        self.assert_kept(SOUND)


if __name__ == "__main__":
    main()
