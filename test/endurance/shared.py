"""What the other suites in Python bring: the service, and the runner that names tests by their sentences."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "acceptance"), str(TESTS / "deploy")]

from service import Service, eventually  # noqa: E402
from steps import main  # noqa: E402

__all__ = ["Service", "eventually", "main"]
