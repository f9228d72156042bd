"""Requests that no client should send. Every refusal has the envelope, and hides no second request behind it."""

import time

from pressure import PressureTest
from wire import CLOSE, JSON, VERSION, answers, connect, exchange, received, request

HIDDEN = request("GET", "/healthz/live", CLOSE)
MANY = 500
IN_CHUNKS = "Transfer-Encoding: chunked"
# The frame that refuses HTTP/2 after the answer: GOAWAY, with the error HTTP_1_1_REQUIRED.
GO_AWAY = bytes([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13])


def with_bodies(path):
    """Requests whose headers contradict each other, or nothing that is sent, by the status of their refusal."""
    action = f"{path}/1/action"
    return {
        "two lengths": (400, request("POST", action, JSON, "Content-Length: 3", "Content-Length: 5") + b"abc" + HIDDEN),
        "the same length twice": (400, request("POST", action, JSON, "Content-Length: 2", "Content-Length: 2") + b"{}" + HIDDEN),
        "a list of lengths": (400, request("POST", action, JSON, "Content-Length: 2, 2") + b"{}" + HIDDEN),
        "a negative length": (400, request("POST", action, JSON, "Content-Length: -1") + HIDDEN),
        "a length beyond all numbers": (400, request("POST", action, JSON, f"Content-Length: {'9' * 40}") + HIDDEN),
        "a length beyond the limit": (413, request("POST", action, JSON, "Content-Length: 999999999999") + HIDDEN),
        "a length and chunks": (400, request("POST", action, VERSION, JSON, "Content-Length: 4", IN_CHUNKS) + b"0\r\n\r\n" + HIDDEN),
        "a coding that is not known": (400, request("POST", action, JSON, "Transfer-Encoding: gzip") + HIDDEN),
        "a coding after chunks": (400, request("POST", action, JSON, f"{IN_CHUNKS}, gzip") + HIDDEN),
        "a chunk without a size": (400, request("POST", action, VERSION, JSON, IN_CHUNKS) + b"zz\r\n" + HIDDEN),
    }


def with_heads(path):
    return {
        "a huge header": (431, request("GET", path, "X-Long: " + "a" * 1_000_000)),
        "very many headers": (431, request("GET", path, *(f"X-{number}: a" for number in range(5000)))),
        "a huge URL": (414, request("GET", f"{path}?{'a' * 1_000_000}")),
        "no host": (400, f"GET {path} HTTP/1.1\r\n\r\n".encode()),
        "two hosts": (400, request("GET", path, "Host: other")),
        "a folded header": (400, request("GET", path, "X-A: b\r\n c")),
        "a space before the colon": (400, request("GET", path, "X-A : b")),
        "a zero byte": (400, request("GET", f"{path}\0")),
        "another version": (505, request("GET", path, version="3.0")),
        "a greeting of TLS": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 500),
        "nothing but noise": (400, bytes(range(256)) * 40),
    }


class OddRequestsTest(PressureTest):
    settings = {"Limits:CommandsPerMinute": 0}

    def test_odd_requests_are_refused_in_the_envelope_and_end_their_connection(self):
        for name, (status, data) in {**with_heads(self.path), **with_bodies(self.path)}.items():
            with self.subTest(name):
                found = exchange(self.port, data)
                self.assertEqual([each.status for each in found], [status])
                self.assertTrue(found[0].is_enveloped(), found)

    def test_very_many_odd_requests_do_no_harm(self):
        odd = [data for _, data in with_heads(self.path).values()]
        with self.pressure(mib=150):
            began = time.monotonic()
            for number in range(MANY):
                exchange(self.port, odd[number % len(odd)])
            print(f"{MANY} in {time.monotonic() - began:.1f} s", end=", ", flush=True)

    def test_pipelined_requests_are_answered_in_their_order(self):
        paths = [self.path, "/v2.1/nothing", "/healthz/live"]
        statuses = [200, 404, 200]
        with self.pressure(mib=150), connect(self.port) as connection:
            connection.sendall(b"".join(request("GET", path, VERSION) for path in paths * MANY)
                               + request("GET", "/healthz/live", CLOSE))
            self.assertEqual([each.status for each in answers(received(connection))], [*statuses * MANY, 200])

    def test_http_1_0_is_spoken(self):
        answer, = exchange(self.port, request("GET", self.path, VERSION, version="1.0"))
        self.assertEqual((answer.status, answer.headers["connection"]), (200, "close"))
        kept, last = exchange(self.port, request("GET", self.path, VERSION, "Connection: keep-alive", version="1.0")
                              + request("GET", self.path, VERSION, version="1.0"))
        self.assertEqual([kept.headers["connection"], last.headers["connection"]], ["keep-alive", "close"])

    def test_http_2_in_clear_text_is_refused_in_both_languages(self):
        with connect(self.port) as connection:
            connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
            said = received(connection)
        self.assertTrue(said.endswith(GO_AWAY), said)
        refusal, = answers(said.removesuffix(GO_AWAY))
        self.assertEqual((refusal.status, refusal.is_enveloped()), (505, True))
