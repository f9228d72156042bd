"""How long the service takes to its first answer, and how much memory it needs, beside a long history."""

import socket
import subprocess
import time
from http.client import HTTPConnection, HTTPException

import history
import rates
from load import wrk
from programs import BARE, JIT, NATIVE, VERSION, Measured, Service, read
from table import Figure

SECTION = "Start and memory, beside 100,000 finished migrations"
SECONDS_OF_FULL_LOAD = 60


def measure(folder, effort):
    settings = rates.settings(folder)
    history.write(folder, NATIVE, settings)
    with Service(NATIVE, folder, **settings) as service:
        path = rates.calls_of(service, [VERSION])[0].path
    bare, native = zip(*((bare_start(folder), start(NATIVE, folder, settings, path)) for _ in range(effort.starts)), strict=True)
    yield Figure(SECTION, "first answer, bare Kestrel", tuple(seconds * 1000 for seconds in bare), "ms")
    yield from figures("native", native, 60, 40)
    yield Figure(SECTION, "first list, native, beside bare Kestrel",
                 tuple(seconds / least for (seconds, _), least in zip(native, bare, strict=True)), "times")
    yield from figures("JIT", [start(JIT, folder, settings, path) for _ in range(effort.starts)], 400, None)
    with Service(NATIVE, folder, **settings) as service:
        wrk(service.root + path, 64, SECONDS_OF_FULL_LOAD * effort.seconds // 3, [VERSION])
        process = Measured(service.pid)
        yield Figure(SECTION, "memory after full load, native", (process.memory_mib(),), "MiB", at_most=70)
        yield Figure(SECTION, "most memory until then, native", (process.peak_mib(),), "MiB")


def figures(build, starts, milliseconds, mebibytes):
    yield Figure(SECTION, f"first list, {build}", tuple(seconds * 1000 for seconds, _ in starts), "ms", at_most=milliseconds)
    yield Figure(SECTION, f"memory then, {build}", tuple(mib for _, mib in starts), "MiB", at_most=mebibytes)


def bare_start(folder):
    """What the machine and the runtime take of it: seconds from the start of bare Kestrel to its first answer."""
    answers = folder / "answers"
    answers.mkdir(exist_ok=True)
    (answers / "answer").write_bytes(b"{}")
    began = time.perf_counter()
    with subprocess.Popen([BARE, answers], stdout=subprocess.PIPE, text=True) as process:
        try:
            read(process.stdout.readline().split()[1], "/answer", [])
            return time.perf_counter() - began
        finally:
            process.kill()


def start(executable, folder, settings, path):
    """Seconds from the start of the process to its first list, and its memory then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [f"--{key}={value}" for key, value in settings.items()]
    began = time.perf_counter()
    with subprocess.Popen([executable, f"--Urls=http://127.0.0.1:{port}", *arguments], cwd=folder, stdout=subprocess.DEVNULL) as process:
        try:
            while not is_listed(port, path):
                if process.poll() is not None:
                    raise RuntimeError("the service has ended")
                time.sleep(0.0005)
            return time.perf_counter() - began, Measured(process.pid).memory_mib()
        finally:
            process.terminate()


def is_listed(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        name, value = VERSION.split(": ")
        connection.request("GET", path, headers={name: value})
        return connection.getresponse().status == 200
    except (HTTPException, OSError):
        return False
    finally:
        connection.close()
