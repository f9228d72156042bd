"""Sends the same requests to two builds of the service that stand at the same moment, and compares the answers.

same_answers.py ONE OTHER, both executables.
"""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from difflib import unified_diff
from pathlib import Path

from service import HERE, TIME, Service

CASES = HERE.parent / "Migrations.FunctionalTests/Golden/cases.jsonl"
VARIES = re.compile(rf'^Date: .*\r\n|req-[0-9a-f-]{{36}}|(?<="(?:updated|sampled)_at":"){TIME}', re.MULTILINE)
ALMOST_STILL = {"Fake:Speed": "0.001"}
COMMAND_LINES = (
    ["--help"], ["--version"], ["--check-settings"], ["--Nonsense=1"], ["Nonsense"], ["--Fake:Scenario=nowhere.json"], ["--Fake:Speed=-1"],
    ["--Monitoring:Interval=often"], ["--Urls=http://0.0.0.0:0"], ["--Database:Path=/proc/migrations.db"],
)


def recorded_requests(servers, history):
    """The recorded requests, about servers that are here."""
    stand_ins = {"16": "steady", "01": "preparing", "02": "idle"}
    for line in CASES.read_text().splitlines():
        case = json.loads(line)
        path = case["path"]
        for number, name in stand_ins.items():
            path = path.replace(f"5f5a1e00-0000-4000-8000-0000000000{number}", servers[name])
        path = path.replace("/migrations/41", f"/migrations/{history[servers['steady']]['id']}")
        path = path.replace("/migrations/3", f"/migrations/{history[servers['preparing']]['id']}")
        identity = case["identity"]
        token = f"{identity['user']}:{identity['project']}:{','.join(identity['roles'])}"
        yield case["name"], case["method"], path, [["X-Auth-Token", token], *case["headers"]], case["body"]


def further_requests(servers):
    """What the records do not ask."""
    version = [["OpenStack-API-Version", "compute 2.80"]]
    for path in ("/", "/healthz/live", "/healthz/ready", "/openapi/v2.1.json", "/nothing", "/v2.1", "/v2.1/", "/v2/",
                 "/v2.1/servers", "/v2.1/servers/detail", "/v2.1/servers/detail?name=^(forced|idle)$",
                 "/v2.1/servers?name=(", "/v2.1/os-migrations", "/v2.1/os-migrations?limit=2&status=running",
                 "/v2.1/os-migrations?changes-since=2020-01-01T00:00:00Z&foo=1",
                 *(f"/v2.1/servers/{server}/migrations" for server in servers.values()),
                 *(f"/v2.1/servers/{servers['steady']}/migrations/{number}/progress" for number in (1, 2))):
        for headers in [], version:
            for method in "GET", "HEAD", "PUT", "OPTIONS":
                yield f"{method} {path}", method, path, headers, None


def answer(port, method, path, headers, body):
    """Everything that comes back, less what is never the same twice."""
    content = None if body is None else body.encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: service", "Connection: close",
             *(f"{name}: {value}" for name, value in headers)]
    if content is not None and "transfer-encoding" not in {name.lower() for name, _ in headers}:
        lines.append(f"Content-Length: {len(content)}")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + (content or b""))
        received = b"".join(iter(lambda: connection.recv(65536), b"")).decode(errors="backslashreplace")
    return VARIES.sub("", received)


def ended(executable, arguments):
    """How a start with such arguments ends, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.run([executable, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, timeout=30, check=False)
        return process.returncode, (process.stdout + process.stderr).replace(folder, "FOLDER")


class Comparison:
    passed = failed = 0

    def compare(self, name, one, other):
        if one == other:
            self.passed += 1
            return
        self.failed += 1
        difference = unified_diff(str(one).splitlines(), str(other).splitlines(), "one", "other", lineterm="")
        print(f"FAIL {name}", *difference, "", sep="\n")


def main(*executables):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    comparison = Comparison()
    for arguments in COMMAND_LINES:
        comparison.compare(" ".join(arguments), *(ended(executable, arguments) for executable in executables))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="migrations-")))
        (folder / "0").mkdir()
        with Service(executables[0], folder / "0") as service:
            service.when_ready()
        shutil.copytree(folder / "0", folder / "1")
        services = [stack.enter_context(Service(executable, folder / str(number), **ALMOST_STILL))
                    for number, executable in enumerate(executables)]
        ports = [int(service.root.rsplit(":", 1)[1]) for service in services]
        servers = services[0].servers()
        for name, *request in (*further_requests(servers), *recorded_requests(servers, services[0].history())):
            comparison.compare(name, *(answer(port, *request) for port in ports))
    print(f"{comparison.passed} passed, {comparison.failed} failed")
    sys.exit(comparison.failed > 0)


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:3]))
