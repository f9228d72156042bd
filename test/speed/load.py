"""Load by wrk, and by a caller with a steady rate."""

import asyncio
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True)
class Outcome:
    """Of one run."""

    rate: float  # answers a second
    p99: float  # seconds
    answers: int


def wrk(url, connections, seconds, headers=(), script=None):
    """As many calls as these connections can make. Raises when an answer is a refusal or a connection fails."""
    command = ["wrk", f"--threads={min(2, connections)}", f"--connections={connections}", f"--duration={seconds}s", "--latency",
               *(part for header in headers for part in ("--header", header)), *(["--script", str(HERE / script)] if script else []), url]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if trouble := re.search(r"(Non-2xx|Socket errors).*", printed):
        raise RuntimeError(f"{url}: {trouble[0]}")
    p99 = re.search(r"99% +([\d.]+)(us|ms|s)", printed)
    return Outcome(
        rate=float(re.search(r"Requests/sec: +([\d.]+)", printed)[1]),
        p99=float(p99[1]) * UNITS[p99[2]],
        answers=int(re.search(r"(\d+) requests in", printed)[1]))


def steady(root, path, headers, rate, seconds, connections=8):
    """Seconds that each answer took, measured from when its call was due, so that a call that waits for others counts in full."""
    return asyncio.run(_steady(root, path, headers, rate, seconds, connections))


async def _steady(root, path, headers, rate, seconds, connections):
    host, port = root.removeprefix("http://").split(":")
    request = "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}:{port}", *headers, "", ""]).encode()
    due, times = asyncio.Queue(), []

    async def call():
        reader, writer = await asyncio.open_connection(host, int(port))
        while (at := await due.get()) is not None:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))
            times.append(time.perf_counter() - at)
        writer.close()

    async def pace():
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            at = began + number / rate
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            due.put_nowait(at)
        for _ in range(connections):
            due.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(call())
        group.create_task(pace())
    return times
