"""How an indicator moved, as lines and dots: where they lie in a drawing of 640 by 240."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format

from portal.text import number
from workshops.models import Measurement, Milestone

LEFT, RIGHT, TOP, BOTTOM = 64, 620, 28, 200
LONE = timedelta(days=45)  # before and after a single day


class Dot(NamedTuple):
    """A value in the drawing; coordinates are written as SVG reads them."""

    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Trend:
    """What the drawing consists of; empty parts are left out."""

    dots: list[Dot]
    done: str
    plan: str
    begin: Dot | None
    target: Dot | None
    days: list[Dot]


def trend(milestone: Milestone, values: Sequence[Measurement]) -> Trend | None:
    """The drawing for these values in their order; None while there is nothing to draw."""
    if not values and (milestone.baseline is None or milestone.target is None):
        return None
    scale = _Scale(milestone, values)
    points = [(value.day, value.value) for value in values]
    if milestone.baseline is not None:
        points.insert(0, (scale.first, milestone.baseline))
    return Trend(
        dots=[scale.dot(value.day, value.value) for value in values],
        done=scale.line(points) if len(points) > 1 else "",
        plan=_plan(milestone, scale),
        begin=scale.begin(milestone),
        target=scale.target(milestone),
        days=[scale.day(scale.first), scale.day(scale.last)],
    )


def _plan(milestone: Milestone, scale: _Scale) -> str:
    """From the beginning straight to the target at the deadline."""
    if milestone.baseline is None or milestone.target is None:
        return ""
    due = milestone.last_day or scale.last
    return scale.line([(scale.first, milestone.baseline), (due, milestone.target)])


class _Scale:
    """From days and values to places in the drawing."""

    def __init__(self, milestone: Milestone, values: Sequence[Measurement]) -> None:
        ends = [milestone.baseline_on, milestone.last_day, *(value.day for value in values)]
        days = [day for day in ends if day is not None] or [date.today()]  # noqa: DTZ011 - no day
        self.first, self.last = min(days), max(days)
        if self.first == self.last:
            self.first, self.last = self.first - LONE, self.last + LONE
        heights = [value.value for value in values]
        heights += [h for h in (milestone.baseline, milestone.target) if h is not None]
        self.low, self.high = min(heights), max(heights)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1

    def x(self, day: date) -> str:
        share = (day - self.first).days / (self.last - self.first).days
        return f"{LEFT + share * (RIGHT - LEFT):.1f}"

    def y(self, value: Decimal) -> str:
        share = float((value - self.low) / (self.high - self.low))
        return f"{BOTTOM - share * (BOTTOM - TOP):.1f}"

    def dot(self, day: date, value: Decimal) -> Dot:
        return Dot(self.x(day), self.y(value), number(value))

    def day(self, day: date) -> Dot:
        return Dot(self.x(day), str(BOTTOM), date_format(day, "F Y"))

    def line(self, points: Sequence[tuple[date, Decimal]]) -> str:
        return "M" + "L".join(f"{self.x(day)} {self.y(value)}" for day, value in points)

    def begin(self, milestone: Milestone) -> Dot | None:
        if milestone.baseline is None:
            return None
        return self.dot(self.first, milestone.baseline)

    def target(self, milestone: Milestone) -> Dot | None:
        if milestone.target is None:
            return None
        return self.dot(milestone.last_day or self.last, milestone.target)
