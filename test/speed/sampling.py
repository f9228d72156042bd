"""What sampling costs, by the number of migrations, and how lists fare meanwhile."""

import tempfile
import time
from pathlib import Path
from statistics import quantiles

import worlds
from followers import Followers
from load import steady
from programs import NATIVE, VERSION, Measured, Service, eventually, running
from table import Figure

SECTION = "Sampling, twice a second"
# Percent of a core.
TARGETS = {0: 0.2, 1000: 2.5, 10_000: 20}
# A world of so many needs some time until all of them run.
SECONDS_TO_START = 180
RATE = 250


def measure(effort):
    nothing = idle("1 server without migrations", 1, effort, at_most=TARGETS[0])
    yield nothing
    yield idle("500 servers without migrations", 500, effort)
    shares = {}
    for count in effort.migrations:
        # The world of the fake hypervisor moves whether or not somebody samples it; that is no work of the service.
        with Running(count, **{"Monitoring:Interval": "1m"}) as service:
            moving = share(f"{count} migrations that almost nobody samples", service, effort)
            yield moving
        with Running(count) as service:
            whole = share(f"{count} migrations", service, effort)
            yield whole
        simulation = max(0, moving.median - nothing.median)
        yield Figure(SECTION, f"{count} migrations, less the simulation", tuple(value - simulation for value in whole.values),
                     whole.unit, at_most=TARGETS.get(count))
        shares[count] = whole.median / count
    if 100 in shares and 10_000 in shares:
        yield Figure(SECTION, "cost of each of 10,000 migrations, beside that of 100", (shares[10_000] / shares[100],), "times", at_most=1.5)


def streams(effort):
    """What it costs to tell followers of 100 migrations."""
    counts = (0, 100, 500)
    # Those of the round before may not have left yet.
    with Running(100, **{"Events:MaxStreams": 2 * max(counts)}) as service:
        for count in counts:
            with Followers(service.root, count):
                time.sleep(effort.warm_up)
                yield share(f"100 migrations, {count} followers", service, effort, section="Event streams")


def idle(name, count, effort, at_most=None):
    with World([worlds.server(number, worlds.STUBBORN, None) for number in range(count)]) as service:
        time.sleep(effort.warm_up)
        return share(name, service, effort, at_most)


def share(name, service, effort, at_most=None, section=SECTION):
    return Figure(section, name, Measured(service.pid).shares(effort), "% of a core", at_most=at_most)


def delays(effort):
    """The slowest answers at a steady rate, among 1,000 migrations and alone."""
    p99 = {}
    for count in (1, 1000):
        with Running(count) as service:
            path = f"/v2.1/servers/{running(service.root, [VERSION])[0]['instance_uuid']}/migrations"
            p99[count] = [quantiles(steady(service.root, path, [VERSION], RATE, effort.seconds * 3), n=100)[98] * 1000
                          for _ in range(effort.rounds)]
            yield Figure("Delays", f"p99 of a list, {RATE} a second, {count} migrations", tuple(p99[count]), "ms")
    pairs = tuple(among / alone for among, alone in zip(p99[1000], p99[1], strict=True))
    yield Figure("Delays", "p99 among 1,000 migrations, beside one", pairs, "times", at_most=2)


class World(Service):
    """The service over a world of these servers, in a folder of its own."""

    def __init__(self, servers, **settings):
        self._files = tempfile.TemporaryDirectory(prefix="migrations-")
        folder = Path(self._files.name)
        scenario = worlds.write(folder / "scenario.json", servers, maxConcurrent=max(1, len(servers)))
        super().__init__(NATIVE, folder, SECONDS_TO_START, **{"Fake:Scenario": scenario}, **settings)

    def __exit__(self, *everything):
        super().__exit__(*everything)
        self._files.cleanup()


class Running(World):
    """So many migrations that never end, once all of them run."""

    def __init__(self, count, **settings):
        super().__init__([worlds.server(number, worlds.STUBBORN, {}) for number in range(count)], **settings)
        self._count = count

    def __enter__(self):
        super().__enter__()
        eventually(lambda: len(running(self.root, [VERSION])) == self._count, "all migrations run", SECONDS_TO_START)
        return self
