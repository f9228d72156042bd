"""A service under pressure: watched meanwhile, and soon as quick as before."""

import time
import unittest
from contextlib import contextmanager
from http.client import HTTPException
from statistics import median
from threading import Event, Thread

from callers import Connection
from process import Process
from shared import Service, eventually

# How many times as long as in quiet a list may take soon after.
FACTOR = 5
SECONDS_TO_RECOVER = 20
# Some services begin with very many migrations.
SECONDS_TO_START = 120
CALLS_IN_A_MEDIAN = 50
SECONDS_BETWEEN_LOOKS = 0.2


def seconds_of_a_list(service, path):
    """The median, on one connection."""
    connection, times = Connection(service.root), []
    for _ in range(CALLS_IN_A_MEDIAN):
        began = time.perf_counter()
        status, *_ = connection.ask("GET", path)
        times.append(time.perf_counter() - began)
        assert status == 200, status
    connection.close()
    return median(times)


class Watch:
    """Asks all the while whether the service is ready, and how much memory it uses."""

    def __init__(self, service):
        self.failures = []
        self.peak_mib = 0
        self._root, self._process = service.root, Process(service.pid)
        self._over = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _run(self):
        connection = Connection(self._root)
        while True:
            self.peak_mib = max(self.peak_mib, self._process.memory_mib())
            try:
                status, _, body = connection.ask("GET", "/healthz/ready")
                if status != 200:
                    self.failures.append(body)
            except (HTTPException, OSError) as failure:
                self.failures.append(repr(failure))
                connection.close()  # The next question opens it again.
            if self._over.wait(SECONDS_BETWEEN_LOOKS):
                break
        connection.close()


class PressureTest(unittest.TestCase):
    """One service for the tests of a class."""

    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service(seconds_to_start=SECONDS_TO_START, **cls.settings))
        cls.process = Process(cls.service.pid)
        cls.port = int(cls.service.root.rsplit(":", 1)[1])
        cls.make_ready()
        cls.quiet = cls.seconds_of_a_list()

    @classmethod
    def make_ready(cls):
        """Finds the server whose migrations are listed."""
        cls.path = f"/v2.1/servers/{cls.service.when_ready()['steady']}/migrations"

    @classmethod
    def seconds_of_a_list(cls):
        return seconds_of_a_list(cls.service, cls.path)

    @contextmanager
    def pressure(self, mib):
        """What is done meanwhile may cost so much memory, and nothing else that lasts."""
        memory, handles = self.process.memory_mib(), self.process.handles()
        with Watch(self.service) as watch:
            yield
        self.assertEqual(watch.failures, [], "ready all the while")
        seconds = eventually(self.is_quick, f"a list within {FACTOR} times {self.quiet * 1000:.2f} ms", SECONDS_TO_RECOVER)
        eventually(lambda: self.process.handles() <= handles + 10, f"about {handles} handles as before", SECONDS_TO_RECOVER)
        print(f"a list {self.quiet * 1000:.2f} ms before, {seconds * 1000:.2f} ms after; "
              f"memory {memory:.0f} MiB before, at most {watch.peak_mib:.0f} MiB", end=" ... ", flush=True)
        self.assertLess(watch.peak_mib, memory + mib, "MiB of memory")

    def is_quick(self):
        seconds = self.seconds_of_a_list()
        return seconds <= FACTOR * self.quiet and seconds
