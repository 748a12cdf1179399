"""The course of a round as a drawing: what was agreed above, what is reached below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from workshops.models.course import Standing

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 620, 30, 204
BELOW, ABOVE = 18, -8  # where the words of a line stand, seen from the line
MONTHS_WITH_A_NAME = 8


@dataclass(frozen=True)
class Tick:
    """A line of the scale, or the name of a month."""

    at: int
    word: str


@dataclass(frozen=True)
class BurnUp:
    """Ready to be drawn; all numbers are those of the viewBox."""

    scope: str
    done: str
    area: str
    last: Standing
    agreed_at: int
    agreed_beside: int
    reached_at: int
    rows: Sequence[Tick]
    months: Sequence[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT


def burn_up(course: Sequence[Standing]) -> BurnUp | None:
    """None as long as there is nothing to draw."""
    if not course or not (most := max(standing.agreed for standing in course)):
        return None
    step = max(1, -(-most // 4))
    scale = _Scale(course[0].day, course[-1].day, step * -(-most // step))
    done = scale.steps([(standing.day, standing.reached) for standing in course])
    last = course[-1]
    gap = scale.y(last.reached) - scale.y(last.agreed)
    return BurnUp(
        scope=scale.steps([(standing.day, standing.agreed) for standing in course]),
        done=done,
        area=f"{done}V{BOTTOM}H{LEFT}Z",
        last=last,
        agreed_at=scale.y(last.agreed),
        agreed_beside=BELOW if gap > 2 * BELOW else ABOVE,
        reached_at=scale.y(last.reached),
        rows=[Tick(scale.y(n), str(n)) for n in range(0, scale.most + 1, step)],
        months=_months(course, scale),
    )


class _Scale:
    def __init__(self, first: date, last: date, most: int) -> None:
        self.first, self.days, self.most = first, max((last - first).days, 1), most

    def x(self, day: date) -> int:
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days)

    def y(self, number: int) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * number / self.most)

    def steps(self, points: Sequence[tuple[date, int]]) -> str:
        """A line that stays level until the number changes."""
        first, *others = points
        parts = [f"M{LEFT} {self.y(first[1])}"]
        parts += [f"H{self.x(day)}V{self.y(number)}" for day, number in others]
        return "".join(parts) if others else f"{parts[0]}H{RIGHT}"


def _months(course: Sequence[Standing], scale: _Scale) -> list[Tick]:
    every = -(-len(course) // MONTHS_WITH_A_NAME)
    named = course[:: max(every, 1)]
    form = "N y" if len(course) > 12 else "N"
    return [Tick(scale.x(standing.day), date_format(standing.day, form)) for standing in named]
