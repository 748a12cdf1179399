"""How rounds stand at a moment: each in figures, and one of them team by team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self

from django.db.models import Prefetch
from django.utils.functional import cached_property

from portal.dates import berlin_day
from workshops.models.board import Line, Word, next_day
from workshops.models.common_milestone import RoundMilestone
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone
from workshops.models.progress import ProgressEntry
from workshops.models.round import Round, RoundQuerySet
from workshops.models.team import Team, TeamQuerySet

_TOLD = ("public_id", "team_id", "common_id", "title", "status", "reached_on")
_DATED = ("first_day", "last_day", "precision")


class Tally(NamedTuple):
    """Milestones in figures: each counts once, what was dropped not at all."""

    on_track: int = 0
    at_risk: int = 0
    overdue: int = 0
    reached: int = 0

    @classmethod
    def of(cls, milestones: Iterable[Milestone], at: date) -> Self:
        count = dict.fromkeys(cls._fields, 0)
        for milestone in milestones:
            if milestone.status != Milestone.Status.DROPPED:
                count[_share(milestone, at)] += 1
        return cls(**count)

    @property
    def total(self) -> int:
        return sum(self)


def _share(milestone: Milestone, at: date) -> str:
    """Overdue outweighs at risk."""
    if milestone.status == Milestone.Status.REACHED:
        return "reached"
    if milestone.is_overdue(at):
        return "overdue"
    return "at_risk" if milestone.status == Milestone.Status.RISK else "on_track"


@dataclass(frozen=True)
class TeamStanding:
    """A team seen at a moment, with what it wants to reach and when it last said something."""

    team: Team
    milestones: list[Milestone]
    last_entry_at: datetime | None
    kick_off: date | None
    is_finished: bool
    silent_after: int
    at: datetime

    @property
    def has_lead(self) -> bool:
        """Expects the team to be loaded `with_lead()`."""
        return bool(vars(self.team)["has_lead"])

    @property
    def days_ago(self) -> int | None:
        """Days on the calendar since the last entry; None before the first."""
        if self.last_entry_at is None:
            return None
        return (berlin_day(self.at) - berlin_day(self.last_entry_at)).days

    @property
    def silent_since(self) -> date | None:
        """The day of the last word; before the first, that of the kick-off."""
        return berlin_day(self.last_entry_at) if self.last_entry_at else self.kick_off

    @property
    def weeks_silent(self) -> int:
        """Whole weeks since then."""
        since = self.silent_since
        return max((berlin_day(self.at) - since).days // 7, 0) if since else 0

    @cached_property
    def is_silent(self) -> bool:
        """Nothing heard for weeks, in a round that goes on, with something left to do."""
        return (
            not self.is_finished
            and self.weeks_silent >= self.silent_after
            and any(not milestone.is_done for milestone in self.milestones)
        )


@dataclass(frozen=True)
class RoundStanding:
    """A round in figures."""

    round: Round
    next_meeting: Meeting | None
    teams: list[TeamStanding]
    tally: Tally

    @property
    def silent(self) -> list[Team]:
        return [standing.team for standing in self.teams if standing.is_silent]

    @property
    def without_lead(self) -> list[Team]:
        return [standing.team for standing in self.teams if not standing.has_lead]


def standings(rounds: RoundQuerySet, at: datetime) -> list[RoundStanding]:
    """The rounds in the order of the queryset, in four queries."""
    days = Prefetch("meetings", Meeting.objects.in_order().with_agenda_known())
    told = Prefetch("milestones", Milestone.objects.only(*_TOLD, *_DATED))
    teams = _teams().with_last_entry().prefetch_related(told)
    loaded = (
        rounds.with_open_questions()
        .select_related("workshop")
        .prefetch_related(days, Prefetch("teams", teams))
    )
    return [_standing(round, at) for round in loaded]


def _standing(round: Round, at: datetime) -> RoundStanding:
    days = list(round.meetings.all())
    start = _kick_off(days, at)
    teams = [
        TeamStanding(
            team,
            list(team.milestones.all()),
            vars(team)["last_entry_at"],
            start,
            round.is_finished,
            round.silent_after_weeks,
            at,
        )
        for team in round.teams.all()
    ]
    return _summed_up(round, days, teams, at)


@dataclass(frozen=True)
class Row:
    """A team in the grid: how it stands with each common milestone, and its own ones."""

    standing: TeamStanding
    cells: list[Line | None]
    own: list[Line]

    @cached_property
    def lines(self) -> list[Line]:
        return [line for line in self.cells if line] + self.own

    def is_silent(self, line: Line) -> bool:
        """Open in a silent team, or not told of for weeks while the round goes on."""
        if line.milestone.is_done or self.standing.is_finished:
            return False
        return self.standing.is_silent or line.is_silent

    def narrowed(self, keep: Keep) -> Row:
        """Only what is asked for; the cells keep their places."""
        cells = [line if line and keep(self, line) else None for line in self.cells]
        return Row(self.standing, cells, [line for line in self.own if keep(self, line)])


Keep = Callable[[Row, Line], bool]


@dataclass(frozen=True)
class Grid:
    """A round as a table: Kommunen by common milestones."""

    standing: RoundStanding
    columns: list[RoundMilestone]
    rows: list[Row]

    @property
    def lines(self) -> list[Line]:
        return [line for row in self.rows for line in row.lines]

    @property
    def hurdles(self) -> int:
        return sum(bool(line.hurdle) for line in self.lines)

    @property
    def next_day(self) -> date | None:
        """When the teams meet next, if that is known."""
        return self.standing.next_meeting.first_day if self.standing.next_meeting else None

    def is_due(self, line: Line) -> bool:
        """Open, with a deadline before the next meeting; what is overdue was due too."""
        milestone, day = line.milestone, self.next_day
        if day is None or milestone.last_day is None or milestone.is_done:
            return False
        return milestone.last_day < day

    def count(self, keep: Keep) -> int:
        return sum(keep(row, line) for row in self.rows for line in row.lines)

    def narrowed(self, keep: Keep) -> Grid:
        """Only what is asked for, without the teams and columns that have nothing of it."""
        rows = [row for row in (row.narrowed(keep) for row in self.rows) if row.lines]
        used = [n for n in range(len(self.columns)) if any(row.cells[n] for row in rows)]
        kept = [Row(row.standing, [row.cells[n] for n in used], row.own) for row in rows]
        return Grid(self.standing, [self.columns[n] for n in used], kept)


def grid(round: Round, at: datetime) -> Grid:
    """The whole round in five queries, however large it is."""
    days = list(Meeting.objects.filter(round=round).in_order())
    columns = list(RoundMilestone.objects.filter(round=round))
    for day in days:
        day.round = round
    of_team: dict[int, list[Line]] = defaultdict(list)
    for line in _lines(round, at):
        of_team[line.milestone.team_id].append(line)
    start = _kick_off(days, at)
    rows = [
        _row(_told(team, of_team[team.pk], start, round, at), of_team[team.pk], columns)
        for team in _teams().filter(round=round)
    ]
    return Grid(_summed_up(round, days, [row.standing for row in rows], at), columns, rows)


def _lines(round: Round, at: datetime) -> Iterator[Line]:
    """Only the columns that a cell is made of: there may be hundreds of cells."""
    milestones = Milestone.objects.filter(team__round=round).of_teams_taking_part()
    newest = ProgressEntry.objects.newest_of(milestones)
    told = newest.values_list("milestone_id", "at", "hurdle")
    last = {pk: Word(at, hurdle) for pk, at, hurdle in told}
    for milestone in milestones.by_due_date().only(*_TOLD, *_DATED):
        yield Line(milestone, last.get(milestone.pk), at, round.silent_after_weeks)


def _told(
    team: Team, of_team: list[Line], start: date | None, round: Round, at: datetime
) -> TeamStanding:
    last = max((line.last.at for line in of_team if line.last), default=None)
    milestones = [line.milestone for line in of_team]
    return TeamStanding(
        team, milestones, last, start, round.is_finished, round.silent_after_weeks, at
    )


def _row(standing: TeamStanding, of_team: list[Line], columns: list[RoundMilestone]) -> Row:
    common = {line.milestone.common_id: line for line in of_team}
    known = {column.pk for column in columns}
    own = [line for line in of_team if line.milestone.common_id not in known]
    return Row(standing, [common.get(column.pk) for column in columns], own)


def _teams() -> TeamQuerySet:
    return Team.objects.taking_part().select_related("municipality").with_lead().in_order()


def _summed_up(
    round: Round, days: list[Meeting], teams: list[TeamStanding], at: datetime
) -> RoundStanding:
    everything = (milestone for standing in teams for milestone in standing.milestones)
    return RoundStanding(round, next_day(days, at), teams, Tally.of(everything, berlin_day(at)))


def _kick_off(days: Iterable[Meeting], at: datetime) -> date | None:
    """The first day that was held."""
    return min((day.first_day for day in days if day.first_day and day.was_held(at)), default=None)
