"""A test of a fault: what the service answers, logs and says of its health meanwhile and afterwards."""

import tempfile
import time
import unittest
from contextlib import ExitStack
from pathlib import Path

from faulty import STEADY, Faulty
from shared import eventually

LOST, BACK = 3001, 3002
LASTS = 2  # Seconds: four samples, and two looks at the database.


class FaultCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self._entered = ExitStack()
        self.addCleanup(self._entered.close)
        self.folder = Path(self.enter(tempfile.TemporaryDirectory(prefix="migrations-")))

    def enter(self, manager):
        return self._entered.enter_context(manager)

    def start(self, **settings):
        return self.enter(Faulty(self.folder, **settings)).when_running()

    def assert_unwritable(self, service, reason, history=200, connection=None):
        """Reads are stale, commands are refused, health has the reason, and the log has the loss once."""
        self.assertIn(reason, service.when_ready_is(503, connection))
        time.sleep(LASTS)
        calls = service.calls(connection)
        self.assertEqual({name: answer.status for name, answer in calls.items()},
                         {"list": 200, "show": 200, "history": history, "force-complete": 503, "abort": 503})
        for name, answer in calls.items():
            if answer.status == 200:
                self.assertTrue(answer.headers["warning"].startswith("110 "), name)
                self.assertGreaterEqual(int(answer.headers["age"]), 1, name)
            else:
                self.assertTrue(answer.is_enveloped(), answer)
                self.assertEqual(answer.headers["retry-after"], "5", name)
        self.assertEqual(service.ask("GET", "/healthz/live", connection=connection).status, 200)
        self.assertEqual((service.logged(LOST), service.logged(BACK)), (1, 0), service.printed())

    def assert_recovers(self, service):
        """Readings are fresh again, an abort is carried out and stored, and the log has the return once."""
        service.when_ready_is(200)
        path = f"/v2.1/servers/{STEADY}/migrations"
        eventually(lambda: "warning" not in service.ask("GET", path).headers, "fresh numbers")
        self.assertEqual(service.ask("DELETE", f"{path}/1").status, 202)
        eventually(lambda: b'"status":"cancelled"' in service.ask("GET", f"{path}/1/progress").body, "the migration is cancelled")
        self.assertEqual((service.logged(LOST), service.logged(BACK)), (1, 1), service.printed())

    def assert_refused_at_start(self, reason, **settings):
        service = Faulty(self.folder, **settings)
        service.start()
        self.assertEqual(service.ended(), 1, service.printed())
        line, = [line for line in service.printed().splitlines() if "Cannot use the database" in line]
        self.assertIn(reason, line)
        self.assertNotIn("   at ", service.printed())

    def assert_knows_the_migration(self, service):
        with service:
            shown = service.when_running().ask("GET", f"/v2.1/servers/{STEADY}/migrations/1")
            self.assertEqual(shown.status, 200, shown.body)

    @staticmethod
    def forget_log(service):
        """What the guide says of a restored database: the log beside it is of another."""
        for log in ("-wal", "-shm"):
            Path(f"{service.database}{log}").unlink(missing_ok=True)
