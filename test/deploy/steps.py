"""Runs the tests of a file that tell one story, and names each by its sentence."""

import re
import signal
import sys
import unittest


class Result(unittest.TextTestResult):
    """What follows on a failed step says nothing, so that the first failure ends the story."""

    def getDescription(self, test):
        return re.sub(r"^test_(\d+_)?", "", test._testMethodName).replace("_", " ")


def main():
    """Runs the tests of the calling file."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result, failfast=True)
    result = unittest.main("__main__", testRunner=runner, exit=False).result
    failed = len({getattr(test, "test_case", test) for test, _ in result.failures + result.errors})
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0 or result.testsRun == 0)
