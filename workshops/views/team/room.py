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
from workshops.forms.comments import QuestionForm
from workshops.models import (
    Meeting,
    Member,
    Milestone,
    ProgressEntry,
    Question,
    RoundMilestone,
    Team,
    TeamFile,
)
from workshops.models.board import lines, next_day, overviews, since_last_day, unconfirmed_day
from workshops.views.rows import Addresses, BlankForms, row
from workshops.views.team.doors import team_of
from workshops.views.timeline import strip

FILES = 3  # of the newest, in the margin of the room


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
    """The team's room: the next day, what has changed, the milestones with a short form each."""
    team, now = team_of(request.user, public_id), timezone.now()
    members = list(Member.objects.filter(team=team).active().in_order().select_related("user"))
    role = policies.role_among(request.user, team, members)
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
        "since": since_last_day(days, standing, now),
        "members": members,
        "coordinators": User.objects.coordinators().filter(coordinated_rounds=team.round),
        "questions": Question.objects.filter(round=team.round).open(),
        "question_form": QuestionForm() if role else None,
        "files": TeamFile.objects.filter(team=team).with_names().newest_first()[:FILES],
        "commons": RoundMilestone.objects.open_to(team) if forms else (),
        "may_edit": forms is not None,
        "feed": ProgressEntry.objects.feed_of(team),
    }
    return render(request, "workshops/team/room.html", context)


def _days_ahead(days: Iterable[Meeting], at: datetime) -> tuple[Meeting | None, Meeting | None]:
    """The next day, or else the last one that was planned and of which nobody told."""
    coming = next_day(days, at)
    return coming, None if coming else unconfirmed_day(days, at)
