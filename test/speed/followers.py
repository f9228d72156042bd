"""Readers of the event stream, who keep nothing."""

import selectors
import socket
from threading import Event, Thread

from programs import VERSION


class Followers:
    """So many connections that follow all migrations while they are entered."""

    def __init__(self, root, count):
        self._address = tuple(root.removeprefix("http://").split(":"))
        self._count = count
        self._over = Event()
        self._lost = 0
        self._reader = Thread(target=self._read)
        self._selector = selectors.DefaultSelector()

    def __enter__(self):
        host, port = self._address
        for _ in range(self._count):
            connection = socket.create_connection((host, int(port)))
            connection.sendall(f"GET /v2.1/migration-events HTTP/1.1\r\nHost: {host}:{port}\r\n{VERSION}\r\n\r\n".encode())
            self._selector.register(connection, selectors.EVENT_READ)
        self._reader.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._reader.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        self._selector.close()
        if self._lost:
            raise RuntimeError(f"the service has closed {self._lost} of {self._count} streams")

    def _read(self):
        while not self._over.is_set():
            for key, _ in self._selector.select(timeout=0.5):
                if not key.fileobj.recv(1 << 16):
                    self._lost += 1
                    self._selector.unregister(key.fileobj)
                    key.fileobj.close()
