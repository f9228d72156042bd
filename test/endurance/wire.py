"""Requests as bytes, and what comes back, without a client that would mend either."""

import json
import socket
from dataclasses import dataclass

VERSION = "OpenStack-API-Version: compute 2.80"
JSON = "Content-Type: application/json"
CLOSE = "Connection: close"


def request(method, path, *headers, version="1.1", body=b""):
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([f"{method} {path} HTTP/{version}", "Host: service", *headers, *length, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes

    def is_enveloped(self):
        """Whether a refusal has the form of Nova's."""
        try:
            fault, = json.loads(self.body).values()
            return fault["code"] == self.status and bool(fault["message"]) and self.headers["content-type"].startswith("application/json")
        except (ValueError, KeyError, TypeError, AttributeError):
            return False


def connect(port, seconds=10):
    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


def received(connection, seconds=20):
    """Everything until the other side closes; what has come when the time is up or the connection is reset."""
    connection.settimeout(seconds)
    chunks = []
    try:
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    except (TimeoutError, ConnectionResetError):
        pass
    return b"".join(chunks)


def answers(data):
    """The answers in what was received, none of them in chunks."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", 0))
        found.append(Answer(int(status.split()[1]), headers, rest[:length]))
        data = rest[length:]
    return found


def exchange(port, data, seconds=20):
    """The answers to some bytes on a connection of their own, which the service should close."""
    with connect(port) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # Refused before all was sent; the answer may be there.
        return answers(received(connection, seconds))
