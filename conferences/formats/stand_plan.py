"""The Marktplatz as a drawing: an island is a point, its stands are points around it."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from textwrap import wrap
from typing import NamedTuple

from conferences.models import Island, Stand

FIRST_RING, RING_STEP, PITCH = 78, 58, 56
MARGIN, TITLE_LINE, LETTERS = 40, 30, 18


class Point(NamedTuple):
    """A stand: where it is drawn, what is written on it, and what it stands for."""

    x: int
    y: int
    label: str
    stand: Stand

    @property
    def text_y(self) -> int:
        """The foot of the letters."""
        return self.y + 7


class Group(NamedTuple):
    """An island with its stands; `island` is None for those without one."""

    island: Island | None
    points: list[Point]
    x: int
    y: int
    title: list[tuple[int, str]]


class Plan(NamedTuple):
    width: int
    height: int
    groups: list[Group]


class Table(NamedTuple):
    """An island and its stands, as list and drawing take them."""

    island: Island | None
    stands: list[tuple[str, Stand]]


def tables(islands: Sequence[Island], stands: Sequence[Stand]) -> list[Table]:
    """The stands by island, each with its number; where none has one, we count."""
    is_numbered = any(stand.number for stand in stands)
    labelled = [
        (stand.number or ("–" if is_numbered else str(place)), stand)
        for place, stand in enumerate(stands, start=1)
    ]
    groups = [
        Table(island, [pair for pair in labelled if pair[1].island_id == island.pk])
        for island in islands
    ]
    alone = [pair for pair in labelled if pair[1].island_id is None]
    return [*groups, Table(None, alone)] if alone else groups


def plan(groups: Sequence[Table], words_for_the_rest: str) -> Plan | None:
    """Where everything stands; None for a Marktplatz without a stand."""
    shown = [group for group in groups if group.stands]
    if not shown:
        return None
    reach = max(_reach(len(group.stands)) for group in shown)
    cell = 2 * (reach + MARGIN)
    columns = min(len(shown), 2)
    height = cell + 3 * TITLE_LINE
    drawn = [
        _drawn(group, words_for_the_rest, (n % columns) * cell, (n // columns) * height, cell)
        for n, group in enumerate(shown)
    ]
    return Plan(columns * cell, -(-len(shown) // columns) * height, drawn)


def _rings(count: int) -> list[tuple[int, int]]:
    """How many points lie on each ring, as (radius, number)."""
    rings, radius = [], FIRST_RING
    while count > 0:
        room = int(2 * pi * radius / PITCH)
        rings.append((radius, min(count, room)))
        count, radius = count - room, radius + RING_STEP
    return rings


def _reach(count: int) -> int:
    return _rings(count)[-1][0]


def _drawn(group: Table, rest: str, left: int, top: int, cell: int) -> Group:
    x, y = left + cell // 2, top + cell // 2
    places = [
        (round(x + radius * sin(2 * pi * n / number)), round(y - radius * cos(2 * pi * n / number)))
        for radius, number in _rings(len(group.stands))
        for n in range(number)
    ]
    points = [
        Point(px, py, label, stand)
        for (px, py), (label, stand) in zip(places, group.stands, strict=True)
    ]
    words = group.island.title if group.island else rest
    lines = wrap(words, max(LETTERS, cell // 11))[:3]
    title = [(top + cell + 8 + n * TITLE_LINE, line) for n, line in enumerate(lines)]
    return Group(group.island, points, x, y, title)
