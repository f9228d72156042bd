"""What the service answers, logs and says of its health while its disk, its files, its memory or its clock fails."""

import json
import os
import resource
import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPException

from disks import ImageDisk, SmallDisk
from fault_case import LASTS, LOST, FaultCase
from faulty import STEADY, Faulty
from process import MemoryGroup, Process
from shared import eventually, main

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
DAY = 86400
MINUTE = 60


class FaultsTest(FaultCase):
    def test_a_disk_that_is_full(self):
        disk = self.enter(SmallDisk())
        service = self.start(database=disk.folder / "migrations.db")
        disk.fill()
        self.assert_unwritable(service, "the disk is full")
        disk.empty()
        self.assert_recovers(service)

    def test_a_disk_that_hangs(self):
        disk = self.enter(ImageDisk())
        service = self.start(database=disk.folder / "migrations.db")
        disk.freeze()
        try:
            self.assert_unwritable(service, "has not finished a write in 3 s", history=503)
        finally:
            disk.go_on()
        self.assert_recovers(service)

    def test_a_file_system_that_becomes_read_only(self):
        disk = self.enter(ImageDisk())
        service = self.start(database=disk.folder / "migrations.db")
        disk.fail()
        self.assert_unwritable(service, "reading or writing it failed")

    def test_a_file_system_that_is_read_only_from_the_start(self):
        disk = self.enter(ImageDisk("ro"))
        self.assert_refused_at_start("its folder cannot be written to", database=disk.folder / "migrations.db")

    def test_a_lock_of_another_program_for_a_minute(self):
        service = self.start(servers=2)
        second = service.server(2)
        migration, = json.loads(service.ask("GET", f"/v2.1/servers/{second}/migrations").body)["migrations"]
        path = f"/v2.1/servers/{second}/migrations/{migration['id']}"
        with closing(sqlite3.connect(service.database, isolation_level=None)) as other:
            # The outcome of the one is stored before the lock, or waits for its end.
            accepted = service.ask("DELETE", path)
            other.execute("BEGIN IMMEDIATE")
            self.assertEqual(accepted.status, 202)
            began = time.monotonic()
            self.assert_unwritable(service, "another program has locked it")
            while time.monotonic() - began < MINUTE:
                asked = time.monotonic()
                self.assert_unwritable(service, "another program has locked it")
                self.assertLess(time.monotonic() - asked, LASTS + 3)
            age = int(service.ask("GET", f"/v2.1/servers/{STEADY}/migrations").headers["age"])
            self.assertGreater(age, MINUTE - 5)
        self.assert_recovers(service)
        eventually(lambda: b'"status":"cancelled"' in service.ask("GET", f"{path}/progress").body, "the migration aborted before is cancelled")
        self.assertIn(b'"outcome":"done"', service.ask("GET", f"{path}/progress").body)
        with closing(sqlite3.connect(service.database)) as other:
            self.assertEqual(list(other.execute("PRAGMA integrity_check")), [("ok",)])
            self.assertEqual(list(other.execute("SELECT count(*) FROM migrations")), [(2,)])

    def test_a_file_that_is_moved_away_and_put_back(self):
        service = self.start()
        away = service.database.rename(self.folder / "away")
        self.assert_unwritable(service, "deleted, moved or replaced", history=503)
        away.rename(service.database)
        self.assert_recovers(service)

    def test_a_file_that_is_replaced_and_a_restart(self):
        service = self.start()
        service.back_up(self.folder / "other")
        (self.folder / "other").rename(service.database)
        self.assert_unwritable(service, "deleted, moved or replaced", history=503)
        service.kill()
        self.forget_log(service)
        self.assert_knows_the_migration(Faulty(self.folder))

    def test_damaged_pages_and_a_restore(self):
        service = self.start()
        service.back_up(self.folder / "backup")
        with closing(sqlite3.connect(service.database)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with service.database.open("r+b") as file:
            file.write(os.urandom(service.database.stat().st_size))
        self.assert_unwritable(service, "it is damaged", history=503)
        service.kill()
        self.assert_refused_at_start("it is not an SQLite database")
        self.forget_log(service)
        (self.folder / "backup").rename(service.database)
        self.assert_knows_the_migration(Faulty(self.folder))

    def test_a_clock_that_jumps(self):
        clock = self.folder / "clock"
        clock.write_text("+0")
        # The service goes by the monotonic clock too, which never jumps.
        service = self.start(within=(
            "env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_NO_CACHE=1", "DONT_FAKE_MONOTONIC=1"))
        for jump in (DAY, -DAY, 20 * 365 * DAY, 0):
            clock.write_text(f"{jump:+}")
            before = self.processed(service)
            eventually(lambda: self.processed(service) != before, f"readings after a jump to {jump:+} s")
            self.assertEqual(service.ready()[0], 200)
        self.assertEqual(service.ask("DELETE", f"/v2.1/servers/{STEADY}/migrations/1").status, 202)
        eventually(lambda: b'"cancelled"' in service.ask("GET", f"/v2.1/servers/{STEADY}/migrations/1/progress").body, "the abort")
        self.assertNotIn("fail:", service.printed())

    @staticmethod
    def processed(service):
        migration, = json.loads(service.ask("GET", f"/v2.1/servers/{STEADY}/migrations").body)["migrations"]
        return migration["memory_processed_bytes"]

    def test_more_connections_than_files(self):
        service = self.start(within=("prlimit", "--nofile=300:300"))
        self.assertEqual(service.logged(5009), 1)
        with service.connect() as kept:
            self.assertEqual(service.ready(kept)[0], 200)
            address = ("127.0.0.1", int(service.root.rpartition(":")[2]))
            with ExitStack() as silent:
                for _ in range(400):
                    silent.enter_context(socket.create_connection(address))
                time.sleep(LASTS)
                self.assertLess(Process(service.pid).handles(), 250)
                self.assertEqual(service.ready(kept)[0], 200)
                self.assertEqual(service.ask("GET", f"/v2.1/servers/{STEADY}/migrations", connection=kept).status, 200)
        eventually(lambda: self.is_answered(service), "new connections are taken again")
        self.assertEqual((service.logged(5006), service.logged(LOST)), (1, 0))

    @staticmethod
    def is_answered(service):
        try:
            return service.ready()[0] == 200
        except OSError:
            return False

    def test_no_file_that_can_be_opened(self):
        service = self.start()
        with service.connect() as kept:
            service.ready(kept)
            _, hard = resource.prlimit(service.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(service.pid, resource.RLIMIT_NOFILE, (Process(service.pid).handles() - 2, hard))
            self.assert_unwritable(service, "no more files can be opened", connection=kept)
            resource.prlimit(service.pid, resource.RLIMIT_NOFILE, (hard, hard))
        self.assert_recovers(service)

    def test_thousands_of_jobs_at_once(self):
        service = self.start(servers=2000)
        path = f"/v2.1/servers/{STEADY}/migrations"
        began = time.monotonic()
        self.assertEqual({name: answer.status for name, answer in service.calls().items()},
                         {"list": 200, "show": 200, "history": 200, "force-complete": 202, "abort": 202})
        eventually(lambda: b'"pending"' not in service.ask("GET", f"{path}/1/progress").body, "both commands have an outcome")
        self.assertLess(time.monotonic() - began, 15)
        self.assertEqual(service.ready()[0], 200)
        self.assertEqual((service.logged(1013), service.logged(5000)), (0, 0))

    def test_no_memory(self):
        self.assert_bears_with_little_memory(("env", f"DOTNET_GCHeapHardLimit={20 << 20:x}"), (None, 1, -signal.SIGABRT))

    def test_a_memory_limit_of_its_control_group(self):
        group = self.enter(MemoryGroup(mebibytes=56))
        self.assert_bears_with_little_memory(group.within, (None, 1, -signal.SIGABRT, -signal.SIGKILL))
        self.assertGreater(group.times_full(), 0)

    def assert_bears_with_little_memory(self, within, ends):
        """Calls are answered or refused; whatever ends the process, what was accepted is done after its next start."""
        service = self.start(servers=500, within=within)
        self.assertEqual(service.ask("DELETE", f"/v2.1/servers/{STEADY}/migrations/1").status, 202)
        with ThreadPoolExecutor(16) as callers:
            answers = {answer for caller in [callers.submit(self.ask_until_gone, service) for _ in range(16)] for answer in caller.result()}
        self.assertLessEqual(answers, {200, 503, 500})  # The last where there is no memory for the envelope either.
        self.assertIn(service.ended_by(), ends)
        service.kill()
        with Faulty(self.folder, servers=500, within=within) as restarted:
            path = f"/v2.1/servers/{STEADY}/migrations/1/progress"
            eventually(lambda: b'"outcome":"done"' in restarted.ask("GET", path).body, "the accepted abort is done")

    @staticmethod
    def ask_until_gone(service, seconds=5):
        """The statuses of the largest answers."""
        statuses, deadline = set(), time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                answer = service.ask("GET", "/v2.1/servers/detail")
            except (OSError, HTTPException):
                continue  # The process has ended, or this connection has.
            statuses.add(answer.status)
        return statuses


if __name__ == "__main__":
    main()
