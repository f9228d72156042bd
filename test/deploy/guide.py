"""The commands of the operations guide."""

import machine  # noqa: F401  Knows where documents is.
from documents import blocks


def commands(heading):
    """Each block of shell commands under a heading of the guide, in order."""
    return [block for language, block in blocks("deploy/README.md", heading) if language == "sh"]
