"""How milestones stand at a moment: of one team line by line, of many teams in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import cached_property

from portal.dates import berlin_day
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone, MilestoneQuerySet
from workshops.models.progress import ProgressEntry
from workshops.models.round import SILENT_AFTER_WEEKS
from workshops.models.team import Team


class Word(NamedTuple):
    """Of an entry what a line needs, where there are hundreds of lines."""

    at: datetime
    hurdle: str


@dataclass(frozen=True)
class Line:
    """A milestone with its last entry, seen at a moment."""

    milestone: Milestone
    last: ProgressEntry | Word | None
    at: datetime
    silent_after: int = SILENT_AFTER_WEEKS

    @cached_property
    def days_overdue(self) -> int:
        return self.milestone.days_overdue(berlin_day(self.at))

    @cached_property
    def days_ago(self) -> int:
        """Days on the calendar since the last entry: 0 is today."""
        return (berlin_day(self.at) - berlin_day(self.last.at)).days if self.last else 0

    @property
    def weeks_ago(self) -> int:
        return self.days_ago // 7

    @cached_property
    def is_silent(self) -> bool:
        """Open, once told of, and nothing heard for as many weeks as make a silence."""
        return (
            self.last is not None
            and not self.milestone.is_done
            and self.weeks_ago >= self.silent_after
        )

    @property
    def hurdle(self) -> str:
        """What stood in the way at the last entry, as long as there is something left to do."""
        return self.last.hurdle if self.last and not self.milestone.is_done else ""


def lines(
    milestones: MilestoneQuerySet, at: datetime, silent_after: int = SILENT_AFTER_WEEKS
) -> list[Line]:
    """The milestones in the order of the queryset, in two queries."""
    entries = ProgressEntry.objects.filter(milestone__in=milestones.order_by())
    newest = entries.last_of_each_milestone().only("milestone", "at", "hurdle")
    last = {entry.milestone_id: entry for entry in newest}
    return [Line(milestone, last.get(milestone.pk), at, silent_after) for milestone in milestones]


class Figure(NamedTuple):
    """How many milestones have this status: for `{% mark %}`."""

    kind: str
    text: str


def figures(milestones: Iterable[Milestone]) -> list[Figure]:
    """The statuses that occur, in the order of the choices."""
    count = Counter(milestone.status for milestone in milestones)
    return [
        Figure(status.value, f"{count[status]} {status.label}")
        for status in Milestone.Status
        if count[status]
    ]


@dataclass(frozen=True)
class Overview:
    """A team at a glance. Its milestones must be loaded."""

    team: Team
    at: datetime

    @property
    def figures(self) -> list[Figure]:
        return figures(self.team.milestones.all())

    @property
    def overdue(self) -> int:
        today = berlin_day(self.at)
        return sum(milestone.is_overdue(today) for milestone in self.team.milestones.all())


def overviews(teams: Iterable[Team], at: datetime) -> list[Overview]:
    return [Overview(team, at) for team in teams]


def next_day(meetings: Iterable[Meeting], at: datetime) -> Meeting | None:
    """The first of these days, in their order, that is still to come or has no date yet."""
    return next((day for day in _taking_place(meetings) if not _is_over(day, at)), None)


def unconfirmed_day(meetings: Iterable[Meeting], at: datetime) -> Meeting | None:
    """The latest of these days whose date has passed without anybody saying that it was held."""
    passed = [day for day in _taking_place(meetings) if _is_over(day, at)]
    return passed[-1] if passed and not passed[-1].was_held(at) else None


class Since(NamedTuple):
    """What has changed since the last day that was held."""

    day: Meeting
    moved: int
    all: int
    reached: int


def since_last_day(
    meetings: Iterable[Meeting], lines: Iterable[Line], at: datetime
) -> Since | None:
    """Counts milestones with an entry, and those that were reached, after that day."""
    held = [day for day in meetings if day.was_held(at) and day.when]
    if not held or (when := held[-1].when) is None:
        return None
    lines = list(lines)
    moved = [line for line in lines if line.last and berlin_day(line.last.at) > when.last]
    reached = [line.milestone.reached_on for line in lines]
    lately = sum(day is not None and day > when.last for day in reached)
    return Since(held[-1], len(moved), len(lines), lately)


def _taking_place(meetings: Iterable[Meeting]) -> Iterator[Meeting]:
    return (day for day in meetings if not day.is_cancelled)


def _is_over(day: Meeting, at: datetime) -> bool:
    return day.when is not None and day.when.is_over(at)
