"""Very many connections at once, quick and slow ones."""

import asyncio
import resource
import socket
import struct

RESERVE = 500
BATCH = 500


def possible(wanted):
    """As many connections as this machine lets one process have, up to those that are wanted."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(wanted, hard - RESERVE)


class Connections:
    """Open while entered; left by resets, as of clients that have crashed."""

    def __init__(self, port, count, receive_bytes=None):
        self._port, self._count, self._receive_bytes = port, count, receive_bytes
        self._loop = asyncio.new_event_loop()
        self._open = []

    def __enter__(self):
        self._loop.run_until_complete(self._in_batches(range(self._count), self._connect, BATCH))
        return self

    def __exit__(self, *_):
        for _, writer in self._open:
            writer.transport.abort()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def ask(self, data, at_once=BATCH):
        """Sends the same on all; how often each status was answered, None for no answer."""
        async def one(connection):
            reader, writer = connection
            try:
                writer.write(data)
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                await asyncio.wait_for(reader.readexactly(length), 30)
                return int(head.split()[1])
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                return None
        statuses = self._loop.run_until_complete(self._in_batches(self._open, one, at_once))
        return {status: statuses.count(status) for status in set(statuses)}

    def send(self, data):
        """Sends the same on all, and reads nothing."""
        for _, writer in self._open:
            writer.write(data)
        self._loop.run_until_complete(asyncio.sleep(0))

    def trickle(self, data):
        """Sends a byte a second on all, as long as they are open, and reads nothing."""
        async def one(connection):
            reader, writer = connection
            for byte in data:
                if reader.at_eof() or writer.is_closing():
                    return
                writer.write(bytes([byte]))
                await asyncio.sleep(1)

        async def together():
            await asyncio.gather(*(one(each) for each in self._open))
        self._loop.run_until_complete(together())

    async def _connect(self, _):
        connection = socket.socket()
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self._receive_bytes:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_bytes)
        await self._loop.sock_connect(connection, ("127.0.0.1", self._port))
        # What is not read must not hide in the client's own buffer.
        self._open.append(await asyncio.open_connection(sock=connection, limit=1024))

    @staticmethod
    async def _in_batches(all_of_them, act, size):
        done, left = [], list(all_of_them)
        while left:
            batch, left = left[:size], left[size:]
            done += await asyncio.gather(*(act(each) for each in batch))
        return done
