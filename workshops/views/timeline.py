"""A team's milestones along the months: where they lie in a drawing, row by row or on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.formats import date_format

from portal.dates import Period, berlin_day
from workshops.models import Meeting, Milestone
from workshops.models.round import Standing

LEFT, EDGE, RIGHT = 260, 24, 900
ROW, HEAD, FOOT = 34, 64, 24
LANE, LANES = 26, 4  # of the small one: so many marks above each other
MONTH, QUARTER, YEAR = 1, 3, 12
A_YEAR_AND_MORE, THREE_YEARS = 14, 40  # months
LABELS, LABEL = 2, 200  # lines for the names of the days, and how wide such a name may be


class Tick(NamedTuple):
    """A line across: the beginning of a month or year, a day of the round, today."""

    x: str
    words: str
    y: int = 0
    is_last: bool = False  # its words would not fit on the right and stand on the left


class Mark(NamedTuple):
    """A milestone: its sign at the end of its deadline, and how long that deadline is."""

    milestone: Milestone
    x: str
    y: int
    span: str


@dataclass(frozen=True)
class Timeline:
    marks: list[Mark]
    ticks: list[Tick]
    days: list[Tick]
    today: str
    height: int

    @property
    def bottom(self) -> int:
        return self.height - FOOT


def timeline(
    milestones: Sequence[Milestone], meetings: Iterable[Meeting], today: date, left: int = LEFT
) -> Timeline | None:
    """One row per milestone by date; None if none has one."""
    dated = _dated(milestones)
    if not dated:
        return None
    days = _with_date(meetings)
    scale = _Scale(dated, days, today, left)
    marks = [
        Mark(one, scale.x(_end(one)), HEAD + row * ROW + ROW // 2, scale.span(one))
        for row, one in enumerate(dated)
    ]
    height = HEAD + len(dated) * ROW + FOOT
    return Timeline(marks, scale.ticks(), scale.days(days), scale.x(today), height)


def strip(
    milestones: Sequence[Milestone], meetings: Iterable[Meeting], today: date
) -> Timeline | None:
    """The same on one line, for the overview; signs that would touch stand above each other."""
    whole = timeline(milestones, meetings, today, EDGE)
    if whole is None:
        return None
    ends: list[float] = []
    lanes: list[int] = []
    for mark in whole.marks:
        lane = _lane(float(mark.x), ends)
        ends[lane:] = [float(mark.x), *ends[lane + 1 :]]
        lanes.append(lane)
    bottom = HEAD + len(ends) * LANE
    marks = [
        mark._replace(y=bottom - lane * LANE - LANE // 2)
        for mark, lane in zip(whole.marks, lanes, strict=True)
    ]
    return replace(whole, marks=marks, height=bottom + FOOT)


def _lane(x: float, ends: Sequence[float]) -> int:
    """The lowest lane where this sign touches no other; the top one is shared if need be."""
    free = (number for number, end in enumerate(ends) if x - end >= LANE)
    return next(free, min(len(ends), LANES - 1))


class Row(NamedTuple):
    """What happens when, in words: a milestone, a day of the round, or today."""

    when: Period | None
    milestone: Milestone | None = None
    meeting: Meeting | None = None
    standing: Standing | None = None  # of the day of the round


def rows(milestones: Sequence[Milestone], meetings: Iterable[Meeting], at: datetime) -> list[Row]:
    """The same as a list in the order of time; what has no date comes last."""
    made = [(_end(one) or date.max, Row(_when(one), milestone=one)) for one in milestones]
    made += [
        (day.first_day or date.max, Row(day.when, meeting=day, standing=day.standing(at)))
        for day in meetings
    ]
    today = berlin_day(at)
    made.append((today, Row(Period.day(today))))
    return [row for _day, row in sorted(made, key=lambda pair: pair[0])]


def _when(milestone: Milestone) -> Period | None:
    return Period.day(milestone.reached_on) if milestone.reached_on else milestone.when


def _with_date(meetings: Iterable[Meeting]) -> list[Meeting]:
    return [day for day in meetings if day.first_day and not day.is_cancelled]


def _dated(milestones: Sequence[Milestone]) -> list[Milestone]:
    dated = [one for one in milestones if _end(one) is not None]
    return sorted(dated, key=lambda one: (_end(one) or date.max, one.position, one.pk))


def _end(milestone: Milestone) -> date | None:
    """Where its sign stands: when it was reached, or else at its deadline."""
    return milestone.reached_on or milestone.last_day


class _Scale:
    """From days to places, from the first thing known to the last."""

    def __init__(
        self, dated: Sequence[Milestone], days: Sequence[Meeting], today: date, left: int
    ) -> None:
        self.left = left
        known = [today, *(day.first_day for day in days), *(_end(one) for one in dated)]
        known += [one.first_day for one in dated]
        first, last = (edge(day for day in known if day) for edge in (min, max))
        self.first = first.replace(day=1)
        self.last = (last.replace(day=1) + timedelta(days=32)).replace(day=1)

    def x(self, day: date | None) -> str:
        share = ((day or self.last) - self.first).days / (self.last - self.first).days
        return f"{self.left + share * (RIGHT - self.left):.1f}"

    def span(self, milestone: Milestone) -> str:
        """A deadline that is a month, a season or a year is as long as that."""
        first, last = milestone.first_day, milestone.last_day
        if milestone.reached_on or first is None or first == last:
            return ""
        return f"M{self.x(first)} 0H{self.x(last)}"

    def ticks(self) -> list[Tick]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = MONTH if months <= A_YEAR_AND_MORE else QUARTER if months <= THREE_YEARS else YEAR
        made: list[Tick] = []
        day = self.first
        while day < self.last:
            if (day.month - 1) % step == 0:
                words = "Y" if step == YEAR else "b Y" if day.month == 1 or not made else "b"
                made.append(Tick(self.x(day), date_format(day, words)))
            day = (day + timedelta(days=32)).replace(day=1)
        return made

    def days(self, days: Sequence[Meeting]) -> list[Tick]:
        places = [(day, self.x(day.first_day)) for day in days]
        return [
            Tick(x, day.title, 14 + 16 * (number % LABELS), float(x) > RIGHT - LABEL)
            for number, (day, x) in enumerate(places)
        ]
