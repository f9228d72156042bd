"""How many calls a second the service answers, as a share of what bare Kestrel does with the same bytes in the same minutes."""

import re
from dataclasses import dataclass

import history
import worlds
from load import wrk
from programs import JIT, NATIVE, VERSION, Bare, Measured, Service, eventually, read, running
from table import Figure

# Lets no force-complete through, so that the migration goes on.
TOO_EARLY = {"call": "forceComplete", "error": "notYet"}


@dataclass(frozen=True)
class Call:
    """A call, and the share of bare Kestrel's rate that it should reach with 64 connections."""

    name: str
    path: str
    share: float | None = None
    guarded_share: float | None = None
    script: str | None = None


def calls_of(service, headers):
    migration, = eventually(lambda: running(service.root, headers), "the migration runs")
    path = f"/v2.1/servers/{migration['instance_uuid']}/migrations"
    return [
        Call("list of 1", path, 0.75, 0.70),
        Call("show", f"{path}/{migration['id']}", 0.75, 0.70),
        Call("history of 10", "/v2.1/os-migrations?limit=10&status=completed", 0.5),
        Call("history of 100", "/v2.1/os-migrations?limit=100&status=completed", 0.35),
        Call("health", "/healthz/ready", 0.85),
        Call("force-complete", f"{path}/{migration['id']}/action", script="force_complete.lua"),
    ]


def settings(folder):
    """A server whose migration never ends, beside a long history."""
    scenario = worlds.write(folder / "scenario.json", [worlds.server(0, worlds.STUBBORN, {})], calls=[TOO_EARLY])
    return {"Fake:Scenario": scenario, "Limits:CommandsPerMinute": 0, "Monitoring:KeepFinished": "36500d"}


def measure(folder, effort):
    """Without a token: every call with few and many connections, both builds."""
    wanted = settings(folder)
    history.write(folder, NATIVE, wanted)
    with Service(NATIVE, folder, **wanted) as service:
        calls = calls_of(service, [VERSION])
        for call in calls:
            for connections in effort.connections:
                yield from compare(folder, service, call, connections, effort, [VERSION], "native", call.share)
        yield from cost(service, calls[3], effort)
        # The last thing, because metrics are measured from when they are first read.
        for call in calls[:2]:
            yield from allocated(service, call, effort)
    with Service(JIT, folder, **wanted) as service:
        for call in calls_of(service, [VERSION])[:3]:
            yield from compare(folder, service, call, 64, effort, [VERSION], "JIT", None)


def guarded(folder, effort, guard, token):
    """With Keystone, a policy file and metrics."""
    headers = [VERSION, f"X-Auth-Token: {token}"]
    with Service(NATIVE, folder, **settings(folder), **guard) as service:
        read(service.root, "/metrics", [])
        for call in calls_of(service, headers)[:3]:
            yield from compare(folder, service, call, 64, effort, headers, "native, token, policy, metrics", call.guarded_share)


def compare(folder, service, call, connections, effort, headers, build, share):
    """Rounds of both in turn, so that what slows the machine down slows both."""
    answers = folder / "answers"
    answers.mkdir(exist_ok=True)
    # A command is answered without a body.
    (answers / "answer").write_bytes(b"" if call.script else read(service.root, call.path, headers))
    rates = {"bare": [], "service": []}
    with Bare(answers) as bare:
        wrk(service.root + call.path, connections, effort.warm_up, headers, call.script)
        for turn in range(effort.rounds):
            both = [("bare", bare.root + "/answer"), ("service", service.root + call.path)]
            for name, url in both if turn % 2 else reversed(both):
                rates[name].append(wrk(url, connections, effort.seconds, headers, call.script).rate)
    shares = tuple(ours / theirs for ours, theirs in zip(rates["service"], rates["bare"], strict=True))
    name = f"{call.name}, {connections} connections, {build}"
    yield Figure("Rates", name, shares, "of bare", at_least=share if connections == 64 else None)
    yield Figure("Answers a second", name, tuple(rates["service"]), "/s")


def cost(service, call, effort):
    """Time of a core that one answer takes."""
    process, micros = Measured(service.pid), []
    for _ in range(effort.rounds):
        before = process.cpu_seconds()
        answers = wrk(service.root + call.path, 8, effort.seconds, [VERSION]).answers
        micros.append((process.cpu_seconds() - before) / answers * 1e6)
    yield Figure("Cost", f"{call.name}, time of a core for an answer", tuple(micros), "us", at_most=300)


def allocated(service, call, effort):
    """Memory that one answer takes from the heap, with metrics."""
    sizes = []
    for _ in range(effort.rounds):
        before = allocated_until_now(service)
        answers = wrk(service.root + call.path, 8, effort.seconds, [VERSION]).answers
        sizes.append((allocated_until_now(service) - before) / answers)
    yield Figure("Cost", f"{call.name}, allocated for an answer", tuple(sizes), "bytes", at_most=1024)


def allocated_until_now(service):
    metrics = read(service.root, "/metrics", []).decode()
    return float(re.search(r"^dotnet_gc_heap_total_allocated_bytes_total\S* (\d+)", metrics, re.MULTILINE)[1])
