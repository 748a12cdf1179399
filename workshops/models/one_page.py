"""One page for whoever is not in the team: what stands where, and nothing of what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from portal.dates import Period, berlin_day
from workshops.models.board import Figure, figures, lines, next_day
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone
from workshops.models.statement import Statement
from workshops.models.team import Team


class Row(NamedTuple):
    """A milestone without its entries: no hurdle, no name, no note can slip through."""

    title: str
    difference: str
    status: str
    word: str
    due: Period | None
    is_overdue: bool
    moved_on: date | None
    reached_on: date | None


@dataclass(frozen=True)
class OnePage:
    team: Team
    at: datetime
    rows: list[Row]
    figures: list[Figure]
    meeting: Meeting | None
    statements: list[Statement]
    is_demo: bool

    @property
    def ahead(self) -> list[Row]:
        return [row for row in self.rows if row.status != Milestone.Status.REACHED]

    @property
    def reached(self) -> list[Row]:
        """The latest first."""
        done = [row for row in self.rows if row.reached_on]
        return sorted(done, key=lambda row: row.reached_on or date.min, reverse=True)


def one_page(team: Team, at: datetime) -> OnePage:
    """How the team stands at this moment."""
    known = lines(Milestone.objects.filter(team=team).by_due_date(), at)
    milestones = [line.milestone for line in known]
    cleared = Statement.objects.filter(team=team).cleared().newest_first()
    days = Meeting.objects.filter(round=team.round).with_round().in_order()
    today = berlin_day(at)
    return OnePage(
        team=team,
        at=at,
        rows=[
            Row(
                milestone.title,
                milestone.difference,
                milestone.status,
                milestone.get_status_display(),
                milestone.when,
                milestone.is_overdue(today),
                berlin_day(line.last.at) if line.last else None,
                milestone.reached_on,
            )
            for line, milestone in zip(known, milestones, strict=True)
        ],
        figures=figures(milestones),
        meeting=next_day(days, at),
        statements=list(cleared),
        is_demo=team.is_demo or any(milestone.is_demo for milestone in milestones),
    )
