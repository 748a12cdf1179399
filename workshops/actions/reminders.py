"""What teams are reminded of; each of these told again does no harm, for occasions are unique."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from people.models import MailKind, User
from portal import outbox
from portal.dates import berlin_day
from workshops.letters import reminders as letters
from workshops.models import (
    AgendaItem,
    Meeting,
    Member,
    MemberQuerySet,
    Milestone,
    Question,
    Team,
    mail_kinds,
)
from workshops.models.board import next_day
from workshops.models.cockpit import TeamStanding

SPANS = (3, 14)  # days before a deadline, the nearest first


@transaction.atomic
def remind(*, milestone: Milestone, at: datetime) -> list[User]:
    """Owe the responsible member and the leads their letter for the span that today lies in.

    Whoever missed the day, because the clock stood, is told later within the same span; returns
    whom. Raises ValueError for a milestone that is not due within the widest span.
    """
    span = _span(milestone, at)
    told = Q(role=Member.Role.LEAD) | Q(milestones=milestone)
    readers = _readers(milestone.team.members.filter(told), mail_kinds.MILESTONE_DUE)
    for reader in readers:
        letter = letters.milestone_due(milestone, days=span, to=reader, at=at)
        outbox.post(letter, at=at)
    return readers


@transaction.atomic
def nudge(*, standing: TeamStanding, at: datetime) -> list[User]:
    """Ask the leads of a silent team how it goes; again when it stays silent as long once more."""
    team, weeks = standing.team, standing.weeks_silent
    spell = f"{standing.silent_since}:{weeks // standing.silent_after}"
    waiting = [milestone for milestone in standing.milestones if not milestone.is_done]
    readers = _readers(team.members.filter(role=Member.Role.LEAD), mail_kinds.SILENCE)
    for reader in readers:
        letter = letters.team_silent(team, milestones=waiting, weeks=weeks, spell=spell, to=reader)
        outbox.post(letter, at=at)
    return readers


@transaction.atomic
def sum_up(*, meeting: Meeting, at: datetime) -> list[User]:
    """Tell everybody in the teams what stays of the day; returns whom."""
    days = Meeting.objects.filter(round=meeting.round).in_order()
    told = []
    for team in Team.objects.filter(round=meeting.round).taking_part().with_names().in_order():
        told += _sum_up(
            meeting,
            team,
            list(AgendaItem.objects.filter(meeting=meeting).told_to(team)),
            list(Question.objects.filter(round=meeting.round).open()),
            next_day(days, at),
            at,
        )
    return told


def _sum_up(
    meeting: Meeting,
    team: Team,
    outcomes: Sequence[AgendaItem],
    questions: Sequence[Question],
    coming: Meeting | None,
    at: datetime,
) -> list[User]:
    milestones = list(Milestone.objects.filter(team=team).open().with_names().by_due_date())
    readers = _readers(team.members.all(), mail_kinds.DIGEST)
    for reader in readers:
        letter = letters.day_digest(
            meeting,
            team,
            milestones=milestones,
            outcomes=outcomes,
            questions=questions,
            next_meeting=coming,
            to=reader,
        )
        outbox.post(letter, at=at)
    return readers


def _span(milestone: Milestone, at: datetime) -> int:
    if milestone.last_day is None:
        raise ValueError("A milestone without a deadline is never due.")
    left = (milestone.last_day - berlin_day(at)).days
    for span in SPANS:
        if 0 <= left <= span:
            return span
    raise ValueError("This milestone is not due soon.")


def _readers(members: MemberQuerySet, kind: MailKind) -> list[User]:
    """Active ones with an active account who did not say no to this kind of mail."""
    active = User.objects.filter(is_active=True, pk__in=members.active().values("user"))
    return list(active.wanting(kind).in_order())
