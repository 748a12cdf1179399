"""What may be wrong with how a round is set up: said to whoever plans it, never forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.models import Agreement
from portal.dates import Precision, berlin_day
from workshops.models.meeting import Meeting
from workshops.models.round import Round
from workshops.models.team import Team

MOST_DAYS = 3
MOST_MONTHS = 18
SATURDAY = 5


class Trouble(StrEnum):
    TEAM_SIZE = "team_size"
    NO_AGREEMENT = "no_agreement"
    AGREEMENT_ENDS = "agreement_ends"
    MANY_DAYS = "many_days"
    LONG = "long"
    WEEKEND = "weekend"


@dataclass(frozen=True)
class RoundWarning:
    """A trouble in one sentence, and the team or the day that it is about, if it is about one."""

    trouble: Trouble
    text: str
    team: Team | None = None
    meeting: Meeting | None = None


def warnings(
    round: Round, at: datetime, days: Sequence[Meeting] | None = None
) -> list[RoundWarning]:
    """Everything odd about this round, while it is not over; in two queries, or one with `days`."""
    if round.is_finished:
        return []
    meetings = list(round.meetings.in_order()) if days is None else days
    held = [day for day in meetings if not day.is_cancelled]
    teams = list(_teams(round, at))
    return [
        *_length(round, held),
        *_weekends(held, at),
        *_agreements(teams),
        *_sizes(round, teams),
    ]


def _teams(round: Round, at: datetime) -> Iterable[Team]:
    """Those that are invited or take part, with what was signed at the start and at the end."""
    start = round.first_day or berlin_day(at)
    of_kommune = Agreement.objects.filter(municipality=OuterRef("municipality"))
    latest = of_kommune.standing(start).order_by(F("valid_until").desc(nulls_first=True))
    return (
        Team.objects.filter(round=round)
        .exclude(state=Team.State.LEFT)
        .select_related("municipality")
        .annotate(
            people=Count("members", filter=Q(members__until_day=None)),
            stands_at_start=Exists(of_kommune.standing(start)),
            stands_at_end=Exists(of_kommune.standing(max(round.last_day or start, start))),
            stands_until=Subquery(latest.values("valid_until")[:1]),
        )
        .in_order()
    )


def _length(round: Round, held: Sequence[Meeting]) -> Iterator[RoundWarning]:
    """More than three days together, or longer than a year and a half as far as that is known."""
    together = [day for day in held if day.kind != Meeting.Kind.ONLINE]
    if len(together) > MOST_DAYS:
        text = _("%(number)d workshop days are planned; up to three are usual.")
        yield RoundWarning(Trouble.MANY_DAYS, text % {"number": len(together)})
    known = [thing for thing in [round, *held] if thing.precision == Precision.DAY]
    first = min((thing.first_day for thing in known if thing.first_day), default=None)
    last = max((thing.last_day for thing in known if thing.last_day), default=None)
    if first and last and last > _months_later(first, MOST_MONTHS):
        text = _("From %(first)s to %(last)s it is longer than a year and a half.")
        yield RoundWarning(Trouble.LONG, text % {"first": _day(first), "last": _day(last)})


def _weekends(held: Sequence[Meeting], at: datetime) -> Iterator[RoundWarning]:
    for day in held:
        when = day.when
        if when is None or not day.has_a_day or when.is_over(at):
            continue
        if when.first.weekday() >= SATURDAY:
            text = _("%(title)s lies on a weekend: %(day)s.")
            facts = {"title": day.title, "day": _day(when.first)}
            yield RoundWarning(Trouble.WEEKEND, text % facts, meeting=day)


def _agreements(teams: list[Team]) -> Iterator[RoundWarning]:
    for team in teams:
        known = vars(team)
        if not known["stands_at_start"]:
            text = _("%(team)s has no framework agreement at the start.")
            if team.admission_reason:
                text = _("%(team)s has no framework agreement at the start: %(reason)s")
            facts = {"team": team, "reason": team.admission_reason}
            yield RoundWarning(Trouble.NO_AGREEMENT, text % facts, team)
        elif not known["stands_at_end"] and known["stands_until"]:
            text = _("The framework agreement of %(team)s ends during the round, on %(day)s.")
            facts = {"team": team, "day": _day(known["stands_until"])}
            yield RoundWarning(Trouble.AGREEMENT_ENDS, text % facts, team)


def _sizes(round: Round, teams: list[Team]) -> Iterator[RoundWarning]:
    """Only of teams that take part; the others have nobody yet."""
    for team in teams:
        people = vars(team)["people"]
        is_in = team.state == Team.State.ACCEPTED
        if is_in and not round.team_min <= people <= round.team_max:
            text = _(
                "%(team)s: the team has %(people)d members; %(least)d to %(most)d are advised."
            )
            facts = {"least": round.team_min, "most": round.team_max}
            yield RoundWarning(
                Trouble.TEAM_SIZE, text % {"team": team, "people": people, **facts}, team
            )


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return date(day.year + years, month + 2, 1)


def _day(day: date) -> str:
    return date_format(day, "j. F Y")
