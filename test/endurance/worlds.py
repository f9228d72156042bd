"""Scenarios of the fake hypervisor with many servers."""

import json

OWNER = {"projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908"}
STUBBORN = {"memoryMiB": 4096, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 300}
QUICK = {"memoryMiB": 512, "dirtyMiBPerSecond": 20, "bandwidthMiBPerSecond": 400}
# Never converges; converges after a switch; copies disks, for which a force-complete waits; is quick; prepares long; fails.
KINDS = (
    STUBBORN,
    {**STUBBORN, "postCopy": True},
    {**STUBBORN, "disksMiB": [3000]},
    QUICK,
    {**STUBBORN, "prepareSeconds": 8},
    {**STUBBORN, "fails": {"phase": "preCopy", "afterSeconds": 6, "reason": "the scenario says so"}},
)


WAITING = range(900, 906)


def uuid(number):
    return f"ed000000-0000-4000-8000-{number:012}"


def server(number, kind, migrates):
    return {"name": f"server-{number}", "uuid": uuid(number), **OWNER, **kind, "migrates": migrates}


def write(path, servers, **world):
    path.write_text(json.dumps({**world, "servers": servers}))
    return path


def busy(path, servers=40):
    """Servers of every kind that migrate again and again, and sometimes wait in the queue; some that wait until they are started."""
    moving = [
        server(number, KINDS[number % len(KINDS)],
               {"afterSeconds": number / 10, "againAfterSeconds": 15, "returnAfterSeconds": 5})
        for number in range(servers)]
    waiting = [server(number, QUICK, {"byItself": False, "returnAfterSeconds": 5}) for number in WAITING]
    return write(path, moving + waiting, maxConcurrent=servers * 3 // 4)


def crowded(path, servers=10_000):
    """As many migrations that never end by themselves, all at once."""
    return write(path, [server(number, STUBBORN, {}) for number in range(servers)], maxConcurrent=servers)
