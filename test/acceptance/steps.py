"""Runs the tests of a file, and names each by its sentence."""

import re
import signal
import sys
import unittest


class Result(unittest.TextTestResult):
    def getDescription(self, test):
        return re.sub(r"^test_(\d+_)?", "", getattr(test, "_testMethodName", str(test))).replace("_", " ")


def main(is_story=False):
    """Runs the tests of the calling file; the first failure ends a story, because what follows on it says nothing."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result, failfast=is_story)
    result = unittest.main("__main__", testRunner=runner, exit=False).result
    failed = len({getattr(test, "test_case", test) for test, _ in result.failures + result.errors})
    print(f"{max(0, result.testsRun - failed)} passed, {failed} failed")
    sys.exit(failed > 0 or result.testsRun == 0)
