"""The measured figures as tables in Markdown, and the comparison with the stored ones."""

import re
from dataclasses import dataclass
from statistics import median

HEAD = "| figure | median | spread | target |\n| --- | ---: | ---: | --- |\n"
# A figure is pointed at when it is so much worse than the worse end of the stored spread. Two runs of the same program mostly differ by less.
WORSE = 1.2


@dataclass(frozen=True)
class Figure:
    """Some measurements of the same thing. At least or at most is what it should reach; neither for what has no target."""

    section: str
    name: str
    values: tuple[float, ...]
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def median(self):
        return median(self.values)

    @property
    def is_better_when_higher(self):
        return self.unit in ("of bare", "/s")

    @property
    def target(self):
        if self.at_least is None and self.at_most is None:
            return ""
        reached = self.median >= self.at_least if self.at_most is None else self.median <= self.at_most
        wanted = f"at least {self.at_least:g}" if self.at_most is None else f"at most {self.at_most:g}"
        return f"{wanted}: {'reached' if reached else '**missed**'}"

    def row(self):
        spread = f"{_short(min(self.values))} to {_short(max(self.values))}" if len(self.values) > 1 else ""
        return f"| {self.name} | {_short(self.median)} {self.unit} | {spread} | {self.target} |\n"

    def is_worse_than(self, stored):
        """Whether that is more than two runs of the same program differ by."""
        if self.is_better_when_higher:
            return self.median * WORSE < stored.low
        return self.median > stored.high * WORSE


@dataclass(frozen=True)
class Stored:
    """A row of a stored table."""

    median: float
    low: float
    high: float


def replaced(before, figures, about):
    """The stored tables, with the sections of these figures replaced; what is said about them stands above each."""
    measured = {}
    # Sections are measured in turns.
    for figure in figures:
        measured.setdefault(figure.section, []).append(figure.row())
    sections = {section.partition("\n")[0]: section for section in before.split("\n## ")[1:]}
    sections |= {name: f"{name}\n{about}\n\n{HEAD}{''.join(rows)}" for name, rows in measured.items()}
    return "".join(f"\n## {section}" for section in sections.values())


def stored(text):
    """The rows of a text of tables, by section and name."""
    found, section = {}, None
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif row := re.match(r"\| ([^|]+) \| ([\d.]+)[^|]* \| (?:([\d.]+) to ([\d.]+))?", line):
            found[section, row[1]] = Stored(*(float(row[group] or row[2]) for group in (2, 3, 4)))
    return found


def comparison(figures, before):
    """A line for each figure that was measured before too; not for rates by themselves, which are the machine's more than the program's."""
    for figure in figures:
        then = before.get((figure.section, figure.name))
        if then is not None and figure.unit != "/s":
            mark = "  WORSE" if figure.is_worse_than(then) else ""
            yield f"{figure.section + ': ' + figure.name:90} {_short(figure.median):>8} {figure.unit:12} stored {_short(then.median):>8}{mark}"


def _short(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
