"""What needs a coordinator now, over all rounds: the most pressing first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from portal.dates import berlin_day
from portal.models import OutgoingMail
from workshops.models.cockpit import RoundStanding, TeamStanding
from workshops.models.meeting import Meeting
from workshops.models.milestone import Milestone
from workshops.models.progress import ProgressEntry
from workshops.models.round import Round
from workshops.models.statement import Statement
from workshops.models.team import Team, TeamInvitation

NEAR = timedelta(days=14)  # a day as near as this wants its agenda; a hurdle as young is new
EXPIRING = timedelta(days=3)


class Kind(StrEnum):
    """In the order of urgency."""

    MAIL = "mail"
    AGENDA = "agenda"
    LEADERLESS = "leaderless"
    INVITATION = "invitation"
    OVERDUE = "overdue"
    HURDLE = "hurdle"
    SILENT = "silent"
    STATEMENT = "statement"
    QUESTION = "question"


_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_DRAWINGS = {
    Kind.MAIL: "mail",
    Kind.AGENDA: "calendar",
    Kind.LEADERLESS: "person",
    Kind.INVITATION: "mail",
    Kind.STATEMENT: "check",
}


@dataclass(frozen=True)
class Need:
    """One line: what it is about, how much of it, for how long; which of these, the kind says."""

    kind: Kind
    round: Round
    team: Team | None = None
    milestone: Milestone | None = None
    meeting: Meeting | None = None
    count: int = 1
    days: int = 0
    words: str = ""

    @property
    def drawing(self) -> str:
        """The sign of the sprite that stands for it."""
        return _DRAWINGS.get(self.kind, self.kind.value)


def needs(standings: Iterable[RoundStanding], at: datetime) -> list[Need]:
    """Of the rounds that go on, in four queries; a mail that failed counts in finished ones too."""
    everything = list(standings)
    going_on = [standing for standing in everything if not standing.round.is_finished]
    found = [
        *_mails(everything),
        *(need for standing in going_on for need in _of_round(standing, at)),
        *_of_teams(going_on, at),
    ]
    return sorted(found, key=lambda need: (_RANK[need.kind], -need.days, -need.count))


def _mails(standings: list[RoundStanding]) -> Iterator[Need]:
    rounds = {standing.round.scope: standing.round for standing in standings}
    failed = OutgoingMail.objects.in_scopes(list(rounds)).failed()
    for scope, count in Counter(failed.order_by().values_list("scope", flat=True)).items():
        yield Need(Kind.MAIL, rounds[scope], count=count)


def _of_round(standing: RoundStanding, at: datetime) -> Iterator[Need]:
    """The next day without an agenda, and the questions that nobody has answered."""
    day = standing.next_meeting
    if day and day.first_day and not vars(day)["has_agenda"]:
        days = (day.first_day - berlin_day(at)).days
        if days < NEAR.days:
            yield Need(Kind.AGENDA, standing.round, meeting=day, days=-days)
    if questions := vars(standing.round)["open_questions"]:
        yield Need(Kind.QUESTION, standing.round, count=questions)


def _of_teams(standings: list[RoundStanding], at: datetime) -> Iterator[Need]:
    hurdles = _new_hurdles(standings, at)
    for standing in standings:
        for team in standing.teams:
            need = partial(Need, round=standing.round, team=team.team)
            if not team.has_lead:
                yield need(Kind.LEADERLESS)
            if overdue := _overdue(team, at):
                days, milestone = overdue[0]
                yield need(Kind.OVERDUE, milestone=milestone, count=len(overdue), days=days)
            for milestone in team.milestones:
                if words := hurdles.get(milestone.pk):
                    yield need(Kind.HURDLE, milestone=milestone, words=words)
            if team.is_silent:
                yield need(Kind.SILENT, count=team.weeks_silent, days=team.weeks_silent * 7)
    yield from _proposals(standings, at)
    yield from _invitations(standings, at)


def _overdue(team: TeamStanding, at: datetime) -> list[tuple[int, Milestone]]:
    """The longest first."""
    days = [(milestone.days_overdue(berlin_day(at)), milestone) for milestone in team.milestones]
    return sorted((pair for pair in days if pair[0]), key=lambda pair: -pair[0])


def _new_hurdles(standings: list[RoundStanding], at: datetime) -> dict[int, str]:
    """What stands in the way of open milestones since their last entry, by their keys."""
    open_ones = Milestone.objects.filter(team__round__in=_rounds(standings)).open()
    young = ProgressEntry.objects.filter(milestone__in=open_ones, at__gte=at - NEAR)
    last = young.last_of_each_milestone().exclude(hurdle="")
    return dict(last.values_list("milestone_id", "hurdle"))


def _proposals(standings: list[RoundStanding], at: datetime) -> Iterator[Need]:
    """Sentences that a team has neither cleared nor refused."""
    teams = _teams(standings)
    waiting = Statement.objects.waiting().filter(team__in=teams)
    since: dict[int, list[datetime]] = defaultdict(list)
    for team, proposed_at in waiting.values_list("team_id", "proposed_at"):
        since[team].append(proposed_at)
    for pk, moments in since.items():
        days = (berlin_day(at) - berlin_day(min(moments))).days
        yield Need(Kind.STATEMENT, teams[pk][0], team=teams[pk][1], count=len(moments), days=days)


def _invitations(standings: list[RoundStanding], at: datetime) -> Iterator[Need]:
    """Not answered, and about to run out or run out lately."""
    teams = Team.objects.filter(round__in=_rounds(standings)).exclude(state=Team.State.LEFT)
    open_ones = TeamInvitation.objects.filter(
        team__in=teams, invitation__used_at=None, invitation__withdrawn_at=None
    )
    ending = open_ones.filter(
        invitation__expires_at__gt=at - NEAR, invitation__expires_at__lte=at + EXPIRING
    )
    rounds = {standing.round.pk: standing.round for standing in standings}
    found = list(ending.select_related("team__municipality"))
    count = Counter(invitation.team_id for invitation in found)
    for pk, team in {invitation.team_id: invitation.team for invitation in found}.items():
        yield Need(Kind.INVITATION, rounds[team.round_id], team=team, count=count[pk])


def _rounds(standings: list[RoundStanding]) -> list[Round]:
    return [standing.round for standing in standings]


def _teams(standings: list[RoundStanding]) -> dict[int, tuple[Round, Team]]:
    return {
        team.team.pk: (standing.round, team.team)
        for standing in standings
        for team in standing.teams
    }
