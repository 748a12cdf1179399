"""The overview of one's teams, and the room of one of them."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from people.models import User
from workshops import policies
from workshops.models import (
    Meeting,
    Member,
    Milestone,
    MilestoneQuerySet,
    ProgressEntry,
    RoundMilestone,
    Team,
)
from workshops.models.board import lines, next_day, overviews, unconfirmed_day
from workshops.views.rows import Addresses, BlankForms, row
from workshops.views.team.doors import team_of
from workshops.views.timeline import strip


@login_required
@require_GET
def teams(request: SignedInRequest) -> HttpResponse:
    """The teams one belongs to; for coordinators those of their rounds, round by round."""
    now = timezone.now()
    mine = Team.objects.visible_to(request.user).with_names().with_last_entry().by_round()
    mine = mine.prefetch_related("milestones", "round__meetings")
    rounds = [
        (round, *_days_ahead(round.meetings.all(), now), overviews(of_round, now))
        for round, of_round in groupby(mine, lambda team: team.round)
    ]
    return render(request, "workshops/team/teams.html", {"rounds": rounds})


@login_required
@require_GET
def room(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The team's room: the next day, the milestones with a short form each, who does what."""
    team, now = team_of(request.user, public_id), timezone.now()
    role = policies.role_in(request.user, team)
    forms = BlankForms(request, team, may_drop=role == Member.Role.LEAD) if role else None
    milestones = Milestone.objects.filter(team=team).with_responsible().by_due_date()
    days = Meeting.objects.filter(round=team.round).with_round().in_order()
    coming, unconfirmed = _days_ahead(days, now)
    standing = lines(milestones, now, team.round.silent_after_weeks)
    addresses = Addresses(team)
    context = {
        "team": team,
        "next_meeting": coming,
        "standing": coming.standing(now) if coming else None,
        "unconfirmed": unconfirmed,
        "rows": [row(line, addresses, forms) for line in standing],
        "strip": strip([line.milestone for line in standing], days, timezone.localdate(now)),
        "members": Member.objects.filter(team=team).active().in_order().select_related("user"),
        "commons": RoundMilestone.objects.open_to(team) if forms else (),
        "may_edit": forms is not None,
        "others": _shared_by_others(request.user, team),
        "feed": ProgressEntry.objects.feed_of(team),
    }
    return render(request, "workshops/team/room.html", context)


def _days_ahead(days: Iterable[Meeting], at: datetime) -> tuple[Meeting | None, Meeting | None]:
    """The next day, or else the last one that was planned and of which nobody told."""
    coming = next_day(days, at)
    return coming, None if coming else unconfirmed_day(days, at)


def _shared_by_others(user: User, team: Team) -> MilestoneQuerySet:
    """What the other teams of the round let one read."""
    others = Milestone.objects.visible_to(user).filter(team__round=team.round).exclude(team=team)
    return others.shared().of_teams_taking_part().with_names().by_team()
