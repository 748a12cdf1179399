"""How rounds went: what was agreed and reached by which day. What was logged is never changed, so
the same day gives the same figures whenever one asks; only deadlines are those of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.dates import BERLIN, berlin_day
from workshops.models.milestone import Milestone, MilestoneQuerySet
from workshops.models.progress import ProgressEntry

Status = Milestone.Status
Move = tuple[date, str]


@dataclass(frozen=True)
class Past:
    """A milestone with the days on which its status moved."""

    milestone: Milestone
    begun_as: str
    moves: Sequence[Move]

    def status(self, day: date) -> str | None:
        """As it stood at the end of the day; None before it was agreed."""
        if day < self.milestone.agreed_on:
            return None
        return next((to for on, to in reversed(self.moves) if on <= day), self.begun_as)

    def reached_on(self, day: date) -> date | None:
        """Since when it counts as reached, seen from the end of that day."""
        if self.status(day) != Status.REACHED:
            return None
        return max(
            (on for on, to in self.moves if on <= day and to == Status.REACHED), default=None
        )


@dataclass(frozen=True)
class Standing:
    """How many milestones there were at the end of a day; what was dropped does not count."""

    day: date
    agreed: int
    reached: int
    at_risk: int
    overdue: int

    @property
    def open(self) -> int:
        return self.agreed - self.reached


def pasts(milestones: MilestoneQuerySet) -> list[Past]:
    """Each milestone with its moves; in two queries."""
    moves: dict[int, list[Move]] = defaultdict(list)
    first: dict[int, str] = {}
    told = ProgressEntry.objects.filter(milestone__in=milestones.order_by()).moving_the_status()
    rows = told.order_by("at", "pk").values_list("milestone_id", "at", "status_from", "status_to")
    for pk, at, before, after in rows:
        first.setdefault(pk, before)
        moves[pk].append((berlin_day(at), after))
    return [_past(milestone, first, moves) for milestone in milestones]


def _past(milestone: Milestone, first: dict[int, str], moves: dict[int, list[Move]]) -> Past:
    """A status that no entry explains was there from the beginning, or since its own day."""
    begun_as = first.get(milestone.pk, milestone.status)
    told = moves.get(milestone.pk, [])
    if not told and milestone.reached_on:
        return Past(milestone, Status.PROGRESS, [(milestone.reached_on, Status.REACHED)])
    return Past(milestone, begun_as, told)


def standing(milestones: Iterable[Past], day: date) -> Standing:
    stood = [(past, past.status(day)) for past in milestones]
    counted = [(past, status) for past, status in stood if status not in (None, Status.DROPPED)]
    still_open = [(past, status) for past, status in counted if status != Status.REACHED]
    late = [past for past, _status in still_open if _is_late(past.milestone, day)]
    risky = [past for past, status in still_open if status == Status.RISK]
    return Standing(
        day=day,
        agreed=len(counted),
        reached=len(counted) - len(still_open),
        at_risk=sum(past not in late for past in risky),
        overdue=len(late),
    )


def course(milestones: Sequence[Past], until: date) -> list[Standing]:
    """Month by month at its end, from the first agreement to that day; empty before it."""
    begun = min((past.milestone.agreed_on for past in milestones), default=date.max)
    if begun > until:
        return []
    return [standing(milestones, day) for day in _ends_of_months(begun, until)]


def end_of(day: date) -> datetime:
    """The last moment of a day in Germany: what was logged on it belongs to it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BERLIN) - timedelta.resolution


def _is_late(milestone: Milestone, day: date) -> bool:
    return milestone.last_day is not None and milestone.last_day < day


def _ends_of_months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        yield min(following - timedelta(days=1), last)
        month = following
