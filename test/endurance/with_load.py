"""Presses the service from outside: it answers in its own form, its memory is bounded, and it is soon as quick as before.

MIGRATIONS_CONNECTIONS is the number of connections that are open at once, 10,000 by default; MIGRATIONS_RUNNING is the
number of migrations that run at once, 10,000 by default.
"""

import os

from connections import Connections, possible
from crowded import CrowdedTest, RepeatsTest  # noqa: F401  Tests of this suite, too.
from odd_requests import OddRequestsTest  # noqa: F401
from pressure import FACTOR, PressureTest
from shared import eventually, main
from wire import JSON, VERSION, request

WANTED = int(os.environ.get("MIGRATIONS_CONNECTIONS", 10_000))
LIMIT = 2000


class ManyConnectionsTest(PressureTest):
    settings = {"Limits:Connections": WANTED + 100}

    def test_very_many_open_connections_are_served(self):
        count = possible(WANTED)
        with self.pressure(mib=400), Connections(self.port, count) as crowd:
            print(f"{count} connections", end=", ", flush=True)
            self.assertEqual(crowd.ask(request("GET", self.path, VERSION)), {200: count})
            eventually(self.is_quick, f"with all of them open, a list within {FACTOR} times the quiet time")
            self.assertEqual(crowd.ask(request("GET", self.path, VERSION)), {200: count})


class BadClientsTest(PressureTest):
    settings = {"Limits:Connections": LIMIT, "Limits:AnswerBytesPerSecond": 1_000_000}

    def assert_given_up(self, handles):
        eventually(lambda: self.process.handles() <= handles + 10, "the service has closed these connections", 30)

    def test_connections_above_the_limit_are_refused_and_the_others_served(self):
        with self.pressure(mib=200), Connections(self.port, possible(LIMIT * 3 // 2)) as crowd:
            statuses = crowd.ask(request("GET", self.path, VERSION))
            self.assertEqual(statuses.keys(), {200, None})
            self.assertGreater(statuses[200], LIMIT - 10)

    def test_half_a_request_is_not_waited_for(self):
        with self.pressure(mib=100), Connections(self.port, 500) as crowd:
            self.assertEqual(crowd.ask(b"GET / HTTP/1.1\r\nHost: service"), {408: 500})

    def test_a_request_of_a_byte_a_second_is_given_up(self):
        handles = self.process.handles()
        with self.pressure(mib=100), Connections(self.port, 500) as crowd:
            crowd.trickle(request("GET", self.path, VERSION)[:15])
            self.assert_given_up(handles)

    def test_a_body_of_a_byte_a_second_is_given_up(self):
        handles, slow = self.process.handles(), request("POST", f"{self.path}/1/action", VERSION, JSON, body=b"a" * 100)
        with self.pressure(mib=100), Connections(self.port, 500) as crowd:
            crowd.send(slow[:-100])
            crowd.trickle(slow[-100:-85])
            self.assert_given_up(handles)

    def test_answers_that_nobody_reads_are_given_up(self):
        handles = self.process.handles()
        megabyte = request("GET", "/openapi/v2.1.json", f"X-Long: {'a' * 4000}") * 256
        with self.pressure(mib=400), Connections(self.port, 200, receive_bytes=4096) as crowd:
            crowd.send(megabyte)
            self.assert_given_up(handles)


if __name__ == "__main__":
    main()
