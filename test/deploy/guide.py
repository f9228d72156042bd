"""The commands of the operations guide."""

import re
from machine import REPOSITORY

GUIDE = REPOSITORY / "deploy/README.md"


def commands(heading):
    """Each block of shell commands under a heading of the guide, in order."""
    sections = re.split(r"^#+ ", GUIDE.read_text(), flags=re.MULTILINE)
    section, = (each for each in sections if each.startswith(f"{heading}\n"))
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
