"""The Akteursanalyse as a drawing: interest to the right, influence upwards, a shape per actor.

The shape says where an actor comes from, the line around it how the team stands with it; the
number leads to the table. A name is written only where it covers nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin, sqrt
from textwrap import wrap
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from workshops.models import Actor

WIDTH, HEIGHT = 760, 600
LEFT, TOP, RIGHT, BOTTOM = 60, 16, 752, 536
STEPS = 5
RADIUS = 13
LETTER, LINE = 6.9, 15  # width of an average letter and height of a line, at 13 units
LONGEST = 19  # letters in a line of a name; there are two

_FIGURES = range(1, STEPS + 1)
_CORNERS = {  # of each shape: how many, turned by how much, and how much larger than a circle
    Actor.Kind.ADMINISTRATION: (4, pi / 4, 1.25),
    Actor.Kind.POLITICS: (4, 0, 1.3),
    Actor.Kind.SCHOOL: (24, 0, 1.0),
    Actor.Kind.BUSINESS: (6, 0, 1.12),
    Actor.Kind.CIVIL: (3, -pi / 2, 1.45),
    Actor.Kind.OTHER: (5, -pi / 2, 1.15),
}
_SHAPES = {
    Actor.Kind.ADMINISTRATION: _("square"),
    Actor.Kind.POLITICS: _("diamond"),
    Actor.Kind.SCHOOL: _("circle"),
    Actor.Kind.BUSINESS: _("hexagon"),
    Actor.Kind.CIVIL: _("triangle"),
    Actor.Kind.OTHER: _("pentagon"),
}
_LINES = {
    Actor.Relation.STRONG: _("solid"),
    Actor.Relation.LOOSE: _("dashed"),
    Actor.Relation.NONE: _("dotted"),
    Actor.Relation.STRAINED: _("dash and dot"),
}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    @property
    def is_inside(self) -> bool:
        return (
            self.left >= LEFT and self.right <= RIGHT and self.top >= TOP and self.bottom <= BOTTOM
        )


class Name(NamedTuple):
    """What is written beside a dot: the first line's foot, and to which side it runs."""

    lines: list[str]
    x: int
    y: int
    anchor: str

    @property
    def placed(self) -> list[tuple[int, str]]:
        """Each line with its foot."""
        return [(self.y + n * LINE, line) for n, line in enumerate(self.lines)]

    @property
    def box(self) -> Box:
        width = max(map(len, self.lines)) * LETTER
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        foot = self.y + (len(self.lines) - 1) * LINE
        return Box(left, self.y - LINE * 0.8, left + width, foot + LINE * 0.25)


@dataclass(frozen=True)
class Dot:
    """An actor on the map."""

    number: int
    actor: Actor
    x: int
    y: int
    radius: int
    name: Name | None = None

    @property
    def outline(self) -> str:
        """The corners of its shape, for `points`."""
        return outline(self.actor.kind, self.x, self.y, self.radius)

    @property
    def text_y(self) -> int:
        return self.y + 4

    @property
    def box(self) -> Box:
        reach = self.radius * 1.3
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


class Word(NamedTuple):
    """In a corner of the field: what is to be done with whoever stands there; or a figure."""

    corner: str
    x: int
    y: int
    anchor: str


class Sample(NamedTuple):
    """One line of the legend: what it means, how it looks in words; `points` draw a shape."""

    kind: str
    word: str
    looks: str
    points: str = ""


@dataclass(frozen=True)
class Drawing:
    dots: list[Dot]
    words: list[Word]
    ticks: list[Word]
    across: list[int]
    down: list[int]
    kinds: list[Sample]
    relations: list[Sample]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def outline(kind: str, x: float, y: float, radius: float) -> str:
    corners, turned, larger = _CORNERS[Actor.Kind(kind)]
    reach = radius * larger
    angles = [turned + 2 * pi * n / corners for n in range(corners)]
    return " ".join(f"{x + reach * cos(a):.1f},{y + reach * sin(a):.1f}" for a in angles)


