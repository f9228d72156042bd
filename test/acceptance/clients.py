"""What the runs of all clients share: the service, its servers, the assertions."""

import os
import re
import signal
import subprocess
import sys
import unittest

from service import TIME, Service, eventually

NOWHERE = "ac000000-0000-4000-8000-999999999999"
UNKNOWN = 987654

COUNTERS = [f"{what}_{which}_bytes" for what in ("memory", "disk") for which in ("total", "processed", "remaining")]
FIELDS = {"id", "server_uuid", "status", "source_compute", "source_node", "dest_compute", "dest_host", "dest_node",
          "created_at", "updated_at", *COUNTERS}
FIELDS_WITH_UUID = FIELDS | {"uuid"}
ALL_FIELDS = FIELDS_WITH_UUID | {"user_id", "project_id"}


class ClientTest(unittest.TestCase):
    """One client against one service, whose every server serves one test."""

    maxDiff = None
    service: Service
    servers: dict

    def server(self, name):
        return self.servers[name]

    def migration(self, name):
        """The newest migration of a server, as the service lists it."""
        return self.service.history()[self.server(name)]

    def assert_becomes(self, name, status):
        eventually(lambda: self.migration(name)["status"] == status, f"the migration of {name} is {status}")

    def assert_is_steady(self, shown, fields):
        """A migration, as a client understood it, is that of the server steady, with these fields and no others."""
        self.assertEqual(set(shown), set(fields))
        recorded = self.migration("steady")
        self.assertEqual(shown["server_uuid"], self.server("steady"))
        for field in {"id", "uuid", "status", "created_at", "user_id", "project_id"} & set(fields):
            self.assertEqual(shown[field], recorded[field], field)
        for place in ("source_compute", "source_node", "dest_compute", "dest_host", "dest_node"):
            self.assertEqual(shown[place], recorded[place], place)
        for counter in COUNTERS:
            self.assertIsInstance(shown[counter], (int, type(None)), counter)
        self.assertEqual(shown["memory_total_bytes"], 8192 << 20)
        self.assertRegex(shown["updated_at"], f"^{TIME}$")

    def assert_refused(self, error, message, call, *arguments, **options):
        """The call raises such an error, with the service's words in it."""
        with self.assertRaises(error) as refused:
            call(*arguments, **options)
        self.assertIn(message, str(refused.exception))


class CommandTest(ClientTest):
    """A client that is a command; its class says how the command is spelled for a microversion."""

    def command(self, version):
        raise NotImplementedError

    def run_command(self, version, *arguments):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("OS_")}
        environment |= {"PYTHONWARNINGS": "ignore", "no_proxy": "*", **self.environment()}
        return subprocess.run(
            [*self.command(version), *map(str, arguments)],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)

    def environment(self):
        return {}

    def assert_succeeds(self, version, *arguments):
        """What the command printed."""
        ended = self.run_command(version, *arguments)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def assert_succeeds_silently(self, version, *arguments):
        self.assertEqual(self.assert_succeeds(version, *arguments), "")

    def assert_fails(self, version, *arguments, because):
        """The command exits with 1 and says why."""
        ended = self.run_command(version, *arguments)
        self.assertEqual((ended.returncode, ended.stdout), (1, ""), ended.stderr)
        self.assertIn(because, ended.stderr)


class Result(unittest.TextTestResult):
    """Names each test by its sentence."""

    def getDescription(self, test):
        return re.sub("^test_", "", test._testMethodName).replace("_", " ")


def main():
    """Runs the tests of the calling file against a service that is started for them."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Service() as service:
        ClientTest.service, ClientTest.servers = service, service.when_ready()
        runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result)
        result = unittest.main("__main__", testRunner=runner, exit=False).result
        failed = len({getattr(test, "test_case", test) for test, _ in result.failures + result.errors})
        if failed:
            print("The service printed:", service.printed(), sep="\n")
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0 or result.testsRun == 0)
