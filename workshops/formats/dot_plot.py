"""The self-assessment as a drawing: a line per row, from 1 to 5, with start, middle and end.

Three sizes, one inside the other: also where all three are the same, each can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from workshops.models import SheetRow

WIDTH = 720
LEFT, RIGHT, TOP, ROW = 300, 690, 40, 46
LONGEST = 38  # letters in a line of words; there are two
POINTS = ("start", "middle", "end")


class Point(NamedTuple):
    kind: str
    x: int


class Line(NamedTuple):
    """A row of the sheet: its words, and where its points lie."""

    y: int
    words: list[tuple[int, str]]
    points: list[Point]

    @property
    def reach(self) -> tuple[int, int]:
        """From the leftmost to the rightmost point."""
        return min(p.x for p in self.points), max(p.x for p in self.points)

    @property
    def corners(self) -> str:
        """The diamond of the middle, for `points`."""
        x = next((p.x for p in self.points if p.kind == "middle"), 0)
        return f"{x},{self.y - 8} {x + 8},{self.y} {x},{self.y + 8} {x - 8},{self.y}"


@dataclass(frozen=True)
class Plot:
    lines: list[Line]
    ticks: list[tuple[int, int]]
    height: int
    width: int = WIDTH
    top: int = TOP

    @property
    def bottom(self) -> int:
        return self.height - 10


def plot(rows: Sequence[SheetRow]) -> Plot | None:
    """The rows that have a figure; None where none has."""
    rated = [row for row in rows if any(row.cells.get(name) for name in POINTS)]
    if not rated:
        return None
    return Plot(
        lines=[_line(row, TOP + ROW // 2 + n * ROW) for n, row in enumerate(rated)],
        ticks=[(figure, _x(figure)) for figure in range(1, 6)],
        height=TOP + len(rated) * ROW + 10,
    )


def _line(row: SheetRow, y: int) -> Line:
    lines = wrap(str(row.cells.get("subject", "")), LONGEST, max_lines=2, placeholder=" …") or ["–"]
    first = y + 5 - (len(lines) - 1) * 9
    return Line(
        y=y,
        words=[(first + n * 18, words) for n, words in enumerate(lines)],
        points=[Point(name, _x(row.cells[name])) for name in POINTS if row.cells.get(name)],
    )


def _x(figure: int) -> int:
    return LEFT + round((figure - 1) * (RIGHT - LEFT) / 4)