def drawing(actors: Sequence[Actor]) -> Drawing | None:
    """The map of these actors, numbered in their order; None for nobody."""
    if not actors:
        return None
    dots = _placed(actors)
    words = _words()
    return Drawing(
        dots=_named(dots, words),
        words=words,
        ticks=_ticks(),
        across=[round(LEFT + n * (RIGHT - LEFT) / STEPS) for n in range(STEPS + 1)],
        down=[round(TOP + n * (BOTTOM - TOP) / STEPS) for n in range(STEPS + 1)],
        kinds=_kinds(actors),
        relations=_relations(actors),
    )


def _placed(actors: Sequence[Actor]) -> list[Dot]:
    """Every actor in the square of its two figures; those of one square spread over it."""
    squares = defaultdict(list)
    for number, actor in enumerate(actors, start=1):
        squares[actor.interest, actor.influence].append((number, actor))
    dots = []
    for (interest, influence), those in squares.items():
        wide, high = (RIGHT - LEFT) / STEPS, (BOTTOM - TOP) / STEPS
        left, top = LEFT + (interest - 1) * wide, BOTTOM - influence * high
        columns = ceil(sqrt(len(those)))
        rows = ceil(len(those) / columns)
        radius = round(min(RADIUS, 0.36 * wide / columns, 0.36 * high / rows))
        for place, (number, actor) in enumerate(those):
            row, column = divmod(place, columns)
            in_row = min(columns, len(those) - row * columns)
            x = left + wide * (column + 1) / (in_row + 1)
            y = top + high * (row + 1) / (rows + 1)
            dots.append(Dot(number, actor, round(x), round(y), radius))
    return sorted(dots, key=lambda dot: dot.number)


def _words() -> list[Word]:
    return [
        Word("win", LEFT + 10, TOP + 20, "start"),
        Word("involve", RIGHT - 10, TOP + 20, "end"),
        Word("watch", LEFT + 10, BOTTOM - 10, "start"),
        Word("inform", RIGHT - 10, BOTTOM - 10, "end"),
    ]


def _ticks() -> list[Word]:
    wide, high = (RIGHT - LEFT) / STEPS, (BOTTOM - TOP) / STEPS
    across = [Word(str(n), round(LEFT + wide * (n - 0.5)), BOTTOM + 22, "middle") for n in _FIGURES]
    up = [Word(str(n), LEFT - 16, round(BOTTOM - high * (n - 0.5)) + 5, "middle") for n in _FIGURES]
    return [*across, *up]


def _named(dots: list[Dot], words: list[Word]) -> list[Dot]:
    """A name on the first free side of its dot; where none is free the number has to do."""
    corners = [Name(["x" * 26], word.x, word.y, word.anchor).box for word in words]
    taken = [*corners, *(dot.box for dot in dots)]
    named = []
    for dot in dots:
        name = next((n for n in _sides(dot) if _fits(n.box, taken)), None)
        taken += [name.box] if name else []
        named.append(Dot(dot.number, dot.actor, dot.x, dot.y, dot.radius, name))
    return named


def _sides(dot: Dot) -> list[Name]:
    """Right, below, above, left."""
    lines = wrap(dot.actor.name, LONGEST, max_lines=2, placeholder=" …")
    gap = round(dot.radius * 1.35) + 4
    down, up = (len(lines) - 1) * LINE // 2, (len(lines) - 1) * LINE
    return [
        Name(lines, dot.x + gap, dot.y + 5 - down, "start"),
        Name(lines, dot.x, dot.y + gap + 11, "middle"),
        Name(lines, dot.x, dot.y - gap - up, "middle"),
        Name(lines, dot.x - gap, dot.y + 5 - down, "end"),
    ]


def _fits(box: Box, taken: list[Box]) -> bool:
    return box.is_inside and not any(box.covers(other) for other in taken)


def legend(actors: Sequence[Actor]) -> dict[str, list[Sample]]:
    """What the shapes and the lines mean, of those that occur."""
    return {"kinds": _kinds(actors), "relations": _relations(actors)}


def _kinds(actors: Sequence[Actor]) -> list[Sample]:
    present = {actor.kind for actor in actors}
    return [
        Sample(kind.value, str(kind.label), str(_SHAPES[kind]), outline(kind, 14, 14, 10))
        for kind in Actor.Kind
        if kind in present
    ]


def _relations(actors: Sequence[Actor]) -> list[Sample]:
    present = {actor.relation for actor in actors}
    return [
        Sample(relation.value, str(relation.label), str(_LINES[relation]))
        for relation in Actor.Relation
        if relation in present
    ]
