"""The milestones of a team in its own order, and each with its history."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from portal.dates import berlin_day
from workshops import policies
from workshops.forms.comments import CommentForm
from workshops.models import AgendaItem, Meeting, Member, Milestone
from workshops.models.board import Line
from workshops.views import timeline as along
from workshops.views.team.doors import milestone_of, team_of
from workshops.views.trend import trend


@login_required
@require_GET
def own_order(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """All milestones as the lead put them; `?bewegt=…` names the one that was just moved."""
    team = team_of(request.user, team_id)
    moved = request.GET.get("bewegt", "")
    milestones = list(Milestone.objects.filter(team=team).with_names().in_own_order())
    places = enumerate(milestones, start=1)
    place = next((number for number, one in places if str(one.public_id) == moved), 0)
    context = {
        "team": team,
        "milestones": milestones,
        "moved": milestones[place - 1] if place else None,
        "place": place,
        "is_up": request.GET.get("richtung") == "hoch",
        "may_order": policies.may_order_milestones(request.user, team),
    }
    return render(request, "workshops/team/milestones.html", context)


@login_required
@require_GET
def timeline(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Milestones and days of the round in the order of time, drawn and as a table."""
    team, now = team_of(request.user, team_id), timezone.now()
    milestones = list(Milestone.objects.filter(team=team).with_names())
    days = list(Meeting.objects.filter(round=team.round).with_round().in_order())
    context = {
        "team": team,
        "timeline": along.timeline(milestones, days, berlin_day(now)),
        "rows": along.rows(milestones, days, now),
    }
    return render(request, "workshops/team/timeline.html", context)


@login_required
@require_GET
def milestone(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """A milestone with its whole history; other teams of the round read it without hurdles."""
    milestone = milestone_of(request.user, team_id, milestone_id)
    role = policies.role_in(request.user, milestone.team)
    sees_all = bool(role) or policies.may_see_team_room(request.user, milestone.team)
    entries = milestone.entries.newest_first().prefetch_related("files")
    entries = entries.select_related("author", "corrects", "corrected_by")
    history = list(entries if sees_all else entries.without_mere_hurdles())
    last = history[0] if history and sees_all else None
    may_comment = bool(role) or policies.may_comment(request.user, milestone)
    values = list(milestone.measurements.in_order())
    context = {
        "milestone": milestone,
        "line": Line(milestone, last, timezone.now(), milestone.team.round.silent_after_weeks),
        "entries": history,
        "sees_all": sees_all,
        "talks": AgendaItem.objects.of_milestone(milestone) if sees_all else [],
        "may_log": bool(role),
        "may_propose": policies.may_propose_statement(request.user, milestone.team),
        "may_steer": role == Member.Role.LEAD,
        "values": values,
        "trend": trend(milestone, values),
        "comments": milestone.comments.in_order(),
        "comment_form": CommentForm() if may_comment else None,
        "statements": milestone.statements.cleared().with_source().newest_first(),
        "parts": milestone.parts.in_own_order() if sees_all else [],
    }
    return render(request, "workshops/team/milestone.html", context)
