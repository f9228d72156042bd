"""What the documents let a reader paste, and what they show for it."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def blocks(document, heading):
    """The fenced blocks under a heading, each with its language, in order."""
    sections = re.split(r"^##+ ", (REPOSITORY / document).read_text(), flags=re.MULTILINE)
    section, = (each for each in sections if each.startswith(f"{heading}\n"))
    return re.findall(r"^```(\w*)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def session(block):
    """The commands of a block that shows a terminal, each with what is shown for it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    # A command ends with the first line that does not end with a backslash.
    return [re.match(r"((?:[^\n]*\\\n)*[^\n]*\n)(.*)", part, re.DOTALL).groups() for part in parts]
